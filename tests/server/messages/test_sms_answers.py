"""What each operation that sends SMS or Viber answers, to the byte (FACTS-MESSAGES 2 and 3)."""

import json
from decimal import Decimal
from urllib.parse import urlencode

import pytest

from mock_esms.config.account import Account, Brandname
from tests.places import running
from tests.sms import (
    ADVERT,
    ADVERT_PATH,
    ADVERT_TEXT_PATH,
    CARE,
    CARE_FORM_PATH,
    CARE_GET_PATH,
    CARE_PATH,
    CARE_TEXT_PATH,
    PHONES,
    VIBER,
    VIBER_PATH,
    but,
    rqst,
    sent,
)

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TEXT = {"Content-Type": "text/plain"}

AUTH_C = b'{"CodeResult":"101","CountRegenerate":0,"ErrorMessage":"Authorize Failed"}'
BRAND_C = b'{"CodeResult":"104","CountRegenerate":0,"ErrorMessage":"Brand name code is not exist"}'
COUNT_C = (
    b'{"CodeResult":"107","CountRegenerate":0,"ErrorMessage":"Each request has at least 30 numbers to be approved"}'
)
USED_C = b'{"CodeResult":"124","CountRegenerate":0,"ErrorMessage":"Request exist 1"}'
USED_S = b'{"CodeResult":"124","CountRegenerate":0,"ErrorMessage":"Request exist 1","SendStatus":"5"}'


async def by_json(client, path, body):
    return await client.post(path, body)


async def by_get(client, path, body):
    return await client.get(f"{path}?{urlencode(body)}")


async def by_form(client, path, body):
    return await client.send("POST", path, data=urlencode(body).encode(), headers=FORM)


async def by_text(client, path, body):
    return await client.send("POST", path, data=rqst(body), headers=TEXT)


WAYS = {
    "S1": (by_json, CARE_PATH, CARE, "cskh"),
    "O1": (by_get, CARE_GET_PATH, CARE, "cskh"),
    "O2": (by_form, CARE_FORM_PATH, CARE, "cskh"),
    "O3": (by_text, CARE_TEXT_PATH, CARE, "cskh"),
    "S2": (by_json, ADVERT_PATH, ADVERT, "ads"),
    "O5": (by_text, ADVERT_TEXT_PATH, ADVERT, "ads"),
    "S17": (by_json, VIBER_PATH, VIBER, "viber"),
    "O10": (by_get, CARE_GET_PATH, but(VIBER, Phones=None, Phone="0901888484"), "viber"),
}
every_way = pytest.mark.parametrize(("send", "path", "body", "form"), WAYS.values(), ids=list(WAYS))


@every_way
async def test_what_is_accepted_is_answered_with_an_id_and_is_one_message(send, path, body, form):
    async with running() as client:
        reply = await send(client, path, body)
        (message,) = sent(client)
        assert reply.headers["Content-Type"] == "application/json; charset=utf-8"
        assert reply.body == b'{"CodeResult":"100","CountRegenerate":0,"SMSID":"%s"}' % message.sms_id.encode()
        digits, suffix = message.sms_id[:32], message.sms_id[32:]
        assert (int(digits, 16) > 0, suffix.isdigit()) == (True, form != "ads")
        (leg,) = message.own_schedule.legs
        assert (leg.callback_form, leg.sender, leg.text) == (form, body["Brandname"], body["Content"])
        assert leg.type_id == int(body["SmsType"])
        assert message.phones == tuple(body.get("Phones") or [body["Phone"]])


@every_way
async def test_wrong_keys_are_101_with_a_count(send, path, body, form):
    async with running() as client:
        for wrong in ({"ApiKey": "nobody"}, {"SecretKey": "wrong"}):
            assert (await send(client, path, {**body, **wrong})).body == AUTH_C
        assert sent(client) == []


