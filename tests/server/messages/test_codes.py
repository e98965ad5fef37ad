"""One-time passwords that eSMS makes itself (FACTS-MESSAGES 2, S14 to S16; CONTRACT 12)."""

import re
from urllib.parse import urlencode

import pytest

from mock_esms.config.account import Account, Brandname, MultichannelTemplate, SmsTemplate, ZaloAccount, ZnsTemplate
from mock_esms.config.settings import Quirks
from tests.places import running
from tests.sms import KEYS, sent
from tests.zalo import CHECK_PATH, GENCODE_MULTI_PATH, GENCODE_PATH, OA, PHONE, TEMPLATE, warned, with_oa

GENCODE = {
    **KEYS,
    "Phone": PHONE,
    "Brandname": "Baotrixemay",
    "Type": "2",
    "message": "{OTP} la ma xac minh dang ky Baotrixemay cua ban",
}
MULTI = {**KEYS, "Phone": PHONE, "MultiChannelTempId": "12", "TypeId": "2"}
REFUSES = {"title": "Zalo refuses", "match": {"phone": PHONE}, "message": {"zalo": {"failed": {"after": "5s"}}}}


async def make(client, **changes):
    """Let a code be made and sent by SMS; gives the code."""
    reply = await client.get(f"{GENCODE_PATH}?{urlencode({**GENCODE, **changes})}")
    assert reply.json["CodeResult"] == "100", reply.body
    return sent(client)[-1].own_schedule.legs[0].code


async def check(client, code, phone=PHONE, **changes):
    query = urlencode({**KEYS, "Phone": phone, "Code": code, **changes})
    return await client.get(f"{CHECK_PATH}?{query}")


def right(phone=PHONE):
    return b'{"CodeResult":"100","CountRegenerate":0,"ErrorMessage":"%s, Content: Success!"}' % phone.encode()


def wrong(code, phone=PHONE):
    text = f"{phone}, Content: {code} Code Invalid".encode()
    return b'{"CodeResult":"117","CountRegenerate":0,"ErrorMessage":"%s"}' % text


async def test_a_code_is_sent_in_the_place_of_otp_checked_once_and_then_used_up():
    async with running() as client:
        code = await make(client)
        (message,) = sent(client)
        assert re.fullmatch("[0-9A-Z]{6}", code)
        assert message.own_schedule.legs[0].text == f"{code} la ma xac minh dang ky Baotrixemay cua ban"
        assert (await check(client, code)).body == right()
        assert (await check(client, code)).body == wrong(code)


async def test_what_is_accepted_and_wrong_keys_are_answered_to_the_byte():
    async with running() as client:
        reply = await client.get(f"{GENCODE_PATH}?{urlencode(GENCODE)}")
        (message,) = sent(client)
        assert reply.body == b'{"CodeResult":"100","CountRegenerate":0,"SMSID":"%s"}' % message.sms_id.encode()
        denied = b'{"CodeResult":"101","CountRegenerate":0,"ErrorMessage":"Authorize Failed"}'
        assert (await client.get(f"{GENCODE_PATH}?{urlencode({**GENCODE, 'SecretKey': 'x'})}")).body == denied
        assert (await check(client, "1NTTJ6", SecretKey="x")).body == denied
        assert (await client.post(GENCODE_MULTI_PATH, {**MULTI, "ApiKey": "x"})).body == denied


async def test_a_code_of_nobody_is_117_as_the_page_writes_it():
    async with running() as client:
        assert (await check(client, "1NTTJ6")).body == (
            b'{"CodeResult":"117","CountRegenerate":0,"ErrorMessage":"0901888484, Content: 1NTTJ6 Code Invalid"}'
        )
    async with running(quirks=Quirks(wrong_code="171")) as client:
        assert (await check(client, "1NTTJ6")).json["CodeResult"] == "171"


@pytest.mark.parametrize(
    ("changes", "pattern"),
    [
        ({"NumCharOfCode": "4", "IsNumber": "1"}, "[0-9]{4}"),
        ({"NumCharOfCode": "8"}, "[0-9A-Z]{8}"),
        ({"NumCharOfCode": "0", "IsNumber": "0"}, "[0-9A-Z]{6}"),
        ({"NumCharOfCode": "abc", "IsNumber": "1"}, "[0-9]{6}"),
    ],
)
async def test_length_and_letters_of_a_code_are_as_asked(changes, pattern):
    async with running() as client:
        assert re.fullmatch(pattern, await make(client, **changes))


