"""The documentation's own samples of answers: what an account answers that lists nothing (FACTS-MESSAGES 4).

Members stand as the pages have them, so that ``response_shapes`` of their operations are these, too.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from mock_esms.esms.responses.response_shapes import Fields
from mock_esms.esms.responses.result_codes import ACCEPTED
from mock_esms.esms.responses.wcf_json import InOrder, JsonValue, OnePlace, WithNulls


def success(members: Mapping[str, JsonValue]) -> Fields:
    """An answer in alphabetical order that says success."""
    return {"CodeResult": ACCEPTED, "ErrorMessage": "success", **members}


def success_first(members: Mapping[str, JsonValue]) -> Fields:
    """An answer whose code and text come first: two types have them in a base class (FACTS-MESSAGES 1.3)."""
    return InOrder({"CodeResult": ACCEPTED, "ErrorMessage": "success", **members})


SENT: Final[Mapping[str, JsonValue]] = MappingProxyType(
    {
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
)
SENT_DATA: Final[Fields] = MappingProxyType({"CodeResult": ACCEPTED, "CountTotal": 2, "SentData": (SENT,)})
SENT_DATA_V1: Final[Fields] = MappingProxyType(
    {
        "CodeResult": ACCEPTED,
        "CountTotal": 1,
        "SentData": (
            {
                "Campaign": "Chiến dịch 02/10/2023",
                "Content": "…",
                "Phone": "0901888484",
                "RefercenceId": "35781d6c25524e40a035c26663189549",
                "SellPrice": OnePlace("345.0"),
                "SendResult": 0,
                "SentStatus": 5,
                "SentTime": "23/11/2023 17:06:37",
                "SmsId": 29028845,
                "SmsType": 2,
            },
        ),
    }
)
BRANDS: Final[Fields] = MappingProxyType(
    {
        "CodeResponse": ACCEPTED,
        "ListBrandName": (
            {"Brandname": "Baotrixemay", "Type": 2},
            {"Brandname": "QC_ONLINE", "Type": 1},
            {"Brandname": "BAT DONG SAN GIA TOT", "Type": 23},
        ),
    }
)
BRANDS_V2: Final[Fields] = MappingProxyType(
    {
        "CodeResponse": ACCEPTED,
        "ListBrandName": (
            {"Brandname": "Baotrixemay", "ServiceId": 1, "Type": 2},
            {"Brandname": "QC_ONLINE", "ServiceId": 2, "Type": 1},
            {"Brandname": "BAT DONG SAN GIA TOT", "ServiceId": 3, "Type": 23},
        ),
    }
)
SMS_TEMPLATES: Final[Fields] = success(
    {
        "BrandnameTemplates": (
            {
                "NetworkID": 6,
                "TempContent": "{P1,20} la ma xac minh dang ky Baotrixemay cua ban",
                "TempId": 458,
            },
        )
    }
)
ZNS_TEMPLATES: Final[Fields] = success(
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
)
CARE_PRICE: Final[Fields] = success({"TotalPrice": 850, "TotalReceiver": 1})
ADVERT_PRICE: Final[Fields] = success({"TotalPrice": Decimal(1_691_300), "TotalReceiver": 2997})
ZALO_PRICE: Final[Fields] = success({"TotalPrice": Decimal(660), "TotalReceiver": 1})
OAS: Final[Fields] = success(
    {
        "ZOAList": (
            {"OAID": "745830328927467685", "OAName": "Hệ thống ESMS Marketing"},
            {"OAID": "4097311281936189049", "OAName": "SVoucher"},
        )
    }
)
QUOTA: Final[Fields] = success_first(
    {
        "DailyQuota": 5000,
        "DailyQuotaPromotion": 0,
        "EstimatedNextMonthPromotionQuota": 425,
        "MonthlyPromotionQuota": 403,
        "RemainingMonthlyPromotionQuota": 403,
        "RemainingQuota": 4992,
        "RemainingQuotaPromotion": 0,
    }
)
RATING: Final[Mapping[str, JsonValue]] = MappingProxyType(
    {
        "feedbacks": ("Giao hàng nhanh",),
        "msgId": "5dcf84fe1fd8bd85e4ca",
        "note": "",
        "rate": 5,
        "submitDate": "1659750276218",
        "trackingId": "",
    }
)
RATINGS: Final[Fields] = success_first({"Data": (RATING,), "Total": 1})
QUALITY: Final[Fields] = success({"Oa7dayQuality": "HIGH", "OaCurrentQuality": "MEDIUM"})
FOLLOWERS: Final[Fields] = success({"Followers": ({"User_Id": "7800378501923859642"},), "Total": 208})
USERS: Final[Fields] = MappingProxyType(
    {"CodeResult": ACCEPTED, "Data": {"Count": 50, "Offset": 0, "Total": 4, "Users": ("7406454492343693107",)}}
)
CALLBACK: Final[Mapping[str, JsonValue]] = MappingProxyType(
    {
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
)
CALLBACK_DATA: Final[Fields] = MappingProxyType({"Code": 100, "Message": "Success", "Data_callback": (CALLBACK,)})
TEMPLATE: Final[Mapping[str, JsonValue]] = WithNulls(
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
OLDER_TEMPLATE: Final[Mapping[str, JsonValue]] = WithNulls(
    {
        "ApplyTemplateQuota": False,
        **{name: value for name, value in TEMPLATE.items() if name not in {"ListButtons", "Reason"}},
        "TemplateDailyQuota": None,
        "TemplateQuality": "UNDEFINED",
        "TemplateRemainingQuota": None,
        "TemplateTag": "OTP",
        "Timeout": 15_000,
    }
)
"""The same as the English pages have it: other members, and quotas that are null."""
TEMPLATE_DETAILS: Final[Fields] = MappingProxyType({"Data": TEMPLATE, "Error": 0, "Message": "Success"})
ZNS_STATUS: Final[Fields] = MappingProxyType(
    {
        "CodeResult": ACCEPTED,
        "Data": {
            "delivery_time": "1767678030984",
            "message": "The message was delivered to the user's phone",
            "status": 1,
        },
        "ErrorMessage": "success. ",
    }
)
ZALO_STATUS: Final[Fields] = MappingProxyType(
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
    }
)
