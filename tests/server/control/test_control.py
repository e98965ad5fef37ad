"""The control API as scripts see it: addresses, fields and errors of CONTRACT 7."""

import asyncio
import io
import json
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from mock_esms.server.app import create_app
from tests.loops import turn
from tests.places import error, running
from tests.receiver import FAILS, OK, Receiver

CALL_FIELDS = {
    "sms_id",
    "operation",
    "scenario",
    "chosen",
    "received_at",
    "request",
    "warnings",
    "state",
    "settled",
    "dials",
    "pressed",
    "spoken",
    "ended_at",
    "result",
    "callbacks",
}


async def test_health_says_ok_and_the_version():
    async with running() as client:
        reply = await client.get("/_mock/health")
        assert (reply.status, reply.json["status"]) == (200, "ok")
        assert reply.json["version"]


async def test_a_call_has_the_fields_of_the_contract():
    async with Receiver.run(OK) as receiver, running() as client:
        sms_id = await client.placed(CallbackUrl=receiver.url, RequestID="r1")
        await client.advance()
        call = await client.call(sms_id)
        assert set(call) == CALL_FIELDS
        assert call["request"]["SecretKey"] == "***"
        assert call["request"]["RequestId"] == "r1", "names are in FACTS' spelling"
        assert call["received_at"] == "2026-01-05T09:00:00.000+07:00"
        assert set(call["callbacks"][0]) == {"send_status", "state", "next_due", "attempts"}
        attempt = call["callbacks"][0]["attempts"][0]
        outcome = {"status", "error", "detail", "advice", "ms", "answer", "acknowledged", "hops"}
        outcome |= {"request", "response", "phases", "peer"}
        assert set(attempt) == {"number", "at", "url", *outcome}


async def test_calls_are_filtered_by_any_parameter_and_by_what_became_of_them():
    async with running() as client:
        first = await client.placed("0901888484", RequestId="order-1")
        second = await client.placed("+84901888485", RequestId="order-2", SendDate="2026/01/05 10:00:00")
        await client.advance(by="30s")

        async def found(query):
            reply = await client.get(f"/_mock/calls?{query}")
            assert reply.status == 200, reply.body
            assert reply.json["total"] == len(reply.json["calls"])
            return [call["sms_id"] for call in reply.json["calls"]]

        assert await found("") == [first, second]
        assert await found("phone=0901888485") == [second]
        assert await found("phone=84901888485") == [second]
        assert await found("Phone=09*5") == [second]
        assert await found("request_id=order-1") == await found("RequestId=order-1") == [first]
        assert await found("settled=true") == await found("state=ended") == [first]
        assert await found("state=scheduled&request_id=order-*") == [second]
        assert await found(f"sms_id={first}") == [first]
        assert await found("operation=MakeCall*") == [first, second]
        assert await found("scenario=nothing") == []


async def test_calls_can_be_counted_without_being_listed():
    async with running() as client:
        for phone in ("0901888481", "0901888482", "0961888483"):
            await client.placed(phone)
        everything = (await client.get("/_mock/calls?limit=0")).json
        assert (everything["calls"], everything["total"]) == ([], 3)
        some = (await client.get("/_mock/calls?limit=0&phone=0901*")).json
        assert (some["calls"], some["total"]) == ([], 2)


async def test_calls_come_in_pages():
    async with running() as client:
        ids = [await client.placed(f"090188848{number}") for number in range(5)]
        page = (await client.get("/_mock/calls?limit=2")).json
        assert ([call["sms_id"] for call in page["calls"]], page["total"]) == (ids[:2], 5)
        page = (await client.get(f"/_mock/calls?limit=2&after={ids[1]}")).json
        assert [call["sms_id"] for call in page["calls"]] == ids[2:4]
        assert "0123" in error(await client.get("/_mock/calls?after=0123"), 404)


async def test_calls_come_newest_first_where_that_is_asked_for():
    async with running() as client:
        ids = [await client.placed(f"090188848{number}") for number in range(5)]
        page = (await client.get("/_mock/calls?order=newest&limit=2")).json
        assert ([call["sms_id"] for call in page["calls"]], page["total"]) == ([ids[4], ids[3]], 5)
        page = (await client.get(f"/_mock/calls?order=newest&limit=2&after={ids[3]}")).json
        assert [call["sms_id"] for call in page["calls"]] == [ids[2], ids[1]]
        assert "oldest" in error(await client.get("/_mock/calls?order=random"), 422)


