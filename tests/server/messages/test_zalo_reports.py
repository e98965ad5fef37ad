"""How the end of Zalo messages is reported, at a real receiver, to the byte (FACTS-MESSAGES 7.3, 7.5 to 7.7)."""

import pytest

from mock_esms.esms.callbacks.message_results import price_of
from tests.places import running
from tests.receiver import FAILS, OK, Receiver
from tests.sms import sent
from tests.zalo import (
    BULK,
    BULK_PATH,
    BY_HASH,
    BY_HASH_PATH,
    BY_USER_ID,
    BY_USER_ID_PATH,
    CONSULT,
    CONSULT_PATH,
    FULL_TEXT,
    FULL_TEXT_PATH,
    HASHED,
    JOURNEY,
    MULTICHANNEL,
    MULTICHANNEL_PATH,
    OA,
    PHONE,
    SMS_PART,
    TEMPLATE,
    USER,
    V4_PATH,
    V6,
    V6_PATH,
    ZALO_PART,
)

REFUSES = {"title": "Zalo refuses", "message": {"zalo": {"failed": {"after": "5s", "error": -114}}}}
INACTIVE = (
    "%22{%5C%22error%5C%22%3A-114%2C%5C%22message%5C%22%3A%5C%22User%20is%20inactive%2C%20or%20reject%20the%20message"
    "%2C%20or%20using%20an%20outdated%20Zalo%20version%2C%20or%20other%20internal%20errors%5C%22}%22"
)
DELIVERED = "The%20message%20was%20delivered%20to%20the%20user%27s%20phone"
PLAIN = (
    "{%22error%22%3A0%2C%22message%22%3A%22Success%22%2C%22data%22%3A{%22delivery_time%22%3Anull%2C"
    f"%22message%22%3A%22{DELIVERED}%22%2C%22status%22%3A1}}}}"
)
TWICE = (
    "%257B%2522data%2522%253A%257B%2522delivery_time%2522%253Anull%252C%2522message%2522%253A%2522"
    f"{DELIVERED.replace('%', '%25')}%2522%252C%2522status%2522%253A1%257D%252C%2522error%2522%253A0%252C"
    "%2522message%2522%253A%2522Success%2522%257D____05%2F01%2F2026%252009%3A00%3A02"
)


async def play(client, scenario, phone=PHONE):
    """Let this scenario decide what comes for the phone."""
    assert (await client.put("/_mock/scenarios/mine", {**scenario, "match": {"phone": phone}})).status == 200


def partner_ids(target: str) -> str:
    return target.partition("partnerids=")[2].partition("&")[0]


async def test_zns_that_zalo_refuses_is_reported_with_its_error_as_a_quoted_string():
    async with Receiver.run() as receiver, running() as client:
        await play(client, REFUSES)
        await client.post(V6_PATH, {**V6, "CallbackUrl": f"{receiver.url}/cb", "RequestId": "order 42"})
        await client.advance()
        (message,) = sent(client)
        (target,) = receiver.targets
        assert target == (
            f"/cb?SMSID={message.sms_id}&SendFailed=1&SendStatus=5&SendSuccess=0&TotalPrice=0.0000&TotalReceiver=1"
            f"&TotalSent=0&RequestId=order%2042&TypeId=25&telcoid=2&phonenumber={PHONE}&partnerids="
            f"&error_info={INACTIVE}&oaid={OA}&tempid={TEMPLATE}"
        )


async def test_zns_that_arrives_has_a_partner_id_of_twenty_hexadecimal_digits():
    async with Receiver.run() as receiver, running() as client:
        await client.post(V6_PATH, {**V6, "CallbackUrl": f"{receiver.url}/cb"})
        await client.advance()
        (query,) = receiver.queries
        assert (len(query["partnerids"]), int(query["partnerids"], 16) > 0) == (20, True)
        assert (query["SendSuccess"], query["TotalSent"], query["TotalPrice"]) == ("1", "1", "330.0000")
        assert query["error_info"].startswith('"{\\"error\\":0,')


QUOTED = (
    "%22{%5C%22error%5C%22%3A0%2C%5C%22message%5C%22%3A%5C%22Success%5C%22%2C%5C%22data%5C%22%3A{"
    "%5C%22delivery_time%5C%22%3Anull%2C%5C%22message%5C%22%3A%5C%22"
    f"{DELIVERED}%5C%22%2C%5C%22status%5C%22%3A1}}}}%22"
)


