"""Questions about what an account has and has sent, as tests need them: complete, to be changed by name."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from tests.sms import DEMO, KEYS, ROOT, rqst
from tests.zalo import OA, PHONE, TEMPLATE

STATUS_PATH = "/ZaloCallback/GetCallback"
SENT: Mapping[str, Any] = {
    **KEYS,
    "From": "2026-01-05 00:00:00",
    "To": "2026-01-05 23:59:59",
    "Page": "1",
    "PageSize": "50",
    "SmsType": "2",
}
SENT_V1: Mapping[str, Any] = {**SENT, "From": "2026/01/05 00:00:00", "To": "2026/01/05 23:59:59"}
CALLBACK: Mapping[str, Any] = {**KEYS, "ListRefid": ["unknown"], "OAId": OA}
ZNS_STATUS: Mapping[str, Any] = {**KEYS, "OAID": OA, "MessageId": "7984e9b198c40e9957d6"}
ZALO_STATUS: Mapping[str, Any] = {**KEYS, "SmsId": "unknown", "SmsType": "25"}
SMS_TEMPLATES: Mapping[str, Any] = {**KEYS, "SmsType": "2", "Brandname": "Baotrixemay"}
ZNS_TEMPLATES: Mapping[str, Any] = {**KEYS, "SmsType": "25", "OAId": OA}
OF_OA: Mapping[str, Any] = {**KEYS, "OAID": OA}
RATING: Mapping[str, Any] = {
    **OF_OA,
    "TemplateID": TEMPLATE,
    "FromTime": "2026-01-01 00:00:00",
    "ToTime": "2026-01-31 23:59:59",
    "Offset": 0,
    "Limit": 50,
}
FOLLOWERS: Mapping[str, Any] = {**OF_OA, "Offset": 0, "Count": 50}
USERS: Mapping[str, Any] = {**FOLLOWERS, "FromDate": "01/01/2026", "ToDate": "31/01/2026"}
TEMPLATE_INFO: Mapping[str, Any] = {**KEYS, "TemplateId": "267247", "OAId": OA}
CARE_PRICE: Mapping[str, Any] = {
    **KEYS,
    "Phone": PHONE,
    "Content": DEMO,
    "BrandName": "Baotrixemay",
    "SmsType": "2",
}
ADVERT_PRICE: Mapping[str, Any] = {
    **KEYS,
    "Content": "Giam gia",
    "SmsType": "1",
    "Brandname": "QC_ONLINE",
    "Phone": PHONE,
}
ZALO_PRICE: Mapping[str, Any] = {**OF_OA, "Phone": PHONE, "Params": ["123456"], "TempID": TEMPLATE}

BODIES: Mapping[str, Mapping[str, Any]] = {
    "GetSmsSentData_V2": SENT,
    "GetSmsSentData_V1": SENT_V1,
    STATUS_PATH: CALLBACK,
    "GetZaloMessageStatus": ZNS_STATUS,
    "QueryZnsStatus/": ZALO_STATUS,
    "GetListBrandname": KEYS,
    "GetListBrandnameV2": KEYS,
    "GetTemplate/": SMS_TEMPLATES,
    "GetTemplate/ of Zalo": ZNS_TEMPLATES,
    "ZNS/GetListZOA/": KEYS,
    "ZNS/GetQuota/": OF_OA,
    "ZNS/GetRating/": RATING,
    "ZNS/GetQuality/": OF_OA,
    "ZNS/GetFollowers/": FOLLOWERS,
    "QueryListUID/": USERS,
    "GetZnsTemplateInfo": TEMPLATE_INFO,
    "SummaryMultipleMessage_V4_get": CARE_PRICE,
    "SummaryMultipleSMSBrandname/": ADVERT_PRICE,
    "SummaryZaloMessage_V4_post_json/": ZALO_PRICE,
}
"""A complete question to each operation, by its address below the root; two of one address have a word behind it."""
BY_GET = frozenset({"GetZnsTemplateInfo", "SummaryMultipleMessage_V4_get"})
IN_PATH = frozenset({"GetListBrandname", "GetListBrandnameV2"})
IN_XML = frozenset({"GetSmsSentData_V1", "SummaryMultipleSMSBrandname/"})


async def ask(client: Any, what: str, *, root: str = ROOT, **changes: Any) -> Any:
    """Ask one of ``BODIES``, with these members changed; one that is None is left out."""
    body = {name: value for name, value in {**BODIES[what], **changes}.items() if value is not None}
    address = what.partition(" ")[0]
    path = address if address.startswith("/") else f"{root}/{address}"
    if what in IN_PATH:
        return await client.get(f"{path}/{body['ApiKey']}/{body['SecretKey']}")
    if what in BY_GET:
        return await client.get(f"{path}?{urlencode(body)}")
    if what in IN_XML:
        members = "".join(f"<{name.upper()}>{value}</{name.upper()}>" for name, value in body.items())
        data = rqst(body) if "Phone" in body else f"<RQST>{members}</RQST>".encode()
        return await client.send("POST", path, data=data)
    return await client.post(path, body)