@every_way
async def test_a_brand_that_the_account_has_not_is_104_whatever_the_content_is(send, path, body, form):
    async with running(accounts=(account(brandnames=(Brandname(name="OTHER", types=(1, 2, 23)),)),)) as client:
        assert (await send(client, path, {**body, "Brandname": "SHOP2"})).body == BRAND_C
        assert sent(client) == []


@every_way
async def test_a_brand_of_another_type_is_104(send, path, body, form):
    types = tuple({1, 2, 23} - {int(body["SmsType"])})
    async with running(accounts=(account(brandnames=(Brandname(name="MINE", types=types),)),)) as client:
        assert (await send(client, path, {**body, "Brandname": "MINE"})).body == BRAND_C


@every_way
async def test_a_request_id_is_refused_when_it_comes_again_and_s1_alone_says_a_status(send, path, body, form):
    async with running() as client:
        assert (await send(client, path, {**body, "RequestId": "order-42"})).json["CodeResult"] == "100"
        again = await send(client, path, {**body, "RequestId": "order-42"})
        assert again.body == (USED_S if path == CARE_PATH else USED_C)
        assert len(sent(client)) == 1


async def test_request_ids_are_one_space_over_calls_and_messages():
    async with running() as client:
        assert (await client.post(CARE_PATH, {**CARE, "RequestId": "one"})).json["CodeResult"] == "100"
        assert (await client.place(RequestId="one")).json["CodeResult"] == "124"
        assert (await client.post(VIBER_PATH, {**VIBER, "RequestId": "one"})).body == USED_C


@pytest.mark.parametrize(("send", "path", "body"), [WAYS[name][:3] for name in ("S2", "O5")], ids=["S2", "O5"])
async def test_an_advertisement_to_fewer_than_thirty_distinct_phones_is_107(send, path, body):
    async with running() as client:
        assert (await send(client, path, {**body, "Phones": PHONES[:29]})).body == COUNT_C
        assert (await send(client, path, {**body, "Phones": [*PHONES[:29], PHONES[0]]})).body == COUNT_C
        assert (await send(client, path, {**body, "Phones": [*PHONES[:29], "097469188"]})).body == COUNT_C


@pytest.mark.parametrize(("send", "path", "body"), [WAYS[name][:3] for name in ("S2", "O5")], ids=["S2", "O5"])
async def test_an_advertisement_to_more_than_five_thousand_is_120(send, path, body):
    phones = [f"0901{number:06}" for number in range(5001)]
    rich = account(balance=Decimal(10_000_000))
    async with running(accounts=(rich,)) as client:
        assert (await send(client, path, {**body, "Phones": phones})).json["CodeResult"] == "120"
        assert (await send(client, path, {**body, "Phones": phones[:-1]})).json["CodeResult"] == "100"


async def test_sandbox_answers_as_usual_and_only_uses_up_the_request_id():
    async with running() as client:
        for content, code in (("Any text fits", "100"), ("Any text fits", "124")):
            body = {**CARE, "Sandbox": "1", "Content": content, "RequestId": "trial"}
            assert (await client.post(CARE_PATH, body)).json["CodeResult"] == code
        reply = await client.post(ADVERT_PATH, {**ADVERT, "Phones": PHONES[:3], "Sandbox": 1})
        assert reply.json["CodeResult"] == "100"
        assert (await client.post(VIBER_PATH, {**VIBER, "IsSandBox": 1})).json["CodeResult"] == "100"
        assert sent(client) == []
        await client.advance()
        assert client.sandbox.components.ledger.balance("test-api-key") == 1_000_000


async def test_several_phones_in_one_phone_are_one_message_to_each_of_them_once():
    async with running() as client:
        body = {**CARE, "Phone": "0901888484,84901888485,0901888484"}
        assert (await client.post(CARE_PATH, body)).json["CodeResult"] == "100"
        assert [message.phones for message in sent(client)] == [("0901888484", "0901888485")]


