"""``mock-esms inbound``: a person writes to a shortcode, as somebody at a terminal sees it."""

import asyncio

from mock_esms.cli.event_text import event_lines
from mock_esms.server.control.history.event_json import serialize_event
from tests.cli.running import run
from tests.places import running
from tests.receiver import FAILS, Receiver
from tests.server.control.test_inbound import account, says


async def write(client, *options, to="8041", content="DK ABC"):
    return await asyncio.to_thread(run, "inbound", "0901888484", to, content, "--url", client.sandbox.url, *options)


async def test_the_reply_is_printed_and_nothing_else():
    async with Receiver.run(says("Chào bạn")) as receiver, running(accounts=(account(receiver.url),)) as client:
        done = await write(client)
        assert (done.returncode, done.stdout) == (0, "Chào bạn\n")
        assert f"mock-esms: GET {receiver.url}/receive_mo?sender=84901888484&content=DK%20ABC" in done.stderr
        assert "status 200 in " in done.stderr
        assert "Smsid is '1', and it was told " in done.stderr


async def test_without_a_reply_the_status_is_1_and_what_follows_is_said():
    async with Receiver.run(FAILS) as receiver, running(accounts=(account(receiver.url),)) as client:
        done = await write(client)
        assert (done.returncode, done.stdout) == (1, "")
        assert "mock-esms: no reply: the answer's status is 500" in done.stderr
        assert "mock-esms: the next attempt is at 09:00:10" in done.stderr


async def test_a_shortcode_that_nobody_has_is_a_mistake():
    async with running(accounts=(account("http://127.0.0.1:9"),)) as client:
        done = await write(client, to="9999")
        assert (done.returncode, done.stdout) == (2, "")
        assert "no account has the shortcode 9999; there are 8041" in done.stderr
        done = await write(client, "--api-key", "nobody")
        assert done.returncode == 2
        assert "no account has the shortcode 8041" in done.stderr


async def test_tail_tells_what_was_written_what_was_answered_and_where_it_went():
    async with Receiver.run(FAILS, says("Chào bạn")) as receiver, running(accounts=(account(receiver.url),)) as client:
        await write(client)
        await client.advance()
        events = client.sandbox.components.journal.events.since(0)
        lines = [line for event in events for line in event_lines(event.kind, serialize_event(event))]
        told = [(line.what, line.text.partition("receive_mo?")[0]) for line in lines if line.what != "clock"]
        assert told[0] == ("inbound", "0901888484 writes to 8041: DK ABC, scenario default (nothing else fits)")
        assert told[1] == ("callback 1", f"{receiver.url}/")
        assert told[3] == ("reply", "NO REPLY: the answer's status is 500")
        assert told[-2][0] == "reply"
        assert told[-2][1].startswith("to 0901888484: Chào bạn (Smsid is '1'")
        assert told[-1] == ("settled", "callback delivered")
