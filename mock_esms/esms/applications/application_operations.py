"""The rest host's operations that apply for a package or a template (FACTS-MESSAGES 4, R19 to R21)."""

from functools import partial
from typing import Final

from mock_esms.esms.messages.message_parameters import IS_UNICODE
from mock_esms.esms.operation import ACCOUNT_KEYS, Applies, Operation, Parameter
from mock_esms.esms.responses import response_shapes

_application: Final = partial(Operation, does="apply", parameters_in="json", response_shape=response_shapes.APPLICATION)

_OA: Final = Parameter("OAID", required=True, about="the OA's id", example="745830328927467685", aliases=("OAId",))
_CALLBACK_URL: Final = Parameter(
    "CallbackUrl", "url", about="where it is told that the application was received and decided"
)

REGISTER_PACKAGE: Final = _application(
    name="RegisOAPackageJson",
    about="Buy a package for an OA.",
    applies=Applies(kind="oa-package", alike=("OAID", "Package"), text="ViHAT is censoring trademark ownership"),
    source="FACTS-MESSAGES 4, R19",
    parameters=(
        *ACCOUNT_KEYS,
        _OA,
        Parameter(
            "Package", required=True, choices=("1", "2", "3"), about="1 trial, 2 advanced, 3 premium", example="2"
        ),
        Parameter("Dateactive", required=True, about="from which day, yyyy-MM-dd", example="2026-02-01"),
        Parameter("Duaration", "integer", required=True, about="for how many months; eSMS spells it so", example="6"),
    ),
)
REGISTER_ZNS_TEMPLATE: Final = _application(
    name="RegisZNSTemplateJson",
    about="Register a ZNS template.",
    applies=Applies(kind="zns-template", alike=("OAID", "Content"), text="ViHAT is censoring trademark ownership"),
    source="FACTS-MESSAGES 4, R20",
    parameters=(
        *ACCOUNT_KEYS,
        _OA,
        Parameter("Content", required=True, about="its text; {{otp}} is a variable", example="Mã của bạn: {{otp}}"),
        Parameter(
            "ImageUrl",
            required=True,
            about="a logo, PNG of 400x69",
            example="https://example.com/logo.png",
            aliases=("ImageURL",),
        ),
        Parameter("SmsType", required=True, choices=("24", "25"), about="24 priority, 25 normal", example="25"),
        Parameter("CTA1", about="the first button", aliases=("CTA 1",)),
        Parameter("CTA2", about="the second button", aliases=("CTA 2",)),
        _CALLBACK_URL,
        Parameter("Brandname", about="sent by clients, not documented", aliases=("BrandName",)),
        Parameter("ServiceType", about="sent by clients, not documented"),
    ),
)
REGISTER_SMS_TEMPLATE: Final = _application(
    name="SubServicePreviewJson",
    about="Register a template of customer care SMS.",
    applies=Applies(kind="sms-template", alike=("Brandname", "Content"), text="ViHAT is moderating your template"),
    source="FACTS-MESSAGES 4, R21",
    parameters=(
        *ACCOUNT_KEYS,
        Parameter(
            "Content",
            required=True,
            about="its text; {Name:10} is a variable of at most ten characters",
            example="{Code:8} la ma xac minh dang ky Baotrixemay cua ban",
        ),
        Parameter("Brandname", required=True, about="the brand", example="Baotrixemay", aliases=("BrandName",)),
        Parameter("ServiceType", required=True, choices=("2",), about="2, customer care", example="2"),
        Parameter("SmsType", required=True, choices=("2", "8"), about="2 SMS, 8 fixed number", example="2"),
        Parameter("AssetsUrl", about="papers that prove the brand"),
        IS_UNICODE,
        Parameter("CustomerEmail", about="who applies"),
        Parameter("CustomerName", about="who applies"),
        Parameter("CustomerPhone", about="who applies"),
        _CALLBACK_URL,
    ),
)
