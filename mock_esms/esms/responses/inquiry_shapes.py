"""The shapes of answers to questions about what an account has and has sent (FACTS-MESSAGES 4).

Their examples are the documentation's own samples, with members as the pages have them: what an account answers that
lists nothing.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from mock_esms.esms.responses.response_shapes import ResponseMembers, ResponseShape, code_and_text, with_count
from mock_esms.esms.responses.result_codes import ACCEPTED, UNAUTHORIZED
from mock_esms.esms.responses.wcf_json import InOrder, OnePlace, WithNulls
from mock_esms.esms.responses.web_api_json import web_api_json


def success(members: ResponseMembers) -> ResponseMembers:
    """An answer in alphabetical order that says success."""
    return {"CodeResult": ACCEPTED, "ErrorMessage": "success", **members}


def success_first(members: ResponseMembers) -> ResponseMembers:
    """An answer whose code and text come first: two types have them in a base class (FACTS-MESSAGES 1.3)."""
    return InOrder({"CodeResult": ACCEPTED, "ErrorMessage": "success", **members})


def with_names_of_v1(sent: ResponseMembers, *, sent_time: str) -> ResponseMembers:
    """An entry of GetSmsSentData by its older names, one of them misspelled (R1, seen)."""
    names = {"ReferenceId": "RefercenceId", "SendStatus": "SentStatus"}
    return {**{names.get(name, name): value for name, value in sent.items()}, "SentTime": sent_time}


def list_of_brandnames(brands: Iterable[tuple[str, int]], *, with_services: bool = False) -> ResponseMembers:
    """The answer that lists these names, each with its type; the values of ServiceId are the sandbox's own (R22)."""
    listed: list[ResponseMembers] = []
    for number, (name, kind) in enumerate(brands, start=1):
        service: ResponseMembers = {"ServiceId": number} if with_services else {}
        listed.append({"Brandname": name, **service, "Type": kind})
    return {"CodeResponse": ACCEPTED, "ListBrandName": tuple(listed)}


def _with_dot(code: str, message: str, _id: str) -> ResponseMembers:
    """Wrong keys have a dot behind their text on some pages (FACTS-MESSAGES 9)."""
    return {"CodeResult": code, "ErrorMessage": f"{message}." if code == UNAUTHORIZED else message}


def _of_brandnames(code: str, message: str, _id: str) -> ResponseMembers:
    """As it was captured; the page has CodeResult, which is the quirk ``brandnames_refusal``."""
    return {"CodeResponse": code, "ErrorMessage": message}


def _of_advert_price(code: str, message: str, sms_id: str) -> ResponseMembers:
    """Wrong keys are told in the manner of what sends, all else in that of questions."""
    return with_count(code, message, sms_id) if code == UNAUTHORIZED else code_and_text(code, message, sms_id)


def _of_callback_data(code: str, message: str, _id: str) -> ResponseMembers:
    """No page shows a refusal; the members are the answer's (assumed)."""
    return {"Code": int(code), "Message": message, "Data_callback": None}


def _of_template_details(code: str, message: str, _id: str) -> ResponseMembers:
    """No page shows a refusal; the members are the answer's (assumed)."""
    return {"Error": int(code), "Message": message}


