"""The rest host's operations that send Zalo messages, alone or before an SMS (FACTS-MESSAGES 2 and 3)."""

from dataclasses import replace
from typing import Final

from mock_esms.esms.messages.message_parameters import (
    CALLBACK_URL,
    CAMPAIGN,
    CONTENT,
    IS_UNICODE,
    PHONE,
    REQUEST_ID,
    SANDBOX,
    SEND_DATE,
)
from mock_esms.esms.operation import KEYS, LARGE_BODY, MessageKind, Operation, Parameter, Select
from mock_esms.esms.responses import response_shapes
from mock_esms.esms.zalo.zalo_sends import (
    BULK_REQUEST,
    BY_NAME,
    BY_PAIRS,
    BY_PLACE,
    CONSULT_PAYLOAD,
    CONSULT_TEXT,
    FULL_TEXT,
    JOURNEY,
    MULTICHANNEL,
    TO_HASHED_PHONE,
    TO_USER_ID,
)

_FULL_TEXT: Final = Select(parameter="SmsType", values=("24", "25"))
_JOURNEY: Final = Select(parameter="IsJourney", values=("true", "True", "TRUE", "1"))

OAID: Final = Parameter(
    "OAID", required=True, about="the OA that sends it", example="745830328927467685", aliases=("AOID", "OAId")
)
TEMP_ID: Final = Parameter("TempID", required=True, about="the ZNS template's id", example="205644")
PARAMS: Final = Parameter(
    "Params", "texts", required=True, about="the variables in the template's order", example='["123456"]'
)
SENDING_MODE: Final = Parameter(
    "SendingMode", choices=("1", "3"), about="3: over the OA's quota, where it may", example="1"
)
_PARTNER: Final = Parameter("PartnerSource", about="sent by clients, not documented")
_TEMP_DATA: Final = Parameter(
    "TempData", "json", required=True, about="the variables by name", example='{"otp":"123456"}'
)
_USER_ID: Final = Parameter("User_id", required=True, about="the Zalo user's id", example="7800378501923859642")
_PAYLOAD: Final = Parameter(
    "Payload",
    "json",
    required=True,
    about="the message, as Zalo writes it",
    example='{"recipient":{"user_id":"7800378501923859642"},"message":{"text":"Chao ban",'
    '"attachment":{"type":"template","payload":{"template_type":"media","elements":[{"media_type":"image","url":"https://example.com/a.jpg"}]}}}}',
)

_OPTIONAL: Final = (SEND_DATE, CAMPAIGN, REQUEST_ID, SANDBOX, CALLBACK_URL, SENDING_MODE, IS_UNICODE, _PARTNER)
_WITHOUT_MODE: Final = (SEND_DATE, CAMPAIGN, REQUEST_ID, SANDBOX, CALLBACK_URL, IS_UNICODE, _PARTNER)


def _zalo(  # noqa: PLR0913 - what rows of this family differ in
    name: str, about: str, source: str, sends: MessageKind, parameters: tuple[Parameter, ...], *, raw: bool = False
) -> Operation:
    return Operation(
        name=name,
        host="rest",
        does="message",
        about=about,
        method="POST",
        slash="always",
        parameters_in="raw-json" if raw else "json",
        sends=sends,
        callback="message",
        source=source,
        response_shape=response_shapes.SMS_CALL,
        parameters=(*KEYS, *parameters),
    )


