"""What was sent in a period: calls and messages of all kinds, page by page (FACTS-MESSAGES 4, R1)."""

import xml.etree.ElementTree as ET

from mock_esms.config.account import DEFAULT_ACCOUNT, Account
from tests.lookups import SENT, ask
from tests.places import START, running
from tests.sms import ADVERT, ADVERT_PATH, CARE, CARE_GET_PATH, CARE_PATH, KEYS, VIBER, VIBER_PATH, but, sent
from tests.zalo import (
    CONSULT,
    CONSULT_PATH,
    GENCODE_PATH,
    MULTICHANNEL,
    MULTICHANNEL_PATH,
    V6,
    V6_PATH,
)

REFUSES = {"title": "Zalo refuses", "match": {"phone": "*"}, "message": {"zalo": {"failed": {"after": "5s"}}}}
FAILS = {"title": "Fails", "match": {"phone": "*"}, "message": {"failed": {"after": "5s"}}}


async def send(client, path, body):
    reply = await client.post(path, body)
    assert reply.json["CodeResult"] == "100", reply.body
    return reply.json["SMSID"]


async def listed(client, sms_type="2", **changes):
    """The entries of one type."""
    reply = await ask(client, "GetSmsSentData_V2", SmsType=sms_type, **changes)
    assert reply.json["CodeResult"] == "100", reply.body
    return reply.json["SentData"]


async def test_an_sms_is_told_to_the_byte_as_the_page_writes_it():
    async with running() as client:
        sms_id = await send(client, CARE_PATH, but(CARE, campaignid="Chiến dịch 02/10/2023"))
        await client.advance()
        reply = await ask(client, "GetSmsSentData_V2")
        assert reply.body.decode() == (
            r'{"CodeResult":"100","CountTotal":1,"SentData":[{"Campaign":"Chiến dịch 02\/10\/2023","Content":'
            rf'"123456 la ma xac minh dang ky Baotrixemay cua ban","Phone":"0901888484","ReferenceId":"{sms_id}",'
            rf'"SellPrice":850.0,"SendResult":1,"SendStatus":5,"SentTime":"\/Date({START}+0700)\/","SmsId":1,"SmsType":2}}]}}'
        )


async def test_the_older_operation_tells_the_same_by_older_names():
    async with running() as client:
        sms_id = await send(client, CARE_PATH, CARE)
        reply = await ask(client, "GetSmsSentData_V1")
        assert reply.body.decode() == (
            r'{"CodeResult":"100","CountTotal":1,"SentData":[{"Content":'
            rf'"123456 la ma xac minh dang ky Baotrixemay cua ban","Phone":"0901888484",'
            rf'"RefercenceId":"{sms_id}","SellPrice":850.0,"SendResult":2,"SentStatus":7,'
            r'"SentTime":"05\/01\/2026 09:00:00","SmsId":1,"SmsType":2}]}'
        )


async def test_the_twin_in_xml_has_its_time_as_xml_writes_times():
    async with running() as client:
        await send(client, CARE_PATH, CARE)
        twin = await ask(client, "GetSmsSentData_V2", root="/MainService.svc/xml")
        told = ET.fromstring(twin.body)  # noqa: S314 - our own
        assert told.findtext("SentData/SentData/SentTime") == "2026-01-05T09:00:00.000+07:00"


async def test_messages_of_each_kind_and_calls_are_listed_under_their_own_type():
    async with running() as client:
        ids = {
            "1": await send(client, ADVERT_PATH, ADVERT),
            "2": await send(client, CARE_PATH, CARE),
            "23": await send(client, VIBER_PATH, VIBER),
            "25": await send(client, V6_PATH, V6),
            "26": await send(client, CONSULT_PATH, CONSULT),
        }
        spoken = await client.get(
            f"{CARE_GET_PATH}?ApiKey=test-api-key&SecretKey=test-secret-key&Phone=0901888484&Content=1234&SmsType=8"
        )
        ids["8"] = spoken.json["SMSID"]
        await client.placed()
        await client.advance()
        for sms_type, sms_id in ids.items():
            told = await listed(client, sms_type)
            assert {each["ReferenceId"] for each in told} == {sms_id}, sms_type
            assert {(each["SmsType"], each["SendStatus"], each["SendResult"]) for each in told} == {
                (int(sms_type), 5, 1)
            }
        assert len(await listed(client, "1")) == 30
        assert [each["Phone"] for each in await listed(client, "23")] == VIBER["Phones"]
        (call,) = await listed(client, "8")
        assert (call["Content"], call["SellPrice"]) == ("1234", 450.0)
        assert await listed(client, "24") == []


async def test_a_code_that_esms_makes_is_listed_with_its_text():
    async with running() as client:
        query = "ApiKey=test-api-key&SecretKey=test-secret-key&Phone=0901888484&Brandname=Baotrixemay&Type=2"
        await client.get(
            f"{GENCODE_PATH}?{query}&message=%7BOTP%7D%20la%20ma%20xac%20minh%20dang%20ky%20Baotrixemay%20cua%20ban"
        )
        (message,) = sent(client)
        (told,) = await listed(client)
        assert told["Content"] == message.own_schedule.legs[0].text


async def test_of_two_channels_each_is_listed_once_it_has_had_its_turn():
    async with running() as client:
        await client.put("/_mock/scenarios/refuses", REFUSES)
        sms_id = await send(client, MULTICHANNEL_PATH, MULTICHANNEL)
        assert [(each["SendStatus"], each["SendResult"]) for each in await listed(client, "25")] == [(7, 2)]
        assert await listed(client, "2") == []
        await client.advance(by="6s")
        assert [(each["SendStatus"], each["SendResult"]) for each in await listed(client, "25")] == [(5, 0)]
        assert [(each["ReferenceId"], each["SendStatus"]) for each in await listed(client, "2")] == [(sms_id, 7)]


