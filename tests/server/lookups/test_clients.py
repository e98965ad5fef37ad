"""What a C# service and an n8n node ask about an account and its messages, in one go each (FACTS-MESSAGES 12).

Known of their manners is: JSON with a GET, null and numbers where texts are documented, an empty OAId, status 2xx
wanted first, CodeResult read as text or number. The headers are those of their HTTP libraries.
"""

import json
from urllib.parse import urlencode

from mock_esms.config.account import Account, Brandname, Rates, SmsTemplate, ZaloAccount, ZnsParameter, ZnsTemplate
from tests.lookups import STATUS_PATH
from tests.places import running
from tests.sms import CARE, CARE_PATH, DEMO, KEYS, ROOT, but
from tests.zalo import OA, PHONE, TEMPLATE, V6, V6_PATH, warned

SHOP = Account(
    api_key="test-api-key",
    secret_key="test-secret-key",
    brandnames=(Brandname(name="Baotrixemay", types=(1, 2)),),
    sms_templates=(SmsTemplate(id=459, brandname="SHOP", text="Ma {OTP:6}"),),
    zalo=(
        ZaloAccount(
            oa_id=OA,
            name="Shop",
            templates=(ZnsTemplate(id=TEMPLATE, name="Code", text="{{otp}}", params=(ZnsParameter(name="otp"),)),),
        ),
    ),
    rates=Rates(callback_data=20, zns_status=30, zalo_status=100),
)
NET = {"Content-Type": "application/json; charset=utf-8", "Expect": "100-continue"}
NODE = {"Content-Type": "application/json", "Accept": "application/json, text/plain, */*", "User-Agent": "n8n"}


async def post(client, path, body, headers):
    """Send a body as it stands, and read the answer as both clients do."""
    target = path if path.startswith("/") else f"{ROOT}/{path}"
    reply = await client.send("POST", target, data=json.dumps(body).encode(), headers=headers)
    assert 200 <= reply.status < 300, (path, reply.body)
    return reply.json


async def get(client, path, query, **options):
    reply = await client.get(f"{ROOT}/{path}?{urlencode(query)}", **options)
    assert 200 <= reply.status < 300, (path, reply.body)
    return reply.json


async def test_a_c_sharp_service_asks_for_everything_that_it_shows_to_its_operators():
    async with running(accounts=(SHOP,)) as client:
        sms = (await post(client, CARE_PATH, CARE, NET))["SMSID"]
        zalo = (await post(client, V6_PATH, but(V6, CallbackUrl="http://127.0.0.1:9/cb"), NET))["SMSID"]
        await client.advance()

        brands = await client.get(f"{ROOT}/GetListBrandname/test-api-key/test-secret-key", json=dict(KEYS))
        assert int(brands.json["CodeResponse"]) == 100
        assert [(each["Brandname"], each["Type"]) for each in brands.json["ListBrandName"]] == [
            ("Baotrixemay", 1),
            ("Baotrixemay", 2),
        ]
        texts = await post(client, "GetTemplate/", {**KEYS, "SmsType": 2, "Brandname": "Baotrixemay", "OAId": ""}, NET)
        assert [each["NetworkID"] for each in texts["BrandnameTemplates"]] == list(range(1, 8))
        oas = await post(client, "ZNS/GetListZOA/", KEYS, NET)
        assert [oa["OAName"] for oa in oas["ZOAList"]] == ["Shop"]
        templates = await post(client, "GetTemplate/", {**KEYS, "SmsType": 25, "OAId": OA, "Brandname": None}, NET)
        assert [each["TempId"] for each in templates["ZNSTemplates"]] == [int(TEMPLATE)]
        details = await get(
            client, "GetZnsTemplateInfo", {**KEYS, "TemplateId": TEMPLATE, "OAId": OA}, json={"TemplateId": "other"}
        )
        assert (details["Error"], details["Data"]["TemplateId"]) == (0, int(TEMPLATE))
        quota = await post(client, "ZNS/GetQuota/", {**KEYS, "OAID": OA}, NET)
        assert quota["DailyQuota"] - quota["RemainingQuota"] == 1
        rating = {**KEYS, "OAID": OA, "TemplateID": int(TEMPLATE), "Offset": 0, "Limit": 50}
        period = {"FromTime": "2026-01-01 00:00:00", "ToTime": "2026-01-31 00:00:00"}
        assert (await post(client, "ZNS/GetRating/", {**rating, **period}, NET))["Total"] == 1
        cost = await get(
            client,
            "SummaryMultipleMessage_V4_get",
            {**KEYS, "Phone": PHONE, "Content": DEMO, "SmsType": 2, "Brandname": "Baotrixemay", "IsUnicode": 0},
            json=dict(KEYS),
        )
        assert (cost["TotalPrice"], cost["TotalReceiver"]) == (850, 1)
        zalo_cost = {**KEYS, "Phone": PHONE, "Params": ["1"], "TempID": int(TEMPLATE), "OAID": OA}
        assert (await post(client, "SummaryZaloMessage_V4_post_json/", zalo_cost, NET))["TotalPrice"] == 330
        told = await post(client, STATUS_PATH, {**KEYS, "ListRefid": [sms, zalo], "OAId": OA}, NET)
        assert [(each["SMSID"], each["SendSuccess"]) for each in told["Data_callback"]] == [(zalo, 1)]
        assert await warned(client) == []


async def test_an_n8n_node_asks_what_became_of_what_it_has_sent():
    async with running(accounts=(SHOP,)) as client:
        sms = (await post(client, CARE_PATH, CARE, NODE))["SMSID"]
        zalo = (await post(client, V6_PATH, V6, NODE))["SMSID"]
        await client.advance()

        assert (await get(client, "GetSendStatus", {**KEYS, "RefId": sms}, headers=NODE))["SendSuccess"] == 1
        receivers = await get(client, "GetSmsReceiverStatus_get", {**KEYS, "RefId": zalo}, headers=NODE)
        assert [each["Phone"] for each in receivers["ReceiverList"]] == [PHONE]
        timed = await get(client, "GetSmsReceiverStatus_V2", {**KEYS, "SMSID": sms}, headers=NODE)
        assert [each["Status"] for each in timed["ReceiverStatus"]] == [1]
        services = await client.get(f"{ROOT}/GetListBrandnameV2/test-api-key/test-secret-key", headers=NODE)
        assert [each["ServiceId"] for each in services.json["ListBrandName"]] == [1, 2]
        sent = await post(
            client,
            "GetSmsSentData_V2",
            {
                **KEYS,
                "From": "2026-01-05 00:00:00",
                "To": "2026-01-05 23:59:59",
                "Page": 1,
                "PageSize": 100,
                "SmsType": "2",
            },
            NODE,
        )
        assert [(each["ReferenceId"], each["SendResult"]) for each in sent["SentData"]] == [(sms, 1)]
        status = await post(client, "QueryZnsStatus/", {**KEYS, "SmsId": zalo, "SmsType": "25"}, NODE)
        message_id = status["Data"]["ZaloMsgId"]
        where = await post(client, "GetZaloMessageStatus", {**KEYS, "OAID": OA, "MessageId": message_id}, NODE)
        assert where["Data"]["status"] == 1
        assert (await post(client, "ZNS/GetQuality/", {**KEYS, "OAID": OA}, NODE))["OaCurrentQuality"] == "HIGH"
        assert (await client.get(f"{ROOT}/GetBalance/test-api-key/test-secret-key", headers=NODE)).json[
            "Balance"
        ] == 1_000_000 - 850 - 330
        assert await warned(client) == []