async def test_a_list_of_calls_tells_from_which_event_on_it_is_out_of_date():
    async with running() as client:
        await client.placed()
        known = (await client.get("/_mock/calls")).json["last_event"]
        await client.placed("0901888485")
        async with client.session.get(f"{client.sandbox.url}/_mock/events?since={known}") as events:
            first = next(
                line for line in [await events.content.readline() for _ in range(8)] if line.startswith(b"id:")
            )
        assert int(first.removeprefix(b"id:")) == known + 1


async def test_an_unknown_filter_is_refused_with_the_nearest_name():
    async with running() as client:
        assert "request_id" in error(await client.get("/_mock/calls?request_ids=1"), 422)
        assert "limit" in error(await client.get("/_mock/calls?limit=many"), 422)
        assert "matched" in error(await client.get("/_mock/requests?matched=maybe"), 422)


async def test_an_unknown_call_is_404():
    async with running() as client:
        assert "nobody" in error(await client.get("/_mock/calls/nobody"), 404)


async def test_waiting_answers_as_soon_as_the_call_has_got_there():
    async with Receiver.run(OK) as receiver, running() as client:
        waiting = asyncio.create_task(client.post("/_mock/wait", {"match": {"phone": "0901888484"}, "timeout": 30}))
        sms_id = await client.placed(CallbackUrl=receiver.url)
        await client.advance(by="1s")
        assert not waiting.done()
        await client.advance()
        reply = await waiting
        assert reply.status == 200
        assert [(call["sms_id"], call["settled"]) for call in reply.json["calls"]] == [(sms_id, True)]


@pytest.mark.parametrize(
    ("until", "by"),
    [("received", "0s"), ("ended", "4s"), ({"attempts": 2}, "15s"), ("delivered", "45s"), ("settled", "45s")],
)
async def test_each_stage_can_be_waited_for(until, by):
    async with Receiver.run(FAILS, FAILS, OK) as receiver, running() as client:
        await client.placed(CallbackUrl=receiver.url)
        short = f"{int(by[:-1]) * 1000 - 1}ms" if by != "0s" else None
        if short is not None:
            await client.advance(by=short)
            error(await client.post("/_mock/wait", {"until": until, "timeout": 0}), 408)
            await client.advance(by="1ms")
        assert (await client.post("/_mock/wait", {"until": until, "timeout": 0})).status == 200


async def test_exhausted_can_be_waited_for():
    async with Receiver.run(FAILS) as receiver, running(clock="auto") as client:
        await client.placed(CallbackUrl=receiver.url)
        reply = await client.post("/_mock/wait", {"until": "exhausted", "timeout": 30})
        assert reply.json["calls"][0]["callbacks"][0]["state"] == "exhausted"


async def test_waiting_in_vain_tells_the_nearest_calls_and_that_the_clock_stands():
    async with running() as client:
        sms_id = await client.placed()
        reply = await client.post("/_mock/wait", {"match": {"phone": "0901888484"}, "timeout": 0.01})
        message = error_of_408(reply)
        assert "manual" in message
        assert "phone=0901888484" in message
        assert [call["sms_id"] for call in reply.json["calls"]] == [sms_id]


def error_of_408(reply):
    assert reply.status == 408, reply.body
    assert set(reply.json) == {"error", "calls", "evidence"}
    return reply.json["error"]["message"]


async def test_waiting_for_what_a_named_call_can_no_longer_reach_is_refused_at_once():
    async with Receiver.run(FAILS) as receiver, running() as client:
        sms_id = await client.placed(CallbackUrl=receiver.url)
        body = {"match": {"sms_id": sms_id}, "until": "delivered", "timeout": 60}
        waiting = asyncio.create_task(client.post("/_mock/wait", body))
        await client.advance()
        assert "no longer" in error(await waiting, 409)
        assert "no longer" in error(await client.post("/_mock/wait", body), 409)
        error(await client.post("/_mock/wait", {"match": {"sms_id": "0123"}}), 404)


