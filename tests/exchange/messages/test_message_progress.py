"""A message's way, on the sandbox's clock: approved, sent, reported, charged, and told to a real receiver."""

from decimal import Decimal

import pytest

from tests.makers import ADVERT_LEG, LEGS, make_draft
from tests.places import running
from tests.receiver import FAILS, OK, Receiver

ZALO_THEN_SMS = (LEGS["zalo"], LEGS["sms"])


def story(folder, message, more=""):
    (folder / "story.yaml").write_text(f'title: A story\nmatch: {{phone: "*"}}\nmessage: {message}\n{more}')
    return folder


def outcomes(message):
    return [[receiver["outcome"] for receiver in leg["receivers"]] for leg in message["legs"]]


def balance(client):
    return client.sandbox.components.ledger.balance("test-api-key")


async def test_a_message_is_sent_at_once_delivered_after_two_seconds_and_reported_a_second_later():
    async with Receiver.run(OK) as receiver, running() as client:
        sms_id = client.accept(make_draft(url=receiver.url)).sms_id
        message = await client.message(sms_id)
        assert (message["state"], message["result"], outcomes(message)) == ("sent", None, [[None]])
        assert message["legs"][0]["sent_at"] == message["received_at"] == "2026-01-05T09:00:00.000+07:00"
        await client.advance(by="2s")
        message = await client.message(sms_id)
        assert (message["state"], message["settled"], outcomes(message)) == ("ended", False, [["delivered"]])
        assert message["legs"][0]["receivers"][0]["at"][17:23] == "02.000"
        assert message["callbacks"][0]["next_due"][17:23] == "03.000"
        await client.advance()
        message = await client.message(sms_id)
        assert (message["settled"], message["callbacks"][0]["state"]) == (True, "delivered")
        assert len(receiver.requests) == 1


async def test_what_arrives_is_charged_once_it_is_reported_and_what_fails_costs_nothing(tmp_path):
    async with running() as client:
        before = balance(client)
        client.accept(make_draft("0901888484", "0901888485"))
        assert balance(client) == before
        await client.advance()
        assert before - balance(client) == Decimal(1700)
    async with running(story(tmp_path, "{failed: }")) as client:
        sms_id = client.accept(make_draft()).sms_id
        await client.advance()
        assert balance(client) == before
        result = (await client.message(sms_id))["result"]
        assert result == {
            "SendFailed": 1,
            "SendStatus": 5,
            "SendSuccess": 0,
            "TotalPrice": "0.0000",
            "TotalReceiver": 1,
            "TotalSent": 1,
        }


async def test_a_send_date_that_lies_ahead_is_waited_for():
    async with running() as client:
        at = client.sandbox.components.clock.now() + 60_000
        sms_id = client.accept(make_draft(send_date=at)).sms_id
        assert (await client.message(sms_id))["state"] == "waiting"
        assert (await client.message(sms_id))["legs"][0]["sent_at"] is None
        await client.advance(by="60s")
        message = await client.message(sms_id)
        assert (message["state"], message["legs"][0]["sent_at"][11:19]) == ("sent", "09:01:00")


async def test_the_sms_begins_when_zalo_has_failed_and_each_channel_is_reported(tmp_path):
    told = "{zalo: {failed: {after: 5s, error: -114}}, sms: {delivered: {after: 3s}}}"
    async with Receiver.run(OK) as receiver, running(story(tmp_path, told)) as client:
        sms_id = client.accept(make_draft(legs=ZALO_THEN_SMS, url=receiver.url)).sms_id
        await client.advance(by="4s")
        assert [leg["channel"] for leg in (await client.message(sms_id))["legs"]] == ["zalo"], "not its turn yet"
        await client.advance(by="1s")
        message = await client.message(sms_id)
        assert [(leg["channel"], leg["sent_at"][17:23]) for leg in message["legs"]] == [
            ("zalo", "00.000"),
            ("sms", "05.000"),
        ]
        assert (message["state"], message["result"], outcomes(message)) == ("sent", None, [["failed"], [None]])
        assert message["legs"][0]["receivers"][0]["error"] == -114
        await client.advance()
        message = await client.message(sms_id)
        assert outcomes(message) == [["failed"], ["delivered"]]
        assert (message["type_id"], message["result"]["SendSuccess"], message["result"]["TotalPrice"]) == (
            25,
            1,
            "850.0000",
        )
        assert [callback["channel"] for callback in message["callbacks"]] == ["zalo", "sms"]
        assert [(query["TypeId"], query["SendFailed"], query["SendSuccess"]) for query in receiver.queries] == [
            ("25", "1", "0"),
            ("2", "0", "1"),
        ]
        assert {query["SMSID"] for query in receiver.queries} == {sms_id}


