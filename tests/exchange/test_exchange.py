import asyncio
import logging
from decimal import Decimal

import pytest

from mock_esms.config.account import Account
from mock_esms.config.settings import Egress
from mock_esms.model.times import format_instant
from tests.places import START, running
from tests.receiver import FAILS, OK, Receiver

STORY = """
title: {title}
match: {{phone: "09*"}}
dials: {dials}
callback: {{delay: 2s, wait: [10s, 30s]}}
"""


def story(folder, name="story", *, dials, title="A story"):
    (folder / f"{name}.yaml").write_text(STORY.format(title=title, dials=dials))
    return folder


def seconds(call, *path):
    """Sandbox seconds since the start, of a time in a CALL."""
    value = call
    for step in path:
        value = value[step]
    for second in range(100_000):
        if format_instant(START + second * 1_000) == value:
            return second
    raise AssertionError(value)


async def test_a_call_goes_from_its_request_to_its_acknowledged_callback(tmp_path):
    dials = '[{answered: {ring: 4s, talk: 14s, press: "1", after: 5s}}]'
    async with Receiver.run(OK) as receiver, running(story(tmp_path, dials=dials)) as client:
        sms_id = await client.placed(CallbackUrl=f"{receiver.url}/cb", Ivr="1", NumberForward="02871002454")
        call = await client.call(sms_id)
        assert (call["state"], call["result"], call["settled"]) == ("dialling", None, False)
        await client.advance()
        call = await client.call(sms_id)
        assert call["settled"]
        assert call["state"] == "ended"
        assert call["result"] == {
            "CallStatus": "ANSWERED",
            "CallDuration": 14,
            "Ivr": "1",
            "Price": "450.0000",
            "SentResult": 1,
            "SendStatus": 5,
            "CID": "02871002454",
        }
        assert seconds(call, "dials", 0, "at") == 0
        assert seconds(call, "callbacks", 0, "attempts", 0, "at") == 4 + 14 + 2
        query = f"ReferenceId={sms_id}&CallDuration=14&CallStatus=ANSWERED&Ivr=1&Price=450.0000"
        assert receiver.targets == [f"/cb?{query}&SentResult=1&CID=02871002454&SendStatus=5"]


async def test_a_call_is_followed_state_by_state_as_time_passes(tmp_path):
    dials = "[{no_answer: {ring: 30s}}, {answered: {ring: 4s, talk: 14s}}]"
    async with Receiver.run(OK) as receiver, running(story(tmp_path, dials=dials)) as client:
        sms_id = await client.placed(
            CallbackUrl=receiver.url, MaxRetry="3", WaitRetry="60", SendDate="2026/01/05 09:10:00"
        )
        seen = []
        for by in ("0s", "9m59s", "1s", "30s", "1m", "4s", "14s", "1s", "1s"):
            await client.advance(by=by)
            call = await client.call(sms_id)
            outcomes = [dial["outcome"] for dial in call["dials"]]
            seen.append((call["state"], outcomes, call["callbacks"][0]["state"], call["settled"]))
        assert seen == [
            ("scheduled", [], "pending", False),
            ("scheduled", [], "pending", False),
            ("dialling", [None], "pending", False),
            ("dialling", ["no_answer"], "pending", False),
            ("dialling", ["no_answer", None], "pending", False),
            ("talking", ["no_answer", "answered"], "pending", False),
            ("ended", ["no_answer", "answered"], "pending", False),
            ("ended", ["no_answer", "answered"], "pending", False),
            ("ended", ["no_answer", "answered"], "delivered", True),
        ]


async def test_a_call_that_rings_shows_a_dial_that_is_not_decided(tmp_path):
    async with running(story(tmp_path, dials="[{no_answer: {ring: 30s}}]")) as client:
        sms_id = await client.placed()
        await client.advance(by="10s")
        dial = (await client.call(sms_id))["dials"][0]
        assert (dial["number"], dial["ring"], dial["outcome"]) == (1, None, None)


async def test_a_callback_is_repeated_until_the_receiver_says_200(tmp_path):
    async with (
        Receiver.run(FAILS, "drop", OK) as receiver,
        running(story(tmp_path, dials="[{answered: {ring: 1s, talk: 3s}}]")) as client,
    ):
        sms_id = await client.placed(CallbackUrl=receiver.url)
        await client.advance()
        callback = (await client.call(sms_id))["callbacks"][0]
        assert callback["state"] == "delivered"
        attempts = callback["attempts"]
        assert [(attempt["number"], attempt["status"], attempt["error"]) for attempt in attempts] == [
            (1, 500, None),
            (2, None, "closed"),
            (3, 200, None),
        ]
        assert [seconds(attempt, "at") for attempt in attempts] == [6, 16, 46]
        assert len(receiver.requests) == 3
        assert len(set(receiver.targets)) == 1, "every attempt carries the same bytes"


