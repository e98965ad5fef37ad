"""Many personalised ZNS messages in one request (FACTS-MESSAGES 2, S7)."""

from decimal import Decimal

import pytest

from mock_esms.config.account import ZaloAccount
from mock_esms.config.settings import Quirks
from tests.places import running
from tests.sms import but, sent
from tests.zalo import BULK, BULK_PATH, OA, OTP, PHONE, TEMPLATE, V6, V6_PATH, warned, with_oa


def items(*given):
    """The request with these items: phone and value, and a RequestId perhaps."""
    data = [
        {"Phone": phone, "Params": [value], **({"RequestId": own[0]} if own else {})} for phone, value, *own in given
    ]
    return {**BULK, "Data": data}


async def test_each_item_is_a_message_of_its_own_and_a_bad_one_fails_alone():
    async with running() as client:
        reply = await client.post(BULK_PATH, items((PHONE, "1"), ("84901888485", "2"), ("097469188", "3")))
        first, second = sent(client)
        assert reply.body == (
            b'{"CodeResult":"100","Message":"Sucess","TotalFail":1,"TotalSuccess":2,"detail":['
            b'{"CodeResult":"100","Phone":"0901888484","SMSID":"%s"},'
            b'{"CodeResult":"100","Phone":"84901888485","SMSID":"%s"},'
            b'{"CodeResult":"108","ErrorMessage":"The phone number 097469188 is not valid.","Phone":"097469188"}]}'
        ) % (first.sms_id.encode(), second.sms_id.encode())
        assert [message.phones for message in (first, second)] == [(PHONE,), ("0901888485",)]
        assert [message.own_schedule.legs[0].text for message in (first, second)] == ["1", "2"]
        assert first.request.value_of("Params") == '["1"]'
        assert first.request.value_of("Data") == ""


async def test_a_failing_item_may_be_written_as_on_the_page():
    async with running(quirks=Quirks(bulk_item="documented")) as client:
        reply = await client.post(BULK_PATH, items(("097469188", "3")))
        assert reply.body == (
            b'{"CodeResult":"100","Message":"Sucess","TotalFail":1,"TotalSuccess":0,"detail":['
            b'{"CodeResult":"108","Phone":"097469188","ErrorMessage":"The phone number 097469188 is not valid."}]}'
        )


@pytest.mark.parametrize(
    ("changes", "body"),
    [
        ({"SecretKey": "wrong"}, b'{"CodeResult":"101","CountRegenerate":0,"ErrorMessage":"Authorize Failed"}'),
        ({"TempID": "1"}, b'{"CodeResult":"789","CountRegenerate":0,"ErrorMessage":"TemplateId is not config"}'),
    ],
)
async def test_what_is_wrong_with_the_whole_request_is_answered_to_the_byte(changes, body):
    async with running(accounts=(with_oa(),)) as client:
        assert (await client.post(BULK_PATH, {**BULK, **changes})).body == body
        assert sent(client) == []


@pytest.mark.parametrize(
    ("changes", "code", "warning"),
    [
        ({"OAID": None}, "791", "oa-or-template-missing"),
        ({"OAID": "1"}, "799", "oa-unknown"),
        ({"Data": None}, "110", "bulk-data-wrong"),
        ({"Data": []}, "110", "bulk-data-wrong"),
        ({"Data": ["0901888484"]}, "110", "bulk-data-wrong"),
        ({"Data": [{"Phone": PHONE, "Params": ["1"]}] * 501}, "687", "bulk-items-too-many"),
        ({"SendingMode": "3"}, "802", "mode-3-not-allowed"),
    ],
)
async def test_what_is_wrong_with_the_whole_request_refuses_all_of_it(changes, code, warning):
    async with running(accounts=(with_oa(),)) as client:
        assert (await client.post(BULK_PATH, but(BULK, **changes))).json["CodeResult"] == code
        assert await warned(client) == [warning]
        assert sent(client) == []


async def test_five_hundred_items_are_taken_at_once():
    async with running() as client:
        phones = [f"09018{number:05}" for number in range(500)]
        reply = await client.post(BULK_PATH, items(*((phone, "1") for phone in phones)))
        assert (reply.json["TotalSuccess"], len(sent(client))) == (500, 500)


async def test_an_oas_daily_quota_refuses_nothing_however_many_messages_there_are():
    account = with_oa(zalo=(ZaloAccount(oa_id=OA, templates=(OTP,), daily_quota=1),))
    async with running(accounts=(account,)) as client:
        assert (await client.post(BULK_PATH, BULK)).json["TotalSuccess"] == 2
        assert (await client.post(V6_PATH, {**V6, "OAID": OA, "TempID": TEMPLATE})).json["CodeResult"] == "100"
        assert len(sent(client)) == 3


async def test_what_is_wrong_with_one_item_is_told_at_that_item():
    account = with_oa(blocked_phones=("0901888486",))
    given = items((PHONE, "1", "r"), ("0901888485", "x"), ("0901888486", "1"), ("0901888487", "1", "r"))
    async with running(accounts=(account,)) as client:
        detail = (await client.post(BULK_PATH, given)).json["detail"]
        assert [item["CodeResult"] for item in detail] == ["100", "790", "99", "124"]
        assert await warned(client) == ["zns-variable-type", "phone-blocked"]
        assert [message.request.request_id for message in sent(client)] == ["r"]


async def test_items_that_the_balance_does_not_cover_are_103():
    async with running(accounts=(with_oa(balance=Decimal(329)),)) as client:
        reply = await client.post(BULK_PATH, BULK)
        assert [item["CodeResult"] for item in reply.json["detail"]] == ["103", "103"]


async def test_with_sandbox_1_every_item_has_an_id_and_nothing_is_sent():
    async with running() as client:
        reply = await client.post(BULK_PATH, {**BULK, "Sandbox": "1"})
        ids = [item["SMSID"] for item in reply.json["detail"]]
        assert (len(set(ids)), sent(client)) == (2, [])


async def test_a_scenario_that_answers_with_a_code_fails_its_own_item():
    scenario = {"title": "Blocked", "match": {"phone": "0901888485"}, "reply": {"code": 99, "message": "no"}}
    async with running() as client:
        await client.put("/_mock/scenarios/mine", scenario)
        detail = (await client.post(BULK_PATH, BULK)).json["detail"]
        assert [item["CodeResult"] for item in detail] == ["100", "99"]
        assert detail[1] == {"CodeResult": "99", "ErrorMessage": "no", "Phone": "0901888485"}


async def test_the_first_items_scenario_decides_how_the_answer_goes_out():
    scenario = {"title": "Down", "match": {"phone": PHONE}, "reply": {"status": 503, "body": "busy"}}
    async with running() as client:
        await client.put("/_mock/scenarios/mine", scenario)
        reply = await client.post(BULK_PATH, BULK)
        assert (reply.status, reply.body, sent(client)) == (503, b"busy", [])


async def test_the_receivers_of_the_documented_request_read_their_own_text():
    body = {**BULK, "OAID": OA, "TempID": TEMPLATE}
    async with running(accounts=(with_oa(),)) as client:
        await client.post(BULK_PATH, body)
        texts = [(message.phones[0], message.own_schedule.legs[0].text) for message in sent(client)]
        assert texts == [(PHONE, "Mã của bạn: 111111"), ("0901888485", "Mã của bạn: 222222")]
