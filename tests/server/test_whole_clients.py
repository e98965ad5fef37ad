"""Two public clients that use many operations each, played from their first request to their last (FACTS-MESSAGES 12).

The requests are as these clients send them: addresses without the slash that eSMS wants, JSON with a GET, numbers and
texts as they come, members that no page knows. What they read of the answers is what is asserted.
"""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from mock_esms.config.account import (
    Account,
    Brandname,
    Rating,
    SmsTemplate,
    ZaloAccount,
    ZaloUser,
    ZnsParameter,
    ZnsTemplate,
)
from tests.places import Client, Reply, running
from tests.receiver import OK, Receiver
from tests.sms import ROOT

KEYS = {"ApiKey": "shop", "SecretKey": "not-a-real-one"}
OA = "745830328927467685"
SHOP = Account(
    api_key="shop",
    secret_key="not-a-real-one",
    brandnames=(Brandname(name="SHOP", types=(1, 2)),),
    sms_templates=(SmsTemplate(id=459, brandname="SHOP", text="Ma cua ban la {P1,8}"),),
    zalo=(
        ZaloAccount(
            oa_id=OA,
            name="Shop",
            templates=(
                ZnsTemplate(
                    id="205644", name="Ma", text="Ma: {{otp}}", params=(ZnsParameter(name="otp", type="type_number"),)
                ),
            ),
            daily_quota=500,
            users=(ZaloUser(id="7800378501923859642"),),
            ratings=(Rating(template="205644", rate=4, submitted="2026-01-05 08:00:00"),),
        ),
    ),
)


class FollowsRedirects:
    """A client library that follows a 307 with the same method and body, as .NET's HttpClient and axios do."""

    def __init__(self, client: Client, accept: str = "*/*") -> None:
        self.client = client
        self.headers = {"Accept": accept}

    async def send(self, method: str, path: str, **options: Any) -> Reply:
        target = path if path.startswith("/") else f"{ROOT}/{path}"
        headers = {**self.headers, **options.pop("headers", {})}
        reply = await self.client.send(method, target, headers=headers, **options)
        if reply.status == 307:
            moved = urlsplit(reply.headers["Location"])
            target = f"{moved.path}?{moved.query}" if moved.query else moved.path
            reply = await self.client.send(method, target, headers=headers, **options)
        return reply

    async def json(self, method: str, path: str, body: Any, **options: Any) -> Any:
        """What a request with a JSON body is answered, by GET too."""
        data = json.dumps(body, ensure_ascii=False).encode()
        content_type = {"Content-Type": "application/json; charset=utf-8"}
        reply = await self.send(method, path, data=data, headers=content_type, **options)
        assert reply.status == 200, (path, reply.status, reply.body)
        return reply.json