async def test_the_sms_never_begins_when_zalo_arrives():
    async with Receiver.run(OK) as receiver, running() as client:
        sms_id = client.accept(make_draft(legs=ZALO_THEN_SMS, url=receiver.url)).sms_id
        await client.advance()
        message = await client.message(sms_id)
        assert (message["state"], outcomes(message)) == ("ended", [["delivered"]])
        assert message["result"]["TotalPrice"] == "330.0000"
        assert [query["TypeId"] for query in receiver.queries] == ["25"]


async def test_a_silent_message_stays_sent_and_settles_at_once_without_callback(tmp_path):
    async with Receiver.run(OK) as receiver, running(story(tmp_path, "{silent: }")) as client:
        sms_id = client.accept(make_draft(url=receiver.url)).sms_id
        await client.advance()
        message = await client.message(sms_id)
        assert (message["state"], message["settled"], message["result"]) == ("sent", True, None)
        assert receiver.requests == []
        kinds = [event.kind for event in client.sandbox.components.journal.events.since(0) if event.entry is not None]
        assert kinds == ["message", "sent", "settled"], "each thing is told once"
        reply = await client.post(
            "/_mock/wait", {"what": "message", "match": {"sms_id": sms_id}, "until": "ended", "timeout": 5}
        )
        assert reply.status == 409, reply.body
        assert "never reported" in (await client.post(f"/_mock/messages/{sms_id}/redeliver")).json["error"]["message"]
        assert "never reported" in (await client.post(f"/_mock/messages/{sms_id}/retry")).json["error"]["message"]


async def test_a_message_of_which_only_one_receiver_is_reported_settles_then(tmp_path):
    (tmp_path / "silent.yaml").write_text('title: Silent\nmatch: {phone: "*85"}\nmessage: {silent: }\n')
    async with running(tmp_path) as client:
        sms_id = client.accept(make_draft("0901888484", "0901888485")).sms_id
        assert not (await client.message(sms_id))["settled"]
        await client.advance()
        message = await client.message(sms_id)
        assert (message["state"], message["settled"], outcomes(message)) == ("sent", True, [["delivered", None]])
        kinds = [event.kind for event in client.sandbox.components.journal.events.since(0) if event.entry is not None]
        assert kinds == ["message", "sent", "settled"]


async def test_an_advertisement_waits_for_its_approval_and_says_so(tmp_path):
    told = "{approval: 7m, sms: {delivered: {after: 2s}}}"
    more = "callback: {progress: [1, 2, 7]}"
    async with Receiver.run(OK) as receiver, running(story(tmp_path, told, more)) as client:
        sms_id = client.accept(make_draft(legs=(ADVERT_LEG,), url=receiver.url)).sms_id
        message = await client.message(sms_id)
        assert (message["state"], message["legs"][0]["sent_at"]) == ("approving", None)
        await client.advance(by="7m")
        message = await client.message(sms_id)
        assert (message["state"], message["legs"][0]["sent_at"][11:19]) == ("sent", "09:07:00")
        await client.advance()
        assert [query["SendStatus"] for query in receiver.queries] == ["1", "2", "7", "5"]
        sent = [
            attempt["at"][11:19]
            for callback in (await client.message(sms_id))["callbacks"]
            for attempt in callback["attempts"]
        ]
        assert sent == ["09:00:00", "09:07:00", "09:07:00", "09:07:03"]