async def test_waiting_for_several_calls():
    async with running() as client:
        waiting = asyncio.create_task(client.post("/_mock/wait", {"until": "ended", "count": 3, "timeout": 30}))
        ids = [await client.placed(f"090188848{number}") for number in range(3)]
        await client.advance()
        assert [call["sms_id"] for call in (await waiting).json["calls"]] == ids


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"until": "tomorrow"}, "until"),
        ({"until": {"attempts": 0}}, "until"),
        ({"until": {"attempt": 1}}, "attempt"),
        ({"count": 0}, "count"),
        ({"count": True}, "count"),
        ({"timeout": -1}, "timeout"),
        ({"timeout": "10"}, "timeout"),
        ({"match": "phone"}, "match"),
        ({"match": {"fone": "1"}}, "phone"),
        ({"mach": {}}, "match"),
        ([], "object"),
    ],
)
async def test_a_wrong_value_is_422_and_names_its_place(body, place):
    async with running() as client:
        assert place in error(await client.post("/_mock/wait", body), 422)


async def test_everything_that_is_wrong_is_told_at_once_with_its_place():
    async with running() as client:
        body = {"match": {"fone": "1"}, "until": {"attempts": 0}, "cuont": 2, "timeout": "10"}
        assert error(await client.post("/_mock/wait", body), 422).split("; ") == [
            "match.fone: nothing can be matched by this name",
            "did you mean `phone`?",
            "until.attempts: 0 is out of range",
            "write a whole number from 1 to 1000000",
            "cuont: there is no such key here",
            "did you mean `count`?",
            "timeout: `10` is not possible here",
            "write a number from 0 to 3600",
        ]
        message = error(await client.get("/_mock/requests?matched=maybe&limit=x"), 422)
        assert (message.index("matched: "), message.index("limit: ") > 0) == (0, True)


async def test_a_reset_of_no_account_is_no_reset_of_all():
    """A script whose variable is empty sends null."""
    async with running() as client:
        await client.placed()
        error(await client.post("/_mock/reset", {"api_key": None}), 422)
        error(await client.post("/_mock/reset", {"api_key": ""}), 422)
        assert (await client.get("/_mock/calls")).json["total"] == 1


async def test_what_is_no_json_is_400():
    async with running() as client:
        for body in (b"{", b"\xff\xfe", b"[" * 100_000):
            message = error(await client.send("POST", "/_mock/wait", data=body), 400)
            assert "JSON" in message


async def test_a_body_that_is_too_large_is_413():
    async with running() as client:
        reply = await client.send("POST", "/_mock/wait", data=io.BytesIO(b" " * (1 << 20) + b"{}"))
        assert "1048576" in error(reply, 413)


async def test_an_unknown_control_address_is_404_and_a_wrong_method_405():
    async with running() as client:
        error(await client.get("/_mock/nothing"), 404)
        reply = await client.send("DELETE", "/_mock/clock")
        error(reply, 405)
        assert set(reply.headers["Allow"].split(", ")) >= {"GET", "PUT"}


async def test_verifying_counts_matching_calls():
    async with running() as client:
        sms_id = await client.placed()
        for body, status in (
            ({}, 200),
            ({"times": 1}, 200),
            ({"times": 2}, 409),
            ({"at_least": 1}, 200),
            ({"at_most": 0}, 409),
            ({"match": {"phone": "0912*"}}, 409),
            ({"match": {"phone": "0912*"}, "times": 0}, 200),
            ({"times": 1, "at_most": 2}, 422),
        ):
            reply = await client.post("/_mock/verify", body)
            assert reply.status == status, (body, reply.body)
            if status == 409:
                assert [call["sms_id"] for call in reply.json["nearest"]] == [sms_id]
                assert set(reply.json) == {"error", "count", "nearest", "evidence"}


async def test_the_clock_tells_and_moves():
    async with running() as client:
        assert (await client.get("/_mock/clock")).json == {
            "mode": "manual",
            "speed": 1.0,
            "rate": 0,
            "now": "2026-01-05T09:00:00.000+07:00",
            "next_due": None,
            "pending": 0,
        }
        await client.placed(SendDate="2026/01/05 10:00:00")
        clock = await client.advance(by="5m")
        assert (clock["now"], clock["next_due"], clock["pending"]) == (
            "2026-01-05T09:05:00.000+07:00",
            "2026-01-05T10:00:00.000+07:00",
            1,
        )
        assert (await client.advance(to="2026-01-05T03:00:00Z"))["now"] == "2026-01-05T10:00:00.000+07:00"
        assert (await client.advance(until="idle"))["pending"] == 0