async def test_after_five_repetitions_the_callback_is_exhausted_and_the_log_is_loud(tmp_path, caplog):
    async with (
        Receiver.run(FAILS) as receiver,
        running(story(tmp_path, dials="[{answered: {ring: 1s, talk: 3s}}]")) as client,
    ):
        sms_id = await client.placed(CallbackUrl=receiver.url)
        with caplog.at_level(logging.ERROR, "mock_esms"):
            await client.advance()
        callback = (await client.call(sms_id))["callbacks"][0]
        assert (callback["state"], callback["next_due"]) == ("exhausted", None)
        assert [seconds(attempt, "at") for attempt in callback["attempts"]] == [6, 16, 46, 76, 106, 136]
        assert len(receiver.requests) == 6
        assert [record.levelname for record in caplog.records] == ["ERROR"]
        assert "NOT DELIVERED" in caplog.text
        assert sms_id in caplog.text


async def test_without_a_callback_url_a_call_is_settled_when_it_ends():
    async with running() as client:
        sms_id = await client.placed()
        await client.advance()
        call = await client.call(sms_id)
        assert (call["state"], call["settled"], call["callbacks"]) == ("ended", True, [])


@pytest.mark.parametrize(
    ("url", "error"),
    [("http://203.0.113.9/cb", "blocked"), ("ftp://127.0.0.1/cb", "bad-url"), ("nonsense", "bad-url")],
)
async def test_a_callback_that_cannot_be_sent_has_one_attempt_that_says_so(url, error, caplog):
    async with running() as client:
        sms_id = await client.placed(CallbackUrl=url)
        with caplog.at_level(logging.ERROR, "mock_esms"):
            await client.advance()
        call = await client.call(sms_id)
        assert call["callbacks"][0]["state"] == "blocked"
        assert [attempt["error"] for attempt in call["callbacks"][0]["attempts"]] == [error]
        assert call["settled"]
        assert call["warnings"], "the caller was warned when the call was placed"
        assert "BLOCKED" in caplog.text


async def test_a_callback_to_an_allowed_address_raises_no_warning():
    async with running(egress=Egress(allow=("203.0.113.0/24",))) as client:
        sms_id = await client.placed(CallbackUrl="http://203.0.113.9/cb")
        assert (await client.call(sms_id))["warnings"] == []


async def test_callbacks_can_be_sent_to_another_host_than_the_one_they_name():
    async with Receiver.run(OK) as receiver:
        rewrite = {"shop.example.com": f"127.0.0.1:{receiver.port}"}
        async with running(egress=Egress(rewrite=rewrite)) as client:
            sms_id = await client.placed(CallbackUrl="http://shop.example.com/cb")
            await client.advance()
            attempt = (await client.call(sms_id))["callbacks"][0]["attempts"][0]
            assert attempt["acknowledged"]
            assert attempt["url"].startswith(f"{receiver.url}/cb?ReferenceId=")


async def test_answered_calls_are_charged_when_they_end_and_may_overdraw():
    account = Account(api_key="test-api-key", secret_key="test-secret-key", balance=Decimal(500))
    async with running(accounts=(account,)) as client:
        for phone in ("0901888484", "0901888485"):
            await client.placed(phone)
        assert await balance(client) == 500, "nothing is charged before the end"
        await client.advance()
        assert await balance(client) == 500 - 2 * 450
        assert (await client.place()).json["CodeResult"] == "103"


async def balance(client):
    return (await client.get("/_mock/accounts")).json["accounts"][0]["balance"]


async def test_a_request_id_blocks_for_24_hours_of_sandbox_time():
    async with running() as client:
        await client.placed(RequestId="order-42")
        assert (await client.place("0901888485", requestID="order-42")).body == (
            b'{"CodeResult":"124","ErrorMessage":"Request exist 1"}'
        )
        await client.advance(by="23h59m59s")
        assert (await client.place(RequestId="order-42")).json["CodeResult"] == "124"
        await client.advance(by="1s")
        assert (await client.place(RequestId="order-42")).json["CodeResult"] == "100", "refusals do not extend it"


async def test_a_refused_call_uses_up_nothing():
    async with running() as client:
        first = (await client.place("123", RequestId="order-1")).json
        assert first["CodeResult"] == "108"
        assert (await client.get("/_mock/calls")).json["calls"] == []
        await client.placed(RequestId="order-1")