async def test_what_failed_is_told_with_its_price_and_result_0():
    async with running() as client:
        await client.put("/_mock/scenarios/fails", FAILS)
        await send(client, CARE_PATH, CARE)
        await client.advance()
        (told,) = await listed(client)
        assert (told["SendResult"], told["SendStatus"], told["SellPrice"]) == (0, 5, 850.0)


async def test_an_advertisement_is_listed_while_it_awaits_its_approval_and_when_it_is_refused():
    async with running() as client:
        await send(client, ADVERT_PATH, ADVERT)
        assert {(each["SendStatus"], each["SendResult"]) for each in await listed(client, "1")} == {(1, 2)}
        await client.post("/_mock/reset", {})
        await client.put(
            "/_mock/scenarios/no", {"title": "no", "match": {"phone": "*"}, "message": {"refused": {"after": "5s"}}}
        )
        await send(client, ADVERT_PATH, ADVERT)
        await client.advance()
        assert {(each["SendStatus"], each["SendResult"]) for each in await listed(client, "1")} == {(4, 0)}


async def test_pages_follow_each_other_and_one_beyond_the_end_is_empty():
    async with running() as client:
        for number in range(3):
            await send(client, CARE_PATH, but(CARE, Phone=f"090188848{number}"))
        await send(client, VIBER_PATH, VIBER)
        pages = [await ask(client, "GetSmsSentData_V2", Page=page, PageSize=2) for page in (1, 2, 3)]
        assert [[each["Phone"] for each in page.json["SentData"]] for page in pages] == [
            ["0901888480", "0901888481"],
            ["0901888482"],
            [],
        ]
        assert {page.json["CountTotal"] for page in pages} == {3}


async def test_a_page_may_begin_among_the_receivers_of_one_message():
    async with running() as client:
        await send(client, ADVERT_PATH, ADVERT)
        await send(client, ADVERT_PATH, ADVERT)
        told = [each["Phone"] for page in (1, 2, 3) for each in await listed(client, "1", Page=page, PageSize=25)]
        assert told == ADVERT["Phones"] * 2
        assert {each["SmsId"] for each in await listed(client, "1", Page=1, PageSize=30)} == {1}


async def test_a_period_is_that_of_acceptance_and_both_of_its_seconds_belong_to_it():
    async with running() as client:
        await send(client, CARE_PATH, but(CARE, SendDate="2026-01-05 10:00:00"))
        now = "2026-01-05 09:00:00"
        assert len(await listed(client, From=now, To=now)) == 1
        assert await listed(client, From="2026-01-05 09:00:01") == []
        assert await listed(client, To="2026-01-05 08:59:59") == []
        assert await listed(client, From="2026-01-06 00:00:00", To="2026-01-05 00:00:00") == []
        (waiting,) = await listed(client)
        assert (waiting["SendStatus"], waiting["SentTime"]) == (2, f"/Date({START + 3_600_000}+0700)/")


async def test_what_another_account_has_sent_and_what_was_only_tried_is_not_listed():
    other = Account(api_key="other", secret_key="secret")
    async with running(accounts=(DEFAULT_ACCOUNT, other)) as client:
        await send(client, CARE_PATH, but(CARE, Sandbox="1"))
        await send(client, CARE_PATH, but(CARE, ApiKey="other", SecretKey="secret"))
        assert await listed(client) == []
        assert len(await listed(client, ApiKey="other", SecretKey="secret")) == 1


async def test_both_spellings_of_the_address_and_numbers_for_texts_are_taken():
    async with running() as client:
        await send(client, CARE_PATH, CARE)
        body = {**SENT, "Page": 1, "PageSize": 50, "SmsType": 2}
        for path in ("GetSmsSentData_V2", "GetSmsSentData_V2/", "getsmssentdata_v2"):
            reply = await client.post(f"/MainService.svc/json/{path}", body)
            assert reply.json["CountTotal"] == 1, path
        assert (await client.get("/MainService.svc/json/GetSmsSentData_V2")).status == 405


async def test_after_a_restart_a_store_still_answers_what_was_sent(tmp_path):
    store = tmp_path / "sandbox.db"
    async with running(store=store) as client:
        sms_id = await send(client, CARE_PATH, CARE)
        zalo = await send(client, V6_PATH, V6)
        await client.advance()
        before = (await ask(client, "GetSmsSentData_V2")).body
    async with running(store=store) as client:
        assert (await ask(client, "GetSmsSentData_V2")).body == before
        assert (await ask(client, "QueryZnsStatus/", SmsId=zalo)).json["Data"]["FinalStatus"] == "1"
        told = await client.get(
            f"/MainService.svc/json/GetSendStatus?RefId={sms_id}&ApiKey={KEYS['ApiKey']}&SecretKey={KEYS['SecretKey']}"
        )
        assert told.json["SendSuccess"] == 1


async def test_a_zalo_message_is_known_for_seven_days_and_listed_for_as_long_as_it_is_kept():
    async with running() as client:
        sms_id = await send(client, V6_PATH, V6)
        await client.advance(by="167h59m59s")
        assert (await ask(client, "QueryZnsStatus/", SmsId=sms_id)).json["CodeResult"] == "100"
        await client.advance(by="1s")
        assert (await ask(client, "QueryZnsStatus/", SmsId=sms_id)).json["CodeResult"] == "854"
        assert len(await listed(client, "25")) == 1
