"""The result codes that apply to voice, and their texts (FACTS 2, the table of result codes).

``seen`` tells whether eSMS's own text is known; the other texts are the sandbox's, and docs/fidelity.md says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

BLOCKED: Final = "99"
ACCEPTED: Final = "100"
UNAUTHORIZED: Final = "101"
NO_PRICE_LIST: Final = "102"
BALANCE_TOO_LOW: Final = "103"
TEMPLATE_NOT_FOUND: Final = "104"
ID_NOT_FOUND: Final = "105"
RECORDING_NOT_FOUND: Final = "106"
PHONE_NOT_VALID: Final = "108"
TYPE_NOT_SUPPORTED: Final = "118"
REQUEST_ID_USED: Final = "124"
IP_NOT_ALLOWED: Final = "140"
ACCOUNT_INACTIVE: Final = "143"

_PHONE: Final = "{phone}"


@dataclass(frozen=True, slots=True)
class ResultCode:
    """A result code: what it means, the text that goes with it, and whether eSMS itself was seen to write that text.

    ``{phone}`` in the text stands for the phone number as it arrived.
    """

    code: str
    meaning: str
    text: str
    seen: bool = False


RESULT_CODES: Final[Mapping[str, ResultCode]] = MappingProxyType(
    {
        known.code: known
        for known in (
            ResultCode(BLOCKED, "number blocked", "The phone number is blocked."),
            ResultCode(ACCEPTED, "accepted: says nothing about the call itself", "", seen=True),
            ResultCode(UNAUTHORIZED, "wrong ApiKey or SecretKey", "Authorize Failed", seen=True),
            ResultCode(NO_PRICE_LIST, "no price list", "There is no price list for this account."),
            ResultCode(BALANCE_TOO_LOW, "not enough balance", "Balance not enough to send message", seen=True),
            ResultCode(TEMPLATE_NOT_FOUND, "call code or template does not exist", "Template not found", seen=True),
            ResultCode(ID_NOT_FOUND, "id not found, or asked too soon", "The id is not found."),
            ResultCode(RECORDING_NOT_FOUND, "recording does not exist", "The recording is not found."),
            ResultCode(
                PHONE_NOT_VALID, "phone number malformed", f"The phone number {_PHONE} is not valid.", seen=True
            ),
            ResultCode(
                TYPE_NOT_SUPPORTED,
                "unsupported message type",
                "The message type is not supported: this sandbox covers voice, SmsType 8.",
            ),
            ResultCode(REQUEST_ID_USED, "duplicate RequestId", "Request exist 1", seen=True),
            ResultCode(IP_NOT_ALLOWED, "caller's IP not on the allow-list", "The IP address is not allowed."),
            ResultCode(ACCOUNT_INACTIVE, "account inactive or locked", "The account is inactive or locked."),
        )
    }
)


def text_of(code: str, *, phone: str = "") -> str:
    """The text of a code, empty for one that the table does not know; 108 echoes ``phone`` as it arrived (FACTS 2)."""
    known = RESULT_CODES.get(code)
    return known.text.replace(_PHONE, phone) if known is not None else ""