_SENT: Final[ResponseMembers] = {
    "Campaign": "Chiến dịch 02/10/2023",
    "Content": "…",
    "Phone": "0901888484",
    "ReferenceId": "35781d6c25524e40a035c26663189549",
    "SellPrice": OnePlace("345.0"),
    "SendResult": 0,
    "SendStatus": 5,
    "SentTime": "/Date(1705484048995+0700)/",
    "SmsId": 29028845,
    "SmsType": 2,
}
SENT_DATA: Final = ResponseShape(
    "SentDataResult", {"CodeResult": ACCEPTED, "CountTotal": 2, "SentData": (_SENT,)}, _with_dot
)
SENT_DATA_V1: Final = ResponseShape(
    "SentDataResultV1",
    {
        "CodeResult": ACCEPTED,
        "CountTotal": 1,
        "SentData": (with_names_of_v1(_SENT, sent_time="23/11/2023 17:06:37"),),
    },
    _with_dot,
)
_BRANDS: Final = (("Baotrixemay", 2), ("QC_ONLINE", 1), ("BAT DONG SAN GIA TOT", 23))
BRANDNAMES: Final = ResponseShape("BrandNameResult", list_of_brandnames(_BRANDS), _of_brandnames)
BRANDNAMES_V2: Final = ResponseShape(
    "BrandNameResultV2", list_of_brandnames(_BRANDS, with_services=True), _of_brandnames
)
SMS_TEMPLATES: Final = ResponseShape(
    "BrandnameTemplateResult",
    success(
        {
            "BrandnameTemplates": (
                {
                    "NetworkID": 6,
                    "TempContent": "{P1,20} la ma xac minh dang ky Baotrixemay cua ban",
                    "TempId": 458,
                },
            )
        }
    ),
)
ZNS_TEMPLATES: Final = ResponseShape(
    "ZNSTemplateResult",
    success(
        {
            "ZNSTemplates": (
                {
                    "TempContent": "<html>",
                    "TempId": 205644,
                    "TempName": "Xác nhận đăng ký dịch vụ",
                    "ZNSTempDetail": ({"Limit": 10, "Param": "otp", "ParamLevel": 1, "RequireType": "type_text"},),
                },
            )
        }
    ),
)
CARE_PRICE: Final = ResponseShape("CarePriceResult", success({"TotalPrice": 850, "TotalReceiver": 1}), _with_dot)
ADVERT_PRICE: Final = ResponseShape(
    "AdvertPriceResult", success({"TotalPrice": Decimal(1_691_300), "TotalReceiver": 2997}), _of_advert_price
)
ZALO_PRICE: Final = ResponseShape("ZaloPriceResult", success({"TotalPrice": Decimal(660), "TotalReceiver": 1}))
OAS: Final = ResponseShape(
    "ZOAResult",
    success(
        {
            "ZOAList": (
                {"OAID": "745830328927467685", "OAName": "Hệ thống ESMS Marketing"},
                {"OAID": "4097311281936189049", "OAName": "SVoucher"},
            )
        }
    ),
    _with_dot,
)
QUOTA: Final = ResponseShape(
    "QuotaResult",
    success_first(
        {
            "DailyQuota": 5000,
            "DailyQuotaPromotion": 0,
            "EstimatedNextMonthPromotionQuota": 425,
            "MonthlyPromotionQuota": 403,
            "RemainingMonthlyPromotionQuota": 403,
            "RemainingQuota": 4992,
            "RemainingQuotaPromotion": 0,
        }
    ),
)
RATING_SAMPLE: Final[ResponseMembers] = {
    "feedbacks": ("Giao hàng nhanh",),
    "msgId": "5dcf84fe1fd8bd85e4ca",
    "note": "",
    "rate": 5,
    "submitDate": "1659750276218",
    "trackingId": "",
}
RATINGS: Final = ResponseShape("RatingResult", success_first({"Data": (RATING_SAMPLE,), "Total": 1}))
QUALITY: Final = ResponseShape("QualityResult", success({"Oa7dayQuality": "HIGH", "OaCurrentQuality": "MEDIUM"}))
FOLLOWERS: Final = ResponseShape(
    "FollowersResult", success({"Followers": ({"User_Id": "7800378501923859642"},), "Total": 208})
)
USERS: Final = ResponseShape(
    "ListUIDResult",
    {"CodeResult": ACCEPTED, "Data": {"Count": 50, "Offset": 0, "Total": 4, "Users": ("7406454492343693107",)}},
)
_CALLBACK: Final[ResponseMembers] = {
    "SMSID": "4a496110-9fd3-4838-ac8b-bcaa36616f7011",
    "SendFailed": 1,
    "SendSuccess": 0,
    "SendStatus": 5,
    "TotalPrice": OnePlace("0.0"),
    "TotalReceiver": 1,
    "TotalSent": 1,
    "RequestId": None,
    "TypeId": 25,
    "Telcoid": 1,
    "PhoneNumber": "0909090909",
    "CallbackUrl": "https://…",
    "Partnerids": "7984e9b198c40e9957d6",
    "ErrorInfo": '{"error":-124,"message":"Access token is invalid"}'
    "Object reference not set to an instance of an object.",
    "OAId": "1090257973118325189",
    "ZnsTempId": "228386",
}
CALLBACK_DATA: Final = ResponseShape(
    "CallbackDataResult",
    {"Code": 100, "Message": "Success", "Data_callback": (_CALLBACK,)},
    _of_callback_data,
    write=web_api_json,
)
TEMPLATE_SAMPLE: Final[ResponseMembers] = WithNulls(
    {
        "ListButtons": ({"Content": "https://oa.zalo.me/4097311281936189049", "Title": "Quan tâm OA", "Type": 2},),
        "ListParams": (
            {
                "AcceptNull": False,
                "MaxLength": 100,
                "MinLength": 0,
                "Name": "customer_name",
                "Require": True,
                "Type": "STRING",
            },
        ),
        "PreviewUrl": "https://account.zalo.cloud/znspreview/…",
        "Reason": "Template đã được duyệt",
        "Status": "ENABLE",
        "TemplateId": 267247,
        "TemplateName": "Đánh giá dịch vụ - text",
        "TemplateQuality": "null",
        "TemplateTag": "TRANSACTION",
        "Timeout": 7200000,
    }
)
OLDER_TEMPLATE_SAMPLE: Final[ResponseMembers] = WithNulls(
    {
        "ApplyTemplateQuota": False,
        **{name: value for name, value in TEMPLATE_SAMPLE.items() if name not in {"ListButtons", "Reason"}},
        "TemplateDailyQuota": None,
        "TemplateQuality": "UNDEFINED",
        "TemplateRemainingQuota": None,
        "TemplateTag": "OTP",
        "Timeout": 15_000,
    }
)
"""The same as the English pages have it: other members, and quotas that are null."""
TEMPLATE_DETAILS: Final = ResponseShape(
    "ZnsTemplateInfoResult", {"Data": TEMPLATE_SAMPLE, "Error": 0, "Message": "Success"}, _of_template_details
)
ZNS_STATUS: Final = ResponseShape(
    "ZnsStatusResult",
    {
        "CodeResult": ACCEPTED,
        "Data": {
            "delivery_time": "1767678030984",
            "message": "The message was delivered to the user's phone",
            "status": 1,
        },
        "ErrorMessage": "success. ",
    },
)
ZALO_STATUS: Final = ResponseShape(
    "ZaloStatusResult",
    {
        "CodeResult": ACCEPTED,
        "Data": {
            "ErrorInfo": "0",
            "FinalStatus": "1",
            "SMSID": "59e0c764219c49119063db4468f257fb221",
            "SendFailed": 0,
            "SendStatus": 5,
            "SendSuccess": 1,
            "TotalPrice": OnePlace("330.0"),
            "TotalReceiver": 1,
            "TotalSent": 1,
            "ZaloMsgId": "6dc7499c9ef6baaee3e1",
        },
    },
)
