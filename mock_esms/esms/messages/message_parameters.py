"""What the rows of several kinds of messages have in common: how they respond, and parameters (FACTS-MESSAGES 1.2)."""

from functools import partial
from typing import Final

from mock_esms.esms.operation import Operation, Parameter
from mock_esms.esms.responses.response_shapes import SMS_CALL

message_operation: Final = partial(Operation, does="message", response_shape=SMS_CALL)
"""A row that sends a message."""

PHONE: Final = Parameter(
    "Phone", "phone", required=True, about="the receiver; several are separated by commas", example="0901888484"
)
PHONES: Final = Parameter(
    "Phones", "texts", required=True, about="the receivers", example='["0901888484","0901888485","0901888486"]'
)
CONTENT: Final = Parameter(
    "Content",
    required=True,
    about="the text; for customer care it fits a registered template",
    example="123456 la ma xac minh dang ky Baotrixemay cua ban",
)
BRANDNAME: Final = Parameter(
    "Brandname",
    required=True,
    about="the sender's registered name",
    example="Baotrixemay",
    aliases=("BrandName",),
)
IS_UNICODE: Final = Parameter("IsUnicode", about="1 when Content has accents", example="0", aliases=("Unicode",))
SANDBOX: Final = Parameter(
    "Sandbox", about="1: a normal answer, and nothing happens", example="0", aliases=("SandBox", "IsSandBox")
)
CAMPAIGN: Final = Parameter("campaignid", about="the campaign's name", example="autumn")
CALLBACK_URL: Final = Parameter(
    "CallbackUrl", "url", about="where the result is reported", example="http://127.0.0.1:9000/cb"
)
SEND_DATE: Final = Parameter("SendDate", "dashed-date", about="when to send, in Vietnam", example="2030-12-12 14:00:00")


def sms_type(value: str, about: str, *others: str) -> Parameter:
    """The parameter that tells which kind of message is meant; of questions it may be one of several."""
    choices = tuple(sorted((value, *others), key=int)) if others else ()
    return Parameter("SmsType", required=True, about=f"{value}, {about}", example=value, choices=choices)
