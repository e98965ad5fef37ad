"""What the documents leave open or contradict each other in: each choice, and its setting (FACTS-MESSAGES 9 and 10)."""

from urllib.parse import urlencode

import pytest

from mock_esms.config.account import DEFAULT_ACCOUNT, Account, SmsTemplate
from mock_esms.config.settings import Quirks
from tests.places import MAKE_CALL, running
from tests.receiver import OK, Receiver
from tests.sms import ADVERT, ADVERT_PATH, CARE, CARE_GET_PATH, CARE_PATH, KEYS, but, sent
from tests.zalo import BULK, BULK_PATH, GENCODE_PATH, MULTICHANNEL, MULTICHANNEL_PATH, PHONE, warned

GENCODE = {**KEYS, "Phone": PHONE, "Brandname": "SHOP", "Type": "2", "message": "Ma {OTP}"}
OTHER_CODE = "654321 la ma xac minh dang ky Baotrixemay cua ban"


async def outcomes(client):
    await client.advance()
    return [message.legs[-1].receivers[0].outcome for message in sent(client)]


async def test_the_demo_brand_reaches_a_phone_with_the_same_text_once_in_five_minutes():
    async with Receiver.run(OK) as receiver, running() as client:
        for by in ("0s", "299s", "1s"):
            await client.advance(by=by)
            reply = await client.post(CARE_PATH, {**CARE, "CallbackUrl": receiver.url})
            assert reply.json["CodeResult"] == "100"
        assert await outcomes(client) == ["delivered", "failed", "delivered"]
        assert [query["SendFailed"] for query in receiver.queries] == ["0", "1", "0"]
        (warning,) = sent(client)[1].warnings
        assert warning.code == "demo-text-repeated"
        assert sent(client)[2].warnings == ()


async def test_the_demo_brands_rule_concerns_the_same_text_phone_and_account_alone():
    other = Account(api_key="other", secret_key="s")
    async with running(accounts=(DEFAULT_ACCOUNT, other)) as client:
        for changes in (
            {},
            {"Content": OTHER_CODE},
            {"Phone": "0901888485"},
            {"ApiKey": "other", "SecretKey": "s"},
            {"Brandname": "SHOP"},
        ):
            await client.post(CARE_PATH, {**CARE, **changes})
        assert await outcomes(client) == ["delivered"] * 5


async def test_of_a_request_over_two_channels_only_an_sms_that_was_sent_counts():
    async with running() as client:
        await client.post(MULTICHANNEL_PATH, MULTICHANNEL)  # Zalo delivers it
        await client.post(CARE_PATH, {**CARE, "Content": MULTICHANNEL["Data"][1]["Content"]})
        await client.post("/_mock/scenarios/zalo-refused/arm", {"match": {}})
        await client.post(MULTICHANNEL_PATH, MULTICHANNEL)
        assert await outcomes(client) == ["delivered", "delivered", "failed"]


async def test_the_demo_brands_rule_is_forgotten_with_a_reset_and_left_out_by_its_quirk():
    async with running() as client:
        await client.post(CARE_PATH, dict(CARE))
        await client.post("/_mock/reset", {})
        await client.post(CARE_PATH, dict(CARE))
        assert await outcomes(client) == ["delivered"]
    async with running(quirks=Quirks(demo_repeat="arrives")) as client:
        for _ in range(2):
            await client.post(CARE_PATH, dict(CARE))
        assert await outcomes(client) == ["delivered"] * 2


@pytest.mark.parametrize(("checks", "codes"), [("some", ["100", "100"]), ("all", ["146", "107"])])
async def test_a_quirk_looks_at_template_and_number_of_phones_with_sandbox_1_too(checks, codes):
    async with running(quirks=Quirks(sandbox_checks=checks)) as client:
        replies = [
            await client.post(CARE_PATH, {**CARE, "Content": "Hello", "Sandbox": "1"}),
            await client.post(ADVERT_PATH, {**ADVERT, "Phones": ADVERT["Phones"][:3], "Sandbox": "1"}),
        ]
        assert [reply.json["CodeResult"] for reply in replies] == codes


