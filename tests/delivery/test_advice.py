"""Advice on failed attempts: on real sockets, and the same words in log, journal and events."""

import asyncio
import contextlib
import logging
import socket
import ssl
import sys

import pytest

from mock_esms.cli.event_text import event_lines
from mock_esms.config.settings import Egress
from mock_esms.delivery.container_detection import Environment
from mock_esms.delivery.egress import EgressRule
from mock_esms.delivery.http.request import Body
from mock_esms.delivery.sender import CallbackSender
from mock_esms.exchange.expectations.timeline_text import timeline_text
from mock_esms.server.control.history.event_json import serialize_event
from tests.delivery.attempts import ended
from tests.places import running
from tests.receiver import NOT_HTTP, Receiver, answer, serving


async def reported(url, *, milliseconds=5_000, container=None, follow_redirects=False, **what):
    """How the sender reports an attempt, as outside of any container unless told otherwise."""
    sender = CallbackSender(EgressRule(Egress()), user_agent="test-agent", around=Environment(container))
    await sender.open()
    try:
        return await ended(sender, url, milliseconds=milliseconds, follow_redirects=follow_redirects, **what)
    finally:
        await sender.close()


async def advised(url, **how):
    return (await reported(url, **how)).attempt.advice


@pytest.fixture
def nobody():
    """An address of this machine on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def tls(self_signed):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed)
    return context


async def test_where_nobody_listens_the_port_is_asked_for(nobody):
    report = await reported(nobody)
    assert "is the receiver running" in report.attempt.advice
    assert not report.reached


async def test_in_a_container_the_way_to_the_host_is_told(nobody):
    assert "--rewrite-callback 127.0.0.1=host.docker.internal" in await advised(nobody, container="docker")


async def test_a_name_that_nobody_knows_gets_a_way_around(monkeypatch):
    async def look_up(_loop, _host, _port):
        raise OSError(None, "Name or service not known")

    monkeypatch.setattr("mock_esms.delivery.http.connect.look_up", look_up)
    assert "--rewrite-callback shop.invalid=127.0.0.1" in await advised("http://shop.invalid/cb")


async def test_https_to_a_port_that_speaks_http_is_told(self_signed):
    async def plain(reader, writer):
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()

    async with serving(plain) as address:
        assert "write http:// instead" in await advised(f"https://{address}/")


async def test_https_to_a_port_that_hangs_up_on_it_is_told():
    async def hang_up(reader, _writer):
        await reader.read(1)

    async with serving(hang_up) as address:
        assert "write http:// instead" in await advised(f"https://{address}/")


async def test_http_to_a_port_that_speaks_https_is_told(tls):
    async def close(reader, _writer):
        await reader.read(1)

    async with serving(close, ssl=tls) as address:
        assert "write https:// instead" in await advised(f"http://{address}/")


async def test_a_certificate_that_nobody_vouches_for_is_told_apart_from_no_tls_at_all(tls):
    async def close(reader, _writer):
        await reader.read(1)

    async with serving(close, ssl=tls) as address:
        assert "--callback-ca FILE" in await advised(f"https://{address}/")


async def test_a_head_without_end_is_no_sign_of_https():
    head = b"HTTP/1.1 200 OK\r\n" + b"Set-Cookie: a=b\r\n" * 5_000
    async with Receiver.run(head) as receiver:
        report = await reported(receiver.url)
    assert (report.attempt.error, report.reached) == ("bad-answer", True)
    assert "add a header or a cookie without end" in report.attempt.advice
    assert "HTTPS" not in report.attempt.advice


async def test_a_post_that_is_not_allowed_is_not_told_that_it_is_a_get():
    async with Receiver.run(answer(405)) as receiver:
        report = await reported(receiver.url, method="POST", body=Body("application/json", b"{}"))
    assert "callback.method is POST here" in report.attempt.advice
    assert "let the receiver take POST" in report.attempt.advice


async def test_a_receiver_that_says_nothing_is_told_to_answer_first():
    async with Receiver.run("hang") as receiver:
        report = await reported(receiver.url, milliseconds=1_000)
        assert "answer 200 first" in report.attempt.advice
        assert report.reached


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux leaves a client waiting when a backlog is full")
async def test_a_connection_that_never_comes_about_is_told_from_an_answer_that_never_comes(monkeypatch):
    # Long before the end, on any machine.
    monkeypatch.setattr("mock_esms.delivery.http.client.to_connect", lambda _: 0.2)
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):  # as many as fill what waits to be accepted
            filling = stack.enter_context(socket.socket())
            filling.settimeout(0)
            filling.connect_ex(listener.getsockname())
        report = await reported(f"http://127.0.0.1:{listener.getsockname()[1]}/", milliseconds=60_000)
    assert (report.attempt.error, report.reached) == ("timeout", False)
    assert report.attempt.detail == "no connection came about within 60 s"
    assert "no firewall between them" in report.attempt.advice


async def test_a_look_up_that_takes_too_long_is_not_taken_for_a_receiver_that_says_nothing(monkeypatch):
    async def never(*_):
        await asyncio.Event().wait()

    monkeypatch.setattr("mock_esms.delivery.http.connect.look_up", never)
    report = await reported("http://shop.internal/", milliseconds=20)
    assert (report.attempt.error, report.reached) == ("timeout", False)
    assert report.attempt.detail == "the request could not be sent within 20ms"
    assert "nothing has reached the receiver" in report.attempt.advice


async def test_what_is_blocked_is_told_the_way_to_your_own_machine():
    assert "--rewrite-callback 203.0.113.9=127.0.0.1" in await advised("http://203.0.113.9/")


async def test_a_redirect_is_told_with_the_address_that_it_leads_to():
    async with Receiver.run(answer(301, headers="Location: /voice/\r\n")) as receiver:
        assert "redirects to /voice/" in await advised(f"{receiver.url}/voice")


async def test_a_redirect_in_bytes_that_are_no_text_can_be_written_everywhere():
    async with Receiver.run(b"HTTP/1.1 302 Found\r\nLocation: /\xff\xfe\r\nContent-Length: 0\r\n\r\n") as receiver:
        said = await advised(receiver.url)
    assert said.encode("utf-8").startswith(b"the receiver redirects to /\\xdcff")


async def test_what_failed_behind_a_redirect_is_no_reason_to_talk_about_the_first_address(nobody):
    async with Receiver.run(answer(302, headers=f"Location: {nobody}/\r\n")) as receiver:
        assert await advised(receiver.url, follow_redirects=True) == ""


async def test_what_a_redirect_leads_astray_was_sent_once_and_not_on_and_the_log_says_so(caplog):
    async with Receiver.run(answer(302, headers="Location: http://203.0.113.9/\r\n")) as receiver, running() as client:
        await client.placed("0901555432", CallbackUrl=receiver.url)  # the shipped story in which redirects are followed
        await client.placed("0901555432", CallbackUrl="http://203.0.113.9/")
        await client.placed("0901555432", CallbackUrl="http://[::1/")
        await client.advance()
    said = "\n".join(record.getMessage() for record in caplog.records if "CALLBACK BLOCKED" in record.getMessage())
    assert f". The receiver redirects, and it was not sent on: {receiver.url}" in said
    assert ". It was not sent: http://203.0.113.9/" in said
    assert "[IPv6]:port. It was not sent: http://[::1/" in said


async def test_bytes_that_are_no_http_and_a_closed_connection_send_the_reader_to_the_receivers_log():
    for behaviour in (NOT_HTTP, "drop", "reset"):
        async with Receiver.run(behaviour) as receiver:
            assert "own log" in await advised(receiver.url), behaviour


async def test_what_a_receiver_asks_for_in_www_authenticate_is_told():
    async with Receiver.run(answer(401, headers='WWW-Authenticate: Basic realm="shop"\r\n')) as receiver:
        said = await advised(receiver.url)
    assert said.startswith('the receiver asks for Basic realm="shop" (WWW-Authenticate); no page of eSMS tells')


async def test_an_acknowledgement_needs_no_advice():
    async with Receiver.run() as receiver:
        assert await advised(receiver.url) == ""


async def test_log_journal_events_and_timelines_say_the_same_and_say_it_at_the_beginning_and_the_end(nobody, caplog):
    caplog.set_level(logging.INFO, "mock_esms.delivery")
    async with running() as client:
        sms_id = await client.placed(CallbackUrl=nobody)
        await client.advance()
        attempts = (await client.call(sms_id))["callbacks"][0]["attempts"]
        call = client.sandbox.calls[0]
        events = client.sandbox.components.journal.events.since(0)
    said = {attempt["advice"] for attempt in attempts}
    assert (len(attempts), len(said)) == (6, 1)
    (text,) = said
    assert text
    logged = [record.getMessage() for record in caplog.records if text in record.getMessage()]
    assert [message.partition(", attempt ")[2][:1] for message in logged] == ["1", "6"]
    assert timeline_text(call).count(text) == 1
    lines = [str(line) for event in events for line in event_lines(event.kind, serialize_event(event))]
    told = [line for line in lines if text in line]
    assert len(told) == 2
    assert all("advice" in line for line in told)


async def test_one_advice_is_enough_for_a_callback_that_is_not_repeated(caplog):
    caplog.set_level(logging.INFO, "mock_esms.delivery")
    async with running() as client:
        await client.placed(CallbackUrl="http://203.0.113.9/")
        await client.advance()
    assert sum("advice on the callback" in record.getMessage() for record in caplog.records) == 1


def test_an_event_of_an_older_sandbox_without_advice_is_told_all_the_same():
    attempt = {"number": 1, "url": "http://a/?SendStatus=5", "ms": 1.0, "status": 500, "error": None, "detail": ""}
    fields = {
        "attempt": {**attempt, "acknowledged": False},
        "callbacks": [{"send_status": 5, "next_due": None}],
    }
    assert len(event_lines("attempt", fields)) == 1
