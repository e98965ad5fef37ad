"""Each bound of docs/bounds.md: what happens beyond it, and that the sandbox goes on afterwards."""

import asyncio
import contextlib
import io
import logging

import pytest

from tests.loops import turn
from tests.places import running
from tests.raw import answer_to, connected
from tests.receiver import OK, Receiver

POST = "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
ASKED = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
GET = b"GET /_mock/health HTTP/1.1\r\nHost: localhost\r\n"


async def still_serves(client):
    assert (await client.place()).json["CodeResult"] in {"100", "103"}


def full(reply):
    assert (reply.status, reply.json["error"]["code"]) == (503, "full"), reply.body
    return reply.json["error"]["message"]


# --- requests ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "octets",
    [
        b"GET /?a=" + b"x" * 8_190 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ASKED + b"X: " + b"x" * 8_200 + b"\r\n\r\n",
        ASKED + b"X: y\r\n" * 128 + b"\r\n",
    ],
    ids=["line", "header", "headers"],
)
async def test_a_request_whose_lines_are_too_long_or_too_many_is_400_listed_and_told_once(octets, caplog):
    async with running() as client:
        for _ in range(3):
            assert await answer_to(client.sandbox.url, octets) == 400
        told = (await client.get("/_mock/requests")).json
        assert [(each["path"], each["status"]) for each in told["requests"]] == [("/", 400)] * 3
        assert told["unreadable"] == 0
        await still_serves(client)
    told = [record.getMessage() for record in caplog.records if record.name == "mock_esms.http"]
    assert len(told) == 1, told
    assert "cannot be read" in told[0]
    assert "xxxx" not in told[0]


async def test_a_request_just_below_these_bounds_is_served():
    async with running() as client:
        longest = b"GET /?a=" + b"x" * 8_000 + b" HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 8_000 + b"\r\n\r\n"
        assert await answer_to(client.sandbox.url, longest) == 404


@pytest.mark.parametrize(("size", "status"), [(1 << 16, 200), ((1 << 16) + 1, 400)])
async def test_a_body_of_the_esms_side_beyond_its_bound_gets_the_page_request_error(size, status):
    start, end = b'{"SmsType":"8","Content":"', b'"}'
    async with running() as client:
        body = start + b"1" * (size - len(start) - len(end)) + end
        reply = await client.send("POST", POST, data=body, headers={"Content-Type": "application/json"})
        assert reply.status == status
        assert (await client.get("/_mock/requests")).json["requests"][0]["status"] == status
        await still_serves(client)


@pytest.mark.parametrize("path", ["/_mock/wait", "/_mock/scenarios/x", "/_mock/accounts/x"])
async def test_a_body_of_the_control_api_beyond_its_bound_is_413(path):
    async with running() as client:
        method = "POST" if path.endswith("wait") else "PUT"
        reply = await client.send(method, path, data=io.BytesIO(b" " * ((1 << 20) + 1)))
        assert (reply.status, reply.json["error"]["code"]) == (413, "too-large")
        await still_serves(client)


