"""Callbacks that misbehave as a scenario says: copies, lost acknowledgements, progress, dropped, changed."""

import pytest

from tests.places import running
from tests.receiver import FAILS, OK, Receiver


def story(folder, callback, dials="[answered: {ring: 1s, talk: 3s}]"):
    text = f'title: A story\nmatch: {{phone: "*"}}\ndials: {dials}\ncallback: {callback}\n'
    (folder / "story.yaml").write_text(text)
    return folder


async def played(folder, callback, *behaviours):
    """The final CALL, and what the receiver saw."""
    async with Receiver.run(*behaviours) as receiver, running(story(folder, callback)) as client:
        sms_id = await client.placed(CallbackUrl=receiver.url)
        await client.advance()
        call = await client.call(sms_id)
        assert call["settled"]
        assert sum(len(callback["attempts"]) for callback in call["callbacks"]) == len(receiver.requests)
        return call, receiver


def times(callback):
    return [attempt["at"][14:19] for attempt in callback["attempts"]]


async def test_copies_go_out_at_once_although_each_is_acknowledged(tmp_path):
    call, receiver = await played(tmp_path, "{copies: 3}", OK)
    assert times(call["callbacks"][0]) == ["00:05"] * 3
    assert len(set(receiver.targets)) == 1
    assert call["callbacks"][0]["state"] == "delivered"


async def test_copies_go_out_with_a_gap_and_the_call_is_not_settled_in_between(tmp_path):
    async with Receiver.run(OK) as receiver, running(story(tmp_path, "{copies: 3, gap: 10s}")) as client:
        sms_id = await client.placed(CallbackUrl=receiver.url)
        await client.advance(by="6s")
        call = await client.call(sms_id)
        assert (call["callbacks"][0]["state"], call["settled"]) == ("delivered", False)
        assert call["callbacks"][0]["next_due"] == "2026-01-05T09:00:15.000+07:00"
        await client.advance()
        call = await client.call(sms_id)
        assert times(call["callbacks"][0]) == ["00:05", "00:15", "00:25"]
        assert call["settled"]


async def test_redelivery_goes_on_when_no_copy_was_acknowledged(tmp_path):
    call, _ = await played(tmp_path, "{copies: 2, gap: 1s, wait: [10s, 30s], retries: 2}", FAILS)
    assert times(call["callbacks"][0]) == ["00:05", "00:06", "00:16", "00:46"]
    assert call["callbacks"][0]["state"] == "exhausted"


async def test_one_acknowledged_copy_is_enough(tmp_path):
    call, _ = await played(tmp_path, "{copies: 3, gap: 1s}", FAILS, OK, FAILS)
    assert times(call["callbacks"][0]) == ["00:05", "00:06", "00:07"]
    assert call["callbacks"][0]["state"] == "delivered"


async def test_copies_of_a_blocked_callback_are_one_attempt(tmp_path):
    async with running(story(tmp_path, "{copies: 3}")) as client:
        sms_id = await client.placed(CallbackUrl="http://203.0.113.9/")
        await client.advance()
        callback = (await client.call(sms_id))["callbacks"][0]
        assert [attempt["error"] for attempt in callback["attempts"]].count("blocked") == len(callback["attempts"])
        assert callback["state"] == "blocked"


async def test_lost_acknowledgements_make_the_callback_come_again(tmp_path):
    call, receiver = await played(tmp_path, "{lost_acks: 2, wait: [10s]}", OK)
    attempts = call["callbacks"][0]["attempts"]
    assert [(attempt["status"], attempt["acknowledged"]) for attempt in attempts] == [
        (200, False),
        (200, False),
        (200, True),
    ]
    assert len(set(receiver.targets)) == 1
    assert "lost_acks" in attempts[0]["detail"]


async def test_failures_do_not_use_up_lost_acknowledgements(tmp_path):
    call, _ = await played(tmp_path, "{lost_acks: 1, wait: [10s]}", FAILS, OK, FAILS, OK)
    attempts = call["callbacks"][0]["attempts"]
    assert [(attempt["status"], attempt["acknowledged"]) for attempt in attempts] == [
        (500, False),
        (200, False),
        (500, False),
        (200, True),
    ]


async def test_a_dropped_callback_is_never_sent(tmp_path):
    call, receiver = await played(tmp_path, "{drop: true}", OK)
    assert (call["callbacks"][0]["state"], receiver.requests) == ("dropped", [])


async def test_a_dropped_callback_can_be_sent_by_hand(tmp_path):
    async with Receiver.run(OK) as receiver, running(story(tmp_path, "{drop: true}")) as client:
        sms_id = await client.placed(CallbackUrl=receiver.url)
        await client.advance()
        await client.post(f"/_mock/calls/{sms_id}/redeliver")
        await client.advance()
        assert (await client.call(sms_id))["callbacks"][0]["state"] == "delivered"
        assert len(receiver.requests) == 1


async def test_progress_is_reported_when_accepted_and_when_the_first_dial_begins(tmp_path):
    folder = story(tmp_path, "{progress: [2, 7]}")
    async with Receiver.run(OK) as receiver, running(folder) as client:
        sms_id = await client.placed(CallbackUrl=receiver.url, SendDate="2026/01/05 09:10:00")
        await client.advance()
        call = await client.call(sms_id)
        assert [callback["send_status"] for callback in call["callbacks"]] == [2, 7, 5]
        assert [times(callback) for callback in call["callbacks"]] == [["00:00"], ["10:00"], ["10:05"]]
        query = f"ReferenceId={sms_id}&CallDuration=0&CallStatus=&Ivr=&Price=0.0000&SentResult=0&CID=02871002454"
        assert receiver.targets[:2] == [f"/?{query}&SendStatus=2", f"/?{query}&SendStatus=7"]
        assert receiver.queries[2]["SendStatus"] == "5"


async def test_each_progress_callback_has_its_own_retries(tmp_path):
    call, _ = await played(tmp_path, "{progress: [2], wait: [10s], retries: 1}", FAILS, OK, FAILS, FAILS)
    assert [(callback["state"], times(callback)) for callback in call["callbacks"]] == [
        ("exhausted", ["00:00", "00:10"]),
        ("delivered", ["00:05"]),
    ]


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ("{set: {CallStatus: odd & new, Price: 1}}", "CallStatus=odd%20%26%20new&Ivr=&Price=1&"),
        ("{omit: [Ivr]}", "CallStatus=ANSWERED&Price=450.0000&"),
        ("{add: {Extra: é}}", "&SendStatus=5&Extra=%C3%A9"),
    ],
)
async def test_what_a_callback_says_can_be_changed(edits, expected, tmp_path):
    _, receiver = await played(tmp_path, edits, OK)
    assert expected in receiver.targets[0]
