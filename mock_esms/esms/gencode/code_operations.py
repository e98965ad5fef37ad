"""The rest host's operations for one-time passwords that eSMS makes itself (FACTS-MESSAGES 2, S14 to S16)."""

from typing import Final

from mock_esms.esms.gencode.bound_template import code_multichannel_draft
from mock_esms.esms.gencode.generated_code import LONGEST_CODE, LONGEST_LIFE, code_draft
from mock_esms.esms.messages.message_parameters import BRANDNAME, IS_UNICODE, PHONE, message_operation
from mock_esms.esms.messages.sms_operations import CARE
from mock_esms.esms.operation import ACCOUNT_KEYS, Operation, Parameter
from mock_esms.esms.responses import response_shapes
from mock_esms.esms.zalo.multichannel_draft import ZALO_PART

_TIME_ALIVE: Final = Parameter(
    "TimeAlive", "integer", most=LONGEST_LIFE, about="minutes for which the code can be used", example="5"
)
CODE_BY_SMS: Final = CARE._replace(checks=(CARE.checks - {"kind"}) | {"time-alive"}, code_draft=code_draft)
CODE_MULTICHANNEL: Final = ZALO_PART._replace(
    checks=frozenset(("bound-template", "phones", "blocked-phones", "balance")),
    code_draft=code_multichannel_draft,
)

SEND_CODE: Final = message_operation(
    name="SendMessageAutoGenCode_V4_get",
    about="Make a one-time password and send it by SMS.",
    sends=CODE_BY_SMS,
    source="FACTS-MESSAGES 2, S14",
    parameters=(
        PHONE,
        *ACCOUNT_KEYS,
        _TIME_ALIVE,
        Parameter("NumCharOfCode", "integer", most=LONGEST_CODE, about="how long the code is", example="6"),
        BRANDNAME,
        Parameter("Type", required=True, choices=("2",), about="2, customer care", example="2"),
        Parameter(
            "message",
            required=True,
            about="the text; {OTP} is the code",
            example="{OTP} la ma xac minh dang ky Baotrixemay cua ban",
        ),
        Parameter("IsNumber", choices=("0", "1"), about="1: digits only; 0: letters, too", example="1"),
        Parameter("SmsType", about="sent by clients, not documented"),
        IS_UNICODE,
    ),
)
SEND_CODE_MULTICHANNEL: Final = message_operation(
    name="SendMessageAutoGenCode_V5",
    about="Make a one-time password and send it over Zalo, or by SMS when that has failed.",
    slash_optional=True,
    parameters_in="json",
    sends=CODE_MULTICHANNEL,
    source="FACTS-MESSAGES 2, S15",
    parameters=(
        *ACCOUNT_KEYS,
        PHONE,
        Parameter("MultiChannelTempId", required=True, about="what eSMS has bound together", example="12"),
        Parameter("TypeId", required=True, choices=("1", "2"), about="1: only make it; 2: send it", example="2"),
        _TIME_ALIVE,
    ),
)
CHECK_CODE: Final = Operation(
    name="CheckCodeGen_V4_get",
    does="check-code",
    about="Check a one-time password that eSMS has made, and use it up.",
    source="FACTS-MESSAGES 2, S16",
    response_shape=response_shapes.CODE_CHECKED,
    parameters=(
        *ACCOUNT_KEYS,
        Parameter("Phone", "phone", required=True, about="whose code it is", example="0901888484"),
        Parameter("Code", required=True, about="the code", example="1NTTJ6"),
    ),
)