@pytest.mark.parametrize(("path", "code"), [(POST, b"Request Error"), ("/_mock/wait", b"did not come within")])
async def test_a_body_that_does_not_come_is_not_waited_for_without_end(path, code, monkeypatch):
    monkeypatch.setattr("mock_esms.server.bodies.BODY_WITHIN", 0.05)
    async with running() as client, connected(client.sandbox.url) as wire:
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{{"
        )
        await wire.send(head.encode())
        async with asyncio.timeout(100):
            answer = await wire.reader.readuntil(code)
        assert answer.startswith(b"HTTP/1.1 400 ")


async def test_half_a_body_does_not_hold_up_the_clock():
    async with running() as client, connected(client.sandbox.url) as wire:
        await wire.send(f"POST {POST} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{{".encode())
        await client.placed()
        assert (await client.advance())["pending"] == 0


async def test_a_connection_on_which_no_whole_request_comes_is_closed(monkeypatch):
    monkeypatch.setattr("mock_esms.sandbox.hosted_app.KEPT_ALIVE", 0.05)
    async with running() as client:
        for beginning in (b"", b"GET / HT", GET):
            async with connected(client.sandbox.url) as wire:
                await wire.send(beginning)
                assert await wire.to_the_end() == b""


# --- calls ------------------------------------------------------------------------------------------------------------


async def test_beyond_the_pending_limit_calls_are_answered_503_and_nothing_else_suffers(caplog):
    async with running(pending_limit=2) as client:
        for _ in range(2):
            await client.placed(RequestId="")
        refused = [await client.place(RequestId="order-1") for _ in range(3)]
        assert {reply.status for reply in refused} == {503}
        assert b"--pending-limit" in refused[0].body
        assert [record.levelno for record in caplog.records if "FULL" in record.getMessage()] == [logging.ERROR]
        requests = (await client.get("/_mock/requests")).json["requests"]
        assert [(request["status"], request["sms_id"]) for request in requests[2:]] == [(503, None)] * 3
        assert (await client.get("/_mock/clock")).json["pending"] == 2
        await client.advance()
        await client.placed(RequestId="order-1")
        assert len((await client.get("/_mock/calls")).json["calls"]) == 3


async def test_a_callback_can_be_sent_by_hand_only_so_often_and_not_while_too_much_is_pending(monkeypatch):
    async with Receiver.run(OK) as receiver, running(pending_limit=2) as client:
        sms_id = await client.placed(CallbackUrl=receiver.url)
        await client.advance()
        monkeypatch.setattr("mock_esms.exchange.manual_delivery.MAX_ATTEMPTS", 3)
        for _ in range(2):
            assert (await client.post(f"/_mock/calls/{sms_id}/redeliver")).status == 200
            await client.advance()
        reply = await client.post(f"/_mock/calls/{sms_id}/redeliver")
        assert (reply.status, reply.json["error"]["code"]) == (409, "not-now")
        monkeypatch.setattr("mock_esms.exchange.manual_delivery.MAX_ATTEMPTS", 100)
        for _ in range(2):
            await client.placed()
        full(await client.post(f"/_mock/calls/{sms_id}/redeliver"))


async def test_only_the_newest_phones_and_request_ids_of_an_account_are_remembered(monkeypatch, caplog):
    monkeypatch.setattr("mock_esms.exchange.accounts.ledger.MAX_ENTRIES", 10)
    async with running() as client:
        for number in range(11):
            await client.placed(f"090188848{number % 10}", RequestId=f"order-{number}")
        assert (await client.place(RequestId="order-10")).json["CodeResult"] == "124"
        assert (await client.place(RequestId="order-1")).json["CodeResult"] == "124"
        assert (await client.place(RequestId="order-0")).json["CodeResult"] == "100", "the oldest was forgotten"
        for number in range(10):
            await client.placed(f"090188847{number}")
        ledger = client.sandbox.components.ledger
        assert ledger.counted("test-api-key", "0901888479") == 1
        assert ledger.counted("test-api-key", "0901888481") == 0
    told = [record.getMessage() for record in caplog.records if "is dropped for each new one" in record.getMessage()]
    assert any("RequestIds" in message for message in told), told
    assert any("phones" in message for message in told), told


async def test_a_dropped_call_leaves_nothing_behind(tmp_path):
    """What the components remember of calls goes with them; blocked copies end before they were all sent."""
    (tmp_path / "copies.yaml").write_text(
        'title: Copies\nmatch: {phone: "*"}\ncallback: {copies: 3, progress: [2, 7]}\n'
    )
    async with Receiver.run(OK) as receiver, running(tmp_path, journal_limit=1) as client:
        for url in (receiver.url, "http://203.0.113.9/", "http://127.0.0.1:1/", "http://[::1/"):
            await client.placed(CallbackUrl=url)
            await client.advance()
        components = client.sandbox.components
        assert len(components.journal) == 1
        kept = {
            name: value for name, value in vars(components.dispatcher).items() if isinstance(value, dict | set | list)
        }
        assert not any(kept.values()), kept
        assert components.scheduler.pending == 0


# --- the control API --------------------------------------------------------------------------------------------------


async def test_beyond_so_many_accounts_no_new_one_is_opened(monkeypatch):
    monkeypatch.setattr("mock_esms.exchange.accounts.ledger.MAX_ACCOUNTS", 2)
    account = {"api_key": "second", "secret_key": "s"}
    async with running() as client:
        assert (await client.put("/_mock/accounts/second", account)).status == 200
        full(await client.put("/_mock/accounts/third", {**account, "api_key": "third"}))
        assert (await client.put("/_mock/accounts/second", account)).status == 200, "one that is there can be replaced"


async def test_beyond_so_many_scenarios_none_is_put_and_none_is_armed(monkeypatch):
    monkeypatch.setattr("mock_esms.scenarios.library.MAX_PUT", 2)
    monkeypatch.setattr("mock_esms.scenarios.armed.MAX_ARMED", 2)
    async with running() as client:
        for name in ("a", "b"):
            assert (await client.put(f"/_mock/scenarios/{name}", {"title": "Mine"})).status == 200
            assert (await client.post("/_mock/scenarios/no-answer/arm")).status == 200
        full(await client.put("/_mock/scenarios/c", {"title": "Mine"}))
        full(await client.post("/_mock/scenarios/no-answer/arm"))
        assert (await client.put("/_mock/scenarios/a", {"title": "Another"})).status == 200
        await client.post("/_mock/reset")
        assert (await client.put("/_mock/scenarios/c", {"title": "Mine"})).status == 200


async def test_beyond_so_many_streams_of_events_a_new_one_is_503_until_one_ends(monkeypatch):
    monkeypatch.setattr("mock_esms.server.control.history.events.MAX_FOLLOWERS", 2)
    # Who closes may only send no more: the server knows that it has gone when it writes to it.
    monkeypatch.setattr("mock_esms.server.control.history.events.HEARTBEAT", 0.01)
    async with running() as client:
        async with contextlib.AsyncExitStack() as streams:
            for _ in range(2):
                stream = await streams.enter_async_context(client.session.get(f"{client.sandbox.url}/_mock/events"))
                assert await stream.content.readline() == b": connected\n"
            full(await client.get("/_mock/events"))
        events = client.sandbox.components.journal.events
        while events._subscribers:  # the server is told a moment after the client has gone
            await turn()
        async with client.session.get(f"{client.sandbox.url}/_mock/events") as stream:
            assert stream.status == 200


async def test_beyond_so_many_waits_a_new_one_is_503(monkeypatch):
    monkeypatch.setattr("mock_esms.server.control.history.wait.MAX_WAITS", 2)
    async with running() as client:
        waiting = [asyncio.ensure_future(client.post("/_mock/wait", {"timeout": 60})) for _ in range(2)]
        events = client.sandbox.components.journal.events
        while len(events._subscribers) < 2:
            await turn()
        full(await client.post("/_mock/wait", {}))
        await client.placed()
        await client.advance()
        assert [reply.status for reply in await asyncio.gather(*waiting)] == [200, 200]
        assert (await client.post("/_mock/wait", {})).status == 200


async def test_beyond_so_many_who_move_the_clock_a_new_one_is_503(monkeypatch):
    monkeypatch.setattr("mock_esms.server.control.setup.clock.MAX_ADVANCES", 1)
    async with running() as client, Receiver.run("hang") as receiver:
        await client.placed(CallbackUrl=receiver.url)
        moving = asyncio.ensure_future(client.post("/_mock/clock/advance", {"by": "6s"}))
        await receiver.arrived(1)
        full(await client.post("/_mock/clock/advance", {"by": "1s"}))
        full(await client.put("/_mock/clock", {"now": "2027-01-05T09:00:00+07:00"}))
        await client.post("/_mock/reset")
        assert (await moving).status == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/_mock/wait", {"timeout": 3_601}),
        ("/_mock/wait", {"count": 1_000_001}),
        ("/_mock/scenarios/default/arm", {"times": 1_000_001}),
        ("/_mock/clock/advance", {"by": "367d"}),
    ],
)
async def test_numbers_beyond_what_makes_sense_are_422(path, body):
    async with running() as client:
        reply = await client.post(path, body)
        assert (reply.status, reply.json["error"]["code"]) == (422, "wrong-value"), reply.body


async def test_a_page_of_calls_has_at_most_so_many():
    async with running() as client:
        assert (await client.get("/_mock/calls?limit=10000")).status == 200
        assert (await client.get("/_mock/calls?limit=10001")).status == 422
