"""The rest host's operations that send SMS and Viber messages (FACTS-MESSAGES 2 and 3).

One address takes several kinds of message; SmsType tells them apart.
"""

from typing import Final

from mock_esms.esms.messages.message_parameters import (
    BRANDNAME,
    CALLBACK_URL,
    CAMPAIGN,
    CONTENT,
    IS_UNICODE,
    PHONE,
    PHONES,
    SANDBOX,
    SEND_DATE,
    message_operation,
    sms_type,
)
from mock_esms.esms.operation import (
    ACCOUNT_KEYS,
    LARGE_BODY,
    REQUEST_ID,
    CheckName,
    MessageKind,
    Operation,
    Parameter,
    Plays,
    Select,
)
from mock_esms.esms.responses import response_shapes
from mock_esms.esms.responses.result_codes import REQUEST_ID_USED, TEMPLATE_NOT_FOUND

SPOKEN_CONTENT: Final = Plays("Content", TEMPLATE_NOT_FOUND)

_VOICE: Final = Select(parameter="SmsType", values=("8",))
_CARE: Final = Select(parameter="SmsType", values=("2",))
_ADVERT: Final = Select(parameter="SmsType", values=("1",))
_VIBER: Final = Select(parameter="SmsType", values=("23",))

_EVERY_MESSAGE: Final[tuple[CheckName, ...]] = (
    "kind",
    "brand",
    "phones",
    "blocked-phones",
    "blocked-words",
    "request-id",
    "price-list",
    "balance",
)
CARE: Final = MessageKind(
    channel="sms",
    type_id=2,
    callback_form="cskh",
    price="sms",
    checks=frozenset((*_EVERY_MESSAGE, "sms-template", "networks")),
)
"""An SMS of customer care, one-time passwords among them: its text must fit a registered template."""
ADVERT: Final = MessageKind(
    channel="sms",
    type_id=1,
    callback_form="ads",
    price="advert",
    checks=frozenset((*_EVERY_MESSAGE, "advert-count")),
)
"""An advertisement to 30 to 5000 phones, which somebody at eSMS approves before it is sent."""
VIBER: Final = MessageKind(
    channel="viber", type_id=23, callback_form="viber", price="viber", checks=frozenset(_EVERY_MESSAGE)
)
"""A Viber message: text, picture, button."""

_ADVERT_CONTENT: Final = Parameter("Content", required=True, about="the text", example="Giam gia 20% hom nay")
_PICTURE: Final = Parameter(
    "OttImgUrl", "url", about="the picture's address", example="http://127.0.0.1:9000/a.jpg", aliases=("OTTImgUrl",)
)
_BUTTON: Final = Parameter(
    "OttUrl", "url", about="where the button leads", example="http://127.0.0.1:9000/", aliases=("OTTUrl",)
)
_LABEL: Final = Parameter("OTTLabel", about="what stands on the button", example="Xem ngay", aliases=("OttLabel",))
_OPTIONAL: Final = (IS_UNICODE, SANDBOX, REQUEST_ID, SEND_DATE, CAMPAIGN, CALLBACK_URL)
_CARE_PARAMETERS: Final = (*ACCOUNT_KEYS, PHONE, CONTENT, BRANDNAME, sms_type("2", "customer care"), *_OPTIONAL)

