"""Messages that were accepted are delivered, and their callbacks with them, after a kill and a restart."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_esms.journal.store.entry_codec import entry_immutable_text, entry_mutable_text, entry_of
from mock_esms.model.callback import Callback
from mock_esms.model.message import Message, MessageRequest, MessageResult
from mock_esms.model.message_plan import LegPlan, MessageSchedule, ReceiverPlan
from tests.journal.store.killed import killed
from tests.journal.store.values import drawn, plans, texts
from tests.makers import ADVERT_LEG, LEGS, make_draft
from tests.places import running
from tests.receiver import FAILS, OK, Receiver
from tests.sms import CARE, CARE_PATH, DEMO

ZALO_THEN_SMS = (LEGS["zalo"], LEGS["sms"])


def messages():
    """Any message, anywhere on its way, no field of it left to its default."""
    legs = st.lists(
        drawn(LegPlan, receivers=st.lists(drawn(ReceiverPlan), min_size=1, max_size=2).map(tuple)),
        min_size=1,
        max_size=2,
    ).map(tuple)
    urls = st.lists(st.tuples(st.sampled_from(["sms", "zalo", "viber"]), st.text(max_size=8)), max_size=2).map(tuple)
    return drawn(
        Message,
        number=st.integers(1, 2**40),
        request=drawn(
            MessageRequest,
            raw_parameters=st.lists(st.tuples(texts, st.none() | texts), max_size=2).map(tuple),
            callback_urls=urls,
            phones=st.lists(st.text(max_size=8)).map(tuple),
        ),
        schedule=drawn(MessageSchedule, legs=legs, callback=plans),
        result=st.none() | drawn(MessageResult),
        callbacks=st.lists(drawn(Callback), max_size=2).map(tuple),
    )


@given(messages())
@settings(max_examples=25)
def test_a_message_comes_back_as_it_was(message):
    first, then = entry_immutable_text(message), entry_mutable_text(message)
    again = entry_of(message.number, first, then)
    assert again == message
    assert [type(part) for part in again] == [type(part) for part in message]


async def test_messages_that_are_alike_share_after_a_restart_what_they_shared_before(tmp_path):
    path = tmp_path / "x.db"
    async with running(store=path) as client:
        for number in range(2):
            body = {**CARE, "Phone": f"090188848{number}", "Content": DEMO.replace("123456", f"12345{number}")}
            await client.post(CARE_PATH, body)
        before = client.sandbox.messages
        assert before[0].schedule is before[1].schedule
    async with running(store=path) as client:
        assert client.sandbox.messages == before
        one, two = client.sandbox.messages
        assert one.schedule is two.schedule
        assert one.request.raw_parameters is two.request.raw_parameters
        assert [message.code for message in (one, two)] == ["123450", "123451"]


def story(folder):
    (folder / "fails.yaml").write_text(
        'title: Zalo fails\nmatch: {phone: "*85"}\nmessage: {zalo: {failed: {after: 5s, error: -114}}}\n'
    )
    (folder / "silent.yaml").write_text('title: Silent\nmatch: {phone: "*86"}\nmessage: {silent: }\n')
    (folder / "refused.yaml").write_text('title: Refused\nmatch: {phone: "*87"}\nmessage: {refused: {after: 1m}}\n')
    return folder


async def shown(client):
    answer = (await client.get("/_mock/messages")).json
    answer.pop("last_event")
    return answer


@pytest.mark.parametrize("at", ["0s", "2s", "3s", "5s", "8s", "1m", "5m", "1h"])
async def test_a_message_in_each_state_goes_on_after_a_kill(tmp_path, at):
    """At these moments they wait, are approved, are on their way, have failed over one channel, are being reported."""
    path, stories = tmp_path / "x.db", story(tmp_path)
    async with Receiver.run(FAILS, FAILS, OK) as receiver:
        async with running(stories, store=path) as client:
            later = client.sandbox.components.clock.now() + 30 * 60_000
            for draft in (
                make_draft("0901888484", "0901888488", request_id="one", url=receiver.url),
                make_draft("0901888485", legs=ZALO_THEN_SMS, url=receiver.url),
                make_draft("0901888486", url=receiver.url),
                make_draft("0901888487", legs=(ADVERT_LEG,), url=receiver.url),
                make_draft("0901888488", legs=(ADVERT_LEG,), url=receiver.url),
                make_draft("0901888489", legs=(LEGS["viber"],), url=receiver.url, send_date=later),
            ):
                client.accept(draft)
            await client.advance(by=at)
            before = await shown(client)
            copy = killed(path)
        async with running(stories, store=copy) as client:
            assert json.dumps(await shown(client), indent=1) == json.dumps(before, indent=1)
            ledger = client.sandbox.components.ledger
            assert ledger.request_id_used("test-api-key", "one", client.sandbox.components.clock.now())
            assert ledger.counted("test-api-key", "0901888488") == 2
            await client.advance()
            after = (await shown(client))["messages"]
            assert [message["state"] for message in after] == ["ended", "ended", "sent", "ended", "ended", "ended"]
            assert all(message["settled"] for message in after)
            results = [message["result"] and message["result"]["SendStatus"] for message in after]
            assert results == [5, 5, None, 4, 5, 5]
            finals = [[callback["state"] for callback in message["callbacks"]] for message in after]
            assert finals == [
                ["delivered"],
                ["delivered"] * 2,
                ["pending"],
                ["delivered"],
                ["delivered"],
                ["delivered"],
            ]
            assert 1_000_000 - ledger.balance("test-api-key") == 2 * 850 + 850 + 500 + 470
        recorded = sum(len(callback["attempts"]) for message in after for callback in message["callbacks"])
        assert len(receiver.requests) == recorded


async def test_a_message_that_was_sent_again_by_hand_says_so_after_a_restart(tmp_path):
    path = tmp_path / "x.db"
    async with Receiver.run(OK) as receiver:
        async with running(store=path) as client:
            sms_id = client.accept(make_draft(url=receiver.url)).sms_id
            await client.advance()
            await client.post(f"/_mock/messages/{sms_id}/redeliver")
            await client.advance(by="0s")
        async with running(store=path) as client:
            assert len((await client.message(sms_id))["callbacks"][0]["attempts"]) == 2
            assert (await client.get("/_mock/otp/0901888484")).json["code"] == "123456"
