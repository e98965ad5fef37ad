"""The rest host's operations that send Zalo messages, alone or before an SMS (FACTS-MESSAGES 2 and 3)."""

from functools import partial
from typing import Final

from mock_esms.esms.messages.message_parameters import (
    CALLBACK_URL,
    CAMPAIGN,
    CONTENT,
    IS_UNICODE,
    PHONE,
    SANDBOX,
    SEND_DATE,
    message_operation,
)
from mock_esms.esms.operation import ACCOUNT_KEYS, LARGE_BODY, REQUEST_ID, Parameter, Select
from mock_esms.esms.responses import response_shapes
from mock_esms.esms.zalo import zalo_sends

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


_zalo_operation: Final = partial(message_operation, parameters_in="json")

SEND_ZNS: Final = _zalo_operation(
    name="SendZaloMessage_V6",
    about="Send a ZNS message, a Zalo message by template.",
    parameters_in="raw-json",
    sends=zalo_sends.BY_NAME,
    source="FACTS-MESSAGES 2, S3",
    parameters=(*ACCOUNT_KEYS, PHONE, OAID, TEMP_ID, _TEMP_DATA, *_OPTIONAL),
)
SEND_ZNS_TO_USER_ID: Final = _zalo_operation(
    name="SendZaloMessage_V6/zalo_uid",
    about="Send a ZNS message to a Zalo user id.",
    parameters_in="raw-json",
    sends=zalo_sends.TO_USER_ID,
    source="FACTS-MESSAGES 2, S4",
    parameters=(
        *ACCOUNT_KEYS,
        Parameter("ZaloUid", required=True, about="the Zalo user's id", example="7800378501923859642"),
        OAID,
        TEMP_ID,
        _TEMP_DATA,
        *_OPTIONAL,
    ),
)
SEND_ZNS_TO_HASHED_PHONE: Final = _zalo_operation(
    name="SendZaloMessage_V6/hash_phone",
    about="Send a ZNS message to a phone of which only the hash is known.",
    parameters_in="raw-json",
    sends=zalo_sends.TO_HASHED_PHONE,
    source="FACTS-MESSAGES 2, S5",
    parameters=(
        *ACCOUNT_KEYS,
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
)
SEND_ZNS_V4: Final = _zalo_operation(
    name="SendZaloMessage_V4_post_json",
    about="Send a ZNS message, the older way: its variables are a list.",
    sends=zalo_sends.BY_PLACE,
    source="FACTS-MESSAGES 3, O6",
    parameters=(
        *ACCOUNT_KEYS,
        PHONE,
        PARAMS,
        TEMP_ID,
        OAID,
        *_OPTIONAL,
        Parameter("IsJourney", about="true: a journey", example="false"),
    ),
)
SEND_JOURNEY: Final = _zalo_operation(
    name="SendZaloMessage_V4_post_json",
    about="Send a message of a Zalo journey.",
    select=_JOURNEY,
    sends=zalo_sends.JOURNEY,
    source="FACTS-MESSAGES 2, S13",
    parameters=(
        *ACCOUNT_KEYS,
        PHONE,
        PARAMS,
        Parameter("IsJourney", required=True, about="true: a journey", example="true"),
        Parameter("OrderId", required=True, about="the journey's id", example="journey-42"),
        TEMP_ID,
        OAID,
        *_OPTIONAL,
    ),
)
SEND_ZNS_V5: Final = _zalo_operation(
    name="SendZaloMessage_V5_post",
    about="Send a ZNS message, the older way: its variables are a list of key and value.",
    sends=zalo_sends.BY_PAIRS,
    source="FACTS-MESSAGES 3, O7",
    parameters=(
        *ACCOUNT_KEYS,
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
SEND_ZNS_TEXT_FORM: Final = _zalo_operation(
    name="SendMultipleMessage_V4_post",
    about="Send a ZNS message by its whole text, asked by a form.",
    parameters_in="form",
    select=_FULL_TEXT,
    sends=zalo_sends.FULL_TEXT,
    source="FACTS-MESSAGES 3, O8",
    parameters=(*ACCOUNT_KEYS, *_FULL_TEXT_PARAMETERS),
)
SEND_ZNS_TEXT_JSON: Final = _zalo_operation(
    name="SendMultipleMessage_V4_post_json",
    about="Send a ZNS message by its whole text, asked in JSON.",
    select=_FULL_TEXT,
    sends=zalo_sends.FULL_TEXT,
    source="FACTS-MESSAGES 3, O9",
    parameters=(*ACCOUNT_KEYS, *_FULL_TEXT_PARAMETERS),
)
SEND_CONSULT_TEXT: Final = _zalo_operation(
    name="SendZaloFollowerMessage_V4_post_json",
    about="Send a consulting text to a Zalo user id.",
    parameters_in="raw-json",
    sends=zalo_sends.CONSULT_TEXT,
    source="FACTS-MESSAGES 2, S8",
    parameters=(
        *ACCOUNT_KEYS,
        OAID,
        _USER_ID,
        CONTENT._replace(about="the text, at most 2000 characters", example="Chao ban"),
        REQUEST_ID,
        CALLBACK_URL,
    ),
)
SEND_CONSULT_PAYLOAD: Final = _zalo_operation(
    name="SendZaloFollowerMessage_V5_post_json",
    about="Send a photo, buttons, a request for data or a transaction to a Zalo user id.",
    parameters_in="raw-json",
    sends=zalo_sends.CONSULT_PAYLOAD,
    source="FACTS-MESSAGES 2, S9 to S12",
    parameters=(*ACCOUNT_KEYS, OAID, _PAYLOAD, REQUEST_ID, CALLBACK_URL, SEND_DATE, SANDBOX),
)
SEND_MULTICHANNEL: Final = _zalo_operation(
    name="MultiChannelMessage",
    about="Send a ZNS message, and an SMS when that has failed.",
    sends=zalo_sends.MULTICHANNEL,
    source="FACTS-MESSAGES 2, S6",
    parameters=(
        *ACCOUNT_KEYS,
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
SEND_BULK: Final = _zalo_operation(
    name="Send_zns_bulk_v4_post_json",
    about="Send up to 500 ZNS messages, each to one phone with variables of its own.",
    does="messages",
    largest_body=LARGE_BODY,
    response_shape=response_shapes.BULK,
    sends=zalo_sends.BULK_REQUEST,
    source="FACTS-MESSAGES 2, S7",
    parameters=(
        *ACCOUNT_KEYS,
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
)
