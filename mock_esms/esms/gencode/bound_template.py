"""What eSMS has bound to a MultiChannelTempId: whose code goes over Zalo, and by SMS when that has failed (S15)."""

import json
from collections.abc import Mapping
from typing import Final

from mock_esms.config.account import Account, MultichannelTemplate, ZnsParameter
from mock_esms.esms.messages.message_draft import ChannelRequest, MessageDraft, is_trial, message_request, phones_in
from mock_esms.esms.messages.submission import Submission
from mock_esms.esms.operation import MessageKind
from mock_esms.esms.responses import result_codes
from mock_esms.esms.responses.operation_result import Objection, objection
from mock_esms.esms.zalo.multichannel_draft import SMS_PART, ZALO_PART, leg_of
from mock_esms.esms.zalo.zalo_draft import listed_template
from mock_esms.esms.zalo.zns_variables import wanted_variables
from mock_esms.model.calls import CallRequest
from mock_esms.model.one_time_code import CODE_NAMES

CODE_HERE: Final = "{OTP}"
"""Where the code stands in the text of an SMS (S14, S15)."""
_ZALO_BY_NAME: Final = ZALO_PART._replace(variables="object")


def check_bound_template(submission: Submission) -> Objection | None:
    """789: nothing is bound to the MultiChannelTempId."""
    template_id = submission.value("MultiChannelTempId")
    if bound_template(submission.account, template_id) is not None:
        return None
    known = ", ".join(bound.id for bound in submission.account.multichannel or ()) or "any that is not empty"
    message = (
        f"Nothing is bound to the MultiChannelTempId {template_id!r}; the account's multichannel list has {known}."
    )
    return objection(result_codes.ZNS_TEMPLATE_NOT_SET_UP, "multichannel-template-unknown", message)


def code_multichannel_draft(_sends: MessageKind, request: CallRequest, account: Account, code: str) -> MessageDraft:
    """The message of S15: what is bound to its MultiChannelTempId, with a code that eSMS has made."""
    values = dict(request.parameters)
    bound = bound_template(account, values.get("MultiChannelTempId", ""))
    zalo, sms = bound_values(bound, code)
    zalo["TempData"] = json.dumps({_code_variable(account, zalo).name: code}, ensure_ascii=False)
    parts = (ChannelRequest(_ZALO_BY_NAME, zalo), ChannelRequest(SMS_PART, sms))
    return MessageDraft(
        request=message_request(request, phones_in(values), channels=("zalo", "sms")),
        legs=tuple(leg_of(part, account, code=code) for part in parts),
        trial=is_trial(values),
        parts=parts if bound is not None else (),
    )


def bound_template(account: Account, template_id: str) -> MultichannelTemplate | None:
    """What eSMS has bound to that MultiChannelTempId; where nothing is listed, the documentation's own samples."""
    if account.multichannel is None:
        return _DOCUMENTED_BINDING if template_id else None
    return next((bound for bound in account.multichannel if bound.id == template_id), None)


_DOCUMENTED_BINDING: Final = MultichannelTemplate(
    id="any",
    oa_id="745830328927467685",
    template="205644",
    brandname="Baotrixemay",
    sms_text=f"{CODE_HERE} la ma xac minh dang ky Baotrixemay cua ban",
)
"""OA, template, brand and text that the documentation's pages show (FACTS-MESSAGES 2, S1, and 4, R7 and R8)."""


def bound_values(bound: MultichannelTemplate | None, code: str) -> tuple[dict[str, str], dict[str, str]]:
    """The values of both channels, as if each were asked for by itself."""
    if bound is None:
        return {}, {}
    return (
        {"OAID": bound.oa_id, "TempID": bound.template},
        {"Brandname": bound.brandname, "Content": bound.sms_text.replace(CODE_HERE, code)},
    )


def wants_digits(account: Account, values: Mapping[str, str]) -> bool:
    """Whether the code of a request goes into a variable that is a number."""
    zalo, _ = bound_values(bound_template(account, values.get("MultiChannelTempId", "")), "")
    return _code_variable(account, zalo).type == "type_number"


def _code_variable(account: Account, values: Mapping[str, str]) -> ZnsParameter:
    """The variable that gets the code: the one named otp, code or ma, else the first (CONTRACT 12)."""
    wanted = wanted_variables(listed_template(account, values)) or (ZnsParameter(name="otp"),)
    return next((parameter for parameter in wanted if parameter.name.lower() in CODE_NAMES), wanted[0])
