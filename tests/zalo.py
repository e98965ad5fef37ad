"""Requests to send over Zalo, as tests need them: complete, to be changed by name (``tests.sms.but``)."""

from collections.abc import Mapping
from typing import Any

from mock_esms.config.account import Account, ZaloAccount, ZnsParameter, ZnsTemplate
from tests.sms import KEYS, ROOT

OA = "745830328927467685"
TEMPLATE = "205644"
USER = "7800378501923859642"
HASHED = "475dee020cb340c58b059ba9ff5e4cf75444f49cce993283b5f6bcaa5b27f8cf"
PHONE = "0901888484"

V6: Mapping[str, Any] = {**KEYS, "Phone": PHONE, "OAID": OA, "TempID": TEMPLATE, "TempData": {"otp": "123456"}}
BY_USER_ID: Mapping[str, Any] = {**KEYS, "ZaloUid": USER, "OAID": OA, "TempID": TEMPLATE, "TempData": {"otp": "123456"}}
BY_HASH: Mapping[str, Any] = {
    **KEYS,
    "HashPhone": HASHED,
    "OAID": OA,
    "TempID": TEMPLATE,
    "TempData": {"otp": "123456"},
}
V4: Mapping[str, Any] = {**KEYS, "Phone": PHONE, "Params": ["123456"], "TempID": TEMPLATE, "OAID": OA}
V5: Mapping[str, Any] = {
    **KEYS,
    "Phone": PHONE,
    "TempData": [{"key": "otp", "value": "123456"}],
    "TempID": TEMPLATE,
    "OAID": OA,
}
JOURNEY: Mapping[str, Any] = {**V4, "IsJourney": True, "OrderId": "journey-42"}
FULL_TEXT: Mapping[str, Any] = {**KEYS, "Phone": PHONE, "OAID": OA, "Content": "Ma cua ban: 123456", "SmsType": "25"}
CONSULT: Mapping[str, Any] = {**KEYS, "OAID": OA, "User_id": USER, "Content": "Chao ban"}
PAYLOAD: Mapping[str, Any] = {
    "recipient": {"user_id": USER},
    "message": {
        "text": "Chao ban",
        "attachment": {
            "type": "template",
            "payload": {
                "template_type": "media",
                "elements": [{"media_type": "image", "url": "https://example.com/a.jpg"}],
            },
        },
    },
}
WITH_PAYLOAD: Mapping[str, Any] = {**KEYS, "OAID": OA, "Payload": PAYLOAD}
SMS_TEXT = "123456 la ma xac minh dang ky Baotrixemay cua ban"
ZALO_PART: Mapping[str, Any] = {"TempID": TEMPLATE, "Params": ["123456"], "OAID": OA}
SMS_PART: Mapping[str, Any] = {"Content": SMS_TEXT, "SmsType": "2", "Brandname": "Baotrixemay"}
MULTICHANNEL: Mapping[str, Any] = {
    **KEYS,
    "Phone": PHONE,
    "Channels": ["zalo", "sms"],
    "Data": [ZALO_PART, SMS_PART],
}
BULK: Mapping[str, Any] = {
    **KEYS,
    "OAID": OA,
    "TempID": TEMPLATE,
    "Data": [{"Phone": PHONE, "Params": ["111111"]}, {"Phone": "0901888485", "Params": ["222222"]}],
}

V6_PATH = f"{ROOT}/SendZaloMessage_V6/"
BY_USER_ID_PATH = f"{ROOT}/SendZaloMessage_V6/zalo_uid/"
BY_HASH_PATH = f"{ROOT}/SendZaloMessage_V6/hash_phone/"
V4_PATH = f"{ROOT}/SendZaloMessage_V4_post_json/"
V5_PATH = f"{ROOT}/SendZaloMessage_V5_post/"
FULL_TEXT_PATH = f"{ROOT}/SendMultipleMessage_V4_post_json/"
FORM_PATH = f"{ROOT}/SendMultipleMessage_V4_post/"
CONSULT_PATH = f"{ROOT}/SendZaloFollowerMessage_V4_post_json/"
PAYLOAD_PATH = f"{ROOT}/SendZaloFollowerMessage_V5_post_json/"
MULTICHANNEL_PATH = f"{ROOT}/MultiChannelMessage/"
BULK_PATH = f"{ROOT}/Send_zns_bulk_v4_post_json/"
GENCODE_PATH = f"{ROOT}/SendMessageAutoGenCode_V4_get"
GENCODE_MULTI_PATH = f"{ROOT}/SendMessageAutoGenCode_V5"
CHECK_PATH = f"{ROOT}/CheckCodeGen_V4_get"

OTP = ZnsTemplate(
    id=TEMPLATE,
    text="Mã của bạn: {{otp}}",
    params=(ZnsParameter(name="otp", type="type_number", max_length=10),),
)


def with_oa(*, mode_3: bool = False, **fields: Any) -> Account:
    """An account with one OA that has one template."""
    oa = ZaloAccount(oa_id=OA, templates=(OTP,), mode_3=mode_3)
    return Account(**{"api_key": "test-api-key", "secret_key": "test-secret-key", "zalo": (oa,), **fields})


async def warned(client: Any) -> list[str]:
    """The codes of the warnings of the last request."""
    entries = (await client.get("/_mock/requests")).json["requests"]
    return [warning["code"] for warning in entries[-1]["warnings"]]