async def test_same_seed_and_same_requests_give_the_same_bytes_in_whatever_order():
    async def run(phones, seed="7"):
        async with running(seed=seed) as client:
            bodies: dict[str, list[bytes]] = {}
            for phone in phones:
                bodies.setdefault(phone, []).append((await client.place(phone)).body)
            return bodies

    phones = ["0901888484", "0901888485", "0901888484", "0912345678"]
    assert await run(phones) == await run(list(reversed(phones)))
    assert await run(phones) != await run(phones, seed="8")
    twice = (await run(phones))["0901888484"]
    assert twice[0] != twice[1], "a second call to one phone is another call"


async def test_a_reset_makes_the_sandbox_as_new_but_keeps_the_clock():
    async with running() as client, Receiver.run("hang") as receiver:
        first = await client.placed(CallbackUrl=receiver.url, RequestId="once")
        await client.placed("0901888485", SendDate="2026/01/05 12:00:00")
        await client.advance(by="4s")
        sandbox_now = (await client.get("/_mock/clock")).json["now"]
        assert (await client.post("/_mock/reset")).json == {"ok": True}
        clock = (await client.get("/_mock/clock")).json
        assert (clock["now"], clock["pending"]) == (sandbox_now, 0)
        assert (await client.get("/_mock/calls")).json["total"] == 0
        assert (await client.get("/_mock/requests")).json["total"] == 0
        assert await balance(client) == 1_000_000
        assert await client.placed(RequestId="once") == first, "the draws begin anew"


async def test_a_reset_cuts_off_a_callback_that_is_on_the_wire():
    async with running(clock="auto") as client, Receiver.run("hang") as receiver:
        await client.placed(CallbackUrl=receiver.url)
        await receiver.arrived(1)
        assert (await client.post("/_mock/reset")).status == 200
        assert (await client.get("/_mock/calls")).json["total"] == 0
        assert client.sandbox.components.scheduler.in_flight == 0


async def test_a_call_that_comes_in_while_a_reset_cuts_off_callbacks_is_not_lost():
    async with Receiver.run("hang", OK) as receiver, running(clock="auto") as client:
        first = await client.placed(CallbackUrl=receiver.url)
        await receiver.arrived(1)
        reset, placed = await asyncio.gather(client.post("/_mock/reset"), client.placed(CallbackUrl=receiver.url))
        assert reset.status == 200
        if placed != first:  # it came before the reset, which made it forget everything
            placed = await client.placed(CallbackUrl=receiver.url)
        reply = await client.post("/_mock/wait", {"match": {"sms_id": placed}, "timeout": 30})
        assert [attempt["number"] for attempt in reply.json["calls"][0]["callbacks"][0]["attempts"]] == [1]
        assert reply.json["calls"][0]["callbacks"][0]["state"] == "delivered"


async def test_a_reset_of_one_account_leaves_the_others_alone():
    accounts = tuple(Account(api_key=key, secret_key="test-secret-key") for key in ("one", "two"))
    async with Receiver.run(OK) as receiver, running(accounts=accounts) as client:
        kept = await client.placed(ApiKey="one", CallbackUrl=receiver.url, RequestId="r")
        await client.placed(ApiKey="two", CallbackUrl=receiver.url, RequestId="r")
        assert (await client.post("/_mock/reset", {"api_key": "two"})).status == 200
        await client.advance()
        assert [call["sms_id"] for call in (await client.get("/_mock/calls")).json["calls"]] == [kept]
        assert len(receiver.requests) == 1
        assert (await client.get("/_mock/requests")).json["total"] == 1
        assert (await client.place(ApiKey="one", RequestId="r")).json["CodeResult"] == "124"
        assert (await client.place(ApiKey="two", RequestId="r")).json["CodeResult"] == "100"


async def test_redelivering_sends_the_final_callback_once_more_without_retries():
    async with Receiver.run(OK, FAILS, OK) as receiver, running() as client:
        sms_id = await client.placed(CallbackUrl=receiver.url)
        await client.advance()
        assert (await client.post(f"/_mock/calls/{sms_id}/redeliver")).status == 200
        await client.advance()
        callback = (await client.call(sms_id))["callbacks"][0]
        assert [attempt["status"] for attempt in callback["attempts"]] == [200, 500]
        assert (callback["state"], callback["next_due"]) == ("delivered", None)
        assert len(set(receiver.targets)) == 1


