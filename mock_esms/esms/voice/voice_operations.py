"""The voice host's operations: calls that are placed, and how they ended (FACTS 2)."""

from functools import partial
from typing import Final

from mock_esms.esms.operation import ACCOUNT_KEYS, REQUEST_ID, Operation, Parameter, Plays
from mock_esms.esms.responses import response_shapes
from mock_esms.esms.responses.result_codes import RECORDING_NOT_FOUND, TEMPLATE_NOT_FOUND
from mock_esms.model.times import DAY, MAX_DURATION, SECOND

RECORDING: Final = Plays("TemplateId", RECORDING_NOT_FOUND, "recordings")
TEMPLATE: Final = Plays("TemplateId", TEMPLATE_NOT_FOUND, "templates", values=("VariableListStr",))
CALL_CODE: Final = Plays("ApiCode", TEMPLATE_NOT_FOUND, "templates", values=("VarStr", "VarNum"), says_values=True)
SPOKEN_CODE: Final = Plays("Code", TEMPLATE_NOT_FOUND)

_PHONE: Final = Parameter("Phone", "phone", required=True, about="the number to call", example="0901888484")
_SEND_DATE: Final = Parameter("SendDate", "date", about="when to call, in Vietnam", example="2030/12/12 14:00:00")
_CALLBACK_URL: Final = Parameter(
    "CallbackUrl",
    "url",
    about="where the result is reported; percent-encode it",
    example="http://127.0.0.1:9000/cb?ReferenceId=&CallDuration=&CallStatus=&Ivr=&Price=&SentResult=&CID=&SendStatus=",
)
_RECORDING_ID: Final = Parameter("TemplateId", required=True, about="the recording's id", example="rec-1")
_TEMPLATE_ID: Final = Parameter("TemplateId", required=True, about="the template's id", example="tpl-1")
_VOICES: Final = ("male", "female", "hatieumai", "ngoclam")
_SPEEDS: Final = ("-3", "-2", "-1", "0", "1", "2", "3")

_call_operation: Final = partial(
    Operation, host="voice", does="call", source="FACTS 2", response_shape=response_shapes.VOICE_CALL
)
"""A row that calls somebody."""

MAKE_CALL_RECORD: Final = _call_operation(
    name="MakeCallRecord_V2",
    about="Call a number and play a recording.",
    plays=RECORDING,
    parameters=(
        *ACCOUNT_KEYS,
        _RECORDING_ID,
        _PHONE,
        _SEND_DATE,
        Parameter("MaxRepeat", "integer", about="how often the recording is repeated", example="1"),
        Parameter("MaxRetry", "integer", most=100, about="how often to dial again when nobody answers", example="2"),
        Parameter("WaitRetry", "integer", most=7 * DAY // SECOND, about="seconds between those dials", example="60"),
        Parameter("Ivr", about="the key that transfers the call", example="1"),
        Parameter("NumberForward", "phone", about="the number that it is transferred to", example="02871002454"),
        Parameter(
            "TimeWaitToIvr",
            "integer",
            most=MAX_DURATION // SECOND,
            about="longest wait for a key, seconds",
            example="10",
        ),
        _CALLBACK_URL,
        REQUEST_ID,
    ),
)

MAKE_CALL_TEMPLATE: Final = _call_operation(
    name="MakeCallTemplate_V2",
    about="Call a number and read a template aloud.",
    plays=TEMPLATE,
    parameters=(
        *ACCOUNT_KEYS,
        _TEMPLATE_ID,
        _PHONE,
        Parameter("VariableListStr", about="the template's values, joined by ||", example="Lan||42"),
        _SEND_DATE,
        Parameter("Voice", choices=_VOICES, about="who reads", example="female"),
        Parameter("Speed", choices=_SPEEDS, about="how fast, from -3 to 3", example="0"),
        _CALLBACK_URL,
        REQUEST_ID,
    ),
)

VOICE_OTP: Final = _call_operation(
    name="VoiceOTP",
    about="Call a number and read a one-time password aloud.",
    grade="seen",
    plays=SPOKEN_CODE,
    parameters=(
        *ACCOUNT_KEYS,
        _PHONE,
        Parameter("Code", required=True, about="the password", example="1234"),
        Parameter("Speed", about="how fast", example="0"),
        Parameter("Voice", about="who reads", example="female"),
    ),
)

MAKE_CALL: Final = _call_operation(
    name="MakeCall",
    about="Call a number and read a template aloud, the older way.",
    grade="seen",
    plays=CALL_CODE,
    parameters=(
        *ACCOUNT_KEYS,
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
    source="FACTS 2",
    asks_about="ReferenceId",
    about="The result of a call.",
    response_shape=response_shapes.VOICE_STATUS,
    parameters=(
        *ACCOUNT_KEYS,
        Parameter(
            "ReferenceId", required=True, about="the call's SMSID", example="505139D7-54F8-48A9-88FA-9460A78731DD"
        ),
    ),
)
