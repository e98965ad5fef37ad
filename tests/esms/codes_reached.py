"""How each result code is reached: the account and the requests of which the last is answered with it, and in words.

A section of ``docs/operations.md`` is made from these (``codes_section``), and ``test_every_code`` plays them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from mock_esms.config.account import Brandname, Prices, Rates, SmsTemplate
from mock_esms.config.settings import Quirks
from tests.lookups import USERS, ZALO_STATUS, ZNS_STATUS
from tests.server.test_applications import PACKAGE, PACKAGE_PATH, SMS, SMS_PATH
from tests.sms import ADVERT, ADVERT_PATH, CARE, CARE_PATH, KEYS, PHONES, ROOT, but
from tests.zalo import (
    BULK,
    BULK_PATH,
    BY_HASH,
    BY_HASH_PATH,
    BY_USER_ID,
    BY_USER_ID_PATH,
    CHECK_PATH,
    CONSULT,
    CONSULT_PATH,
    OTP,
    PAYLOAD_PATH,
    V6,
    V6_PATH,
    WITH_PAYLOAD,
)

CALL_PATH: Final = f"{ROOT}/MakeCallRecord_V2"
CALL: Final = {**KEYS, "TemplateId": "2", "Phone": "0901888484"}


@dataclass(frozen=True, kw_only=True)
class Reached:
    """In words, and what does it: settings of the account, and a path with a body (or a query, by GET)."""

    how: str
    path: str
    body: Mapping[str, Any]
    account: Mapping[str, Any] = field(default_factory=dict)
    by_get: bool = False
    times: int = 1
    quirks: Quirks = field(default_factory=Quirks)


REACHED: Final[Mapping[str, Reached]] = {
    "99": Reached(
        how="`blocked_phones` of the account",
        path=CARE_PATH,
        body=CARE,
        account={"blocked_phones": ("0901888484",)},
    ),
    "100": Reached(how="any request that nothing is against", path=CARE_PATH, body=CARE),
    "101": Reached(how="another SecretKey", path=CARE_PATH, body=but(CARE, SecretKey="wrong")),
    "102": Reached(
        how="`prices: {sms: null}`, or `price_per_minute: null`",
        path=CARE_PATH,
        body=CARE,
        account={"prices": Prices(sms=None)},
    ),
    "103": Reached(how="`balance: 0`", path=CARE_PATH, body=CARE, account={"balance": Decimal(0)}),
    "104": Reached(
        how="a Brandname that is not in `brandnames`, a voice template that is not in `templates`",
        path=CARE_PATH,
        body=but(CARE, Brandname="OTHER"),
        account={"brandnames": (Brandname(name="SHOP"),)},
    ),
    "105": Reached(
        how="an SMSID of nobody",
        path=f"{ROOT}/GetSmsReceiverStatus_get",
        body={**KEYS, "RefId": "unknown"},
        by_get=True,
    ),
    "106": Reached(
        how="a TemplateId that is not in `recordings`",
        path=CALL_PATH,
        body=CALL,
        account={"recordings": ("1",)},
        by_get=True,
    ),
    "107": Reached(
        how="an advertisement to fewer than 30 phones", path=ADVERT_PATH, body=but(ADVERT, Phones=PHONES[:2])
    ),
    "108": Reached(how="a Phone that is none", path=CARE_PATH, body=but(CARE, Phone="0901")),
    "110": Reached(
        how="an item of a bulk request that is none, something missing in an application",
        path=PACKAGE_PATH,
        body=but(PACKAGE, Package="9"),
    ),
    "115": Reached(how="a HashPhone that is no SHA-256 in hex", path=BY_HASH_PATH, body=but(BY_HASH, HashPhone="x")),
    "117": Reached(
        how="a one-time password that is wrong, used or expired",
        path=CHECK_PATH,
        body={**KEYS, "Phone": "0901888484", "Code": "000000"},
        by_get=True,
    ),
    "118": Reached(how="a SmsType that the address does not take", path=CARE_PATH, body=but(CARE, SmsType="6")),
    "120": Reached(
        how="an advertisement to more than 5000 phones",
        path=ADVERT_PATH,
        body=but(ADVERT, Phones=[f"0901{number:06}" for number in range(5001)]),
    ),
    "124": Reached(
        how="a RequestId once more within 24 hours", path=CARE_PATH, body=but(CARE, RequestId="order-1"), times=2
    ),
    "140": Reached(
        how="`allowed_ips` without yours", path=CARE_PATH, body=CARE, account={"allowed_ips": ("10.0.0.1",)}
    ),
    "143": Reached(how="`active: false`", path=CARE_PATH, body=CARE, account={"active": False}),
    "146": Reached(
        how="a text that fits none of `sms_templates`; of the demo brand, another than its own",
        path=CARE_PATH,
        body=but(CARE, Brandname="SHOP"),
        account={"sms_templates": (SmsTemplate(id=1, brandname="SHOP", text="Xin chao"),)},
    ),
    "160": Reached(
        how="more requests a second than `rates` or `requests_per_second` says, a call that `queue` has no place for",
        path=f"{ROOT}/GetZaloMessageStatus",
        body=ZNS_STATUS,
        account={"rates": Rates(zns_status=1)},
        times=2,
    ),
    "161": Reached(
        how="a FromDate of QueryListUID that is no day", path=f"{ROOT}/QueryListUID/", body=but(USERS, FromDate="today")
    ),
    "162": Reached(
        how="an Offset of QueryListUID beyond 9950", path=f"{ROOT}/QueryListUID/", body=but(USERS, Offset=10_000)
    ),
    "163": Reached(
        how="SmsType 8 with several phones",
        path=CARE_PATH,
        body=but(CARE, SmsType="8", Content="1234", Phone="0901888484,0901888485"),
    ),
    "171": Reached(
        how="as 117, with `quirks: {wrong_code: 171}`",
        path=CHECK_PATH,
        body={**KEYS, "Phone": "0901888484", "Code": "000000"},
        by_get=True,
        quirks=Quirks(wrong_code="171"),
    ),
    "177": Reached(
        how="a brand whose `networks` have not the phone's",
        path=CARE_PATH,
        body=but(CARE, Brandname="SHOP"),
        account={"brandnames": (Brandname(name="SHOP", networks=("Viettel",)),)},
    ),
    "199": Reached(how="the same application while it is not decided", path=SMS_PATH, body=SMS, times=2),
    "201": Reached(
        how="one of `blocked_words` in Content", path=CARE_PATH, body=CARE, account={"blocked_words": ("xac",)}
    ),
    "204": Reached(
        how="a consulting message of an OA that is not in `zalo`", path=CONSULT_PATH, body=CONSULT, account={"zalo": ()}
    ),
    "210": Reached(
        how="a Payload that breaks one of its documented limits",
        path=PAYLOAD_PATH,
        body=but(WITH_PAYLOAD, Payload={"recipient": {}}),
    ),
    "300": Reached(how="no SmsType", path=CARE_PATH, body=but(CARE, SmsType=None)),
    "301": Reached(
        how="another ServiceType than 2 in SubServicePreviewJson", path=SMS_PATH, body=but(SMS, ServiceType="3")
    ),
    "687": Reached(
        how="more than 500 messages in one bulk request",
        path=BULK_PATH,
        body=but(BULK, Data=[{"Phone": "0901888484", "Params": ["1"]}] * 501),
    ),
    "789": Reached(
        how="a TempID that is not among the OA's `templates`",
        path=V6_PATH,
        body=but(V6, TempID="9"),
        account={"zalo": "listed"},
    ),
    "790": Reached(
        how="a ZNS variable that is missing, unknown, too long or of another type",
        path=V6_PATH,
        body=but(V6, TempData={"otp": "abc"}),
        account={"zalo": "listed"},
    ),
    "791": Reached(how="no OAID or TempID", path=V6_PATH, body=but(V6, OAID=None)),
    "799": Reached(how="an OAID that is not in `zalo`", path=V6_PATH, body=V6, account={"zalo": ()}),
    "801": Reached(
        how="SendingMode 3 with SendDate", path=V6_PATH, body=but(V6, SendingMode="3", SendDate="2026-01-06 09:00:00")
    ),
    "802": Reached(
        how="SendingMode 3 of an OA without `mode_3`",
        path=V6_PATH,
        body=but(V6, SendingMode="3"),
        account={"zalo": "listed"},
    ),
    "851": Reached(how="no MessageId or SmsId", path=f"{ROOT}/QueryZnsStatus/", body=but(ZALO_STATUS, SmsId=None)),
    "852": Reached(
        how="a ZaloUid of more than 20 characters", path=BY_USER_ID_PATH, body=but(BY_USER_ID, ZaloUid="1" * 21)
    ),
    "853": Reached(how="no ZaloUid", path=BY_USER_ID_PATH, body=but(BY_USER_ID, ZaloUid=None)),
    "854": Reached(how="a SmsId of nobody in QueryZnsStatus", path=f"{ROOT}/QueryZnsStatus/", body=ZALO_STATUS),
}
"""By code; ``"listed"`` in the place of OAs stands for one OA with one template."""

LISTED: Final = OTP
