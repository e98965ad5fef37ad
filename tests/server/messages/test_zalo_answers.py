"""What each operation that sends over Zalo answers, to the byte (FACTS-MESSAGES 2 and 3)."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest

from mock_esms.config.account import Prices
from tests.places import running
from tests.sms import but, sent
from tests.zalo import (
    BY_HASH,
    BY_HASH_PATH,
    BY_USER_ID,
    BY_USER_ID_PATH,
    CONSULT,
    CONSULT_PATH,
    FORM_PATH,
    FULL_TEXT,
    FULL_TEXT_PATH,
    HASHED,
    JOURNEY,
    OA,
    OTP,
    PAYLOAD,
    PAYLOAD_PATH,
    PHONE,
    TEMPLATE,
    USER,
    V4,
    V4_PATH,
    V5,
    V5_PATH,
    V6,
    V6_PATH,
    WITH_PAYLOAD,
    warned,
    with_oa,
)

AUTH_C = b'{"CodeResult":"101","CountRegenerate":0,"ErrorMessage":"Authorize Failed"}'
TEMPLATE_C = b'{"CodeResult":"789","CountRegenerate":0,"ErrorMessage":"TemplateId is not config"}'
USED_C = b'{"CodeResult":"124","CountRegenerate":0,"ErrorMessage":"Request exist 1"}'


async def by_json(client, path, body):
    return await client.post(path, body)


async def by_form(client, path, body):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return await client.send("POST", path, data=urlencode(body).encode(), headers=headers)


class Way(NamedTuple):
    """A way to send over Zalo: how and where to ask, and what message comes of it."""

    send: Callable[..., Any]
    path: str
    body: Mapping[str, Any]
    type_id: int
    form: str
    to: str


WAYS = {
    "S3": Way(by_json, V6_PATH, V6, 25, "zns", PHONE),
    "S4": Way(by_json, BY_USER_ID_PATH, BY_USER_ID, 25, "uid", USER),
    "S5": Way(by_json, BY_HASH_PATH, BY_HASH, 25, "zns", HASHED),
    "O6": Way(by_json, V4_PATH, V4, 25, "zns", PHONE),
    "O7": Way(by_json, V5_PATH, V5, 25, "zns", PHONE),
    "S13": Way(by_json, V4_PATH, JOURNEY, 27, "journey", PHONE),
    "O8": Way(by_form, FORM_PATH, but(FULL_TEXT, SmsType=None, Smstype="24"), 24, "zns", PHONE),
    "O9": Way(by_json, FULL_TEXT_PATH, FULL_TEXT, 25, "zns", PHONE),
    "S8": Way(by_json, CONSULT_PATH, CONSULT, 26, "consult", USER),
    "S9 to S12": Way(by_json, PAYLOAD_PATH, WITH_PAYLOAD, 26, "consult", USER),
}
every_way = pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
by_template = pytest.mark.parametrize(
    ("send", "path", "body"), [WAYS[name][:3] for name in ("S3", "S4", "S5", "O6", "O7", "S13")]
)


@every_way
async def test_what_is_accepted_is_answered_with_an_id_and_is_one_message(way):
    async with running() as client:
        reply = await way.send(client, way.path, way.body)
        (message,) = sent(client)
        assert reply.headers["Content-Type"] == "application/json; charset=utf-8"
        assert reply.body == b'{"CodeResult":"100","CountRegenerate":0,"SMSID":"%s"}' % message.sms_id.encode()
        assert (int(message.sms_id[:32], 16) > 0, message.sms_id[32:].isdigit()) == (True, way.form != "uid")
        (leg,) = message.own_schedule.legs
        assert (leg.channel, leg.type_id, leg.callback_form, leg.sender) == ("zalo", way.type_id, way.form, OA)
        assert message.phones == (way.to,)


@every_way
async def test_wrong_keys_are_101_with_a_count(way):
    async with running() as client:
        for wrong in ({"ApiKey": "nobody"}, {"SecretKey": "wrong"}):
            assert (await way.send(client, way.path, {**way.body, **wrong})).body == AUTH_C
        assert sent(client) == []


@every_way
async def test_a_request_id_is_refused_when_it_comes_again(way):
    async with running() as client:
        assert (await way.send(client, way.path, {**way.body, "RequestId": "order-42"})).json["CodeResult"] == "100"
        assert (await way.send(client, way.path, {**way.body, "RequestId": "order-42"})).body == USED_C
        assert len(sent(client)) == 1


@every_way
async def test_an_oa_that_is_not_the_accounts_is_799_or_by_user_id_204(way):
    async with running(accounts=(with_oa(),)) as client:
        reply = await way.send(client, way.path, {**way.body, "OAID": "1"})
        assert reply.json["CodeResult"] == ("204" if way.form == "consult" else "799")
        assert await warned(client) == ["oa-unknown"]
        assert sent(client) == []


@by_template
async def test_a_template_that_is_not_the_oas_is_789(send, path, body):
    async with running(accounts=(with_oa(),)) as client:
        assert (await send(client, path, {**body, "TempID": "1"})).body == TEMPLATE_C
        assert await warned(client) == ["zns-template-unknown"]
        assert (await send(client, path, body)).json["CodeResult"] == "100"


@by_template
async def test_a_missing_oa_or_template_is_791(send, path, body):
    async with running() as client:
        for name in ("OAID", "TempID"):
            assert (await send(client, path, but(body, **{name: None}))).json["CodeResult"] == "791"
            assert await warned(client) == ["oa-or-template-missing"]


def _variables(body, value):
    """The same body with another value of its one variable, in its own way; None: without any."""
    if "Params" in body:
        return {**body, "Params": [] if value is None else [value]}
    if isinstance(body["TempData"], list):
        return {**body, "TempData": [] if value is None else [{"key": "otp", "value": value}]}
    return {**body, "TempData": {} if value is None else {"otp": value}}


@by_template
async def test_variables_that_the_template_does_not_take_are_790(send, path, body):
    async with running(accounts=(with_oa(),)) as client:
        for value, code in ((None, "missing"), ("", "missing"), ("12345678901", "too-long"), ("12a", "type")):
            assert (await send(client, path, _variables(body, value))).json["CodeResult"] == "790"
            assert await warned(client) == [f"zns-variable-{code}"]
        assert sent(client) == []


async def test_a_variable_that_the_template_has_not_is_790_and_named():
    async with running(accounts=(with_oa(),)) as client:
        for path, body in (
            (V6_PATH, {**V6, "TempData": {"otp": "1", "name": "Lan"}}),
            (V4_PATH, {**V4, "Params": ["1", "Lan"]}),
        ):
            assert (await client.post(path, body)).json["CodeResult"] == "790"
            assert await warned(client) == ["zns-variable-unknown"]


async def test_variables_in_the_form_of_another_version_are_790():
    async with running() as client:
        assert (await client.post(V6_PATH, {**V6, "TempData": V5["TempData"]})).json["CodeResult"] == "790"
        assert await warned(client) == ["zns-variables-unreadable"]
        assert (await client.post(V5_PATH, {**V5, "TempData": V6["TempData"]})).status == 400


async def test_the_receiver_reads_the_template_with_its_variables_and_a_code_is_found():
    async with running(accounts=(with_oa(),)) as client:
        for path, body in ((V6_PATH, V6), (V5_PATH, V5), (V4_PATH, V4)):
            await client.post(path, body)
        await client.post(FULL_TEXT_PATH, {**FULL_TEXT, "Content": "Mã của bạn: 123456"})
        for message in sent(client):
            (leg,) = message.own_schedule.legs
            assert (leg.text, leg.code, leg.template) == ("Mã của bạn: 123456", "123456", TEMPLATE)


async def test_a_full_text_that_fits_no_template_is_790():
    async with running(accounts=(with_oa(),)) as client:
        for content in ("Hello", "Mã của bạn: abc"):
            reply = await client.post(FULL_TEXT_PATH, {**FULL_TEXT, "Content": content})
            assert reply.json["CodeResult"] == "790"
            assert await warned(client) == ["zns-text-unfit"]


@pytest.mark.parametrize(
    ("changes", "body", "warning"),
    [
        (
            {"ZaloUid": "1" * 21},
            b'{"CodeResult":"852","CountRegenerate":0,"ErrorMessage":"Zalo UID Invalid"}',
            "user-id-too-long",
        ),
        (
            {"ZaloUid": None},
            b'{"CodeResult":"853","CountRegenerate":0,"ErrorMessage":"Missing ZaloUid"}',
            "user-id-missing",
        ),
    ],
)
async def test_a_user_id_is_there_and_has_at_most_twenty_characters(changes, body, warning):
    async with running() as client:
        assert (await client.post(BY_USER_ID_PATH, but(BY_USER_ID, **changes))).body == body
        assert await warned(client) == [warning]


@pytest.mark.parametrize("hashed", [None, "", HASHED.upper(), HASHED[:-1], PHONE])
async def test_a_hashed_phone_that_is_no_lower_case_sha_256_is_115(hashed):
    async with running() as client:
        assert (await client.post(BY_HASH_PATH, but(BY_HASH, HashPhone=hashed))).json["CodeResult"] == "115"
        assert await warned(client) == ["hashed-phone-wrong"]


@pytest.mark.parametrize("payload", [None, {}, [], "text", json.dumps(PAYLOAD)[:-1], {**PAYLOAD, "message": {}}])
async def test_a_payload_that_is_not_as_documented_is_210(payload):
    async with running() as client:
        assert (await client.post(PAYLOAD_PATH, but(WITH_PAYLOAD, Payload=payload))).json["CodeResult"] == "210"
        assert await warned(client) == ["payload-wrong"]


@pytest.mark.parametrize("changes", [{"Content": None}, {"Content": "x" * 2001}, {"User_id": None}])
async def test_a_consulting_text_without_receiver_or_text_or_too_long_is_210(changes):
    async with running() as client:
        assert (await client.post(CONSULT_PATH, but(CONSULT, **changes))).json["CodeResult"] == "210"
        assert await warned(client) == ["payload-wrong"]


async def test_mode_3_is_802_where_the_oa_may_not_and_801_with_a_send_date():
    later = {"SendDate": "2026-01-05 10:00:00"}
    async with running(accounts=(with_oa(),)) as client:
        assert (await client.post(V6_PATH, {**V6, "SendingMode": "3"})).json["CodeResult"] == "802"
        assert await warned(client) == ["mode-3-not-allowed"]
        assert (await client.post(V6_PATH, {**V6, "SendingMode": "3", **later})).json["CodeResult"] == "801"
        assert await warned(client) == ["mode-3-with-date"]
        assert (await client.post(V6_PATH, {**V6, "SendingMode": 1, **later})).json["CodeResult"] == "100"
    async with running(accounts=(with_oa(mode_3=True),)) as client:
        assert (await client.post(V6_PATH, {**V6, "SendingMode": 3})).json["CodeResult"] == "100"


@pytest.mark.parametrize(
    ("account", "body", "code"),
    [
        (with_oa(prices=Prices(zalo=None)), V6, "102"),
        (with_oa(balance=Decimal(329)), V6, "103"),
        (with_oa(balance=Decimal(330)), V6, "100"),
        (with_oa(blocked_phones=(PHONE,)), V6, "99"),
        (with_oa(), {**V6, "Phone": "097469188"}, "108"),
    ],
)
async def test_what_every_message_is_checked_for_is_checked(account, body, code):
    async with running(accounts=(account,)) as client:
        assert (await client.post(V6_PATH, body)).json["CodeResult"] == code


@pytest.mark.parametrize(
    ("path", "body", "price"),
    [
        (V6_PATH, V6, "330.0000"),
        (BY_USER_ID_PATH, BY_USER_ID, "2104.0000"),
        (PAYLOAD_PATH, WITH_PAYLOAD, "60.0000"),
        (V4_PATH, JOURNEY, "220.0000"),
    ],
)
async def test_each_kind_is_charged_by_its_own_price_when_it_was_delivered(path, body, price):
    async with running() as client:
        await client.post(path, body)
        await client.advance()
        (message,) = sent(client)
        assert message.result is not None
        assert message.result.total_price == price


async def test_with_sandbox_1_nothing_is_sent_and_the_request_id_is_used_up():
    async with running() as client:
        assert (await client.post(V6_PATH, {**V6, "Sandbox": 1, "RequestId": "r"})).json["CodeResult"] == "100"
        assert sent(client) == []
        assert (await client.post(V6_PATH, {**V6, "RequestId": "r"})).body == USED_C


async def test_what_is_wrong_first_decides():
    """The order of FACTS-MESSAGES 1.5: 791, 799, 789, 790, 108, 801, 124."""
    body = but(V6, OAID="1", TempID=None, TempData={"otp": "x"}, Phone="1", SendingMode="3", RequestId="r")
    body["SendDate"] = "2026-01-05 10:00:00"
    mended: list[tuple[str, dict[str, Any]]] = [
        ("791", {"TempID": "1"}),
        ("799", {"OAID": OA}),
        ("789", {"TempID": OTP.id}),
        ("790", {"TempData": {"otp": "1"}}),
        ("108", {"Phone": PHONE}),
        ("801", {"SendDate": None}),
        ("802", {"SendingMode": "1"}),
        ("124", {"RequestId": "other"}),
        ("100", {}),
    ]
    async with running(accounts=(with_oa(),)) as client:
        await client.post(V6_PATH, {**V6, "RequestId": "r"})
        for code, change in mended:
            assert (await client.post(V6_PATH, body)).json["CodeResult"] == code
            body = but(body, **change)


@pytest.mark.parametrize("content_type", ["text/plain", "application/json", None, "application/raw;charset=UTF-8"])
@pytest.mark.parametrize(
    ("path", "body"), [(V6_PATH, V6), (CONSULT_PATH, CONSULT), (PAYLOAD_PATH, WITH_PAYLOAD)], ids=["V6", "S8", "S9"]
)
async def test_the_newer_operations_read_json_whatever_its_content_type_says(path, body, content_type):
    headers = {} if content_type is None else {"Content-Type": content_type}
    async with running() as client:
        reply = await client.send("POST", path, data=json.dumps(body).encode(), headers=headers)
        assert reply.json["CodeResult"] == "100"


@pytest.mark.parametrize("path", [V6_PATH, BY_USER_ID_PATH, CONSULT_PATH, V4_PATH])
async def test_an_address_without_its_slash_is_sent_there_and_by_get_it_is_405(path):
    async with running() as client:
        reply = await client.post(path.rstrip("/"), V6)
        assert (reply.status, reply.headers["Location"].endswith(path)) == (307, True)
        assert (await client.get(path)).status == 405


async def test_the_lower_case_spelling_of_the_service_is_the_same_address():
    async with running() as client:
        path = CONSULT_PATH.replace("/MainService.svc/", "/mainservice.svc/")
        assert (await client.post(path, CONSULT)).json["CodeResult"] == "100"
