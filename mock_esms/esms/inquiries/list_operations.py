"""The rest host's operations that list what an account has: brands, templates, OAs and what is known of them.

FACTS-MESSAGES 4, R2, R3, R7, R8, R11 to R14b and R16.
"""

from functools import partial
from typing import Final

from mock_esms.esms.inquiries import account_lists, oa_answers
from mock_esms.esms.messages.message_parameters import BRANDNAME, sms_type
from mock_esms.esms.operation import ACCOUNT_KEYS, Answers, Operation, Parameter, Select
from mock_esms.esms.responses import inquiry_shapes
from mock_esms.esms.zalo.zalo_operations import OAID

_TEMPLATE_ID: Final = Parameter(
    "TemplateId", required=True, about="the ZNS template's id", example="205644", aliases=("TemplateID",)
)
_OFFSET: Final = Parameter("Offset", "integer", required=True, about="how many are left out before it", example="0")
_COUNT: Final = Parameter(
    "Count", "integer", required=True, least=1, most=50, about="how many, at most 50", example="50"
)

_look_up: Final = partial(Operation, does="look-up", parameters_in="json")

GET_BRANDNAMES: Final = _look_up(
    name="GetListBrandname",
    about="The account's brands, each once for each type of message.",
    parameters_in="path",
    answers=Answers(answer=account_lists.brandnames),
    source="FACTS-MESSAGES 4, R2",
    response_shape=inquiry_shapes.BRANDNAMES,
    parameters=ACCOUNT_KEYS,
)
GET_BRANDNAMES_V2: Final = _look_up(
    name="GetListBrandnameV2",
    about="The same with a ServiceId; undocumented.",
    parameters_in="path",
    answers=Answers(answer=account_lists.brandnames_with_services),
    source="FACTS-MESSAGES 4, R22",
    grade="seen",
    response_shape=inquiry_shapes.BRANDNAMES_V2,
    parameters=ACCOUNT_KEYS,
)
GET_SMS_TEMPLATES: Final = _look_up(
    name="GetTemplate",
    about="The texts that a brand's customer care SMS must fit, each once for each network.",
    select=Select(parameter="SmsType", values=("2", "8")),
    answers=Answers(answer=account_lists.sms_templates, checks=frozenset(("sms-type", "brand"))),
    source="FACTS-MESSAGES 4, R3",
    response_shape=inquiry_shapes.SMS_TEMPLATES,
    parameters=(
        *ACCOUNT_KEYS,
        sms_type("2", "customer care", "8"),
        BRANDNAME,
        Parameter("OAID", about="sent by clients, empty", aliases=("AOID", "OAId")),
    ),
)
GET_ZNS_TEMPLATES: Final = _look_up(
    name="GetTemplate",
    about="An OA's ZNS templates with their variables.",
    select=Select(parameter="SmsType", values=("24", "25")),
    answers=Answers(answer=account_lists.zns_templates, checks=frozenset(("sms-type", "oa-given", "oa"))),
    source="FACTS-MESSAGES 4, R7",
    response_shape=inquiry_shapes.ZNS_TEMPLATES,
    parameters=(*ACCOUNT_KEYS, sms_type("25", "Zalo", "24"), OAID),
)
GET_OAS: Final = _look_up(
    name="ZNS/GetListZOA",
    about="The account's OAs.",
    answers=Answers(answer=account_lists.oas),
    source="FACTS-MESSAGES 4, R8",
    response_shape=inquiry_shapes.OAS,
    parameters=ACCOUNT_KEYS,
)
GET_QUOTA: Final = _look_up(
    name="ZNS/GetQuota",
    about="How many ZNS messages an OA may send today, and how many are left.",
    answers=Answers(answer=oa_answers.quota, checks=frozenset(("oa-given", "oa"))),
    source="FACTS-MESSAGES 4, R11",
    response_shape=inquiry_shapes.QUOTA,
    parameters=(*ACCOUNT_KEYS, OAID),
)
GET_RATING: Final = _look_up(
    name="ZNS/GetRating",
    about="What customers said of a ZNS template that asks for stars.",
    answers=Answers(answer=oa_answers.ratings, checks=frozenset(("oa-given", "oa", "template", "paging", "dates"))),
    source="FACTS-MESSAGES 4, R12",
    response_shape=inquiry_shapes.RATINGS,
    parameters=(
        *ACCOUNT_KEYS,
        OAID,
        _TEMPLATE_ID,
        Parameter("FromTime", "dashed-date", required=True, about="from when", example="2026-01-01 00:00:00"),
        Parameter("ToTime", "dashed-date", required=True, about="to when", example="2026-01-31 23:59:59"),
        _OFFSET,
        _COUNT._replace(name="Limit"),
    ),
)
GET_QUALITY: Final = _look_up(
    name="ZNS/GetQuality",
    about="How good an OA is: HIGH, MEDIUM, LOW or UNDEFINED.",
    answers=Answers(answer=oa_answers.quality, checks=frozenset(("oa-given", "oa"))),
    source="FACTS-MESSAGES 4, R13",
    response_shape=inquiry_shapes.QUALITY,
    parameters=(*ACCOUNT_KEYS, OAID),
)
GET_FOLLOWERS: Final = _look_up(
    name="ZNS/GetFollowers",
    about="Who follows an OA.",
    answers=Answers(answer=oa_answers.followers, checks=frozenset(("oa-given", "oa", "paging"))),
    source="FACTS-MESSAGES 4, R14",
    response_shape=inquiry_shapes.FOLLOWERS,
    parameters=(
        *ACCOUNT_KEYS,
        OAID,
        _OFFSET,
        _COUNT,
        Parameter("Limit", "integer", about="what the page's table calls Count"),
    ),
)
QUERY_USERS: Final = _look_up(
    name="QueryListUID",
    about="Who has written to an OA in a period.",
    answers=Answers(answer=oa_answers.interacted, checks=frozenset(("oa-given", "oa", "paging", "dates"))),
    source="FACTS-MESSAGES 4, R14b",
    response_shape=inquiry_shapes.USERS,
    parameters=(
        *ACCOUNT_KEYS,
        OAID,
        _OFFSET._replace(most=9950),
        _COUNT,
        Parameter("FromDate", "day", required=True, about="the first day", example="01/01/2026"),
        Parameter("ToDate", "day", required=True, about="the last day", example="31/01/2026"),
        Parameter("IsFollower", choices=("0", "1"), about="1: followers only; 0: others only"),
        Parameter("TagName", about="only those with this tag"),
    ),
)
GET_TEMPLATE_DETAILS: Final = _look_up(
    name="GetZnsTemplateInfo",
    about="One ZNS template with its variables and buttons.",
    parameters_in="query",
    answers=Answers(answer=oa_answers.template_details, checks=frozenset(("oa-given", "oa", "template"))),
    source="FACTS-MESSAGES 4, R16",
    response_shape=inquiry_shapes.TEMPLATE_DETAILS,
    parameters=(_TEMPLATE_ID, *ACCOUNT_KEYS, OAID),
)