async def test_a_csharp_service_of_a_shop_uses_fifteen_operations():
    async with Receiver.run(OK) as receiver, running(accounts=(SHOP,)) as client:
        shop = FollowsRedirects(client)

        # It looks whether its keys are right, and what it may send.
        balance = await shop.json("POST", "GetBalance_json", KEYS)
        assert (balance["CodeResponse"], balance["Balance"]) == ("100", 1_000_000)
        brands = await shop.json("GET", "GetListBrandname/shop/not-a-real-one", KEYS)
        assert [(brand["Brandname"], brand["Type"]) for brand in brands["ListBrandName"]] == [("SHOP", 1), ("SHOP", 2)]
        templates = await shop.json("POST", "GetTemplate", {**KEYS, "SmsType": "2", "Brandname": "SHOP"})
        assert {template["TempContent"] for template in templates["BrandnameTemplates"]} == {"Ma cua ban la {P1,8}"}

        # It asks for a price with everything un-encoded, and JSON beside.
        query = "ApiKey=shop&SecretKey=not-a-real-one&Brandname=SHOP&SmsType=2&Phone=0901888484"
        price = await shop.json(
            "GET", f"SummaryMultipleMessage_V4_get?{query}&Content=Ma%20cua%20ban%20la%204711", KEYS
        )
        assert (price["CodeResult"], price["TotalPrice"], price["TotalReceiver"]) == ("100", 850, 1)

        # It sends a code and an advertisement.
        care = {**KEYS, "Phone": "0901888484", "Content": "Ma cua ban la 4711", "Brandname": "SHOP", "SmsType": "2"}
        code = await shop.json(
            "POST",
            "SendMultipleMessage_V4_post_json",
            {
                **care,
                "IsUnicode": "0",
                "Sandbox": "0",
                "campaignid": None,
                "RequestId": "c-1",
                "CallbackUrl": receiver.url,
            },
        )
        assert (code["CodeResult"], code.get("ErrorMessage")) == ("100", None)
        phones = [f"09018{number:05}" for number in range(30)]
        advert = {**KEYS, "Phones": phones, "Content": "Giam gia", "Brandname": "SHOP", "SmsType": "1"}
        sale = await shop.json("POST", "SendMultipleSMSBrandname_json", {**advert, "SendDate": None})
        assert sale["CodeResult"] == "100"
        await client.advance()
        assert receiver.queries[-1]["SMSID"] == code["SMSID"]

        # It asks what became of them: by id, by receiver, and of the whole day in the older XML, with dates alone.
        ids = f"ApiKey=shop&SecretKey=not-a-real-one&RefId={code['SMSID']}"
        status = await shop.json("GET", f"GetSendStatus?{ids}", {**KEYS, "RefId": code["SMSID"]})
        assert (status["CodeResponse"], status["SendStatus"], status["SendSuccess"]) == ("100", 5, 1)
        receivers = await shop.json("GET", f"GetSmsReceiverStatus_get?{ids}", {**KEYS, "RefId": code["SMSID"]})
        assert [each["SentResult"] for each in receivers["ReceiverList"]] == [True]
        rqst = (
            "<RQST><APIKEY>shop</APIKEY><SECRETKEY>not-a-real-one</SECRETKEY>"
            "<FROM>2026/01/05</FROM><TO>2026/01/06</TO></RQST>"
        )
        sent = await shop.send(
            "POST", "GetSmsSentData_V1", data=rqst.encode(), headers={"Content-Type": "text/plain; charset=utf-8"}
        )
        assert sent.json["CodeResult"] == "100"
        assert {each["Phone"] for each in sent.json["SentData"]} == {"0901888484", *phones}

        # And everything about Zalo, at addresses without their slash.
        oas = await shop.json("POST", "ZNS/GetListZOA", KEYS)
        assert [(each["OAID"], each["OAName"]) for each in oas["ZOAList"]] == [(OA, "Shop")]
        zns = await shop.json("POST", "GetTemplate", {**KEYS, "SmsType": "25", "OAId": OA})
        assert [each["TempId"] for each in zns["ZNSTemplates"]] == [205644]
        body = {**KEYS, "Phone": "0901888484", "Params": ["4711"], "TempID": "205644", "OAID": OA}
        assert (await shop.json("POST", "SummaryZaloMessage_V4_post_json", body))["TotalPrice"] == 330.0
        quota = await shop.json("POST", "ZNS/GetQuota", {**KEYS, "OAID": OA})
        assert (quota["DailyQuota"], quota["RemainingQuota"]) == (500, 500)
        period = {"FromTime": "2026-01-01 00:00:00", "ToTime": "2026-01-31 00:00:00", "Offset": 0, "Limit": 50}
        rating = await shop.json("POST", "ZNS/GetRating", {**KEYS, "OAID": OA, "TemplateID": "205644", **period})
        assert [each["rate"] for each in rating["Data"]] == [4]
        zalo = {**KEYS, "Phone": "0901888484", "Params": ["4711"], "TempID": "205644", "OAID": OA}
        message = await shop.json("POST", "SendZaloMessage_V4_post_json", {**zalo, "CallbackUrl": receiver.url})
        await client.advance()
        # Its address of callback data has the other host glued behind its own, which reaches nothing at eSMS either.
        asked = {**KEYS, "ListRefid": [message["SMSID"]], "OAId": OA}
        glued = await shop.send("POST", "http://status-sms.esms.vn/ZaloCallback/GetCallback", json=asked)
        assert glued.status == 404
        told = await shop.json("POST", "/ZaloCallback/GetCallback", asked)
        assert (told["Code"], [each["SMSID"] for each in told["Data_callback"]]) == (100, [message["SMSID"]])


