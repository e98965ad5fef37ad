"""Plain requests are answered without aiohttp's server, and nobody can tell by the answer."""

import asyncio
import json
import re
import socket
import ssl
import struct
from contextlib import asynccontextmanager

import pytest

from mock_esms.config.settings import Settings
from mock_esms.errors import UsageError
from mock_esms.sandbox.async_sandbox import AsyncSandbox
from mock_esms.server.tls import Tls
from tests.loops import turn
from tests.places import KEYS, MAKE_CALL, START, running
from tests.raw import LONG, connected
from tests.receiver import OK, Receiver

DATE = re.compile(rb"Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\n")
ID = re.compile(rb"[0-9a-f]{32,35}")
PLACED = MAKE_CALL + "?" + "&".join(f"{name}={value}" for name, value in KEYS.items()) + "&Phone={}"
REFUSED = f"{MAKE_CALL}?ApiKey=nobody"
BALANCE = "/MainService.svc/json/GetBalance/test-api-key/test-secret-key"
HEALTH = "/_mock/health"


def request(address, *headers, version="HTTP/1.1"):
    return "\r\n".join([f"GET {address} {version}", "Host: 127.0.0.1", *headers, "", ""]).encode()


async def answer_on(wire):
    """The bytes of the next answer, without its date; its body is as long as it says, and none where it does not."""
    async with asyncio.timeout(LONG):
        while (head := await wire.reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 100 "):
            pass
        length = re.search(rb"Content-Length: (\d+)\r\n", head)
        body = await wire.reader.readexactly(int(length[1])) if length else b""
    undated, dates = DATE.subn(b"", head)
    assert dates == 1, head
    return undated + body


async def asked_on(wire, *octets):
    for each in octets:
        await wire.send(each)
    return await answer_on(wire)


async def until(true):
    async with asyncio.timeout(LONG):
        while not true():
            await turn()


def fast_path_of(client):
    fast_path = client.sandbox.hosted.listeners._fast_path
    assert fast_path is not None
    return fast_path


def here(client):
    """How many connections are answered without aiohttp at the moment."""
    return len(fast_path_of(client).connections)


@asynccontextmanager
async def both_ways(client):
    """A connection that is answered here, and one that is aiohttp's since it has asked for something else."""
    before = here(client)
    async with connected(client.sandbox.url) as plain, connected(client.sandbox.url) as aiohttps:
        await asked_on(plain, request(REFUSED))
        await asked_on(aiohttps, request(HEALTH))
        assert here(client) == before + 1
        yield plain, aiohttps


@pytest.mark.parametrize("address", [REFUSED, BALANCE, f"{MAKE_CALL}", PLACED.format("12")])
@pytest.mark.parametrize("accept", ["*/*", "text/xml"])
async def test_answers_are_the_same_to_the_byte(address, accept):
    async with running() as client, both_ways(client) as (plain, aiohttps):
        asked = request(address, f"Accept: {accept}")
        assert await asked_on(plain, asked) == await asked_on(aiohttps, asked)
        assert here(client) == 1


SEND = "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
USUAL = {**KEYS, "Phone": "0901888484", "Content": "123456 la ma", "Brandname": "SHOP", "SmsType": "2"}


def posted(body, *headers, address=SEND):
    octets = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = request(address, "Content-Type: application/json", f"Content-Length: {len(octets)}", *headers)
    return head.replace(b"GET", b"POST", 1) + octets


@pytest.mark.parametrize("change", [{"ApiKey": "nobody"}, {"SmsType": "7"}, {"Phone": "12"}, {"Content": "ễ" * 3_000}])
@pytest.mark.parametrize("accept", ["*/*", "text/xml"])
async def test_answers_to_what_is_posted_are_the_same_to_the_byte(change, accept):
    async with running() as client, both_ways(client) as (plain, aiohttps):
        asked = posted({**USUAL, **change, "Sandbox": "1"}, f"Accept: {accept}")
        one, other = await asked_on(plain, asked), await asked_on(aiohttps, asked)
        assert ID.sub(b"", one) == ID.sub(b"", other)
        assert here(client) == 1


async def test_a_message_that_is_posted_is_the_same_both_ways():
    async with running() as client, both_ways(client) as (plain, aiohttps):
        for wire, phone in ((plain, "0901888484"), (aiohttps, "0901888485")):
            assert b'"CodeResult":"100"' in await asked_on(wire, posted({**USUAL, "Phone": phone, "RequestId": phone}))
        assert here(client) == 1
        messages = (await client.get("/_mock/messages")).json["messages"]
        requests = (await client.get("/_mock/requests")).json["requests"][-2:]
        for one, other in (messages, requests):
            text = json.dumps(one).replace("0901888484", "0901888485").replace(one["sms_id"], other["sms_id"])
            assert {**json.loads(text), "number": 0} == {**other, "number": 0}


@pytest.mark.parametrize("body", [b"no JSON", b'{"ApiKey":', b"[]"])
async def test_a_body_that_nobody_can_read_is_answered_by_aiohttp(body):
    async with running() as client, both_ways(client) as (plain, aiohttps):
        one, other = await asked_on(plain, posted(body)), await asked_on(aiohttps, posted(body))
        assert one == other
        assert one.startswith(b"HTTP/1.1 400 ")
        assert here(client) == 0
        assert len((await client.get("/_mock/requests")).json["requests"]) == 3, "each once"


@pytest.mark.parametrize("statuses", [range(first, first + 50) for first in range(200, 600, 50)], ids=str)
async def test_every_status_that_a_scenario_can_answer_is_written_as_aiohttp_writes_it(statuses):
    async with running() as client, both_ways(client) as (plain, aiohttps):
        for status in statuses:
            body = "" if status in {204, 205, 304} else "<h1>Bảo trì</h1>"
            await client.put("/_mock/scenarios/said", {"title": "x", "reply": {"status": status, "body": body}})
            await client.post("/_mock/scenarios/said/arm", {"times": 2})
            asked = request(PLACED.format("0901888484"))
            assert await asked_on(plain, asked) == await asked_on(aiohttps, asked), status
        assert here(client) == 1


async def test_that_the_sandbox_is_full_is_told_alike():
    async with running(pending_limit=1) as client, both_ways(client) as (plain, aiohttps):
        assert b'"CodeResult":"100"' in await asked_on(plain, request(PLACED.format("0901888484")))
        asked = request(PLACED.format("0901888485"))
        answer = await asked_on(plain, asked)
        assert answer.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
        assert answer == await asked_on(aiohttps, asked)


OTHERS = {
    "in two parts": [request(REFUSED)[:30], request(REFUSED)[30:]],
    "spelt in lower case": [request(REFUSED.lower().replace("apikey", "ApiKey"))],
    "that leads nowhere": [request("/MainService.svc/json/Nothing")],
    "with a slash at its end": [request(f"{MAKE_CALL}/")],
    "by a wrong method": [request(MAKE_CALL).replace(b"GET", b"PUT")],
    "posted in two parts": [posted({})[:-2], posted({})[-2:]],
    "posted without a body": [request(SEND).replace(b"GET", b"POST")],
    "of the control API": [request(HEALTH)],
    "over HTTP/1.0": [request(REFUSED, version="HTTP/1.0")],
    "that closes": [request(REFUSED, "Connection: close")],
    "with a body": [request(REFUSED, "Content-Length: 2"), b"{}"],
    "of a client that waits for a word": [request(REFUSED, "Expect: 100-continue", "Content-Length: 0")],
    "of a client that waits for another word": [request(REFUSED, "Expect: a miracle")],
    "the last before a proxy": [request(REFUSED, "Proxy-Connection: close")],
    "that is no HTTP": [b"\x16\x03\x01 hello\r\n\r\n"],
}


@pytest.mark.parametrize("what", OTHERS)
async def test_a_request_that_is_not_plain_is_aiohttps(what):
    async with running() as client, connected(client.sandbox.url) as wire, both_ways(client) as (_, aiohttps):
        await asked_on(wire, request(REFUSED))
        assert here(client) == 2
        for octets in OTHERS[what]:
            await wire.send(octets)
            await aiohttps.send(octets)
            await until(lambda: here(client) == 1)  # which the first part brings about, and so each comes by itself
        assert await answer_on(wire) == await answer_on(aiohttps)
        assert here(client) == 1


async def test_whoever_has_gone_over_to_aiohttp_is_served_on():
    async with running() as client, connected(client.sandbox.url) as wire:
        answers = [await asked_on(wire, request(address)) for address in (REFUSED, HEALTH, REFUSED, BALANCE)]
        assert answers[0] == answers[2]
        assert b'"CodeResponse":"100"' in answers[3]


async def test_requests_that_are_sent_together_are_answered_in_their_order():
    async with running() as client, connected(client.sandbox.url) as wire:
        phones = ["0901888481", "0901888482", "0901888483", "0901888484"]
        requests = [request(PLACED.format(phone)) for phone in phones]
        await asked_on(wire, requests[0])
        await wire.send(b"".join(requests[1:]))
        for _ in requests[1:]:
            assert b'"CodeResult":"100"' in await answer_on(wire)
        assert [call.request.phone for call in client.sandbox.calls] == phones


async def test_a_request_is_written_down_with_everything_that_is_written_down_of_others():
    async with running() as client, both_ways(client) as (plain, aiohttps):
        for wire, phone in ((plain, "0901888481"), (aiohttps, "0901888482")):
            await asked_on(wire, request(PLACED.format(phone)))
        one, other = (await client.get("/_mock/requests")).json["requests"][-2:]
        for different in ("number", "sms_id", "query"):
            assert one.pop(different) != other.pop(different)
        assert one == other


# --- answers that do not go out at once -------------------------------------------------------------------------------


async def arm(client, **reply):
    await client.put("/_mock/scenarios/late", {"title": "x", "reply": reply})
    await client.post("/_mock/scenarios/late/arm")


async def held(client):
    """Until a call waits for its ringing to end, and its answer for its time."""
    await until(lambda: client.sandbox.components.scheduler.state().pending == 2)


async def test_a_late_answer_comes_when_its_time_has_come():
    async with running() as client, both_ways(client) as (plain, _):
        await arm(client, delay="1h")
        await plain.send(request(PLACED.format("0901888484")))
        await held(client)
        assert client.sandbox.components.scheduler.in_flight == 0
        await client.sandbox.advance("59m")
        assert not plain.reader._buffer
        await client.sandbox.advance("1m")
        assert b'"CodeResult":"100"' in await answer_on(plain)
        assert b'"CodeResult":"101"' in await asked_on(plain, request(REFUSED))
        assert here(client) == 1


async def test_what_comes_while_an_answer_is_held_back_is_answered_after_it():
    async with running() as client, both_ways(client) as (plain, _):
        await arm(client, delay="1h")
        await plain.send(request(PLACED.format("0901888484")))
        await held(client)
        await plain.send(request(PLACED.format("0901888485")))
        await plain.send(request(HEALTH))
        await client.get(HEALTH)
        assert len(client.sandbox.calls) == 1
        await client.sandbox.advance("1h")
        assert b'"CodeResult":"100"' in await answer_on(plain)
        assert b'"CodeResult":"100"' in await answer_on(plain)
        assert b'"status"' in await answer_on(plain)
        assert [call.request.phone for call in client.sandbox.calls] == ["0901888484", "0901888485"]


@pytest.mark.parametrize("more", [b"", b"\r\n", request(REFUSED)])
async def test_a_client_that_goes_is_not_waited_for(more):
    async with running() as client:
        await arm(client, delay="1h")
        async with connected(client.sandbox.url) as wire:
            await wire.send(request(PLACED.format("0901888484")))
            await held(client)
            await wire.send(more)
            # Gone, and not only done with sending: the connection is reset.
            end = wire.writer.get_extra_info("socket")
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            wire.writer.transport.abort()
        await until(lambda: not here(client) and client.sandbox.components.scheduler.state().pending == 1)


async def test_a_client_that_sends_without_end_while_its_answer_is_held_back_is_not_read_without_end(monkeypatch):
    monkeypatch.setattr("mock_esms.server.fast_path.connection.MOST_WAITING", 1_000)
    async with running() as client, connected(client.sandbox.url) as wire:
        await arm(client, delay="1h")
        await wire.send(request(PLACED.format("0901888484")))
        await held(client)
        [connection] = fast_path_of(client).connections
        wire.writer.write(request(REFUSED) * 100_000)
        await until(lambda: not connection._transport.is_reading())
        assert len(connection._received) < 1 << 20
        await client.sandbox.advance("1h")
        assert b'"CodeResult":"100"' in await answer_on(wire)
        assert b'"CodeResult":"101"' in await answer_on(wire)
        wire.writer.transport.abort()  # closing it would wait until all the others are answered


@pytest.mark.parametrize(
    "where", ["mock_esms.exchange.exchange.Exchange.handle", "mock_esms.server.response_faults.ResponseFaults.play"]
)
async def test_a_defect_of_ours_is_a_500_and_told_in_the_log(where, monkeypatch, caplog):
    def fail(*_args):
        raise ZeroDivisionError

    async with running() as client, connected(client.sandbox.url) as wire:
        await arm(client, delay="1s")
        monkeypatch.setattr(where, fail)
        await wire.send(request(PLACED.format("0901888484")))
        assert (await wire.to_the_end()).startswith(b"HTTP/1.1 500 Internal Server Error\r\n")
        assert client.sandbox.components.scheduler.in_flight == 0
    [record] = [record for record in caplog.records if record.exc_info]
    assert "defect of mock-esms" in record.getMessage()


@pytest.mark.parametrize("fault", ["reset", "empty", "garbage", "truncated"])
async def test_spoilt_answers_are_the_same_to_the_byte(fault):
    async with running() as client, both_ways(client) as (plain, aiohttps):
        came = []
        for wire in (plain, aiohttps):
            await arm(client, fault=fault)
            await wire.send(request(PLACED.format("0901888484")))
            came.append(await wire.to_the_end())
        assert came[0] == came[1]


async def test_the_end_of_a_sandbox_lets_an_answer_out_that_is_held_back():
    async with running() as client, connected(client.sandbox.url) as wire:
        await arm(client, delay="1h")
        await wire.send(request(PLACED.format("0901888484")))
        await held(client)
        await client.sandbox.stop()
        came = await wire.to_the_end()
        assert b'"CodeResult":"100"' in came


async def test_the_end_of_a_sandbox_cuts_an_answer_off_that_never_comes():
    async with running() as client, connected(client.sandbox.url) as wire:
        await arm(client, fault="hang")
        await wire.send(request(PLACED.format("0901888484")))
        await until(client.sandbox.components.journal.requests)
        await client.sandbox.stop()
        assert await wire.to_the_end() == b""


async def test_an_answer_waits_for_the_store_and_the_clock_waits_for_the_answer(tmp_path):
    async with Receiver.run(OK) as receiver:
        async with running(store=tmp_path / "calls.db", clock="auto") as client, both_ways(client) as (plain, _):
            asked = request(PLACED.format("0901888484") + f"&CallbackUrl={receiver.url}")
            assert b'"CodeResult":"100"' in await asked_on(plain, asked)
            assert here(client) == 1
            await client.sandbox.wait(phone="0901888484")
        assert len(receiver.targets) == 1


# --- connections ------------------------------------------------------------------------------------------------------


def look_after(client, seconds):
    """Let the only connection be looked at now, and then whenever it may have been idle for so long."""
    fast_path = fast_path_of(client)
    fast_path.kept_alive = seconds
    [connection] = fast_path.connections
    connection._timer.cancel()
    connection._close_if_idle()
    return connection


async def test_an_idle_connection_is_closed():
    async with running() as client, connected(client.sandbox.url) as wire:
        assert b'"CodeResult":"101"' in await asked_on(wire, request(REFUSED))
        look_after(client, 0.05)
        assert await wire.to_the_end() == b""
        assert here(client) == 0


async def test_a_connection_on_which_an_answer_is_held_back_is_not_idle():
    async with running() as client, connected(client.sandbox.url) as wire:
        await arm(client, delay="1h")
        await wire.send(request(PLACED.format("0901888484")))
        await held(client)
        connection = look_after(client, 1e-6)
        assert not connection._transport.is_closing()
        fast_path_of(client).kept_alive = LONG
        await client.sandbox.advance("1h")
        assert b'"CodeResult":"100"' in await answer_on(wire)


async def test_the_end_of_a_sandbox_closes_connections():
    async with running() as client, both_ways(client) as (plain, aiohttps):
        await client.sandbox.stop()
        assert (await plain.to_the_end(), await aiohttps.to_the_end()) == (b"", b"")


class Crowded(asyncio.Transport):
    """A transport whose client does not read."""

    def __init__(self):
        super().__init__({"peername": ("127.0.0.1", 1)})
        self.written = []
        self.protocol = None

    def write(self, data):
        self.written.append(data)

    def set_protocol(self, protocol):
        self.protocol = protocol

    def get_protocol(self):
        return self.protocol

    def is_closing(self):
        return False

    def close(self):
        """Nobody is told: there is no connection."""


async def test_a_client_that_does_not_read_is_handed_to_aiohttp_which_waits_for_it():
    async with running() as client:
        connection, transport = fast_path_of(client)(), Crowded()
        connection.connection_made(transport)
        connection.data_received(request(REFUSED))
        assert len(transport.written) == 1
        connection.pause_writing()
        connection.data_received(request(REFUSED))
        assert transport.protocol is not None
        for _ in range(20):
            await turn()
        assert len(transport.written) <= 2
        assert len(client.sandbox.components.journal.requests()) == 2


async def test_a_sandbox_that_is_ending_has_no_address_any_more():
    async with running() as client, connected(client.sandbox.url) as wire:
        await arm(client, delay="1h")
        await wire.send(request(PLACED.format("0901888484")))
        await held(client)
        stopping = asyncio.ensure_future(client.sandbox.stop())
        await turn()
        with pytest.raises(UsageError, match="the sandbox does not run"):
            _ = client.sandbox.url
        await stopping


async def test_a_vanished_client_is_noticed_by_the_system():
    async with running() as client, connected(client.sandbox.url) as wire:
        await asked_on(wire, request(REFUSED))
        [connection] = fast_path_of(client).connections
        assert connection._transport.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)


async def test_https_is_answered_so_as_well(tmp_path):
    settings = Settings(clock="manual", now=START)
    async with AsyncSandbox(settings, tls=Tls(ca_dir=tmp_path)) as sandbox:
        port = int(sandbox.https_url.rpartition(":")[2])
        trust = ssl.create_default_context(cafile=sandbox.ca_file)
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trust)
        for address in (REFUSED, BALANCE, HEALTH, REFUSED):
            writer.write(request(address))
            async with asyncio.timeout(LONG):
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"Content-Length: (\d+)", head)
                assert length is not None
                await reader.readexactly(int(length[1]))
            assert head.startswith(b"HTTP/1.1 200 OK\r\n")
        writer.close()
        await writer.wait_closed()
