"""Zalo, and an SMS when that has failed: what is asked, checked and answered (FACTS-MESSAGES 2, S6)."""

from decimal import Decimal

import pytest

from mock_esms.config.account import Brandname, SmsTemplate
from tests.places import running
from tests.sms import but, sent
from tests.zalo import (
    BULK,
    BULK_PATH,
    MULTICHANNEL,
    MULTICHANNEL_PATH,
    OA,
    PHONE,
    SMS_PART,
    SMS_TEXT,
    ZALO_PART,
    warned,
    with_oa,
)


def request(zalo=None, sms=None, **top):
    """The request with changes to its entries, and at the top."""
    return but(MULTICHANNEL, Data=[but(ZALO_PART, **(zalo or {})), but(SMS_PART, **(sms or {}))], **top)


async def test_what_is_accepted_has_one_id_for_both_channels():
    async with running() as client:
        reply = await client.post(MULTICHANNEL_PATH, MULTICHANNEL)
        (message,) = sent(client)
        assert reply.body == b'{"CodeResult":"100","CountRegenerate":0,"SMSID":"%s"}' % message.sms_id.encode()
        assert [(leg.channel, leg.type_id, leg.sender, leg.text) for leg in message.own_schedule.legs] == [
            ("zalo", 25, OA, "123456"),
            ("sms", 2, "Baotrixemay", SMS_TEXT),
        ]


async def test_wrong_keys_and_a_wrong_template_are_answered_to_the_byte():
    async with running(accounts=(with_oa(),)) as client:
        reply = await client.post(MULTICHANNEL_PATH, {**MULTICHANNEL, "SecretKey": "wrong"})
        assert reply.body == b'{"CodeResult":"101","CountRegenerate":0,"ErrorMessage":"Authorize Failed"}'
        reply = await client.post(MULTICHANNEL_PATH, request({"TempID": "1"}))
        assert reply.body == b'{"CodeResult":"789","CountRegenerate":0,"ErrorMessage":"TemplateId is not config"}'


BRANDS = {
    "brandnames": (Brandname(name="SHOP"),),
    "sms_templates": (SmsTemplate(id=1, brandname="SHOP", text="Hello"),),
}


@pytest.mark.parametrize(
    ("account", "body", "code", "warning"),
    [
        ({}, request({"OAID": None}), "791", "oa-or-template-missing"),
        ({}, request({"OAID": "1"}), "799", "oa-unknown"),
        ({}, request({"Params": ["x"]}), "790", "zns-variable-type"),
        ({}, request({"SendingMode": "3"}), "802", "mode-3-not-allowed"),
        (BRANDS, request(None, {"Brandname": "OTHER"}), "104", "brandname-unknown"),
        (BRANDS, request(None, {"Brandname": "SHOP"}), "146", "sms-template-unfit"),
        ({"blocked_words": ("dang ky",)}, request(), "201", "word-blocked"),
        ({"blocked_phones": (PHONE,)}, request(), "99", "phone-blocked"),
        ({}, request(None, {"SmsType": "1"}), "118", "sms-type-unsupported"),
        ({}, request(None, {"SmsType": None}), "300", "sms-type-missing"),
        ({}, request(Channels=["sms", "zalo"]), "118", "channels-unsupported"),
        ({}, request(Channels=["zalo", "viber"]), "118", "channels-unsupported"),
        ({}, request(Channels=[]), "118", "channels-unsupported"),
        ({}, but(MULTICHANNEL, Data=[ZALO_PART]), "118", "channels-unsupported"),
        ({}, but(MULTICHANNEL, Data=None), "118", "channels-unsupported"),
        ({}, but(MULTICHANNEL, Phone=None), "108", None),
    ],
)
async def test_each_channel_is_checked_as_if_it_were_asked_for_by_itself(account, body, code, warning):
    async with running(accounts=(with_oa(**account),)) as client:
        assert (await client.post(MULTICHANNEL_PATH, body)).json["CodeResult"] == code
        assert await warned(client) == ([] if warning is None else [warning])
        assert sent(client) == []


