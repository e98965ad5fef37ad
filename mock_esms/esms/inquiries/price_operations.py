"""The rest host's operations that say what a message would cost (FACTS-MESSAGES 4, R4 to R6).

A price is that of the message which the same parameters would send, by the account's ``prices``.
"""

from decimal import Decimal
from functools import partial
from typing import Final

from mock_esms.esms.inquiries.inquiry import Inquiry
from mock_esms.esms.messages.message_parameters import BRANDNAME, CONTENT, IS_UNICODE, PHONE, sms_type
from mock_esms.esms.messages.sms_operations import ADVERT, CARE
from mock_esms.esms.operation import ACCOUNT_KEYS, LARGE_BODY, Answers, CheckName, Operation, Select
from mock_esms.esms.responses import inquiry_shapes
from mock_esms.esms.responses.inquiry_shapes import success
from mock_esms.esms.responses.response_shapes import ResponseMembers
from mock_esms.esms.zalo.zalo_operations import OAID, PARAMS, TEMP_ID
from mock_esms.esms.zalo.zalo_sends import BY_PLACE


def _price(inquiry: Inquiry) -> tuple[Decimal, int]:
    """What all receivers together cost, and how many they are."""
    return (inquiry.draft.cost, len(inquiry.draft.request.phones)) if inquiry.draft is not None else (Decimal(0), 0)


def whole_price(inquiry: Inquiry) -> ResponseMembers:
    """R4: a whole number where it is one."""
    cost, receivers = _price(inquiry)
    whole = int(cost) if cost == cost.to_integral_value() else cost
    return success({"TotalPrice": whole, "TotalReceiver": receivers})


def price(inquiry: Inquiry) -> ResponseMembers:
    """R5 and R6: with four places."""
    cost, receivers = _price(inquiry)
    return success({"TotalPrice": cost, "TotalReceiver": receivers})


_SMS_CHECKS: Final[frozenset[CheckName]] = frozenset(("kind", "brand", "phones", "price-list"))
_price_operation: Final = partial(Operation, does="price")

PRICE_OF_CARE: Final = _price_operation(
    name="SummaryMultipleMessage_V4_get",
    about="What an SMS of customer care would cost.",
    select=Select(parameter="SmsType", values=("2",)),
    sends=CARE._replace(checks=_SMS_CHECKS),
    answers=Answers(answer=whole_price),
    source="FACTS-MESSAGES 4, R4",
    response_shape=inquiry_shapes.CARE_PRICE,
    parameters=(*ACCOUNT_KEYS, PHONE, CONTENT, BRANDNAME, sms_type("2", "customer care"), IS_UNICODE),
)
PRICE_OF_ADVERT: Final = _price_operation(
    name="SummaryMultipleSMSBrandname",
    about="What an advertisement would cost, asked in XML (RQST).",
    parameters_in="rqst",
    largest_body=LARGE_BODY,
    select=Select(parameter="SmsType", values=("1",)),
    sends=ADVERT._replace(checks=_SMS_CHECKS),
    answers=Answers(answer=price),
    source="FACTS-MESSAGES 4, R5",
    response_shape=inquiry_shapes.ADVERT_PRICE,
    parameters=(*ACCOUNT_KEYS, PHONE, CONTENT, BRANDNAME, sms_type("1", "advertising"), IS_UNICODE),
)
PRICE_OF_ZALO: Final = _price_operation(
    name="SummaryZaloMessage_V4_post_json",
    about="What a ZNS message would cost.",
    parameters_in="json",
    sends=BY_PLACE._replace(checks=frozenset(("oa-and-template-given", "oa", "zns-template", "phones", "price-list"))),
    answers=Answers(answer=price),
    source="FACTS-MESSAGES 4, R6",
    response_shape=inquiry_shapes.ZALO_PRICE,
    parameters=(*ACCOUNT_KEYS, PHONE, PARAMS, TEMP_ID, OAID),
)