async def test_an_n8n_node_fills_its_lists_sends_and_is_triggered_by_the_callbacks():
    async with Receiver.run(OK) as webhook, running(accounts=(SHOP,)) as client:
        node = FollowsRedirects(client, accept="application/json")

        # The credentials are tried, and the node's drop-down lists are filled.
        assert (await node.json("POST", "GetBalance_json", KEYS))["CodeResponse"] == "100"
        brands = await node.json("GET", "GetListBrandnameV2/shop/not-a-real-one", {})
        assert {brand["Brandname"] for brand in brands["ListBrandName"]} == {"SHOP"}
        assert all(isinstance(brand["ServiceId"], int) for brand in brands["ListBrandName"])
        (oa,) = (await node.json("POST", "ZNS/GetListZOA/", KEYS))["ZOAList"]
        texts = await node.json("POST", "GetTemplate/", {**KEYS, "SmsType": "2", "Brandname": "SHOP"})
        assert texts["CodeResult"] == "100"
        (template,) = (await node.json("POST", "GetTemplate/", {**KEYS, "SmsType": "25", "OAId": oa["OAID"]}))[
            "ZNSTemplates"
        ]
        query = f"ApiKey=shop&SecretKey=not-a-real-one&TemplateId={template['TempId']}&OAId={oa['OAID']}"
        details = await node.json("GET", f"GetZnsTemplateInfo?{query}", {})
        names = [each["Name"] for each in details["Data"]["ListParams"]]
        assert (details["Error"], names) == (0, ["otp"])

        # It sends an SMS and a ZNS message, with members that no page knows and texts for what is a number.
        options = {"IsUnicode": "0", "Sandbox": "0", "PartnerSource": "0"}
        sms = {**KEYS, "SmsType": "2", "Brandname": "SHOP", "Phone": "84901888484", "Content": "Ma cua ban la 4711"}
        sent = await node.json(
            "POST", "SendMultipleMessage_V4_post_json", {**sms, **options, "CallbackUrl": f"{webhook.url}/webhook/esms"}
        )
        assert sent["CodeResult"] == "100"
        zns = {**KEYS, "OAID": oa["OAID"], "TempID": str(template["TempId"]), "Phone": "84901888484"}
        zalo = await node.json(
            "POST",
            "SendZaloMessage_V6/",
            {**zns, "TempData": {names[0]: "0815"}, **options, "CallbackUrl": f"{webhook.url}/webhook/esms"},
        )
        assert zalo["CodeResult"] == "100"

        # Its Viber message goes to the address of SMS, which does not take it: the answer is what the node shows.
        viber = await node.json("POST", "SendMultipleMessage_V4_post_json", {**sms, "SmsType": "23", **options})
        assert viber["CodeResult"] == "118"

        # Its trigger is called once for each, with what a workflow goes on with.
        await client.advance()
        triggered = [parse_qs(urlsplit(target).query, keep_blank_values=True) for target in webhook.targets]
        assert {trigger["SMSID"][0]: trigger["TypeId"][0] for trigger in triggered} == {
            sent["SMSID"]: "2",
            zalo["SMSID"]: "25",
        }
        assert all(trigger["phonenumber"] == ["0901888484"] for trigger in triggered)
        items = (await client.get("/_mock/inbox/84901888484")).json["items"]
        assert [item["code"] for item in items] == ["4711", "0815"]