@pytest.mark.parametrize(
    "body",
    [
        request(RequestId="r"),
        request({"RequestId": "r"}),
        request(None, {"RequestId": "r"}),
        request({"RequestId": "r"}, {"RequestId": "r"}),
    ],
    ids=["top", "zalo", "sms", "both"],
)
async def test_a_request_id_counts_wherever_clients_write_it(body):
    async with running() as client:
        assert (await client.post(MULTICHANNEL_PATH, body)).json["CodeResult"] == "100"
        again = await client.post(MULTICHANNEL_PATH, body)
        assert again.body == b'{"CodeResult":"124","CountRegenerate":0,"ErrorMessage":"Request exist 1"}'


@pytest.mark.parametrize("body", [request({"Sandbox": 1}), request(None, {"Sandbox": "1"}), request(Sandbox="1")])
async def test_sandbox_is_read_wherever_clients_write_it(body):
    async with running() as client:
        assert (await client.post(MULTICHANNEL_PATH, body)).json["CodeResult"] == "100"
        assert sent(client) == []


@pytest.mark.parametrize(
    "body",
    [
        request({"Sandbox": 0, "Channel": "zalo"}, {"Sandbox": 0, "IsUnicode": 0, "Channel": "sms"}, RequestId="42"),
        request({"OAID": None, "AOID": OA}, Phone="84901888484"),
        request(None, {"Phone": PHONE}, Phone=None),
    ],
    ids=["official samples", "aliases", "the old PHP sample"],
)
async def test_what_public_clients_send_is_accepted(body):
    async with running(accounts=(with_oa(),)) as client:
        assert (await client.post(MULTICHANNEL_PATH, body)).json["CodeResult"] == "100"
        (message,) = sent(client)
        assert message.phones == (PHONE,)


async def test_one_channel_alone_with_one_entry_was_seen_and_is_played():
    async with running() as client:
        body = but(MULTICHANNEL, Channels=["sms"], Data=[SMS_PART])
        assert (await client.post(MULTICHANNEL_PATH, body)).json["CodeResult"] == "100"
        (message,) = sent(client)
        assert [leg.channel for leg in message.own_schedule.legs] == ["sms"]


@pytest.mark.parametrize("body", [{**MULTICHANNEL, "Channels": "zalo"}, {**MULTICHANNEL, "Data": {}}])
async def test_what_is_no_list_where_one_is_wanted_cannot_be_read(body):
    async with running() as client:
        assert (await client.post(MULTICHANNEL_PATH, body)).status == 400


async def test_the_balance_has_to_cover_the_dearest_channel():
    async with running(accounts=(with_oa(balance=Decimal(850)),)) as client:
        assert (await client.post(MULTICHANNEL_PATH, MULTICHANNEL)).json["CodeResult"] == "100"


@pytest.mark.parametrize(
    ("body", "code", "says"),
    [
        (request({"CallbackUrl": "127.0.0.1:9000/cb"}), "callback-url-unusable", "Data[0]: "),
        (request(None, {"Requestid": "r"}), "json-name-in-another-case", "Data[1] is ignored, since"),
        (request(None, {"RequestId": "r" * 51}), "request-id-too-long", "Data[1]: RequestId has 51 characters"),
        (request({"Param": ["1"]}), "unknown-parameter", "Data[0] has no member Param; did you mean Params?"),
        (request({"TempData": {"otp": "1"}}), "unknown-parameter", "Data[0] has no member TempData"),
        (
            {**BULK, "Data": [*BULK["Data"], {"Phone": PHONE, "Params": ["1"], "x": 1}]},
            "unknown-parameter",
            "Data[2] has",
        ),
    ],
)
async def test_what_would_be_lost_in_an_entry_is_warned_of_with_its_place(body, code, says):
    async with running() as client:
        path = BULK_PATH if "TempID" in body else MULTICHANNEL_PATH
        assert (await client.post(path, body)).json["CodeResult"] == "100"
        (warning,) = (await client.get("/_mock/requests")).json["requests"][0]["warnings"]
        assert warning["code"] == code
        assert says in warning["message"]


async def test_of_five_hundred_items_that_are_wrong_alike_ten_are_named():
    async with running() as client:
        item = {"Phone": PHONE, "Param": ["1"]}
        await client.post(BULK_PATH, {**BULK, "Data": [item] * 500})
        assert await warned(client) == ["unknown-parameter"] * 10
