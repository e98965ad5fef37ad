"""A person on the line: interactive calls, decided over the control API."""

import pytest

from tests.places import running
from tests.receiver import OK, Receiver


def story(folder, dials="[interactive: {ring: 20s}]"):
    (folder / "story.yaml").write_text(f'title: A story\nmatch: {{phone: "*"}}\ndials: {dials}\n')
    return folder


async def act(client, sms_id, do, key=None):
    body = {"do": do} if key is None else {"do": do, "key": key}
    return await client.post(f"/_mock/calls/{sms_id}/act", body)


async def test_a_person_answers_presses_a_key_and_hangs_up(tmp_path):
    async with Receiver.run(OK) as receiver, running(story(tmp_path)) as client:
        sms_id = await client.placed(CallbackUrl=receiver.url)
        await client.advance(by="5s")
        reply = await act(client, sms_id, "answer")
        assert (reply.json["state"], reply.json["dials"][0]["outcome"]) == ("talking", "answered")
        assert reply.json["dials"][0]["ring"] == 5.0
        await client.advance(by="3s")
        assert (await act(client, sms_id, "press", "1")).status == 200
        await client.advance(by="4s")
        reply = await act(client, sms_id, "hang_up")
        assert reply.json["state"] == "ended"
        assert (reply.json["result"]["CallDuration"], reply.json["result"]["Ivr"]) == (7, "1")
        await client.advance()
        assert receiver.queries[0]["CallStatus"] == "ANSWERED"
        assert receiver.queries[0]["Ivr"] == "1"


async def test_when_nobody_decides_it_is_no_answer_and_the_next_dial_follows(tmp_path):
    dials = "[{interactive: {ring: 20s}}, {answered: {ring: 1s, talk: 3s}}]"
    async with running(story(tmp_path, dials)) as client:
        sms_id = await client.placed(MaxRetry="1", WaitRetry="60")
        await client.advance()
        call = await client.call(sms_id)
        assert [(dial["outcome"], dial["ring"]) for dial in call["dials"]] == [("no_answer", 20.0), ("answered", 1.0)]
        assert [dial["at"][11:19] for dial in call["dials"]] == ["09:00:00", "09:01:20"]
        assert call["settled"]


async def test_a_rejected_dial_is_followed_by_the_next_which_can_be_answered(tmp_path):
    async with running(story(tmp_path)) as client:
        sms_id = await client.placed(MaxRetry="1", WaitRetry="60")
        await client.advance(by="2s")
        assert (await act(client, sms_id, "reject")).json["dials"][0]["outcome"] == "rejected"
        await client.advance(by="60s")
        assert (await act(client, sms_id, "answer")).json["state"] == "talking"
        await client.advance(by="10s")
        await act(client, sms_id, "hang_up")
        await client.advance()
        call = await client.call(sms_id)
        assert call["result"]["CallStatus"] == "ANSWERED"
        assert call["result"]["CallDuration"] == 10


async def test_a_key_that_comes_after_time_wait_to_ivr_does_not_count(tmp_path):
    async with running(story(tmp_path)) as client:
        sms_id = await client.placed(TimeWaitToIvr="5")
        await client.advance(by="1s")
        await act(client, sms_id, "answer")
        await client.advance(by="5001ms")
        assert (await act(client, sms_id, "press", "1")).status == 200
        reply = await act(client, sms_id, "hang_up")
        assert reply.json["result"]["Ivr"] == ""


async def test_the_first_key_that_counts_is_reported(tmp_path):
    async with running(story(tmp_path)) as client:
        sms_id = await client.placed()
        await client.advance(by="1s")
        await act(client, sms_id, "answer")
        for key in "39":
            await act(client, sms_id, "press", key)
        assert (await act(client, sms_id, "hang_up")).json["result"]["Ivr"] == "3"


@pytest.mark.parametrize(
    ("before", "deed", "sentence"),
    [
        ((), "hang_up", "dialling"),
        ((), "press", "dialling"),
        (("answer",), "answer", "talking"),
        (("answer",), "reject", "talking"),
        (("answer", "hang_up"), "hang_up", "has ended"),
        (("reject",), "answer", "has ended"),
    ],
)
async def test_what_is_not_possible_now_is_409(before, deed, sentence, tmp_path):
    async with running(story(tmp_path)) as client:
        sms_id = await client.placed()
        await client.advance(by="1s")
        for earlier in before:
            assert (await act(client, sms_id, earlier)).status == 200
        await client.advance(by="0s")
        reply = await act(client, sms_id, deed, "1" if deed == "press" else None)
        assert reply.status == 409
        assert sentence in reply.json["error"]["message"]


async def test_a_call_that_plays_a_scenario_cannot_be_decided():
    async with running() as client:
        sms_id = await client.placed()
        reply = await act(client, sms_id, "answer")
        assert reply.status == 409
        assert "nobody decides it" in reply.json["error"]["message"]


@pytest.mark.parametrize(
    "body", [{}, {"do": "sing"}, {"do": "press"}, {"do": "press", "key": "x"}, {"do": "answer", "key": "1"}]
)
async def test_a_deed_that_makes_no_sense_is_422(body, tmp_path):
    async with running(story(tmp_path)) as client:
        sms_id = await client.placed()
        assert (await client.post(f"/_mock/calls/{sms_id}/act", body)).status == 422


async def test_nobody_talks_for_ever(tmp_path):
    async with running(story(tmp_path)) as client:
        sms_id = await client.placed()
        await client.advance(by="1s")
        await act(client, sms_id, "answer")
        await client.advance()
        call = await client.call(sms_id)
        assert (call["state"], call["result"]["CallDuration"]) == ("ended", 3600)


async def test_an_auto_clock_runs_in_real_time_while_a_person_is_on_the_line(tmp_path):
    async with running(story(tmp_path), clock="auto") as client:
        sms_id = await client.placed()
        clock = client.sandbox.components.clock
        while clock.rate == 0.0:
            await client.get("/_mock/clock")
        assert (await act(client, sms_id, "answer")).json["state"] == "talking"
        assert clock.rate == 1.0
        assert (await act(client, sms_id, "hang_up")).json["state"] == "ended"
        assert clock.rate == 0.0
        reply = await client.post("/_mock/wait", {"match": {"sms_id": sms_id}, "timeout": 10})
        assert reply.status == 200


async def test_a_reset_lets_the_person_go(tmp_path):
    async with running(story(tmp_path), clock="auto") as client:
        for phone in ("0901888484", "0901888485"):
            await client.placed(phone)
        clock = client.sandbox.components.clock
        while clock.rate == 0.0:
            await client.get("/_mock/clock")
        await client.post("/_mock/reset")
        assert clock.rate == 0.0
        assert (await client.get("/_mock/clock")).json["pending"] == 0
