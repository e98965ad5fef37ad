"""Requests to send SMS and Viber messages, as tests need them: complete, with changes by name."""

from collections.abc import Mapping
from typing import Any

from mock_esms.model.message import Message

ROOT = "/MainService.svc/json"
KEYS: Mapping[str, Any] = {"ApiKey": "test-api-key", "SecretKey": "test-secret-key"}
DEMO = "123456 la ma xac minh dang ky Baotrixemay cua ban"
CARE: Mapping[str, Any] = {
    **KEYS,
    "Phone": "0901888484",
    "Content": DEMO,
    "Brandname": "Baotrixemay",
    "SmsType": "2",
}
PHONES = [f"09018{number:05}" for number in range(30)]
ADVERT: Mapping[str, Any] = {**KEYS, "Phones": PHONES, "Content": "Giam gia", "Brandname": "QC_ONLINE", "SmsType": "1"}
VIBER: Mapping[str, Any] = {**KEYS, "Phones": PHONES[:2], "Content": "Sale", "Brandname": "SHOP", "SmsType": "23"}

CARE_PATH = f"{ROOT}/SendMultipleMessage_V4_post_json/"
CARE_GET_PATH = f"{ROOT}/SendMultipleMessage_V4_get"
CARE_FORM_PATH = f"{ROOT}/SendMultipleMessage_V4_post/"
CARE_TEXT_PATH = f"{ROOT}/SendMultipleMessage_V4/"
ADVERT_PATH = f"{ROOT}/SendMultipleSMSBrandname_json/"
ADVERT_TEXT_PATH = f"{ROOT}/SendMultipleSMSBrandname"
VIBER_PATH = f"{ROOT}/Send_Multiple_Sms_OTT/"


def but(body: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """The same body with these members changed; one that is None is left out."""
    return {name: value for name, value in {**body, **changes}.items() if value is not None}


def rqst(body: Mapping[str, Any]) -> bytes:
    """The same as the XML of the text operations: names in capitals, phones as customers."""
    phones = body.get("Phones") or [body["Phone"]]
    members = "".join(
        f"<{name.upper()}>{value}</{name.upper()}>" for name, value in body.items() if name not in {"Phone", "Phones"}
    )
    customers = "".join(f"<CUSTOMER><PHONE>{phone}</PHONE></CUSTOMER>" for phone in phones)
    return f"<RQST>{members}<CONTACTS>{customers}</CONTACTS></RQST>".encode()


def sent(client: Any) -> list[Message]:
    """The messages that the sandbox has, in the order of their acceptance."""
    messages: list[Message] = client.sandbox.components.journal.matching(Message)
    return messages