@pytest.mark.parametrize(
    ("path", "body", "to", "telcoid"),
    [(V6_PATH, V6, PHONE, "2"), (BY_HASH_PATH, BY_HASH, HASHED, "0")],
    ids=["phone", "hashed phone"],
)
async def test_zns_that_arrives_is_reported_with_the_success_as_a_quoted_string(path, body, to, telcoid):
    async with Receiver.run() as receiver, running() as client:
        await client.post(path, {**body, "CallbackUrl": f"{receiver.url}/cb?shop=1", "RequestId": "o-1"})
        await client.advance()
        (message,), (target,) = sent(client), receiver.targets
        assert target == (
            f"/cb?shop=1&SMSID={message.sms_id}&SendFailed=0&SendStatus=5&SendSuccess=1&TotalPrice=330.0000"
            f"&TotalReceiver=1&TotalSent=1&RequestId=o-1&TypeId=25&telcoid={telcoid}&phonenumber={to}"
            f"&partnerids={partner_ids(target)}&error_info={QUOTED}&oaid={OA}&tempid={TEMPLATE}"
        )


INACTIVE_PLAIN = INACTIVE.removeprefix("%22").removesuffix("%22").replace("%5C", "")
INACTIVE_TWICE = (
    "%257B%2522error%2522%253A-114%252C%2522message%2522%253A%2522User%2520is%2520inactive%252C%2520or%2520reject"
    "%2520the%2520message%252C%2520or%2520using%2520an%2520outdated%2520Zalo%2520version%252C%2520or%2520other"
    "%2520internal%2520errors%2522%257D____05%2F01%2F2026%252009%3A00%3A05"
)


@pytest.mark.parametrize(
    ("path", "body", "head", "tail"),
    [
        (
            BY_USER_ID_PATH,
            BY_USER_ID,
            f"TypeId=25&telcoid=9&phonenumber={USER}&error_info={INACTIVE_PLAIN}",
            f"&oaid={OA}&tempid={TEMPLATE}&partnerids=",
        ),
        (CONSULT_PATH, CONSULT, f"TypeId=26&phonenumber={USER}&error_info={INACTIVE_TWICE}", f"&oaid={OA}&partnerids="),
        (V4_PATH, JOURNEY, f"TypeId=27&phonenumber={PHONE}&error_info={INACTIVE_TWICE}", f"&oaid={OA}&partnerids="),
    ],
    ids=["uid", "consult", "journey"],
)
async def test_what_zalo_refuses_is_reported_in_the_form_of_its_kind(path, body, head, tail):
    async with Receiver.run() as receiver, running() as client:
        await play(client, REFUSES, phone="*")
        await client.post(path, {**body, "CallbackUrl": f"{receiver.url}/cb"})
        await client.advance()
        (message,), (target,) = sent(client), receiver.targets
        assert target == (
            f"/cb?SMSID={message.sms_id}&SendFailed=1&SendStatus=5&SendSuccess=0&TotalPrice=0.0000&TotalReceiver=1"
            f"&TotalSent=0&RequestId=&{head}{tail}"
        )


@pytest.mark.parametrize("code", ["24", "25"])
async def test_a_full_text_is_reported_with_the_type_that_was_asked_for(code):
    async with Receiver.run() as receiver, running() as client:
        await client.post(FULL_TEXT_PATH, {**FULL_TEXT, "SmsType": code, "CallbackUrl": receiver.url})
        await client.advance()
        (query,) = receiver.queries
        assert (query["TypeId"], query["oaid"], query["tempid"]) == (code, OA, "")


async def test_the_answer_may_wait_until_the_last_channel_was_reported():
    async with Receiver.run() as receiver, running(clock="auto") as client:
        await play(client, {**REFUSES, "callback": {"before_reply": True}})
        reply = await client.post(MULTICHANNEL_PATH, with_callbacks(receiver.url))
        assert [target.partition("?")[0] for target in receiver.targets] == ["/zalo", "/sms"]
        assert {query["SMSID"] for query in receiver.queries} == {reply.json["SMSID"]}


async def test_zns_by_user_id_is_reported_with_its_error_plain_and_the_partner_id_last():
    async with Receiver.run() as receiver, running() as client:
        await client.post(BY_USER_ID_PATH, {**BY_USER_ID, "CallbackUrl": f"{receiver.url}/cb"})
        await client.advance()
        (message,), (target,) = sent(client), receiver.targets
        assert target == (
            f"/cb?SMSID={message.sms_id}&SendFailed=0&SendStatus=5&SendSuccess=1&TotalPrice=2104.0000&TotalReceiver=1"
            f"&TotalSent=1&RequestId=&TypeId=25&telcoid=9&phonenumber={USER}&error_info={PLAIN}&oaid={OA}"
            f"&tempid={TEMPLATE}&partnerids={partner_ids(target)}"
        )
        assert len(partner_ids(target)) == 20


