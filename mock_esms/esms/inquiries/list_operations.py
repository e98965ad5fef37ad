"""The rest host's operations that list what an account has: brands, templates, OAs and what is known of them.

FACTS-MESSAGES 4, R2, R3, R7, R8, R11 to R14b and R16.
"""

from typing import Final

from mock_esms.esms.inquiries import account_lists, oa_answers
from mock_esms.esms.messages.message_parameters import BRANDNAME, sms_type
from mock_esms.esms.operation import KEYS, Answers, Operation, Parameter, Select
from mock_esms.esms.responses import inquiry_shapes
from mock_esms.esms.responses.response_shapes import ResponseShape
from mock_esms.esms.zalo.zalo_operations import OAID

TEMPLATE_ID: Final = Parameter(
    "TemplateId", required=True, about="the ZNS template's id", example="205644", aliases=("TemplateID",)
)
OFFSET: Final = Parameter("Offset", "integer", required=True, about="how many are left out before it", example="0")
COUNT: Final = Parameter(
    "Count", "integer", required=True, least=1, most=50, about="how many, at most 50", example="50"
)


def _of_oa(name: str, about: str, source: str, shape: ResponseShape, answers: Answers, *more: Parameter) -> Operation:
    """A row about an OA, asked in JSON."""
    return Operation(
        name=name,
        host="rest",
        does="look-up",
        about=about,
        method="POST",
        slash="always",
        parameters_in="json",
        answers=answers,
        source=source,
        response_shape=shape,
        parameters=(*KEYS, OAID, *more),
    )


GET_BRANDNAMES: Final = Operation(
    name="GetListBrandname",
    host="rest",
    does="look-up",
    about="The account's brands, each once for each type of message.",
    in_path=("ApiKey", "SecretKey"),
    parameters_in="path",
    answers=Answers(answer=account_lists.brandnames),
    source="FACTS-MESSAGES 4, R2",
    response_shape=inquiry_shapes.BRANDNAMES,
    parameters=KEYS,
)
GET_BRANDNAMES_V2: Final = Operation(
    name="GetListBrandnameV2",
    host="rest",
    does="look-up",
    about="The same with a ServiceId; undocumented.",
    in_path=("ApiKey", "SecretKey"),
    parameters_in="path",
    answers=Answers(answer=account_lists.brandnames_with_services),
    source="FACTS-MESSAGES 4, R22",
    grade="seen",
    response_shape=inquiry_shapes.BRANDNAMES_V2,
    parameters=KEYS,
)
GET_SMS_TEMPLATES: Final = Operation(
    name="GetTemplate",
    host="rest",
    does="look-up",
    about="The texts that a brand's customer care SMS must fit, each once for each network.",
    method="POST",
    slash="always",
    parameters_in="json",
    select=Select(parameter="SmsType", values=("2", "8")),
    answers=Answers(answer=account_lists.sms_templates, checks=frozenset(("sms-type", "brand"))),
    source="FACTS-MESSAGES 4, R3",
    response_shape=inquiry_shapes.SMS_TEMPLATES,
    parameters=(
        *KEYS,
        sms_type("2", "customer care", "8"),
        BRANDNAME,
        Parameter("OAID", about="sent by clients, empty", aliases=("AOID", "OAId")),
    ),
)
GET_ZNS_TEMPLATES: Final = Operation(
    name="GetTemplate",
    host="rest",
    does="look-up",
    about="An OA's ZNS templates with their variables.",
    method="POST",
    slash="always",
    parameters_in="json",
    select=Select(parameter="SmsType", values=("24", "25")),
    answers=Answers(answer=account_lists.zns_templates, checks=frozenset(("sms-type", "oa-given", "oa"))),
    source="FACTS-MESSAGES 4, R7",
    response_shape=inquiry_shapes.ZNS_TEMPLATES,
    parameters=(*KEYS, sms_type("25", "Zalo", "24"), OAID),
)
GET_OAS: Final = Operation(
    name="ZNS/GetListZOA",
    host="rest",
    does="look-up",
    about="The account's OAs.",
    method="POST",
    slash="always",
    parameters_in="json",
    answers=Answers(answer=account_lists.oas),
    source="FACTS-MESSAGES 4, R8",
    response_shape=inquiry_shapes.OAS,
    parameters=KEYS,
)
GET_QUOTA: Final = _of_oa(
    "ZNS/GetQuota",
    "How many ZNS messages an OA may send today, and how many are left.",
    "FACTS-MESSAGES 4, R11",
    inquiry_shapes.QUOTA,
    Answers(answer=oa_answers.quota, checks=frozenset(("oa-given", "oa"))),
)
GET_RATING: Final = _of_oa(
    "ZNS/GetRating",
    "What customers said of a ZNS template that asks for stars.",
    "FACTS-MESSAGES 4, R12",
    inquiry_shapes.RATINGS,
    Answers(answer=oa_answers.ratings, checks=frozenset(("oa-given", "oa", "template", "paging", "dates"))),
    TEMPLATE_ID,
    Parameter("FromTime", "dashed-date", required=True, about="from when", example="2026-01-01 00:00:00"),
    Parameter("ToTime", "dashed-date", required=True, about="to when", example="2026-01-31 23:59:59"),
    OFFSET,
    Parameter("Limit", "integer", required=True, least=1, most=50, about="how many, at most 50", example="50"),
)
GET_QUALITY: Final = _of_oa(
    "ZNS/GetQuality",
    "How good an OA is: HIGH, MEDIUM, LOW or UNDEFINED.",
    "FACTS-MESSAGES 4, R13",
    inquiry_shapes.QUALITY,
    Answers(answer=oa_answers.quality, checks=frozenset(("oa-given", "oa"))),
)
GET_FOLLOWERS: Final = _of_oa(
    "ZNS/GetFollowers",
    "Who follows an OA.",
    "FACTS-MESSAGES 4, R14",
    inquiry_shapes.FOLLOWERS,
    Answers(answer=oa_answers.followers, checks=frozenset(("oa-given", "oa", "paging"))),
    OFFSET,
    COUNT,
    Parameter("Limit", "integer", about="what the page's table calls Count"),
)
QUERY_USERS: Final = _of_oa(
    "QueryListUID",
    "Who has written to an OA in a period.",
    "FACTS-MESSAGES 4, R14b",
    inquiry_shapes.USERS,
    Answers(answer=oa_answers.interacted, checks=frozenset(("oa-given", "oa", "paging", "dates"))),
    Parameter("Offset", "integer", required=True, most=9950, about="how many are left out before it", example="0"),
    COUNT,
    Parameter("FromDate", "day", required=True, about="the first day", example="01/01/2026"),
    Parameter("ToDate", "day", required=True, about="the last day", example="31/01/2026"),
    Parameter("IsFollower", choices=("0", "1"), about="1: followers only; 0: others only"),
    Parameter("TagName", about="only those with this tag"),
)
GET_TEMPLATE_DETAILS: Final = Operation(
    name="GetZnsTemplateInfo",
    host="rest",
    does="look-up",
    about="One ZNS template with its variables and buttons.",
    answers=Answers(answer=oa_answers.template_details, checks=frozenset(("oa-given", "oa", "template"))),
    source="FACTS-MESSAGES 4, R16",
    response_shape=inquiry_shapes.TEMPLATE_DETAILS,
    parameters=(TEMPLATE_ID, *KEYS, OAID),
)