@pytest.mark.parametrize(("alive", "seconds"), [("", 300), ("2", 120), ("45", 2700)])
async def test_a_code_lives_for_its_minutes_on_the_sandboxs_clock(alive, seconds):
    async with running() as client:
        code = await make(client, TimeAlive=alive)
        await client.advance(by=f"{seconds - 1}s")
        assert (await check(client, code)).body == right()
        code = await make(client, TimeAlive=alive)
        await client.advance(by=f"{seconds}s")
        assert (await check(client, code)).body == wrong(code)


async def test_five_wrong_tries_end_a_code():
    async with running() as client:
        code = await make(client)
        for _ in range(5):
            assert (await check(client, "nope")).body == wrong("nope")
        assert (await check(client, code)).body == wrong(code)


async def test_a_new_code_ends_the_older_one_of_that_phone():
    async with running() as client:
        first = await make(client)
        other = await make(client, Phone="0901888485")
        second = await make(client)
        assert len({first, other, second}) == 3
        assert (await check(client, first)).body == wrong(first)
        assert (await check(client, second)).body == right()
        assert (await check(client, other, "0901888485")).body == right("0901888485")


async def test_a_phone_is_the_same_in_each_of_its_forms_and_echoed_as_it_came():
    async with running() as client:
        code = await make(client, Phone="+84901888484")
        assert (await check(client, code, "84901888484")).body == right("84901888484")


async def test_the_same_seed_makes_the_same_codes():
    async with running(seed="7") as client:
        codes = [await make(client), await make(client)]
    async with running(seed="7") as client:
        assert [await make(client), await make(client)] == codes
    async with running(seed="8") as client:
        assert await make(client) not in codes


async def test_a_message_without_a_place_for_the_code_is_warned_of():
    async with running() as client:
        await make(client, Brandname="SHOP", message="Hello")
        assert await warned(client) == ["code-place-missing"]


async def test_brand_and_template_of_a_code_are_checked_with_the_code_in_its_text():
    account = Account(
        api_key="test-api-key",
        secret_key="test-secret-key",
        brandnames=(Brandname(name="SHOP"),),
        sms_templates=(SmsTemplate(id=1, brandname="SHOP", text="Ma {P1,6}"),),
    )
    async with running(accounts=(account,)) as client:
        for changes, code in (
            ({"Brandname": "OTHER", "message": "Ma {OTP}"}, "104"),
            ({"Brandname": "SHOP", "message": "Ma {OTP}."}, "146"),
            ({"Brandname": "SHOP", "message": "Ma {OTP}", "NumCharOfCode": "7"}, "146"),
            ({"Brandname": "SHOP", "message": "Ma {OTP}"}, "100"),
        ):
            reply = await client.get(f"{GENCODE_PATH}?{urlencode({**GENCODE, **changes})}")
            assert reply.json["CodeResult"] == code, changes


async def test_a_refused_request_leaves_the_code_before_it_alone():
    async with running() as client:
        code = await make(client)
        refused = await client.get(f"{GENCODE_PATH}?{urlencode({**GENCODE, 'message': 'Hello'})}")
        assert refused.json["CodeResult"] == "146"
        assert (await check(client, code)).body == right()


async def test_what_clients_send_beside_is_accepted():
    async with running() as client:
        values = {name: value for name, value in GENCODE.items() if name != "message"}
        query = urlencode({**values, "Message": GENCODE["message"], "TimeAlive": "45", "SmsType": "2"})
        assert (await client.get(f"{GENCODE_PATH}?{query}")).json["CodeResult"] == "100"


# --- over two channels ------------------------------------------------------------------------------------------------


def bound_account():
    """One OA with one template, a brand, and both bound together."""
    bound = MultichannelTemplate(id="12", oa_id=OA, template=TEMPLATE, brandname="SHOP", sms_text="Ma cua ban la {OTP}")
    return with_oa(multichannel=(bound,), brandnames=(Brandname(name="SHOP"),))


