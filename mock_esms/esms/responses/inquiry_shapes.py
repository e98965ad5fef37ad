"""The shapes of answers to questions about what an account has and has sent (FACTS-MESSAGES 4)."""

from typing import Final

from mock_esms.esms.inquiries import samples
from mock_esms.esms.responses.response_shapes import Fields, ResponseShape, code_and_text, with_count
from mock_esms.esms.responses.result_codes import UNAUTHORIZED
from mock_esms.esms.responses.web_api_json import web_api_json


def _with_dot(code: str, message: str, _id: str) -> Fields:
    """Wrong keys have a dot behind their text on some pages (FACTS-MESSAGES 9)."""
    return {"CodeResult": code, "ErrorMessage": f"{message}." if code == UNAUTHORIZED else message}


def _of_brandnames(code: str, message: str, _id: str) -> Fields:
    """As it was captured; the page has CodeResult, which is the quirk ``brandnames_refusal``."""
    return {"CodeResponse": code, "ErrorMessage": message}


def _of_advert_price(code: str, message: str, sms_id: str) -> Fields:
    """Wrong keys are told in the manner of what sends, all else in that of questions."""
    return with_count(code, message, sms_id) if code == UNAUTHORIZED else code_and_text(code, message, sms_id)


def _of_callback_data(code: str, message: str, _id: str) -> Fields:
    """No page shows a refusal; the members are the answer's (assumed)."""
    return {"Code": int(code), "Message": message, "Data_callback": None}


def _of_template_details(code: str, message: str, _id: str) -> Fields:
    """No page shows a refusal; the members are the answer's (assumed)."""
    return {"Error": int(code), "Message": message}


SENT_DATA: Final = ResponseShape("SentDataResult", samples.SENT_DATA, _with_dot)
SENT_DATA_V1: Final = ResponseShape("SentDataResultV1", samples.SENT_DATA_V1, _with_dot)
BRANDNAMES: Final = ResponseShape("BrandNameResult", samples.BRANDS, _of_brandnames)
BRANDNAMES_V2: Final = ResponseShape("BrandNameResultV2", samples.BRANDS_V2, _of_brandnames)
SMS_TEMPLATES: Final = ResponseShape("BrandnameTemplateResult", samples.SMS_TEMPLATES, code_and_text)
ZNS_TEMPLATES: Final = ResponseShape("ZNSTemplateResult", samples.ZNS_TEMPLATES, code_and_text)
CARE_PRICE: Final = ResponseShape("CarePriceResult", samples.CARE_PRICE, _with_dot)
ADVERT_PRICE: Final = ResponseShape("AdvertPriceResult", samples.ADVERT_PRICE, _of_advert_price)
ZALO_PRICE: Final = ResponseShape("ZaloPriceResult", samples.ZALO_PRICE, code_and_text)
OAS: Final = ResponseShape("ZOAResult", samples.OAS, _with_dot)
QUOTA: Final = ResponseShape("QuotaResult", samples.QUOTA, code_and_text)
RATINGS: Final = ResponseShape("RatingResult", samples.RATINGS, code_and_text)
QUALITY: Final = ResponseShape("QualityResult", samples.QUALITY, code_and_text)
FOLLOWERS: Final = ResponseShape("FollowersResult", samples.FOLLOWERS, code_and_text)
USERS: Final = ResponseShape("ListUIDResult", samples.USERS, code_and_text)
CALLBACK_DATA: Final = ResponseShape("CallbackDataResult", samples.CALLBACK_DATA, _of_callback_data, write=web_api_json)
TEMPLATE_DETAILS: Final = ResponseShape("ZnsTemplateInfoResult", samples.TEMPLATE_DETAILS, _of_template_details)
ZNS_STATUS: Final = ResponseShape("ZnsStatusResult", samples.ZNS_STATUS, code_and_text)
ZALO_STATUS: Final = ResponseShape("ZaloStatusResult", samples.ZALO_STATUS, code_and_text)