async def test_a_refused_advertisement_is_never_sent_and_reported_with_send_status_4(tmp_path):
    async with Receiver.run(OK) as receiver, running(story(tmp_path, "{refused: {after: 1h}}")) as client:
        before = balance(client)
        sms_id = client.accept(make_draft(legs=(ADVERT_LEG,), url=receiver.url)).sms_id
        await client.advance(by="59m")
        assert (await client.message(sms_id))["state"] == "approving"
        await client.advance()
        message = await client.message(sms_id)
        assert (message["state"], message["settled"], outcomes(message)) == ("ended", True, [["refused"]])
        assert (message["legs"][0]["sent_at"], message["legs"][0]["receivers"][0]["at"][11:19]) == (None, "10:00:00")
        assert (message["result"]["SendStatus"], message["result"]["TotalSent"]) == (4, 0)
        assert [query["SendStatus"] for query in receiver.queries] == ["4"]
        assert (await client.get("/_mock/inbox/0901888484")).json["items"] == []
        assert balance(client) == before


async def test_a_refusal_concerns_advertisements_and_no_other_message(tmp_path):
    async with running(story(tmp_path, "{refused: }")) as client:
        sms_id = client.accept(make_draft()).sms_id
        await client.advance()
        assert outcomes(await client.message(sms_id)) == [["delivered"]]


async def test_each_receiver_has_the_outcome_of_its_own_phone(tmp_path):
    (tmp_path / "fails.yaml").write_text('title: Fails\nmatch: {phone: "*85"}\nmessage: {failed: {after: 9s}}\n')
    async with Receiver.run(OK) as receiver, running(tmp_path) as client:
        sms_id = client.accept(make_draft("0901888484", "0901888485", url=receiver.url)).sms_id
        await client.advance(by="2s")
        message = await client.message(sms_id)
        assert (message["state"], outcomes(message)) == ("sent", [["delivered", None]])
        await client.advance()
        message = await client.message(sms_id)
        assert (message["scenario"], outcomes(message)) == ("default", [["delivered", "failed"]])
        assert (message["result"]["SendSuccess"], message["result"]["SendFailed"]) == (1, 1)
        assert [(query["TotalReceiver"], query["phonenumber"]) for query in receiver.queries] == [("2", "0901888484")]


@pytest.mark.parametrize(
    ("rule", "sends"),
    [("{copies: 3}", 3), ("{lost_acks: 2, wait: [1s]}", 3), ("{drop: true}", 0), ("{retries: 1}", 1)],
)
async def test_what_the_callback_rules_say_holds_for_messages(tmp_path, rule, sends):
    more = f"callback: {rule}"
    async with Receiver.run(OK) as receiver, running(story(tmp_path, "{delivered: }", more)) as client:
        sms_id = client.accept(make_draft(url=receiver.url)).sms_id
        await client.advance()
        assert len(receiver.requests) == sends
        message = await client.message(sms_id)
        assert message["settled"]
        assert message["callbacks"][0]["state"] == ("dropped" if not sends else "delivered")


async def test_a_callback_that_nobody_takes_is_sent_six_times_and_exhausted():
    async with Receiver.run(FAILS) as receiver, running() as client:
        sms_id = client.accept(make_draft(url=receiver.url)).sms_id
        await client.advance()
        message = await client.message(sms_id)
        assert (len(receiver.requests), message["callbacks"][0]["state"], message["settled"]) == (6, "exhausted", True)


async def test_without_callback_url_a_message_settles_at_its_end():
    async with running() as client:
        sms_id = client.accept(make_draft()).sms_id
        await client.advance(by="2s")
        message = await client.message(sms_id)
        assert (message["callbacks"], message["settled"]) == ([], True)


async def test_a_reset_takes_messages_and_what_is_due_of_them_away():
    async with Receiver.run(OK) as receiver, running() as client:
        client.accept(make_draft(url=receiver.url))
        at = client.sandbox.components.clock.now() + 60_000
        client.accept(make_draft(url=receiver.url, send_date=at))
        assert (await client.post("/_mock/reset", {"api_key": "test-api-key"})).status == 200
        assert (await client.get("/_mock/messages")).json["total"] == 0
        assert (await client.get("/_mock/clock")).json["pending"] == 0
        await client.advance(by="5m")
        assert receiver.requests == []
