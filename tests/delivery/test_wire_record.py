"""An attempt tells all that went over the wire (CONTRACT 15)."""

import contextlib
import socket
import ssl

import pytest

from mock_esms.config.settings import Egress, Quirks
from mock_esms.delivery.egress import EgressRule
from mock_esms.delivery.sender import CallbackSender
from mock_esms.delivery.trust_store import trusting
from mock_esms.model.callback import NO_PHASES
from tests.delivery.attempts import attempted
from tests.places import running
from tests.receiver import NOT_HTTP, OK, Receiver, answer, serving


@contextlib.asynccontextmanager
async def a_sender(**how):
    made = CallbackSender(EgressRule(Egress()), user_agent="test-agent", **how)
    await made.open()
    try:
        yield made
    finally:
        await made.close()


async def outcome_at(url, *, milliseconds=60_000, follow_redirects=False, **how):
    async with a_sender(**how) as sender:
        return await attempted(sender, url, milliseconds=milliseconds, follow_redirects=follow_redirects)


def measured(outcome):
    return {phase for phase, took in outcome.phases._asdict().items() if took is not None}


async def test_the_request_is_told_as_it_was_sent_in_order_and_with_secrets_masked():
    async with Receiver.run(OK) as receiver:
        outcome = await outcome_at(f"{receiver.url}/cb?x=%7E", headers=["X-Signature: s3cret"])
        assert outcome.peer == receiver.address
        head = receiver.requests[0].decode().removesuffix("\r\n\r\n").split("\r\n")
    request = outcome.request
    assert head[0] == f"{request.method} {request.target} HTTP/1.1"
    assert [f"{name}: {value}" for name, value in request.headers] == [
        line.replace("s3cret", "***") for line in head[1:]
    ]


async def test_the_head_of_the_answer_is_told_with_names_as_they_came_and_values_trimmed():
    octets = b"HTTP/1.1 200 \xc3\x84lright\r\nSERVER:  x \t\r\nx-Two: 1\r\nX-TWO: \xff\r\nContent-Length: 0\r\n\r\n"
    async with Receiver.run(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + octets) as receiver:
        response = (await outcome_at(receiver.url)).response
    assert (response.version, response.status, response.reason) == ("HTTP/1.1", 200, "Ã\x84lright")
    assert response.headers == (("SERVER", "x"), ("x-Two", "1"), ("X-TWO", "ÿ"), ("Content-Length", "0"))


async def test_phases_are_told_of_what_there_was_and_never_add_up_to_more_than_the_whole():
    async with Receiver.run(OK) as receiver:
        by_address = await outcome_at(receiver.url)
        by_name = await outcome_at(f"http://localhost:{receiver.port}/")
    assert measured(by_address) == {"connect", "send", "wait", "receive"}
    assert measured(by_name) == {"dns", "connect", "send", "wait", "receive"}
    for outcome in (by_address, by_name):
        assert sum(took or 0 for took in outcome.phases) <= outcome.ms


async def test_on_a_kept_connection_there_is_nothing_to_connect():
    async def serve(reader, writer):
        while True:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    async with serving(serve) as address, a_sender(keep_alive=True) as sender:
        url = f"http://{address}/"
        for expected in ({"connect", "send", "wait", "receive"}, {"send", "wait", "receive"}):
            outcome = await attempted(sender, url)
            assert measured(outcome) == expected
            assert outcome.peer == address


async def test_tls_is_a_phase_of_its_own(self_signed):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed)

    async def say_ok(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(OK)
        await writer.drain()

    async with serving(say_ok, ssl=context) as address:
        trusted = await outcome_at(f"https://{address}/", trust=trusting(str(self_signed)))
        not_trusted = await outcome_at(f"https://{address}/")
    assert measured(trusted) == {"connect", "tls", "send", "wait", "receive"}
    assert (not_trusted.request, measured(not_trusted)) == (None, {"connect", "tls"})


async def test_with_redirects_the_record_is_of_the_last_request():
    async with Receiver.run(OK) as last:
        redirect = answer(302, headers=f"Location: {last.url}/there\r\n")
        async with Receiver.run(redirect) as first:
            outcome = await outcome_at(f"{first.url}/here", follow_redirects=True)
    assert len(outcome.hops) == 1
    assert outcome.request.target == "/there"
    assert outcome.response.status == 200
    assert outcome.peer == last.address


@pytest.mark.parametrize("behaviour", ["drop", "reset", NOT_HTTP])
async def test_without_a_complete_head_there_is_a_request_and_no_response(behaviour):
    async with Receiver.run(behaviour) as receiver:
        outcome = await outcome_at(receiver.url)
    assert outcome.request is not None
    assert outcome.response is None
    assert {"connect", "send", "wait"} <= measured(outcome)
    assert outcome.peer is not None


async def test_where_nothing_was_sent_there_is_no_request():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        refused = await outcome_at(f"http://127.0.0.1:{taken.getsockname()[1]}/")
    blocked = await outcome_at("http://203.0.113.9/")
    assert (refused.request, refused.response, refused.peer, measured(refused)) == (None, None, None, {"connect"})
    assert (blocked.request, blocked.response, blocked.peer, blocked.phases) == (None, None, None, NO_PHASES)


async def test_the_control_api_the_events_and_python_tell_it_alike():
    quirks = Quirks(signature="X-Signature: s3cret")
    async with Receiver.run(OK) as receiver, running(quirks=quirks) as client:
        sms_id = await client.placed(CallbackUrl=f"{receiver.url}/cb")
        before = (await client.call(sms_id))["callbacks"]
        await client.advance()
        call = await client.call(sms_id)
        (attempt,) = call["callbacks"][0]["attempts"]
        (seen,) = client.sandbox.calls[0].attempts
        address = receiver.address
    assert before[0]["attempts"] == []
    assert attempt["request"]["method"] == "GET"
    assert attempt["request"]["target"] == attempt["url"].removeprefix(f"http://{address}")
    assert ["X-Signature", "***"] in attempt["request"]["headers"]
    assert attempt["response"]["headers"] == [["Content-Length", "2"], ["Connection", "close"]]
    assert set(attempt["phases"]) == {"dns", "connect", "tls", "send", "wait", "receive"}
    assert attempt["peer"] == address
    assert seen.request is not None
    assert seen.response is not None
    assert seen.request.target == attempt["request"]["target"]
    assert seen.response.header("connection") == "close"
    assert seen.phases._asdict() == attempt["phases"]


async def test_an_attempt_that_is_cut_off_tells_what_had_gone_over_the_wire_by_then():
    async with Receiver.run("hang") as receiver:
        async with running(clock="auto", grace=1) as client:
            sms_id = await client.placed(CallbackUrl=receiver.url)
            await receiver.arrived(1)
            journal = client.sandbox.components.journal
        call = journal.get(sms_id)
        assert call is not None
        (attempt,) = call.attempts
        address = receiver.address
    assert (attempt.error, attempt.peer) == ("interrupted", address)
    assert attempt.request is not None
    assert attempt.ms is not None
    assert 0 < sum(took or 0 for took in attempt.phases) <= attempt.ms