async def test_an_advertisement_leaves_out_what_is_no_phone_and_says_so():
    async with running() as client:
        await client.post(ADVERT_PATH, {**ADVERT, "Phones": [*PHONES, "097469188", "901888484", "901888485"]})
        (message,) = sent(client)
        assert message.phones == tuple(PHONES)
        assert [warning.code for warning in message.warnings] == ["phone-without-zero", "phones-left-out"]


async def test_a_message_to_a_phone_of_before_2018_is_108_and_the_number_of_today_is_told():
    async with running() as client:
        assert (await client.post(CARE_PATH, {**CARE, "Phone": "01201234567"})).json["CodeResult"] == "108"
        (request,) = (await client.get("/_mock/requests")).json["requests"]
        assert [warning["code"] for warning in request["warnings"]] == ["phone-of-before-2018"]
        assert "0701234567" in request["warnings"][0]["message"]


async def test_a_scenario_refuses_delays_or_spoils_a_message_as_it_does_a_call():
    async with running() as client:
        for phone, expected in [
            ("0901555704", (200, BRAND_C)),
            (
                "0901555746",
                (200, b'{"CodeResult":"146","CountRegenerate":0,"ErrorMessage":"Sai template Brandname CSKH"}'),
            ),
            ("0901555650", (500, None)),
        ]:
            reply = await client.post(CARE_PATH, {**CARE, "Phone": phone})
            assert reply.status == expected[0]
            assert expected[1] is None or reply.body == expected[1]
        assert sent(client) == []


async def test_a_sandbox_that_is_full_takes_no_message():
    async with running(pending_limit=1) as client:
        assert (await client.post(CARE_PATH, CARE)).status == 200
        reply = await client.post(CARE_PATH, CARE)
        assert reply.status == 503
        assert b"The message was not placed" in reply.body
        assert len(sent(client)) == 1


@pytest.mark.parametrize("host", ["rest.esms.vn", "restapi.esms.vn", "rest.apiesms.com", "api.esms.vn", "127.0.0.1:1"])
@pytest.mark.parametrize(
    "path",
    [
        "/mainservice.svc/json/sendmultiplemessage_v4_post_json/",
        "/MainService.svc/json//SendMultipleMessage_V4_post_json/",
        "//MainService.svc/json/SendMultipleMessage_V4_post_json/",
    ],
)
async def test_every_name_of_the_host_and_every_spelling_of_the_address_leads_to_the_operation(host, path):
    async with running() as client:
        data, headers = json.dumps(dict(CARE)).encode(), {"Host": host, "Content-Type": "application/json"}
        reply = await client.send("POST", path, data=data, headers=headers)
        assert reply.json["CodeResult"] == "100"


async def test_the_twins_of_the_addresses_answer_xml():
    async with running() as client:
        for name in ("SendMultipleMessage_V4/", "SendMultipleMessage_V2/"):
            reply = await client.send("POST", f"/MainService.svc/xml/{name}", data=rqst(CARE), headers=TEXT)
            assert reply.headers["Content-Type"] == "application/xml; charset=utf-8"
            assert reply.body.decode() == (
                '<SmsResultModel xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><CodeResult>100</CodeResult>'
                f"<CountRegenerate>0</CountRegenerate><SMSID>{sent(client)[-1].sms_id}</SMSID></SmsResultModel>"
            )
        reply = await client.send("POST", "/MainService.svc/xml/SendMultipleSMSBrandname/", data=rqst(ADVERT))
        assert reply.body.startswith(b"<SmsResultModel ")
        assert (await client.get("/MainService.svc/xml/MakeCallRecord_V2")).status == 404


@pytest.mark.parametrize("path", [ADVERT_TEXT_PATH, f"{ADVERT_TEXT_PATH}/"])
async def test_the_advertising_text_operation_is_answered_with_and_without_its_slash(path):
    async with running() as client:
        assert (await client.send("POST", path, data=rqst(ADVERT))).json["CodeResult"] == "100"


def account(**settings):
    return Account(api_key="test-api-key", secret_key="test-secret-key", **settings)