async def test_the_clock_can_be_set_and_skips_nothing():
    async with Receiver.run(OK) as receiver, running() as client:
        await client.placed(CallbackUrl=receiver.url)
        reply = await client.put("/_mock/clock", {"now": "2026-01-05T12:00:00+07:00", "speed": 60})
        assert reply.json["now"] == "2026-01-05T12:00:00.000+07:00"
        assert reply.json["speed"] == 60
        assert len(receiver.requests) == 1
        reply = await client.put("/_mock/clock", {"mode": "auto"})
        assert reply.json["mode"] == "auto"


@pytest.mark.parametrize(
    ("method", "address", "body", "status"),
    [
        ("POST", "clock/advance", {}, 422),
        ("POST", "clock/advance", {"by": "1s", "until": "idle"}, 422),
        ("POST", "clock/advance", {"by": "-1s"}, 422),
        ("POST", "clock/advance", {"by": "soon"}, 422),
        ("POST", "clock/advance", {"to": "yesterday"}, 422),
        ("POST", "clock/advance", {"to": 5}, 422),
        ("POST", "clock/advance", {"until": "later"}, 422),
        ("POST", "clock/advance", {"to": "2025-01-01T00:00:00Z"}, 409),
        ("PUT", "clock", {"now": "2025-01-01T00:00:00Z"}, 409),
        ("PUT", "clock", {"mode": "fast"}, 422),
        ("PUT", "clock", {"speed": 0}, 422),
        ("POST", "scenarios/nobody/arm", {}, 404),
        ("POST", "scenarios/default/arm", {"times": 0}, 422),
        ("POST", "scenarios/default/arm", {"match": {"state": "ended"}}, 422),
        ("POST", "reset", {"api_key": "nobody"}, 404),
        ("PUT", "accounts/new", {"secret": "x"}, 422),
        ("PUT", "accounts/new", {"secret_key": "x", "balance": "much"}, 422),
        ("PUT", "accounts/new", {"secret_key": "x", "api_key": "other"}, 422),
        ("PUT", "scenarios/mine", {"title": "x", "dails": []}, 422),
        ("PUT", "scenarios/my%20own", {"title": "x"}, 422),
        ("DELETE", "scenarios/default", None, 409),
        ("DELETE", "scenarios/nobody", None, 404),
    ],
)
async def test_a_control_request_that_cannot_be_served_says_why(method, address, body, status):
    async with running() as client:
        before = (await client.get("/_mock/clock")).json
        assert error(await client.send(method, f"/_mock/{address}", json=body), status)
        assert (await client.get("/_mock/clock")).json == before


async def test_scenarios_are_listed_put_played_and_deleted():
    async with running() as client:
        listed = (await client.get("/_mock/scenarios")).json["scenarios"]
        default = next(entry for entry in listed if entry["name"] == "default")
        assert set(default) == {"name", "title", "source", "match", "priority", "armed"}
        assert default["source"] == "shipped"
        story = {"title": "Mine", "match": {"phone": "0901888484"}, "dials": [{"busy": {"ring": "2s"}}]}
        entry = (await client.put("/_mock/scenarios/mine", story)).json
        assert (entry["name"], entry["source"], entry["match"]) == ("mine", "api", {"phone": "0901888484"})
        call = await client.call(await client.placed())
        assert (call["scenario"], call["chosen"]) == ("mine", {"by": "match", "match": {"phone": "0901888484"}})
        assert (await client.send("DELETE", "/_mock/scenarios/mine")).json["name"] == "mine"
        assert (await client.call(await client.placed()))["scenario"] == "default"


async def test_a_scenario_can_be_put_as_yaml():
    async with running() as client:
        reply = await client.send("PUT", "/_mock/scenarios/mine", data=b"title: Mine\ndials: [failed: {}]\n")
        assert reply.status == 200, reply.body


async def test_accounts_are_opened_and_replaced_without_showing_their_secret():
    async with running() as client:
        reply = await client.put("/_mock/accounts/shop", {"secret_key": "hush", "balance": 1000})
        assert reply.status == 200, reply.body
        assert (reply.json["api_key"], reply.json["secret_key"], reply.json["balance"]) == ("shop", "***", 1000)
        await client.placed(ApiKey="shop", SecretKey="hush")
        accounts = (await client.get("/_mock/accounts")).json["accounts"]
        assert [account["api_key"] for account in accounts] == ["test-api-key", "shop"]


