"""Why eSMS refuses a message: the checks in the order of FACTS-MESSAGES 1.5 (assumed), the first that fails decides.

An operation's row names those that concern it (``MessageKind.checks``). Keys, account and address (101, 143, 140)
come before all of them, see ``voice_checks.authenticate``.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from mock_esms.esms.formats.phone import is_among, national
from mock_esms.esms.formats.phone_advice import advice_on_phone
from mock_esms.esms.gencode import bound_template, generated_code
from mock_esms.esms.messages import sms_checks
from mock_esms.esms.messages.submission import Check, Submission
from mock_esms.esms.operation import CheckName
from mock_esms.esms.responses import result_codes
from mock_esms.esms.responses.operation_result import Objection, objection
from mock_esms.esms.responses.result_codes import text_of
from mock_esms.esms.responses.wcf_json import four_places
from mock_esms.esms.zalo import bulk, multichannel_draft, zalo_checks


def first_objection(submission: Submission) -> Objection | None:
    """What is against this message first; None when it is accepted. Its channels are checked like messages."""
    every = (submission, *submission.channels)
    for place, check in _wanted(tuple([each.sends.checks for each in every])):
        found = check(every[place])
        if found is not None:
            return found
    return None


@lru_cache(maxsize=64)
def _wanted(names: tuple[frozenset[CheckName], ...]) -> tuple[tuple[int, Check], ...]:
    """The checks of these names, each with the place of what it is made of, in the order in which they are made."""
    return tuple(
        [
            (place, check)
            for name, (check, _) in MESSAGE_CHECKS.items()
            for place, wanted in enumerate(names)
            if name in wanted
        ]
    )


def _check_kind(submission: Submission) -> Objection | None:
    """300 and 118: SmsType is missing, or is one that the address does not take (CONTRACT 12)."""
    select = submission.operation.select
    if select is None or select.parameter != "SmsType":
        return None
    given = submission.value("SmsType")
    if not given:
        message = f"SmsType is missing; write SmsType={select.values[0]}."
        return objection(result_codes.TYPE_MISSING, "sms-type-missing", message)
    if given in select.values:
        return None
    message = f"{submission.operation.name} takes no SmsType={given}; docs/operations.md lists what each address takes."
    return objection(result_codes.TYPE_NOT_SUPPORTED, "sms-type-unsupported", message)


def _check_phones(submission: Submission) -> Objection | None:
    """108: a receiver is no Vietnamese phone number, or there is none."""
    phones = submission.draft.request.phones
    wrong = [phone for phone in phones if national(phone) is None]
    if phones and not wrong:
        return None
    phone = wrong[0] if wrong else ""
    return Objection(
        result_codes.PHONE_NOT_VALID, advice_on_phone(phone), text=text_of(result_codes.PHONE_NOT_VALID, phone=phone)
    )


def _check_blocked_phones(submission: Submission) -> Objection | None:
    """99: a receiver is blocked; one is enough (assumed)."""
    blocked_phones = submission.account.blocked_phones
    blocked = [phone for phone in submission.draft.request.phones if is_among(phone, blocked_phones)]
    if not blocked:
        return None
    message = f"{blocked[0]} stands in the account's blocked_phones; the whole request is refused."
    return objection(result_codes.BLOCKED, "phone-blocked", message)


def _check_request_id(submission: Submission) -> Objection | None:
    """124: the RequestId was accepted within the last 24 hours, by whichever operation (assumed)."""
    return Objection(result_codes.REQUEST_ID_USED) if submission.request_id_used else None


def _check_price_list(submission: Submission) -> Objection | None:
    """102: the account has no price for such messages."""
    name = submission.sends.price
    if getattr(submission.account.prices, name) is not None:
        return None
    message = f"The account has no price for {name}; set prices: {{{name}: 850}}, or any other amount."
    return objection(result_codes.NO_PRICE_LIST, "price-missing", message)


def _check_balance(submission: Submission) -> Objection | None:
    """103: the account has less than the message would cost."""
    if submission.balance >= submission.draft.cost:
        return None
    cost, left = four_places(submission.draft.cost), four_places(submission.balance)
    message = f"The message would cost {cost} VND, and the account has {left}; raise its balance."
    return objection(result_codes.BALANCE_TOO_LOW, "balance-too-low", message)


MESSAGE_CHECKS: Final[Mapping[CheckName, tuple[Check, tuple[str, ...]]]] = {
    "kind": (_check_kind, (result_codes.TYPE_MISSING, result_codes.TYPE_NOT_SUPPORTED)),
    "channels": (multichannel_draft.check_channels, (result_codes.TYPE_MISSING, result_codes.TYPE_NOT_SUPPORTED)),
    "bound-template": (bound_template.check_bound_template, (result_codes.ZNS_TEMPLATE_NOT_SET_UP,)),
    "oa-and-template-given": (zalo_checks.check_oa_and_template_given, (result_codes.OA_OR_TEMPLATE_MISSING,)),
    "oa": (zalo_checks.check_oa, (result_codes.OA_NOT_FOUND,)),
    "zns-template": (zalo_checks.check_zns_template, (result_codes.ZNS_TEMPLATE_NOT_SET_UP,)),
    "zns-variables": (zalo_checks.check_zns_variables, (result_codes.ZNS_TEMPLATE_WRONG,)),
    "brand": (sms_checks.check_brand, (result_codes.BRAND_NOT_FOUND,)),
    "user-id": (zalo_checks.check_user_id, (result_codes.USER_ID_TOO_LONG, result_codes.USER_ID_MISSING)),
    "hashed-phone": (zalo_checks.check_hashed_phone, (result_codes.HASHED_PHONE_WRONG,)),
    "advert-count": (sms_checks.check_advert_count, (result_codes.TOO_FEW_PHONES, result_codes.TOO_MANY_PHONES)),
    "time-alive": (generated_code.check_time_alive, (result_codes.DATA_WRONG,)),
    "item-count": (bulk.check_item_count, (result_codes.DATA_WRONG, result_codes.TOO_MANY_ITEMS)),
    "payload": (zalo_checks.check_payload, (result_codes.OA_UNKNOWN, result_codes.PAYLOAD_WRONG)),
    "phones": (_check_phones, (result_codes.PHONE_NOT_VALID,)),
    "blocked-phones": (_check_blocked_phones, (result_codes.BLOCKED,)),
    "blocked-words": (sms_checks.check_blocked_words, (result_codes.WORD_BLOCKED,)),
    "sms-template": (sms_checks.check_sms_template, (result_codes.SMS_TEMPLATE_WRONG,)),
    "networks": (sms_checks.check_networks, (result_codes.NETWORK_NOT_REGISTERED,)),
    "sending-mode": (zalo_checks.check_sending_mode, (result_codes.MODE_3_WITH_DATE, result_codes.MODE_3_NOT_ALLOWED)),
    "request-id": (_check_request_id, (result_codes.REQUEST_ID_USED,)),
    "price-list": (_check_price_list, (result_codes.NO_PRICE_LIST,)),
    "balance": (_check_balance, (result_codes.BALANCE_TOO_LOW,)),
}
"""Every check by its name, with the codes that it refuses with, in the order in which they are made (1.5)."""