async def test_a_redelivery_that_is_acknowledged_ends_the_waiting_for_the_next_attempt():
    async with Receiver.run(FAILS, OK) as receiver, running() as client:
        sms_id = await client.placed(CallbackUrl=receiver.url)
        await client.advance(by="10s")
        assert (await client.call(sms_id))["callbacks"][0]["state"] == "pending"
        await client.post(f"/_mock/calls/{sms_id}/redeliver")
        state = await client.advance(by="0s")
        assert (await client.call(sms_id))["callbacks"][0]["state"] == "delivered"
        assert state["pending"] == 0
        await client.advance()
        assert len(receiver.requests) == 2


async def test_a_redelivery_does_not_use_up_the_repetitions():
    async with Receiver.run(FAILS) as receiver, running() as client:
        sms_id = await client.placed(CallbackUrl=receiver.url)
        await client.advance(by="10s")
        await client.post(f"/_mock/calls/{sms_id}/redeliver")
        await client.advance()
        callback = (await client.call(sms_id))["callbacks"][0]
        assert len(callback["attempts"]) == 7
        assert callback["state"] == "exhausted"
        assert len(receiver.requests) == 7


async def test_redelivering_before_the_end_or_without_callback_url_is_not_possible():
    async with running() as client:
        without = await client.placed()
        with_url = await client.placed("0901888485", CallbackUrl="http://127.0.0.1:9/")
        for sms_id, sentence in ((without, "without a CallbackUrl"), (with_url, "after the call's end")):
            reply = await client.post(f"/_mock/calls/{sms_id}/redeliver")
            assert reply.status == 409
            assert sentence in reply.json["error"]["message"]
        assert (await client.post("/_mock/calls/nobody/redeliver")).status == 404


async def test_an_armed_scenario_decides_the_next_call_and_only_that():
    async with running() as client:
        reply = await client.post("/_mock/scenarios/no-answer/arm", {"match": {"phone": "0901888484"}})
        assert reply.json["armed"] == 1
        other = await client.call(await client.placed("0901888485"))
        armed = await client.call(await client.placed("0901888484"))
        after = await client.call(await client.placed("0901888484"))
        assert other["chosen"] == {"by": "default", "match": {}}
        assert armed["chosen"] == {"by": "armed", "match": {"phone": "0901888484"}}
        assert armed["scenario"] == "no-answer"
        assert after["scenario"] == "default"


async def test_calls_to_one_phone_do_not_share_a_fate_with_others_in_flight():
    async with Receiver.run(OK) as receiver, running() as client:
        ids = [
            await client.placed(f"09018884{number:02}", CallbackUrl=f"{receiver.url}/{number}") for number in range(50)
        ]
        await client.advance()
        assert [query["ReferenceId"] for query in receiver.queries] == ids, "one instant: in the order of acceptance"


class NobodyThoughtOfError(Exception):
    """As a tool that patches what it does not own may raise it."""


@pytest.mark.parametrize(
    "where",
    [
        "mock_esms.delivery.http.client.HttpClient.send",
        "mock_esms.delivery.http.client.HttpClient.deadlines",
        "mock_esms.delivery.sender.CallbackSender.send",
        "mock_esms.delivery.dispatch.callback_url_problem",
    ],
)
async def test_an_error_that_nobody_thought_of_fails_the_attempt_with_its_name_and_the_call_settles(where, monkeypatch):
    def fail(*_given, **_more):
        message = "patched"
        raise NobodyThoughtOfError(message)

    async with Receiver.run(OK) as receiver, running() as client:
        monkeypatch.setattr(where, fail)
        sms_id = await client.placed(CallbackUrl=f"{receiver.url}/cb")
        await client.advance()
        [callback] = (await client.call(sms_id))["callbacks"]
        assert callback["state"] == "exhausted"
        assert len(callback["attempts"]) == 6
        for attempt in callback["attempts"]:
            assert attempt["error"] == "bad-answer"
            assert f"{NobodyThoughtOfError.__module__}.NobodyThoughtOfError: patched" in attempt["detail"]


async def test_an_id_that_is_nothing_or_something_else_is_404_and_says_what_it_is():
    async with running() as client:
        sms_id = await client.placed()
        for path, noun, id_name in (
            ("messages", "message", "sms_id"),
            ("inbound", "inbound message", "sms_id"),
            ("applications", "application", "ServicePreviewId"),
        ):
            nothing, call = await client.get(f"/_mock/{path}/1"), await client.get(f"/_mock/{path}/{sms_id}")
            assert (nothing.status, call.status) == (404, 404)
            expected = f"no {noun} has the {id_name} '1'; GET /_mock/{path} lists them"
            assert nothing.json["error"]["message"] == expected
            assert call.json["error"]["message"] == f"{sms_id!r} is a call and no {noun}; see GET /_mock/calls/{sms_id}"