async def events_of(client, query="", headers=None):
    """The events that are kept, read from the stream until nothing more is there."""
    url = f"{client.sandbox.url}/_mock/events{query}"
    last = client.sandbox.components.journal.events.last_id
    async with client.session.get(url, headers=headers) as response:
        assert response.headers["Content-Type"] == "text/event-stream"
        events: list[dict[str, Any]] = []
        while not events or events[-1]["id"] < last:
            fields = {}
            while line := (await response.content.readline()).decode().rstrip("\n"):
                name, _, value = line.partition(": ")
                fields[name] = value
            if "id" in fields:
                event = {"id": int(fields["id"]), "event": fields["event"], "data": json.loads(fields["data"])}
                events.append(event)
        return events


async def test_events_tell_a_calls_whole_way():
    async with Receiver.run(FAILS, OK) as receiver, running() as client:
        sms_id = await client.placed(CallbackUrl=receiver.url)
        await client.advance()
        events = await events_of(client, "?since=0")
        assert [event["id"] for event in events] == list(range(1, len(events) + 1))
        assert [event["event"] for event in events] == [
            "call",
            "dial",
            "request",
            "dial",
            "ended",
            "attempt",
            "attempt",
            "attempt",
            "attempt",
            "settled",
            "clock",
        ]
        assert {event["data"]["sms_id"] for event in events[:-1]} == {sms_id}
        assert events[0]["data"]["call"]["sms_id"] == sms_id
        assert [events[at]["data"]["dial"]["outcome"] for at in (1, 3)] == [None, "answered"]
        assert events[4]["data"]["result"]["CallStatus"] == "ANSWERED"
        ends = [event["data"] for event in events[5:9]]
        assert [end["attempt"]["status"] for end in ends] == [None, 500, None, 200]
        assert [end["send_status"] for end in ends] == [5, 5, 5, 5]
        assert [end["at"] for end in ends][1::2] == ["2026-01-05T09:00:05.000+07:00", "2026-01-05T09:00:15.000+07:00"]
        assert ends[1]["callbacks"][0]["next_due"] == "2026-01-05T09:00:15.000+07:00"
        assert events[-1]["data"]["now"] == "2026-01-05T09:00:15.000+07:00"


async def test_an_attempts_event_says_which_callback_it_belongs_to_even_when_two_begin_alike():
    async with Receiver.run(OK) as receiver, running() as client:
        # The address has no SendStatus, so the first attempts of both progress callbacks have the same values.
        await client.placed("0901555501", CallbackUrl=f"{receiver.url}/?ReferenceId=")
        await client.advance()
        events = [event["data"] for event in await events_of(client, "?since=0") if event["event"] == "attempt"]
        begun = [data["send_status"] for data in events if data["attempt"]["ms"] is None]
        assert begun == [2, 7, 5]
        assert sorted(data["send_status"] for data in events) == [2, 2, 5, 5, 7, 7]


async def test_a_listener_resumes_where_it_was_cut_off():
    async with running() as client:
        await client.placed()
        await client.advance()
        every = await events_of(client, "?since=0")
        assert await events_of(client, headers={"Last-Event-ID": str(every[2]["id"])}) == every[3:]


async def test_a_listener_of_an_earlier_sandbox_is_told_everything():
    async with running() as client:
        await client.placed()
        assert await events_of(client, headers={"Last-Event-ID": "4711"}) == await events_of(client, "?since=0")


async def test_without_since_only_new_events_are_told():
    async with running() as client:
        await client.placed()
        async with client.session.get(f"{client.sandbox.url}/_mock/events") as response:
            assert await response.content.readuntil(b"\n\n") == b": connected\n\n"
            await client.post("/_mock/reset")
            frame = (await response.content.readuntil(b"\n\n")).decode()
            assert "event: reset\n" in frame


async def test_a_sandbox_that_ends_lets_listeners_and_waiters_go():
    async with running() as client:
        listening = asyncio.create_task(client.get("/_mock/events"))
        waiting = asyncio.create_task(client.post("/_mock/wait", {"timeout": 600}))
        while len(client.sandbox.components.journal.events._subscribers) < 2:
            await turn()
        await client.sandbox.stop()
        assert (await listening).body == b": connected\n\n"
        assert "ending" in error(await waiting, 409)


async def test_a_sandbox_that_is_mounted_in_another_application_has_its_control_api_there():
    app = web.Application()
    app.add_subapp("/esms", create_app())
    async with TestClient(TestServer(app)) as client, client.get("/esms/_mock/health") as reply:
        assert (reply.status, (await reply.json())["status"]) == (200, "ok")