TRIAL = {**CARE, "RequestId": "trial", "Sandbox": "1"}
REFUSED = {**CARE, "RequestId": "refused", "Content": "Hello"}


@pytest.mark.parametrize(
    ("used_by", "trial", "refused"), [("accepted", "124", "100"), ("live", "100", "100"), ("any", "124", "124")]
)
async def test_a_quirk_decides_which_requests_use_up_their_request_id(used_by, trial, refused):
    async with running(quirks=Quirks(request_id_used_by=used_by)) as client:
        assert (await client.post(CARE_PATH, TRIAL)).json["CodeResult"] == "100"
        assert (await client.post(CARE_PATH, {**TRIAL, "Sandbox": "0"})).json["CodeResult"] == trial
        assert (await client.post(CARE_PATH, REFUSED)).json["CodeResult"] == "146"
        assert (await client.post(CARE_PATH, {**REFUSED, "Content": OTHER_CODE})).json["CodeResult"] == refused
        # Calls and each of many messages alike.
        assert (await client.place(RequestId="call", TemplateId="")).json["CodeResult"] == "106"
        assert (await client.place(RequestId="call")).json["CodeResult"] == refused
        item = {"Phone": "1", "Params": ["1"], "RequestId": "item"}
        bulk = [{**BULK, "Data": [each]} for each in (item, {**item, "Phone": PHONE})]
        assert [(await client.post(BULK_PATH, body)).json["detail"][0]["CodeResult"] for body in bulk] == [
            "108",
            refused,
        ]


async def test_a_stranger_never_uses_up_a_request_id_and_a_refused_repeat_does_not_extend_it():
    async with running(quirks=Quirks(request_id_used_by="any")) as client:
        await client.post(CARE_PATH, {**CARE, "SecretKey": "wrong", "RequestId": "mine"})
        await client.place(RequestId="mine", SecretKey="wrong")
        assert (await client.post(CARE_PATH, {**CARE, "RequestId": "mine"})).json["CodeResult"] == "100"
        await client.advance(by="23h")
        assert (await client.post(CARE_PATH, {**CARE, "RequestId": "mine"})).json["CodeResult"] == "124"
        await client.advance(by="1h")
        assert (await client.post(CARE_PATH, {**CARE, "RequestId": "mine"})).json["CodeResult"] == "100"


@pytest.mark.parametrize(
    ("minutes", "code"),
    [("", "100"), ("2", "100"), ("10", "100"), ("1", "110"), ("11", "110"), ("45", "110"), ("x", "110")],
)
async def test_a_quirk_refuses_minutes_of_a_code_that_are_not_documented(minutes, code):
    async with running(quirks=Quirks(time_alive="documented")) as client:
        reply = await client.get(f"{GENCODE_PATH}?{urlencode({**GENCODE, 'TimeAlive': minutes})}")
        assert reply.json["CodeResult"] == code
        assert ("time-alive-not-allowed" in await warned(client)) == (code == "110")


PAGE = {"Origin": "https://shop.example.com"}


async def test_no_web_page_of_another_origin_may_read_an_answer():
    async with running() as client:
        for reply in (
            await client.send("POST", CARE_PATH, json=dict(CARE), headers=PAGE),
            await client.get(f"{MAKE_CALL}?ApiKey=a", headers=PAGE),
            await client.send("OPTIONS", CARE_PATH, headers=PAGE),
        ):
            assert not [name for name in reply.headers if name.startswith("Access-Control")]
        assert reply.status == 405


