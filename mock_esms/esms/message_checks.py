"""Why eSMS refuses a message: the checks in the order of FACTS-MESSAGES 1.5 (assumed), the first that fails decides.

An operation's row names those that concern it (``MessageKind.checks``). Keys, account and address (101, 143, 140)
come before all of them, see ``validation.authenticate``.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from mock_esms.esms.formats.phone import is_among, national
from mock_esms.esms.formats.phone_advice import advice_on_phone
from mock_esms.esms.gencode.generated_code import check_time_alive
from mock_esms.esms.messages.sms_checks import (
    check_advert_count,
    check_blocked_words,
    check_brand,
    check_networks,
    check_sms_template,
)
from mock_esms.esms.messages.submission import Check, Submission
from mock_esms.esms.operation import CheckName
from mock_esms.esms.responses.operation_result import Objection
from mock_esms.esms.responses.result_codes import (
    BALANCE_TOO_LOW,
    BLOCKED,
    NO_PRICE_LIST,
    PHONE_NOT_VALID,
    REQUEST_ID_USED,
    TYPE_MISSING,
    TYPE_NOT_SUPPORTED,
    text_of,
)
from mock_esms.esms.responses.wcf_json import four_places
from mock_esms.esms.zalo.item_checks import check_channels, check_item_count
from mock_esms.esms.zalo.zalo_checks import (
    check_hashed_phone,
    check_oa,
    check_oa_and_template_given,
    check_payload,
    check_sending_mode,
    check_user_id,
    check_zns_template,
    check_zns_variables,
)
from mock_esms.model.calls import CallWarning


def first_objection(submission: Submission) -> Objection | None:
    """What is against this message first; None when it is accepted. Its channels are checked like messages."""
    every = (submission, *submission.channels)
    for place, check in _wanted(tuple([each.sends.checks for each in every])):
        objection = check(every[place])
        if objection is not None:
            return objection
    return None


@lru_cache(maxsize=64)
def _wanted(names: tuple[frozenset[CheckName], ...]) -> tuple[tuple[int, Check], ...]:
    """The checks of these names, each with the place of what it is made of, in the order in which they are made."""
    return tuple(
        [(place, check) for name, check in CHECKS.items() for place, wanted in enumerate(names) if name in wanted]
    )


def _check_kind(submission: Submission) -> Objection | None:
    """300 and 118: SmsType is missing, or is one that the address does not take (CONTRACT 12)."""
    select = submission.operation.select
    if select is None or select.parameter != "SmsType":
        return None
    given = submission.value("SmsType")
    if not given:
        message = f"SmsType is missing; write SmsType={select.values[0]}."
        return Objection(TYPE_MISSING, CallWarning("sms-type-missing", message))
    if given in select.values:
        return None
    message = f"{submission.operation.name} takes no SmsType={given}; docs/operations.md lists what each address takes."
    return Objection(TYPE_NOT_SUPPORTED, CallWarning("sms-type-unsupported", message))


def _check_phones(submission: Submission) -> Objection | None:
    """108: a receiver is no Vietnamese phone number, or there is none."""
    phones = submission.draft.request.phones
    wrong = [phone for phone in phones if national(phone) is None]
    if phones and not wrong:
        return None
    phone = wrong[0] if wrong else ""
    return Objection(PHONE_NOT_VALID, advice_on_phone(phone), text=text_of(PHONE_NOT_VALID, phone=phone))


def _check_blocked_phones(submission: Submission) -> Objection | None:
    """99: a receiver is blocked; one is enough (assumed)."""
    blocked_phones = submission.account.blocked_phones
    blocked = [phone for phone in submission.draft.request.phones if is_among(phone, blocked_phones)]
    if not blocked:
        return None
    message = f"{blocked[0]} stands in the account's blocked_phones; the whole request is refused."
    return Objection(BLOCKED, CallWarning("phone-blocked", message))


def _check_request_id(submission: Submission) -> Objection | None:
    """124: the RequestId was accepted within the last 24 hours, by whichever operation (assumed)."""
    return Objection(REQUEST_ID_USED) if submission.request_id_used else None


def _check_price_list(submission: Submission) -> Objection | None:
    """102: the account has no price for such messages."""
    name = submission.sends.price
    if getattr(submission.account.prices, name) is not None:
        return None
    message = f"The account has no price for {name}; set prices: {{{name}: 850}}, or any other amount."
    return Objection(NO_PRICE_LIST, CallWarning("price-missing", message))


def _check_balance(submission: Submission) -> Objection | None:
    """103: the account has less than the message would cost."""
    if submission.balance >= submission.draft.cost:
        return None
    message = f"The message would cost {four_places(submission.draft.cost)} VND, and the account has "
    return Objection(
        BALANCE_TOO_LOW,
        CallWarning("balance-too-low", f"{message}{four_places(submission.balance)}; raise its balance."),
    )


CHECKS: Final[Mapping[CheckName, Check]] = MappingProxyType(
    {
        "kind": _check_kind,
        "channels": check_channels,
        "oa-and-template-given": check_oa_and_template_given,
        "oa": check_oa,
        "zns-template": check_zns_template,
        "zns-variables": check_zns_variables,
        "brand": check_brand,
        "user-id": check_user_id,
        "hashed-phone": check_hashed_phone,
        "advert-count": check_advert_count,
        "time-alive": check_time_alive,
        "item-count": check_item_count,
        "payload": check_payload,
        "phones": _check_phones,
        "blocked-phones": _check_blocked_phones,
        "blocked-words": check_blocked_words,
        "sms-template": check_sms_template,
        "networks": check_networks,
        "sending-mode": check_sending_mode,
        "request-id": _check_request_id,
        "price-list": _check_price_list,
        "balance": _check_balance,
    }
)
"""Every check by its name, in the order in which they are made (FACTS-MESSAGES 1.5)."""