@pytest.mark.parametrize("path", [GENCODE_MULTI_PATH, f"{GENCODE_MULTI_PATH}/"])
async def test_a_code_goes_over_zalo_and_by_sms_when_that_has_failed(path):
    async with running() as client:
        await client.put("/_mock/scenarios/mine", REFUSES)
        reply = await client.post(path, {**MULTI, "TypeId": 2})
        await client.advance()
        (message,) = sent(client)
        assert reply.body == b'{"CodeResult":"100","CountRegenerate":0,"SMSID":"%s"}' % message.sms_id.encode()
        zalo, sms = message.legs
        assert (zalo.channel, zalo.receivers[0].outcome, zalo.sender, zalo.template) == ("zalo", "failed", OA, TEMPLATE)
        assert (sms.channel, sms.receivers[0].outcome, sms.sender) == ("sms", "delivered", "Baotrixemay")
        assert zalo.code == sms.code
        assert sms.text == f"{sms.code} la ma xac minh dang ky Baotrixemay cua ban"
        assert (await check(client, sms.code)).body == right()


async def test_a_code_for_a_variable_that_is_a_number_has_digits_only():
    async with running(accounts=(bound_account(),)) as client:
        assert (await client.post(GENCODE_MULTI_PATH, MULTI)).json["CodeResult"] == "100"
        zalo, sms = sent(client)[0].own_schedule.legs
        assert re.fullmatch("[0-9]{6}", zalo.code)
        assert (zalo.text, sms.text) == (f"Mã của bạn: {zalo.code}", f"Ma cua ban la {zalo.code}")


async def test_the_code_is_all_that_is_filled_in_so_another_variable_has_no_value():
    bound = MultichannelTemplate(id="12", oa_id=OA, template="9", brandname="SHOP", sms_text="Ma {OTP}")
    for text, code in (("Mã {{ma}} cho {{shop}}", "790"), ("{{shop}}", "100")):
        oa = ZaloAccount(oa_id=OA, templates=(ZnsTemplate(id="9", text=text),))
        account = Account(api_key="test-api-key", secret_key="test-secret-key", zalo=(oa,), multichannel=(bound,))
        async with running(accounts=(account,)) as client:
            assert (await client.post(GENCODE_MULTI_PATH, MULTI)).json["CodeResult"] == code


async def test_an_id_that_is_bound_to_nothing_is_789():
    async with running(accounts=(bound_account(),)) as client:
        reply = await client.post(GENCODE_MULTI_PATH, {**MULTI, "MultiChannelTempId": "13"})
        assert reply.body == b'{"CodeResult":"789","CountRegenerate":0,"ErrorMessage":"TemplateId is not config"}'
        assert await warned(client) == ["multichannel-template-unknown"]


async def test_type_id_1_makes_a_code_sends_nothing_and_answers_as_2_does():
    async with running() as client:
        reply = await client.post(GENCODE_MULTI_PATH, {**MULTI, "TypeId": 1})
        assert (reply.json["CodeResult"], len(reply.json["SMSID"]) > 33, sent(client)) == ("100", True, [])
        code = await make(client)
        assert (await check(client, code)).body == right()


# --- across a restart -------------------------------------------------------------------------------------------------


async def test_codes_and_what_was_tried_of_them_survive_a_restart(tmp_path):
    store = tmp_path / "store.db"
    async with running(store=store) as client:
        used, kept, guessed = (
            await make(client),
            await make(client, Phone="0901888485"),
            await make(client, Phone="0901888486"),
        )
        await check(client, used)
        for _ in range(4):
            await check(client, "nope", "0901888486")
    async with running(store=store) as client:
        assert (await check(client, used)).body == wrong(used)
        assert (await check(client, kept, "0901888485")).body == right("0901888485")
        await check(client, "nope", "0901888486")
        assert (await check(client, guessed, "0901888486")).body == wrong(guessed, "0901888486")


async def test_a_reset_forgets_codes_in_the_store_too(tmp_path):
    store = tmp_path / "store.db"
    async with running(store=store) as client:
        code = await make(client)
        await client.post("/_mock/reset", {})
        assert (await check(client, code)).body == wrong(code)
    async with running(store=store) as client:
        assert (await check(client, code)).body == wrong(code)
