"""The table of operations: everything that eSMS can be asked in matters of voice (FACTS 2 and 4).

A further operation is a further row. What is read, refused, warned about, responded and documented follows from it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from mock_esms.esms import response_shapes
from mock_esms.esms.operation import Operation, Parameter, Plays, Select
from mock_esms.esms.result_codes import RECORDING_NOT_FOUND, TEMPLATE_NOT_FOUND
from mock_esms.model.calls import CallRequest
from mock_esms.model.times import DAY, MAX_DURATION, SECOND

RECORDING: Final = Plays("TemplateId", RECORDING_NOT_FOUND, "recordings")
TEMPLATE: Final = Plays("TemplateId", TEMPLATE_NOT_FOUND, "templates")
CALL_CODE: Final = Plays("ApiCode", TEMPLATE_NOT_FOUND, "templates")
SPOKEN_CODE: Final = Plays("Code", TEMPLATE_NOT_FOUND)
SPOKEN_CONTENT: Final = Plays("Content", TEMPLATE_NOT_FOUND)

_VOICE_MESSAGE: Final = Select(parameter="SmsType", values=("8",))

_KEYS: Final = (
    Parameter("ApiKey", required=True, about="the account's key", example="test-api-key"),
    Parameter("SecretKey", "secret", required=True, about="the account's secret", example="test-secret-key"),
)
_PHONE: Final = Parameter("Phone", "phone", required=True, about="the number to call", example="0901888484")
_SEND_DATE: Final = Parameter("SendDate", "date", about="when to call, in Vietnam", example="2030/12/12 14:00:00")
_CALLBACK_URL: Final = Parameter(
    "CallbackUrl",
    "url",
    about="where the result is reported; percent-encode it",
    example="http://127.0.0.1:9000/cb?ReferenceId=&CallDuration=&CallStatus=&Ivr=&Price=&SentResult=&CID=&SendStatus=",
)
_REQUEST_ID: Final = Parameter(
    "RequestId", about="the caller's own id, refused for 24 hours once it was accepted", example="order-42"
)
_RECORDING_ID: Final = Parameter("TemplateId", required=True, about="the recording's id", example="rec-1")
_TEMPLATE_ID: Final = Parameter("TemplateId", required=True, about="the template's id", example="tpl-1")
_VOICES: Final = ("male", "female", "hatieumai", "ngoclam")
_SPEEDS: Final = ("-3", "-2", "-1", "0", "1", "2", "3")

MAKE_CALL_RECORD: Final = Operation(
    name="MakeCallRecord_V2",
    host="voice",
    does="call",
    about="Call a number and play a recording.",
    plays=RECORDING,
    response_shape=response_shapes.VOICE_CALL,
    parameters=(
        *_KEYS,
        _RECORDING_ID,
        _PHONE,
        _SEND_DATE,
        Parameter("MaxRepeat", "whole", about="how often the recording is repeated", example="1"),
        Parameter("MaxRetry", "whole", most=100, about="how often to dial again when nobody answers", example="2"),
        Parameter("WaitRetry", "whole", most=7 * DAY // SECOND, about="seconds between those dials", example="60"),
        Parameter("Ivr", about="the key that transfers the call", example="1"),
        Parameter("NumberForward", "phone", about="the number that it is transferred to", example="02871002454"),
        Parameter(
            "TimeWaitToIvr", "whole", most=MAX_DURATION // SECOND, about="longest wait for a key, seconds", example="10"
        ),
        _CALLBACK_URL,
        _REQUEST_ID,
    ),
)

MAKE_CALL_TEMPLATE: Final = Operation(
    name="MakeCallTemplate_V2",
    host="voice",
    does="call",
    about="Call a number and read a template aloud.",
    plays=TEMPLATE,
    response_shape=response_shapes.VOICE_CALL,
    parameters=(
        *_KEYS,
        _TEMPLATE_ID,
        _PHONE,
        Parameter("VariableListStr", about="the template's values, joined by ||", example="Lan||42"),
        _SEND_DATE,
        Parameter("Voice", choices=_VOICES, about="who reads", example="female"),
        Parameter("Speed", choices=_SPEEDS, about="how fast, from -3 to 3", example="0"),
        _CALLBACK_URL,
        _REQUEST_ID,
    ),
)

VOICE_OTP: Final = Operation(
    name="VoiceOTP",
    host="voice",
    does="call",
    about="Call a number and read a one-time password aloud.",
    plays=SPOKEN_CODE,
    response_shape=response_shapes.VOICE_CALL,
    parameters=(
        *_KEYS,
        _PHONE,
        Parameter("Code", required=True, about="the password", example="1234"),
        Parameter("Speed", about="how fast", example="0"),
        Parameter("Voice", about="who reads", example="female"),
    ),
)

MAKE_CALL: Final = Operation(
    name="MakeCall",
    host="voice",
    does="call",
    about="Call a number and read a template aloud, the older way.",
    plays=CALL_CODE,
    response_shape=response_shapes.VOICE_CALL,
    parameters=(
        *_KEYS,
        Parameter("ApiCode", required=True, about="the call's code", example="code-1"),
        Parameter("PassCode", "secret", required=True, about="the call's pass code", example="pass-1"),
        _PHONE,
        Parameter("VarStr", about="a text that is read as it is", example="Lan"),
        Parameter("VarNum", about="a number that is read digit by digit", example="4711"),
    ),
)

GET_SEND_STATUS: Final = Operation(
    name="GetSendStatus",
    host="voice",
    does="voice-status",
    asks_about="ReferenceId",
    about="The result of a call.",
    response_shape=response_shapes.VOICE_STATUS,
    parameters=(
        *_KEYS,
        Parameter(
            "ReferenceId", required=True, about="the call's SMSID", example="505139D7-54F8-48A9-88FA-9460A78731DD"
        ),
    ),
)

_MESSAGE: Final = (
    *_KEYS,
    _PHONE,
    Parameter("Content", required=True, about="the one-time password", example="1234"),
    Parameter("SmsType", required=True, about="8, voice: the only one that is played", example="8"),
    Parameter("Brandname", about="the sender's name; voice has none"),
    Parameter("IsUnicode", about="1 when Content has accents", example="0"),
    Parameter("Sandbox", about="1: a normal answer, and nothing happens", example="0"),
    Parameter("campaignid", about="the campaign's name", example="autumn"),
    _REQUEST_ID,
    Parameter("CallbackUrl", "url", about="where the result is reported", example="http://127.0.0.1:9000/cb"),
    Parameter("SendDate", "dashed-date", about="when to call, in Vietnam", example="2030-12-12 14:00:00"),
)

SEND_MESSAGE_POST: Final = Operation(
    name="SendMultipleMessage_V4_post_json",
    host="rest",
    does="call",
    about="Read a one-time password aloud, asked as for an SMS, in JSON.",
    method="POST",
    slash="always",
    parameters_in="json",
    plays=SPOKEN_CONTENT,
    select=_VOICE_MESSAGE,
    callback="message",
    source="FACTS 4",
    response_shape=response_shapes.SMS_CALL,
    parameters=_MESSAGE,
)
SEND_MESSAGE_GET: Final = Operation(
    name="SendMultipleMessage_V4_get",
    host="rest",
    does="call",
    about="Read a one-time password aloud, asked as for an SMS.",
    plays=SPOKEN_CONTENT,
    select=_VOICE_MESSAGE,
    callback="message",
    source="FACTS 4",
    response_shape=response_shapes.SMS_CALL,
    parameters=_MESSAGE,
)

_REF_ID: Final = Parameter(
    "RefId", required=True, about="the message's SMSID", example="d8e0f1f0702544b2acb456ca9ccfd111250"
)
GET_SEND_STATUS_REST: Final = Operation(
    name="GetSendStatus",
    host="rest",
    does="sms-status",
    asks_about="RefId",
    source="FACTS 4",
    about="The result of a message, voice ones included.",
    response_shape=response_shapes.SMS_STATUS,
    parameters=(_REF_ID, *_KEYS),
)
GET_RECEIVER_STATUS: Final = Operation(
    name="GetSmsReceiverStatus_get",
    host="rest",
    does="receivers",
    asks_about="RefId",
    source="FACTS 4",
    about="The result of a message for each of its receivers.",
    response_shape=response_shapes.RECEIVERS,
    parameters=(_REF_ID, *_KEYS),
)
GET_BALANCE_JSON: Final = Operation(
    name="GetBalance_json",
    host="rest",
    does="balance",
    source="FACTS 4",
    about="What is left on the account, asked in JSON.",
    method="POST",
    slash="either",
    parameters_in="json",
    response_shape=response_shapes.BALANCE,
    parameters=_KEYS,
)
GET_BALANCE: Final = Operation(
    name="GetBalance",
    host="rest",
    does="balance",
    source="FACTS 4",
    about="What is left on the account.",
    in_path=("ApiKey", "SecretKey"),
    parameters_in="path",
    response_shape=response_shapes.BALANCE,
    parameters=_KEYS,
)

EVERY_OPERATION: Final = (
    MAKE_CALL_RECORD,
    MAKE_CALL_TEMPLATE,
    GET_SEND_STATUS,
    VOICE_OTP,
    MAKE_CALL,
    SEND_MESSAGE_POST,
    SEND_MESSAGE_GET,
    GET_SEND_STATUS_REST,
    GET_RECEIVER_STATUS,
    GET_BALANCE_JSON,
    GET_BALANCE,
)
"""Every operation; two hosts have one called GetSendStatus, the voice host's comes first."""

SPELLING: Final[Mapping[str, str]] = MappingProxyType(
    {parameter.name.lower(): parameter.name for operation in EVERY_OPERATION for parameter in operation.parameters}
)
"""Every parameter's name in FACTS' spelling by its lower-case name; no two operations spell one differently."""

_BY_NAME: Final[Mapping[str, tuple[Operation, ...]]] = MappingProxyType(
    {
        name: tuple(operation for operation in EVERY_OPERATION if operation.name.lower() == name)
        for name in {operation.name.lower() for operation in EVERY_OPERATION}
    }
)


def operations_named(name: str) -> tuple[Operation, ...]:
    """The operations of this name in any case (FACTS 1); empty when there is none."""
    return _BY_NAME.get(name.lower(), ())


def operation_of(request: CallRequest) -> Operation:
    """The operation that a call was asked for with; of several with one address, the one that its values select."""
    operations = _BY_NAME[request.operation.lower()]
    for operation in operations if len(operations) > 1 else ():
        select = operation.select
        if select is not None and request.value_of(select.parameter) in select.values:
            return operation
    return operations[0]
