"""What is answered about Zalo messages: callback data and two ways to ask for the status (R15, R17 and R18)."""

import json

import pytest

from mock_esms.config.account import DEFAULT_ACCOUNT, Account
from tests.lookups import CALLBACK, STATUS_PATH, ask
from tests.places import START, running
from tests.receiver import Receiver
from tests.sms import CARE, CARE_PATH, but
from tests.zalo import MULTICHANNEL, MULTICHANNEL_PATH, OA, SMS_PART, V6, V6_PATH, ZALO_PART

REFUSES = {
    "title": "Zalo refuses",
    "match": {"phone": "*"},
    "message": {"zalo": {"failed": {"after": "5s", "error": -124}}},
}
SILENT = {"title": "Silent", "match": {"phone": "*"}, "message": {"silent": {}}}
URL = "http://127.0.0.1:9/cb"


async def send(client, body=V6, path=V6_PATH):
    reply = await client.post(path, body)
    assert reply.json["CodeResult"] == "100", reply.body
    return reply.json["SMSID"]


async def zalo_status(client, sms_id, **changes):
    return (await ask(client, "QueryZnsStatus/", SmsId=sms_id, **changes)).json["Data"]


async def test_the_status_of_a_zalo_message_is_told_to_the_byte():
    async with running() as client:
        sms_id = await send(client)
        await client.advance()
        reply = await ask(client, "QueryZnsStatus/", SmsId=sms_id.upper())
        zalo_id = reply.json["Data"]["ZaloMsgId"]
        assert len(bytes.fromhex(zalo_id)) == 10
        assert reply.body.decode() == (
            rf'{{"CodeResult":"100","Data":{{"ErrorInfo":"0","FinalStatus":"1","SMSID":"{sms_id}","SendFailed":0,'
            r'"SendStatus":5,"SendSuccess":1,"TotalPrice":330.0,"TotalReceiver":1,"TotalSent":1,'
            rf'"ZaloMsgId":"{zalo_id}"}}}}'
        )


async def test_a_zalo_message_has_no_error_until_it_is_reported_and_zalos_own_when_it_failed():
    async with running() as client:
        await client.put("/_mock/scenarios/refuses", REFUSES)
        sms_id = await send(client, but(V6, SendDate="2026-01-05 09:01:00"))
        waiting = await zalo_status(client, sms_id)
        assert (waiting["FinalStatus"], waiting["SendStatus"]) == ("0", 2)
        assert "ErrorInfo" not in waiting
        assert "ZaloMsgId" not in waiting
        await client.advance(by="1m")
        at_zalo = await zalo_status(client, sms_id)
        assert (at_zalo["FinalStatus"], at_zalo["SendStatus"], "ErrorInfo" in at_zalo) == ("0", 7, False)
        await client.advance()
        failed = await zalo_status(client, sms_id)
        assert (failed["FinalStatus"], failed["ErrorInfo"], failed["SendFailed"]) == ("1", "-124", 1)


@pytest.mark.parametrize("error", [1001, -114])
async def test_each_error_of_zalo_is_told_by_its_number(error):
    story = {**REFUSES, "message": {"zalo": {"failed": {"after": "5s", "error": error}}}}
    async with running() as client:
        await client.put("/_mock/scenarios/refuses", story)
        sms_id = await send(client)
        await client.advance()
        assert (await zalo_status(client, sms_id))["ErrorInfo"] == str(error)


async def test_another_type_an_sms_and_another_accounts_message_are_854():
    other = Account(api_key="other", secret_key="secret")
    async with running(accounts=(DEFAULT_ACCOUNT, other)) as client:
        zalo, sms = await send(client), await send(client, CARE, CARE_PATH)
        asked = [
            {"SmsId": zalo, "SmsType": "24"},
            {"SmsId": sms},
            {"SmsId": zalo, "ApiKey": "other", "SecretKey": "secret"},
        ]
        for each in asked:
            reply = await ask(client, "QueryZnsStatus/", **each)
            assert reply.body == b'{"CodeResult":"854","ErrorMessage":"Nothing is found."}', each