@pytest.mark.parametrize(
    ("path", "body", "type_id", "price", "to"),
    [(CONSULT_PATH, CONSULT, 26, "60.0000", USER), (V4_PATH, JOURNEY, 27, "220.0000", PHONE)],
    ids=["consult", "journey"],
)
async def test_consulting_and_journeys_are_reported_with_their_error_encoded_twice(path, body, type_id, price, to):
    async with Receiver.run() as receiver, running() as client:
        await client.post(path, {**body, "CallbackUrl": f"{receiver.url}/cb"})
        await client.advance()
        (message,), (target,) = sent(client), receiver.targets
        assert target == (
            f"/cb?SMSID={message.sms_id}&SendFailed=0&SendStatus=5&SendSuccess=1&TotalPrice={price}&TotalReceiver=1"
            f"&TotalSent=1&RequestId=&TypeId={type_id}&phonenumber={to}&error_info={TWICE}&oaid={OA}"
            f"&partnerids={partner_ids(target)}"
        )


@pytest.mark.parametrize(("error", "words"), [(-124, "Access token is invalid"), (-999, "")])
async def test_an_error_of_zalo_is_told_by_its_number_with_words_where_they_are_known(error, words):
    async with Receiver.run() as receiver, running() as client:
        await play(client, {"title": "Zalo fails", "message": {"zalo": {"failed": {"error": error}}}}, phone=USER)
        await client.post(BY_USER_ID_PATH, {**BY_USER_ID, "CallbackUrl": f"{receiver.url}/cb"})
        await client.advance()
        assert receiver.queries[0]["error_info"] == f'{{"error":{error},"message":"{words}"}}'


def with_callbacks(url, **own):
    """A request over two channels, each with a CallbackUrl of its own."""
    zalo = {**ZALO_PART, "CallbackUrl": f"{url}/zalo", "RequestId": "r1"}
    sms = {**SMS_PART, "CallbackUrl": f"{url}/sms", "RequestId": "r1", **own}
    return {**MULTICHANNEL, "Data": [zalo, sms]}


async def test_when_zalo_refuses_the_sms_of_the_same_request_arrives_and_both_are_reported_with_one_id():
    async with Receiver.run() as receiver, running() as client:
        await play(client, REFUSES)
        sms_id = (await client.post(MULTICHANNEL_PATH, with_callbacks(receiver.url))).json["SMSID"]
        await client.advance(by="6s")
        assert [target.partition("?")[0] for target in receiver.targets] == ["/zalo"]
        await client.advance()
        zalo, sms = receiver.targets
        assert zalo == (
            f"/zalo?SMSID={sms_id}&SendFailed=1&SendStatus=5&SendSuccess=0&TotalPrice=0.0000&TotalReceiver=1&TotalSent=0"
            f"&RequestId=r1&TypeId=25&telcoid=2&phonenumber={PHONE}&partnerids=&error_info={INACTIVE}&oaid={OA}"
            f"&tempid={TEMPLATE}"
        )
        assert sms == (
            f"/sms?SMSID={sms_id}&SendFailed=0&SendStatus=5&SendSuccess=1&TotalPrice=850.0000&TotalReceiver=1"
            f"&TotalSent=1&RequestId=r1&TypeId=2&telcoid=2&phonenumber={PHONE}&switchsmsid="
        )
        (message,) = sent(client)
        assert [(leg.channel, leg.receivers[0].outcome) for leg in message.legs] == [
            ("zalo", "failed"),
            ("sms", "delivered"),
        ]
        assert (message.state, message.type_id) == ("ended", 25)
        assert price_of(message) == 850


async def test_when_zalo_delivers_no_sms_is_sent():
    async with Receiver.run() as receiver, running() as client:
        await client.post(MULTICHANNEL_PATH, with_callbacks(receiver.url))
        await client.advance()
        assert [target.partition("?")[0] for target in receiver.targets] == ["/zalo"]
        (message,) = sent(client)
        assert [leg.channel for leg in message.legs] == ["zalo"]
        assert price_of(message) == 330


async def test_each_channel_reports_the_request_id_of_its_own_entry():
    async with Receiver.run() as receiver, running() as client:
        await play(client, REFUSES)
        await client.post(MULTICHANNEL_PATH, with_callbacks(receiver.url, RequestId="r2"))
        await client.advance()
        assert [query["RequestId"] for query in receiver.queries] == ["r1", "r2"]


async def test_both_callbacks_are_sent_again_until_they_are_acknowledged():
    async with Receiver.run(FAILS, OK) as receiver, running() as client:
        await play(client, REFUSES)
        await client.post(MULTICHANNEL_PATH, with_callbacks(receiver.url))
        await client.advance()
        assert [target.partition("?")[0] for target in receiver.targets] == ["/zalo", "/sms", "/zalo"]


async def test_each_item_of_many_is_reported_by_itself():
    async with Receiver.run() as receiver, running() as client:
        body = {**BULK, "CallbackUrl": f"{receiver.url}/cb"}
        detail = (await client.post(BULK_PATH, body)).json["detail"]
        await client.advance()
        assert [(query["SMSID"], query["phonenumber"]) for query in receiver.queries] == [
            (item["SMSID"], item["Phone"]) for item in detail
        ]