async def test_a_quirk_lets_web_pages_read_answers_and_answers_their_preflight():
    async with running(quirks=Quirks(cors="any")) as client:
        asked = {**PAGE, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        preflight = await client.send("OPTIONS", CARE_PATH, headers=asked)
        assert (preflight.status, preflight.body) == (200, b"")
        assert preflight.headers["Access-Control-Allow-Methods"] == "POST"
        assert preflight.headers["Access-Control-Allow-Headers"] == "*"
        for reply in (
            preflight,
            await client.send("POST", CARE_PATH, json=dict(CARE), headers=PAGE),
            await client.get(f"{CARE_GET_PATH}?{urlencode({**CARE, 'Phone': '0901888485'})}", headers=PAGE),
            await client.send("OPTIONS", "/MainService.svc/json/Nothing", headers=asked),
        ):
            assert reply.headers["Access-Control-Allow-Origin"] == "*"
        assert reply.status == 404
        assert len(sent(client)) == 2
        assert "Access-Control-Allow-Origin" not in (await client.get("/_mock/calls")).headers


async def test_a_campaign_of_more_than_254_characters_is_warned_of():
    async with running() as client:
        for path, body in ((CARE_PATH, CARE), (BULK_PATH, BULK)):
            assert (await client.post(path, {**body, "campaignid": "c" * 254})).json["CodeResult"] == "100"
            assert "campaign-too-long" not in await warned(client)
            assert (await client.post(path, {**body, "campaignid": "c" * 255})).json["CodeResult"] == "100"
            assert "campaign-too-long" in await warned(client)


async def test_a_request_id_of_more_than_50_characters_is_taken_and_warned_of():
    async with running() as client:
        for _, code in (("first", "100"), ("again", "124")):
            reply = await client.post(CARE_PATH, {**CARE, "RequestId": "r" * 51})
            assert reply.json["CodeResult"] == code
            assert "request-id-too-long" in await warned(client)


@pytest.mark.parametrize(
    ("date", "state", "warning"),
    [
        ("2026-01-05 09:00:01", "waiting", None),
        ("2026-01-05 08:59:59", "sent", "send-date-past"),
        ("05/01/2026 10:00", "sent", "send-date-unreadable"),
        ("2026-01-05 23:30:00", "waiting", None),
    ],
)
async def test_a_message_waits_for_a_send_date_that_lies_ahead_and_any_other_counts_as_absent(date, state, warning):
    async with running() as client:
        assert (await client.post(CARE_PATH, {**CARE, "SendDate": date})).json["CodeResult"] == "100"
        assert await warned(client) == ([] if warning is None else [warning])
        assert [message.state for message in sent(client)] == [state]


async def test_an_advertisement_is_taken_at_night():
    async with running() as client:
        await client.post(ADVERT_PATH, {**ADVERT, "SendDate": "2026-01-05 23:30:00"})
        await client.advance()
        (message,) = sent(client)
        assert message.legs[0].sent_at == message.request.send_date


async def test_a_list_of_phones_with_one_that_is_none_is_refused_with_it():
    async with running() as client:
        reply = await client.post(CARE_PATH, {**CARE, "Phone": "0901888484,123"})
        assert reply.json["ErrorMessage"] == "The phone number 123 is not valid."
        assert sent(client) == []


async def test_what_has_no_text_is_sent_without_one_as_a_viber_picture_is():
    async with running() as client:
        reply = await client.post(CARE_PATH, but(CARE, Brandname="SHOP", Content=None))
        assert reply.json["CodeResult"] == "100"
        assert sent(client)[0].text == ""


async def test_an_account_with_templates_refuses_a_text_in_sandbox_where_the_quirk_says_so():
    template = SmsTemplate(id=1, brandname="SHOP", text="Ma {P1,6}")
    account = DEFAULT_ACCOUNT._replace(sms_templates=(template,))
    async with running(accounts=(account,), quirks=Quirks(sandbox_checks="all")) as client:
        body = {**CARE, "Brandname": "SHOP", "Sandbox": "1"}
        assert (await client.post(CARE_PATH, {**body, "Content": "Ma 123456"})).json["CodeResult"] == "100"
        assert (await client.post(CARE_PATH, {**body, "Content": "Code 123456"})).json["CodeResult"] == "146"