SEND_CARE_JSON: Final = message_operation(
    name="SendMultipleMessage_V4_post_json",
    about="Send an SMS of customer care, such as a one-time password, asked in JSON.",
    parameters_in="json",
    select=_CARE,
    sends=CARE,
    source="FACTS-MESSAGES 2, S1",
    beside={REQUEST_ID_USED: {"SendStatus": "5"}},
    parameters=_CARE_PARAMETERS,
)
SEND_CARE_GET: Final = message_operation(
    name="SendMultipleMessage_V4_get",
    about="Send an SMS of customer care.",
    select=_CARE,
    sends=CARE,
    source="FACTS-MESSAGES 3, O1",
    parameters=(
        *_CARE_PARAMETERS,
        *(
            Parameter(name, about="known to the server, not documented")
            for name in ("Email", "IsFlash", "Priority", "TrackLink", "GetNetwork", "CallbackShorten", "Tag")
        ),
        _PICTURE,
        _BUTTON,
        _LABEL,
    ),
)
SEND_CARE_FORM: Final = message_operation(
    name="SendMultipleMessage_V4_post",
    about="Send an SMS of customer care, asked by a form.",
    parameters_in="form",
    select=_CARE,
    sends=CARE,
    source="FACTS-MESSAGES 3, O2",
    parameters=_CARE_PARAMETERS,
)
SEND_CARE_TEXT: Final = message_operation(
    name="SendMultipleMessage_V4",
    about="Send an SMS of customer care, asked in XML (RQST).",
    parameters_in="rqst",
    aliases=("SendMultipleMessage_V2",),
    select=_CARE,
    sends=CARE,
    source="FACTS-MESSAGES 3, O3",
    parameters=(*_CARE_PARAMETERS, Parameter("IsFlash", about="sent by clients, not documented")),
)
SEND_ADVERT_JSON: Final = message_operation(
    name="SendMultipleSMSBrandname_json",
    about="Send an advertisement to many phones, asked in JSON.",
    parameters_in="json",
    largest_body=LARGE_BODY,
    select=_ADVERT,
    sends=ADVERT,
    source="FACTS-MESSAGES 2, S2",
    parameters=(*ACCOUNT_KEYS, PHONES, _ADVERT_CONTENT, BRANDNAME, sms_type("1", "advertising"), *_OPTIONAL),
)
SEND_ADVERT_TEXT: Final = message_operation(
    name="SendMultipleSMSBrandname",
    about="Send an advertisement to many phones, asked in XML (RQST).",
    slash_optional=True,
    parameters_in="rqst",
    largest_body=LARGE_BODY,
    select=_ADVERT,
    sends=ADVERT,
    source="FACTS-MESSAGES 3, O5",
    parameters=(
        *ACCOUNT_KEYS,
        PHONE,
        _ADVERT_CONTENT,
        BRANDNAME,
        sms_type("1", "advertising"),
        *_OPTIONAL,
        Parameter("IsFlash", about="sent by clients, not documented"),
    ),
)
SEND_VIBER_JSON: Final = message_operation(
    name="Send_Multiple_Sms_OTT",
    about="Send a Viber message to many phones, asked in JSON.",
    parameters_in="json",
    largest_body=LARGE_BODY,
    select=_VIBER,
    sends=VIBER,
    source="FACTS-MESSAGES 2, S17",
    parameters=(
        *ACCOUNT_KEYS,
        PHONES,
        CONTENT,
        BRANDNAME,
        sms_type("23", "Viber"),
        _PICTURE,
        _BUTTON,
        _LABEL,
        *_OPTIONAL,
    ),
)
SEND_VIBER_GET: Final = message_operation(
    name="SendMultipleMessage_V4_get",
    about="Send a Viber message.",
    select=_VIBER,
    sends=VIBER,
    source="FACTS-MESSAGES 3, O10",
    parameters=(
        *ACCOUNT_KEYS,
        PHONE,
        CONTENT,
        BRANDNAME,
        sms_type("23", "Viber"),
        _PICTURE,
        _BUTTON,
        _LABEL,
        *_OPTIONAL,
    ),
)

_SPOKEN: Final = (
    *ACCOUNT_KEYS,
    Parameter("Phone", "phone", required=True, about="the number to call", example="0901888484"),
    Parameter("Content", required=True, about="the one-time password", example="1234"),
    sms_type("8", "voice"),
    Parameter("Brandname", about="the sender's name; voice has none", aliases=("BrandName",)),
    *_OPTIONAL,
)
SEND_VOICE_JSON: Final = Operation(
    name="SendMultipleMessage_V4_post_json",
    does="call",
    source="FACTS 4",
    about="Read a one-time password aloud, asked as for an SMS, in JSON.",
    parameters_in="json",
    plays=SPOKEN_CONTENT,
    select=_VOICE,
    response_shape=response_shapes.SMS_CALL,
    parameters=_SPOKEN,
)
SEND_VOICE_GET: Final = Operation(
    name="SendMultipleMessage_V4_get",
    does="call",
    source="FACTS 4",
    about="Read a one-time password aloud, asked as for an SMS.",
    plays=SPOKEN_CONTENT,
    select=_VOICE,
    response_shape=response_shapes.SMS_CALL,
    parameters=_SPOKEN,
)