async def test_zalos_own_id_tells_where_a_message_is():
    async with running() as client:
        sms_id = await send(client)
        zalo_id = (await zalo_status(client, sms_id))["ZaloMsgId"]
        at_zalo = await ask(client, "GetZaloMessageStatus", MessageId=zalo_id)
        assert at_zalo.json["Data"]["status"] == 0
        assert "delivery_time" not in at_zalo.json["Data"]
        await client.advance()
        delivered = await ask(client, "GetZaloMessageStatus", MessageId=zalo_id)
        assert delivered.body.decode() == (
            rf'{{"CodeResult":"100","Data":{{"delivery_time":"{START + 2_000}","message":'
            r'"The message was delivered to the user'
            "'"
            r's phone","status":1},"ErrorMessage":"success. "}'
        )
        elsewhere = await ask(client, "GetZaloMessageStatus", MessageId=zalo_id, OAID="4097311281936189049")
        assert elsewhere.json["Data"]["status"] == -1


async def test_a_message_that_failed_or_that_there_is_not_has_status_minus_1():
    async with running() as client:
        await client.put("/_mock/scenarios/refuses", REFUSES)
        sms_id = await send(client)
        zalo_id = (await zalo_status(client, sms_id))["ZaloMsgId"]
        await client.advance()
        for message_id in (zalo_id, "unknown"):
            told = (await ask(client, "GetZaloMessageStatus", MessageId=message_id)).json
            assert (told["CodeResult"], told["Data"]["status"]) == ("100", -1)


async def test_callback_data_says_what_the_callback_has_said():
    async with running() as client, Receiver.run() as receiver:
        url = f"{receiver.url}/cb"
        sms_id = await send(client, but(V6, CallbackUrl=url, RequestId="order-42"))
        assert (await ask(client, STATUS_PATH, ListRefid=[sms_id])).json["Data_callback"] == []
        await client.advance()
        reply = await ask(client, STATUS_PATH, ListRefid=[sms_id.upper(), sms_id, "unknown"])
        (told, *_) = reply.json["Data_callback"]
        (said,) = receiver.queries
        assert (told["Partnerids"], told["OAId"], told["ZnsTempId"]) == (
            said["partnerids"],
            said["oaid"],
            said["tempid"],
        )
        assert told["ErrorInfo"] == json.loads(said["error_info"])
        error = json.dumps(told["ErrorInfo"])
        assert reply.body.decode().startswith(
            f'{{"Code":100,"Message":"Success","Data_callback":[{{"SMSID":"{sms_id}","SendFailed":0,"SendSuccess":1,'
            '"SendStatus":5,"TotalPrice":330.0,"TotalReceiver":1,"TotalSent":1,"RequestId":"order-42","TypeId":25,'
            f'"Telcoid":2,"PhoneNumber":"0901888484","CallbackUrl":"{url}","Partnerids":"{said["partnerids"]}",'
            f'"ErrorInfo":{error},"OAId":"{OA}","ZnsTempId":"205644"}}'
        )


async def test_callback_data_of_a_failed_message_has_null_for_no_request_id_and_no_partner_id():
    async with running() as client:
        await client.put("/_mock/scenarios/refuses", REFUSES)
        sms_id = await send(client, but(V6, CallbackUrl=URL))
        await client.advance()
        reply = await ask(client, STATUS_PATH, ListRefid=[sms_id])
        (told,) = reply.json["Data_callback"]
        assert b'"TotalPrice":0.0,' in reply.body
        assert b'"RequestId":null,' in reply.body
        assert (told["SendFailed"], told["Partnerids"]) == (1, "")
        assert told["ErrorInfo"] == '{"error":-124,"message":"Access token is invalid"}'


