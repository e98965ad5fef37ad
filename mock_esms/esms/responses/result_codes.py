"""The result codes, and their texts (FACTS 2, FACTS-MESSAGES 8).

``seen`` tells whether eSMS's own text is known; the other texts are the sandbox's, and docs/fidelity.md says so.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

BLOCKED: Final = "99"
ACCEPTED: Final = "100"
UNAUTHORIZED: Final = "101"
NO_PRICE_LIST: Final = "102"
BALANCE_TOO_LOW: Final = "103"
TEMPLATE_NOT_FOUND: Final = "104"
ID_NOT_FOUND: Final = "105"
RECORDING_NOT_FOUND: Final = "106"
TOO_FEW_PHONES: Final = "107"
PHONE_NOT_VALID: Final = "108"
DATA_WRONG: Final = "110"
HASHED_PHONE_WRONG: Final = "115"
CODE_WRONG: Final = "117"
TYPE_NOT_SUPPORTED: Final = "118"
TOO_MANY_PHONES: Final = "120"
REQUEST_ID_USED: Final = "124"
IP_NOT_ALLOWED: Final = "140"
ACCOUNT_INACTIVE: Final = "143"
SMS_TEMPLATE_WRONG: Final = "146"
TOO_MANY_REQUESTS: Final = "160"
DATE_WRONG: Final = "161"
PAGING_WRONG: Final = "162"
MORE_THAN_ONE_PHONE: Final = "163"
NETWORK_NOT_REGISTERED: Final = "177"
IN_PROGRESS: Final = "199"
WORD_BLOCKED: Final = "201"
OA_UNKNOWN: Final = "204"
PAYLOAD_WRONG: Final = "210"
TYPE_MISSING: Final = "300"
SERVICE_NOT_SUPPORTED: Final = "301"
TOO_MANY_ITEMS: Final = "687"
ZNS_TEMPLATE_NOT_SET_UP: Final = "789"
ZNS_TEMPLATE_WRONG: Final = "790"
OA_OR_TEMPLATE_MISSING: Final = "791"
OA_NOT_FOUND: Final = "799"
MODE_3_WITH_DATE: Final = "801"
MODE_3_NOT_ALLOWED: Final = "802"
ID_MISSING: Final = "851"
USER_ID_TOO_LONG: Final = "852"
USER_ID_MISSING: Final = "853"
NOTHING_FOUND: Final = "854"
BRAND_NOT_FOUND: Final = TEMPLATE_NOT_FOUND
"""One code for both: what is to be read aloud does not exist, or whoever sends the message does not."""

_PHONE: Final = "{phone}"


class ResultCode(NamedTuple):
    """A result code: what it means, the text that goes with it, and whether eSMS itself was seen to write that text.

    ``{phone}`` in the text stands for the phone number as it arrived. ``of_message`` is the text that goes with it
    where a message is asked for, empty when it is the same.
    """

    code: str
    meaning: str
    text: str
    seen: bool = False
    of_message: str = ""


RESULT_CODES: Final[Mapping[str, ResultCode]] = {
    known.code: known
    for known in (
        ResultCode(BLOCKED, "number blocked", "The phone number is blocked."),
        ResultCode(ACCEPTED, "accepted: says nothing about the call itself", "", seen=True),
        ResultCode(UNAUTHORIZED, "wrong ApiKey or SecretKey", "Authorize Failed", seen=True),
        ResultCode(NO_PRICE_LIST, "no price list", "There is no price list for this account."),
        ResultCode(BALANCE_TOO_LOW, "not enough balance", "Balance not enough to send message", seen=True),
        ResultCode(
            TEMPLATE_NOT_FOUND,
            "call code, template or brandname does not exist",
            "Template not found",
            seen=True,
            of_message="Brand name code is not exist",
        ),
        ResultCode(ID_NOT_FOUND, "id not found, or asked too soon", "The id is not found."),
        ResultCode(RECORDING_NOT_FOUND, "recording does not exist", "The recording is not found."),
        ResultCode(
            TOO_FEW_PHONES,
            "an advertisement to fewer than 30 phones",
            "Each request has at least 30 numbers to be approved",
            seen=True,
        ),
        ResultCode(PHONE_NOT_VALID, "phone number malformed", f"The phone number {_PHONE} is not valid.", seen=True),
        ResultCode(
            TYPE_NOT_SUPPORTED, "unsupported message type", "The message type is not supported at this address."
        ),
        ResultCode(TOO_MANY_PHONES, "too many phones", "There are too many phones in one request."),
        ResultCode(REQUEST_ID_USED, "duplicate RequestId", "Request exist 1", seen=True),
        ResultCode(IP_NOT_ALLOWED, "caller's IP not on the allow-list", "The IP address is not allowed."),
        ResultCode(ACCOUNT_INACTIVE, "account inactive or locked", "The account is inactive or locked."),
        ResultCode(SMS_TEMPLATE_WRONG, "wrong template of customer care", "Sai template Brandname CSKH", seen=True),
        ResultCode(TOO_MANY_REQUESTS, "too many requests", "There are too many requests."),
        ResultCode(DATE_WRONG, "date unreadable", "The date is invalid date format."),
        ResultCode(PAGING_WRONG, "page, offset or count wrong", "The offset or count is invalid."),
        ResultCode(MORE_THAN_ONE_PHONE, "more than one phone", "Only one phone can be called with a request."),
        ResultCode(NETWORK_NOT_REGISTERED, "network not registered", "The network is not registered."),
        ResultCode(IN_PROGRESS, "the same is applied for already", "The same request is in progress already."),
        ResultCode(WORD_BLOCKED, "blocked keyword", "The content has a blocked keyword."),
        ResultCode(TYPE_MISSING, "message type missing", "The message type is missing."),
        ResultCode(SERVICE_NOT_SUPPORTED, "service type unsupported", "The service type is not supported."),
        ResultCode(DATA_WRONG, "request data wrong", "The data of the request is wrong."),
        ResultCode(HASHED_PHONE_WRONG, "hashed phone wrong", "The hashed phone is wrong."),
        ResultCode(CODE_WRONG, "code wrong, used or expired", f"{_PHONE}, Content: Code Invalid"),
        ResultCode(OA_UNKNOWN, "OA unknown", "The OAID does not exist."),
        ResultCode(PAYLOAD_WRONG, "payload wrong", "The payload is wrong."),
        ResultCode(TOO_MANY_ITEMS, "more than 500 items", "There are more than 500 items in one request."),
        ResultCode(ZNS_TEMPLATE_NOT_SET_UP, "template not set up for this OA", "TemplateId is not config", seen=True),
        ResultCode(ZNS_TEMPLATE_WRONG, "wrong ZNS template", "The ZNS template is wrong."),
        ResultCode(OA_OR_TEMPLATE_MISSING, "OAID or TempID missing", "The OAID or TempID is missing."),
        ResultCode(OA_NOT_FOUND, "OA not of this account", "The OAID is not one of this account."),
        ResultCode(MODE_3_WITH_DATE, "mode 3 with SendDate", "SendingMode 3 does not go with SendDate."),
        ResultCode(MODE_3_NOT_ALLOWED, "mode 3 not allowed", "The OA is not allowed SendingMode 3."),
        ResultCode(ID_MISSING, "MessageId or SMSID missing", "The id is missing."),
        ResultCode(NOTHING_FOUND, "nothing found", "Nothing is found."),
        ResultCode(USER_ID_TOO_LONG, "ZaloUid too long", "Zalo UID Invalid", seen=True),
        ResultCode(USER_ID_MISSING, "ZaloUid missing", "Missing ZaloUid", seen=True),
    )
}


def text_of(code: str, *, phone: str = "", of_message: bool = False) -> str:
    """The text of a code, empty for one that the table does not know; 108 echoes ``phone`` as it arrived (FACTS 2)."""
    known = RESULT_CODES.get(code)
    if known is None:
        return ""
    return ((of_message and known.of_message) or known.text).replace(_PHONE, phone)
