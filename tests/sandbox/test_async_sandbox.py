import asyncio
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlsplit

import aiohttp
import pytest

from mock_esms.config.settings import Settings
from mock_esms.errors import AddressInUseError, UsageError
from mock_esms.sandbox.async_sandbox import AsyncSandbox
from tests.loops import turn
from tests.places import KEYS, MAKE_CALL, START, Client, running
from tests.receiver import Receiver


async def test_a_port_that_is_taken_is_told_in_a_sentence():
    async with AsyncSandbox() as first:
        port = int(first.url.rpartition(":")[2])
        with pytest.raises(AddressInUseError, match=f"port {port} of 127.0.0.1 is in use"):
            await AsyncSandbox(port=port).start()


async def test_an_address_that_this_machine_does_not_have_is_told_in_a_sentence():
    with pytest.raises(UsageError, match=r"cannot listen on 203\.0\.113\.1"):
        await AsyncSandbox(host="203.0.113.1").start()


async def test_several_sandboxes_in_one_process_know_nothing_of_each_other():
    async with running() as one, running() as two:
        sms_id = await one.placed()
        assert (await two.get(f"/_mock/calls/{sms_id}")).status == 404
        await one.advance(by="1h")
        assert (await two.get("/_mock/clock")).json["now"] == "2026-01-05T09:00:00.000+07:00"


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
async def test_an_ipv6_address_is_written_in_brackets():
    try:
        sandbox = AsyncSandbox(host="::1")
        await sandbox.start()
    except UsageError:
        pytest.skip("this machine has no IPv6 loopback")
    try:
        assert sandbox.url.startswith("http://[::1]:")
    finally:
        await sandbox.stop()


async def test_stopping_cuts_off_callbacks_after_the_grace_and_leaves_no_task_behind():
    before = asyncio.all_tasks()
    async with Receiver.run("hang") as receiver:
        sandbox = AsyncSandbox(Settings(clock="auto", grace=1))
        async with sandbox, aiohttp.ClientSession() as session:
            client = Client(sandbox, session)
            sms_id = await client.placed(CallbackUrl=receiver.url)
            await receiver.arrived(1)
            journal = sandbox.components.journal
        call = journal.get(sms_id)
        assert call is not None
        assert [attempt.error for attempt in call.attempts] == ["interrupted"]
    await turn(3)
    assert asyncio.all_tasks() == before


async def test_an_hour_of_calls_takes_an_auto_clock_no_time(tmp_path):
    (tmp_path / "long.yaml").write_text(
        'title: An hour\nmatch: {phone: "*"}\ndials: [answered: {ring: 30s, talk: 1h}]\n'
    )
    async with Receiver.run() as receiver, running(tmp_path, clock="auto") as client:
        await client.placed(CallbackUrl=receiver.url)
        reply = await client.post("/_mock/wait", {"timeout": 30})
        assert reply.status == 200, reply.body
        assert reply.json["calls"][0]["result"]["CallDuration"] == 3600


class PlainReceiver(BaseHTTPRequestHandler):
    """A receiver written with nothing but ``http.server``; it fails twice before it says 200."""

    server: "PlainServer"

    def do_GET(self):
        self.server.paths.append(self.path)
        self.send_response(200 if len(self.server.paths) > 2 else 503)
        self.end_headers()
        self.wfile.write(b"OK")

    def log_message(self, *_args):
        pass


class PlainServer(HTTPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), PlainReceiver)
        self.paths: list[str] = []


@pytest.fixture
def plain_server():
    server = PlainServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


async def test_a_receiver_of_http_server_sees_the_bytes_in_order_and_at_their_times(plain_server):
    template = (
        "/ReceiveVocieCallback?ReferenceId=&CallDuration=&CallStatus=&Ivr=&Price=&SentResult=&CID=&SendStatus=&shop=7"
    )
    async with running() as client:
        sms_id = await client.placed(CallbackUrl=f"http://127.0.0.1:{plain_server.server_port}{template}")
        await client.advance()
        call = await client.call(sms_id)
    expected = (
        f"/ReceiveVocieCallback?ReferenceId={sms_id}&CallDuration=3&CallStatus=ANSWERED&Ivr="
        "&Price=450.0000&SentResult=1&CID=02871002454&SendStatus=5&shop=7"
    )
    assert plain_server.paths == [expected] * 3
    assert dict(parse_qsl(urlsplit(plain_server.paths[0]).query))["shop"] == "7"
    assert [(attempt["at"][11:19], attempt["status"]) for attempt in call["callbacks"][0]["attempts"]] == [
        ("09:00:05", 503),
        ("09:00:15", 503),
        ("09:00:45", 200),
    ]


async def test_a_plain_query_without_callback_url_is_all_that_a_client_needs():
    query = "&".join(f"{name}={value}" for name, value in KEYS.items())
    async with (
        AsyncSandbox(Settings(clock="manual", now=START)) as sandbox,
        aiohttp.ClientSession() as session,
        session.get(f"{sandbox.url}{MAKE_CALL}?{query}&Phone=0901888484") as response,
    ):
        assert (await response.json())["CodeResult"] == "100"