async def test_callback_data_is_only_of_zalo_messages_with_a_callback_url_of_this_oa_and_account():
    other = Account(api_key="other", secret_key="secret")
    async with running(accounts=(DEFAULT_ACCOUNT, other)) as client:
        without = await send(client)
        sms = await send(client, but(CARE, CallbackUrl=URL), CARE_PATH)
        known = await send(client, but(V6, CallbackUrl=URL))
        foreign = await send(client, but(V6, CallbackUrl=URL, ApiKey="other", SecretKey="secret"))
        await client.advance()
        ids = [without, sms, known, foreign]
        told = (await ask(client, STATUS_PATH, ListRefid=ids)).json["Data_callback"]
        assert [each["SMSID"] for each in told] == [known]
        assert (await ask(client, STATUS_PATH, ListRefid=ids, OAId="1")).json["Data_callback"] == []


async def test_callback_data_of_a_message_that_is_never_reported_is_missing():
    async with running() as client:
        assert (await client.put("/_mock/scenarios/silent", SILENT)).status == 200
        sms_id = await send(client, but(V6, CallbackUrl=URL))
        await client.advance()
        assert (await ask(client, STATUS_PATH, ListRefid=[sms_id])).json["Data_callback"] == []
        assert (await zalo_status(client, sms_id))["FinalStatus"] == "0"


async def test_of_two_channels_the_one_over_zalo_is_told():
    async with running() as client:
        await client.put("/_mock/scenarios/refuses", REFUSES)
        parts = [but(ZALO_PART, CallbackUrl=URL), SMS_PART]
        sms_id = await send(client, but(MULTICHANNEL, Data=parts), MULTICHANNEL_PATH)
        await client.advance()
        (told,) = (await ask(client, STATUS_PATH, ListRefid=[sms_id])).json["Data_callback"]
        assert (told["TypeId"], told["SendFailed"], told["TotalPrice"]) == (25, 1, 0.0)
        status = await zalo_status(client, sms_id)
        assert (status["ErrorInfo"], status["SendFailed"], status["TotalPrice"]) == ("-124", 1, 0.0)


async def test_the_first_two_hundred_ids_count():
    async with running() as client:
        sms_id = await send(client, but(V6, CallbackUrl=URL))
        await client.advance()
        for before, found in ((199, 1), (200, 0)):
            ids = [*(f"id-{number}" for number in range(before)), sms_id]
            assert len((await ask(client, STATUS_PATH, ListRefid=ids)).json["Data_callback"]) == found


@pytest.mark.parametrize(
    "path", [STATUS_PATH, f"{STATUS_PATH}/", "/zalocallback/getcallback", "/ZaloCallback%2FGetCallback"]
)
@pytest.mark.parametrize("host", ["status-sms.esms.vn", "localhost"])
async def test_the_address_of_callback_data_is_found_in_any_case_on_any_host(path, host):
    async with running() as client:
        reply = await client.send("POST", path, json=dict(CALLBACK), headers={"Host": host})
        assert reply.body == b'{"Code":100,"Message":"Success","Data_callback":[]}'


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "said"),
    [
        ("GET", STATUS_PATH, None, 405, {"Message": "The requested resource does not support http method 'GET'."}),
        ("POST", STATUS_PATH, b"{", 400, {"Message": "The request is invalid."}),
        ("POST", STATUS_PATH, b'{"ListRefid":"a"}', 400, {"Message": "The request is invalid."}),
    ],
)
async def test_what_cannot_be_read_gets_no_page_but_json(method, path, body, status, said):
    async with running() as client:
        reply = await client.send(method, path, data=body, headers={"Content-Type": "application/json"})
        assert (reply.status, reply.json) == (status, said)


@pytest.mark.parametrize(
    "path", ["/MainService.svc/json/ZaloCallback/GetCallback", "/ZaloCallback/Other", "/ZaloCallback"]
)
async def test_callback_data_has_no_other_address(path):
    async with running() as client:
        assert (await client.post(path, dict(CALLBACK))).status == 404