SEND_ZNS: Final = _zalo(
    "SendZaloMessage_V6",
    "Send a ZNS message, a Zalo message by template.",
    "FACTS-MESSAGES 2, S3",
    BY_NAME,
    (PHONE, OAID, TEMP_ID, _TEMP_DATA, *_OPTIONAL),
    raw=True,
)
SEND_ZNS_TO_USER_ID: Final = _zalo(
    "SendZaloMessage_V6/zalo_uid",
    "Send a ZNS message to a Zalo user id.",
    "FACTS-MESSAGES 2, S4",
    TO_USER_ID,
    (
        Parameter("ZaloUid", required=True, about="the Zalo user's id", example="7800378501923859642"),
        OAID,
        TEMP_ID,
        _TEMP_DATA,
        *_OPTIONAL,
    ),
    raw=True,
)
SEND_ZNS_TO_HASHED_PHONE: Final = _zalo(
    "SendZaloMessage_V6/hash_phone",
    "Send a ZNS message to a phone of which only the hash is known.",
    "FACTS-MESSAGES 2, S5",
    TO_HASHED_PHONE,
    (
        Parameter(
            "HashPhone",
            required=True,
            about="SHA-256 of the number as 84…, in lower-case hexadecimal digits",
            example="475dee020cb340c58b059ba9ff5e4cf75444f49cce993283b5f6bcaa5b27f8cf",
        ),
        OAID,
        TEMP_ID,
        _TEMP_DATA,
        *_OPTIONAL,
    ),
    raw=True,
)
SEND_ZNS_V4: Final = _zalo(
    "SendZaloMessage_V4_post_json",
    "Send a ZNS message, the older way: its variables are a list.",
    "FACTS-MESSAGES 3, O6",
    BY_PLACE,
    (PHONE, PARAMS, TEMP_ID, OAID, *_OPTIONAL, Parameter("IsJourney", about="true: a journey", example="false")),
)
SEND_JOURNEY: Final = replace(
    _zalo(
        "SendZaloMessage_V4_post_json",
        "Send a message of a Zalo journey.",
        "FACTS-MESSAGES 2, S13",
        JOURNEY,
        (
            PHONE,
            PARAMS,
            Parameter("IsJourney", required=True, about="true: a journey", example="true"),
            Parameter("OrderId", required=True, about="the journey's id", example="journey-42"),
            TEMP_ID,
            OAID,
            *_OPTIONAL,
        ),
    ),
    select=_JOURNEY,
)
SEND_ZNS_V5: Final = _zalo(
    "SendZaloMessage_V5_post",
    "Send a ZNS message, the older way: its variables are a list of key and value.",
    "FACTS-MESSAGES 3, O7",
    BY_PAIRS,
    (
        PHONE,
        Parameter(
            "TempData",
            "list",
            required=True,
            about="the variables, each with key and value",
            example='[{"key":"otp","value":"123456"}]',
        ),
        TEMP_ID,
        OAID,
        *_OPTIONAL,
    ),
)
_FULL_TEXT_PARAMETERS: Final = (
    PHONE,
    OAID,
    CONTENT._replace(about="the whole text, its variables filled", example="Ma cua ban: 123456"),
    Parameter("SmsType", required=True, about="24 urgent, 25 usual", example="25"),
    *_WITHOUT_MODE,
)
SEND_ZNS_TEXT_FORM: Final = replace(
    _zalo(
        "SendMultipleMessage_V4_post",
        "Send a ZNS message by its whole text, asked by a form.",
        "FACTS-MESSAGES 3, O8",
        FULL_TEXT,
        _FULL_TEXT_PARAMETERS,
    ),
    parameters_in="form",
    select=_FULL_TEXT,
)
SEND_ZNS_TEXT_JSON: Final = replace(
    _zalo(
        "SendMultipleMessage_V4_post_json",
        "Send a ZNS message by its whole text, asked in JSON.",
        "FACTS-MESSAGES 3, O9",
        FULL_TEXT,
        _FULL_TEXT_PARAMETERS,
    ),
    select=_FULL_TEXT,
)
SEND_CONSULT_TEXT: Final = _zalo(
    "SendZaloFollowerMessage_V4_post_json",
    "Send a consulting text to a Zalo user id.",
    "FACTS-MESSAGES 2, S8",
    CONSULT_TEXT,
    (
        OAID,
        _USER_ID,
        CONTENT._replace(about="the text, at most 2000 characters", example="Chao ban"),
        REQUEST_ID,
        CALLBACK_URL,
    ),
    raw=True,
)
SEND_CONSULT_PAYLOAD: Final = _zalo(
    "SendZaloFollowerMessage_V5_post_json",
    "Send a photo, buttons, a request for data or a transaction to a Zalo user id.",
    "FACTS-MESSAGES 2, S9 to S12",
    CONSULT_PAYLOAD,
    (OAID, _PAYLOAD, REQUEST_ID, CALLBACK_URL, SEND_DATE, SANDBOX),
    raw=True,
)
SEND_MULTICHANNEL: Final = _zalo(
    "MultiChannelMessage",
    "Send a ZNS message, and an SMS when that has failed.",
    "FACTS-MESSAGES 2, S6",
    MULTICHANNEL,
    (
        PHONE,
        Parameter("Channels", "texts", required=True, about="always zalo, then sms", example='["zalo","sms"]'),
        Parameter(
            "Data",
            "list",
            required=True,
            about="what each channel sends",
            example='[{"TempID":"205644","Params":["123456"],"OAID":"745830328927467685"},'
            '{"Content":"123456 la ma xac minh dang ky Baotrixemay cua ban","SmsType":"2","Brandname":"Baotrixemay"}]',
        ),
        REQUEST_ID,
        SANDBOX,
        CALLBACK_URL,
    ),
)
SEND_BULK: Final = replace(
    _zalo(
        "Send_zns_bulk_v4_post_json",
        "Send up to 500 ZNS messages, each to one phone with variables of its own.",
        "FACTS-MESSAGES 2, S7",
        BULK_REQUEST,
        (
            OAID,
            TEMP_ID,
            Parameter(
                "Data",
                "list",
                required=True,
                about="the messages",
                example='[{"Phone":"0901888484","Params":["123456"]},{"Phone":"0901888485","Params":["654321"]}]',
            ),
            *_OPTIONAL,
            Parameter("QuickRequest", about="known to the server, not documented"),
        ),
    ),
    does="messages",
    largest_body=LARGE_BODY,
    response_shape=response_shapes.BULK,
)
