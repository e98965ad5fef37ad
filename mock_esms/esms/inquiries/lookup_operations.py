"""The operations that look up what an account has sent (FACTS-MESSAGES 4, R1, R15, R17 and R18).

What answers about one id, in any kind of message, stands in ``status_operations``.
"""

from functools import partial
from typing import Final

from mock_esms.esms.inquiries import sent_data, zalo_answers
from mock_esms.esms.inquiries.status_operations import SMSID
from mock_esms.esms.messages.message_parameters import sms_type
from mock_esms.esms.operation import ACCOUNT_KEYS, Answers, InquiryCheckName, Operation, Parameter
from mock_esms.esms.responses import inquiry_shapes
from mock_esms.esms.zalo.zalo_operations import OAID

_PERIOD_CHECKS: Final[frozenset[InquiryCheckName]] = frozenset(("sms-type", "paging", "dates"))
_PAGES: Final = (
    Parameter("Page", "integer", required=True, least=1, about="which page, the first is 1", example="1"),
    Parameter(
        "PageSize", "integer", required=True, least=1, most=500, about="how many a page, at most 500", example="50"
    ),
    sms_type("2", "customer care", "1", "8", "23", "24", "25", "26"),
)

_look_up: Final = partial(Operation, does="look-up", parameters_in="json")

GET_SENT_DATA: Final = _look_up(
    name="GetSmsSentData_V2",
    about="Everything of one type that was sent in a period, a page at a time.",
    slash_optional=True,
    answers=Answers(answer=sent_data.sent_data, checks=_PERIOD_CHECKS),
    source="FACTS-MESSAGES 4, R1",
    response_shape=inquiry_shapes.SENT_DATA,
    parameters=(
        *ACCOUNT_KEYS,
        Parameter("From", "dashed-date", required=True, about="accepted from when", example="2026-01-05 00:00:00"),
        Parameter("To", "dashed-date", required=True, about="accepted until when", example="2026-01-05 23:59:59"),
        *_PAGES,
    ),
)
GET_SENT_DATA_V1: Final = _look_up(
    name="GetSmsSentData_V1",
    about="The same by older names, asked in XML (RQST); no longer documented.",
    slash_optional=True,
    parameters_in="rqst",
    answers=Answers(answer=sent_data.sent_data_v1, checks=_PERIOD_CHECKS),
    source="FACTS-MESSAGES 4, R1 and R22",
    grade="seen",
    response_shape=inquiry_shapes.SENT_DATA_V1,
    parameters=(
        *ACCOUNT_KEYS,
        Parameter("From", "date-or-day", required=True, about="accepted from when", example="2026/01/05 00:00:00"),
        Parameter("To", "date-or-day", required=True, about="accepted until when", example="2026/01/05 23:59:59"),
        *(parameter._replace(required=False) for parameter in _PAGES),
    ),
)
GET_CALLBACK_DATA: Final = _look_up(
    name="ZaloCallback/GetCallback",
    host="status",
    about="What the callbacks of ZNS messages say, of up to 200 at once; only of those with a CallbackUrl.",
    slash_optional=True,
    answers=Answers(answer=zalo_answers.callback_data, checks=frozenset(("oa-given", "oa")), rate="callback_data"),
    source="FACTS-MESSAGES 4, R15",
    response_shape=inquiry_shapes.CALLBACK_DATA,
    parameters=(
        *ACCOUNT_KEYS,
        Parameter("ListRefid", "texts", required=True, about="the messages' SMSIDs", example='["d8e0f1f0702544b2"]'),
        OAID,
    ),
)
GET_ZNS_STATUS: Final = _look_up(
    name="GetZaloMessageStatus",
    asks_about="MessageId",
    about="Where a ZNS message is, asked by the id that Zalo gave it.",
    slash_optional=True,
    answers=Answers(answer=zalo_answers.zns_status, checks=frozenset(("id", "oa-given", "oa")), rate="zns_status"),
    source="FACTS-MESSAGES 4, R17",
    response_shape=inquiry_shapes.ZNS_STATUS,
    parameters=(
        *ACCOUNT_KEYS,
        OAID,
        Parameter("MessageId", required=True, about="partnerids of its callback", example="7984e9b198c40e9957d6"),
    ),
)
QUERY_ZALO_STATUS: Final = _look_up(
    name="QueryZnsStatus",
    asks_about="SMSID",
    about="What became of a Zalo message.",
    answers=Answers(answer=zalo_answers.zalo_status, checks=frozenset(("id", "sms-type")), rate="zalo_status"),
    source="FACTS-MESSAGES 4, R18",
    response_shape=inquiry_shapes.ZALO_STATUS,
    parameters=(*ACCOUNT_KEYS, SMSID._replace(aliases=("SmsId",)), sms_type("25", "Zalo", "24")),
)
