"""Whatever a receiver answers has one meaning, however its bytes are cut into packets."""

import asyncio
import http.client
import io
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, cast
from unittest import mock

import aiohttp
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mock_esms.config.settings import Egress
from mock_esms.delivery.egress import EgressRule
from mock_esms.delivery.http.phase_timer import PhaseTimer
from mock_esms.delivery.http.response_head import HEAD_LIMIT
from mock_esms.delivery.http.round_trip import RoundTrip
from mock_esms.delivery.sender import CallbackSender
from mock_esms.model.delivery_plan import ANSWER_LIMIT
from tests.delivery.attempts import attempted
from tests.receiver import serving

if TYPE_CHECKING:
    import socket

HEAD = b"HTTP/1.1 200 OK\r\n"
MANY = b"".join(b"X-%d: some value\r\n" % number for number in range(1_000))

ACKNOWLEDGED = {
    "a length that counts letters": (HEAD + b"Content-Length: 2\r\n\r\nch\xc3\xa0o", "ch", "more came than"),
    "a length of more than comes": (HEAD + b"Content-Length: 100\r\n\r\nhalf", "half", "ended after 4 of the 100"),
    "two lengths": (HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\nOK", "OK", "says several things"),
    "the same length twice": (HEAD + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\nOK", "OK", ""),
    "a length in words": (HEAD + b"Content-Length: two\r\n\r\nOK", "OK", "is no number"),
    "a length below nothing": (HEAD + b"Content-Length: -2\r\n\r\nOK", "OK", "is no number"),
    "a length beyond all bounds": (HEAD + b"Content-Length: 99999999999999999999\r\n\r\nOK", "OK", "is no number"),
    "chunked over a plain body": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nOK", "OK", "broken or none"),
    "chunks that break": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nOK\r\nzz\r\n", "OK", "broken or none"),
    "a chunk that is too long": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nOKAY\r\n0\r\n\r\n", "OK", "broken"),
    "chunks that end early": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n9\r\nOK", "OK", "before its last chunk"),
    "chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\nO\r\n1;a=b\r\nK\r\n0\r\nX: y\r\n\r\n", "OK", ""),
    "chunks with bare line ends": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\nOK\n0\n\n", "OK", ""),
    "chunks and a length": (
        HEAD + b"Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n",
        "OK",
        "both Transfer-Encoding and Content-Length",
    ),
    "another coding": (HEAD + b"Transfer-Encoding: banana\r\n\r\nOK", "OK", ""),
    "gzip, which is left as it is": (HEAD + b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nOK", "OK", ""),
    "no length": (HEAD + b"\r\nOK", "OK", ""),
    "HTTP/1.0": (b"HTTP/1.0 200 OK\r\n\r\nOK", "OK", ""),
    "a version of later": (b"HTTP/1.7 200 OK\r\n\r\nOK", "OK", ""),
    "no reason": (b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nOK", "OK", ""),
    "a reason in bytes": (b"HTTP/1.1 200 \xc4\x91\xc6\xb0\r\nContent-Length: 2\r\n\r\nOK", "OK", ""),
    "a wide status line": (b"HTTP/1.1   200   OK  \r\nContent-Length: 2\r\n\r\nOK", "OK", ""),
    "bare line ends": (b"HTTP/1.1 200 OK\nContent-Length: 2\n\nOK", "OK", ""),
    "line ends before": (b"\r\n\n" + HEAD + b"Content-Length: 2\r\n\r\nOK", "OK", ""),
    "a folded header": (HEAD + b"X: a\r\n b\r\nContent-Length: 2\r\n\r\nOK", "OK", "the header X is folded"),
    "a line that is no header": (HEAD + b"hello\r\nContent-Length: 2\r\n\r\nOK", "OK", "is no header: 'hello'"),
    "a header without a name": (HEAD + b": x\r\nContent-Length: 2\r\n\r\nOK", "OK", "is no header"),
    "a name with spaces": (HEAD + b"X Y : z\r\nContent-Length : 2\r\n\r\nOK", "OK", ""),
    "a zero byte": (HEAD + b"X: a\x00b\r\nContent-Length: 2\r\n\r\nOK", "OK", ""),
    "many headers": (HEAD + MANY + b"Content-Length: 2\r\n\r\nOK", "OK", ""),
    "a long header": (HEAD + b"X: " + b"x" * 60_000 + b"\r\nContent-Length: 2\r\n\r\nOK", "OK", ""),
    "a head of just what is taken": (
        HEAD + b"X: " + b"x" * (HEAD_LIMIT - len(HEAD) - 7) + b"\r\n\r\n",
        "",
        "",
    ),
    "interim answers": (
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + HEAD + b"\r\nOK",
        "OK",
        "interim answers came first: 100, 103",
    ),
    "another answer behind": (HEAD + b"Content-Length: 2\r\n\r\nOKHTTP/1.1 500 No\r\n\r\n", "OK", "more came than"),
    "a body without end": (HEAD + b"\r\n" + b"x" * 5_000, "x" * ANSWER_LIMIT, ""),
}
NO_ANSWER = {
    "an empty line": (b"\r\n\r\n", "closed"),
    "nothing": (b"", "closed"),
    "half a head": (HEAD + b"X-Half: ", "closed"),
    "half a version": (b"HTT", "closed"),
    "an interim answer alone": (b"HTTP/1.1 100 Continue\r\n\r\n", "closed"),
    "another protocol": (b"SSH-2.0-OpenSSH_9.6\r\n", "bad-answer"),
    "another protocol's beginning": (b"220 smtp", "bad-answer"),
    "no status": (b"HTTP/1.1 banana\r\n\r\n", "bad-answer"),
    "half a status": (b"HTTP/1.1 20\r\n\r\n", "bad-answer"),
    "a status of four digits": (b"HTTP/1.1 2000 OK\r\n\r\n", "bad-answer"),
    "a status below all": (b"HTTP/1.1 099 OK\r\n\r\n", "bad-answer"),
    "small letters": (b"http/1.1 200 OK\r\n\r\n", "bad-answer"),
    "a page without a head": (b"<html>OK</html>", "bad-answer"),
    "a TLS alert": (b"\x15\x03\x01\x00\x02\x02\x46", "bad-answer"),
    "a head of one byte more": (HEAD + b"X: " + b"x" * (HEAD_LIMIT - len(HEAD) - 6) + b"\r\n\r\n", "bad-answer"),
    "a head without end": (HEAD + b"X: " + b"x" * (2 * HEAD_LIMIT), "bad-answer"),
    "interim answers without end": (b"HTTP/1.1 103 Early\r\nX: y\r\n\r\n" * 3_000, "bad-answer"),
    "line ends without end": (b"\r\n" * HEAD_LIMIT, "bad-answer"),
}


def came(packets):
    """What a round trip says of an answer that comes in these packets before the connection is closed."""
    loop = asyncio.new_event_loop()
    try:
        trip = RoundTrip(b"", PhaseTimer(), loop.create_future())
        for packet in packets:
            trip.receive(packet)
        trip.lose(None)
    finally:
        loop.close()
    return trip


def cut(octets, places):
    places = sorted({place % (len(octets) + 1) for place in places})
    return [octets[begin:end] for begin, end in zip([0, *places], [*places, len(octets)], strict=True)]


@pytest.mark.parametrize(("octets", "answer", "note"), ACKNOWLEDGED.values(), ids=ACKNOWLEDGED)
@given(places=st.lists(st.integers(min_value=0, max_value=200_000), max_size=8))
@example(places=[])
@settings(max_examples=25, deadline=None)
def test_a_complete_head_decides_whatever_comes_after_it_in_packets_of_any_size(octets, answer, note, places):
    trip = came(cut(octets, places))
    assert trip.failure is None
    assert trip.response.status == 200
    said = trip.answer.decode(errors="replace")
    if "broken or none" in note or "more came" in note:  # what comes after the decision need not be waited for
        assert answer.startswith(said)
    else:
        assert said == answer
        assert note in "; ".join(trip.notes)
        assert note or not trip.notes


@pytest.mark.parametrize(("octets", "answer", "note"), ACKNOWLEDGED.values(), ids=ACKNOWLEDGED)
def test_what_is_odd_about_an_answer_is_told_when_it_comes_in_one_packet(octets, answer, note):
    trip = came([octets])
    assert trip.answer.decode(errors="replace") == answer
    assert note in "; ".join(trip.notes)


@pytest.mark.parametrize(("octets", "answer", "note"), ACKNOWLEDGED.values(), ids=ACKNOWLEDGED)
def test_an_answer_may_come_byte_by_byte(octets, answer, note):
    trip = came([octets[place : place + 1] for place in range(len(octets))])
    assert (trip.failure, trip.response.status) == (None, 200)
    assert answer.startswith(trip.answer.decode(errors="replace"))


@pytest.mark.parametrize(("octets", "error"), NO_ANSWER.values(), ids=NO_ANSWER)
@given(places=st.lists(st.integers(min_value=0, max_value=200_000), max_size=8))
@example(places=[])
@settings(max_examples=25, deadline=None)
def test_what_is_no_complete_head_has_one_class_in_packets_of_any_size(octets, error, places):
    trip = came(cut(octets, places))
    assert trip.response is None
    assert trip.failure.error == error


@pytest.mark.parametrize("status", [101, 204, 304])
def test_a_body_where_none_may_be_is_told_and_no_part_of_the_answer(status):
    trip = came([b"HTTP/1.1 %d Whatever\r\nContent-Length: 2\r\n\r\nOK" % status])
    assert (trip.response.status, trip.answer) == (status, b"")
    assert trip.notes == (f"a body came although {status} has none",)


# --- judges -----------------------------------------------------------------------------------------------------------

LINE_ENDS = st.sampled_from([b"\r\n", b"\n"])
NAMES = st.sampled_from([b"Content-Length", b"Transfer-Encoding", b"Connection", b"X", b"x-y", b"Location", b" X", b""])
VALUES = st.one_of(
    st.sampled_from([b"0", b"2", b"9", b"chunked", b"gzip, chunked", b"close", b"keep-alive", b"", b"\xff", b"-1"]),
    st.binary(max_size=12),
)
STATUS_LINES = st.sampled_from(
    b"HTTP/1.1 200 OK|HTTP/1.0 200|HTTP/1.1 404 Not  Found|HTTP/1.1 204 No|HTTP/1.1 100 Continue|HTTP/1.1 999 x|"
    b"HTTP/1.1  500 x|HTTP/1.1 20|HTTP/1.1|ICY 200 OK||HTTP/1.1 banana".split(b"|")
)
BODIES = st.one_of(st.sampled_from([b"", b"OK", b"2\r\nOK\r\n0\r\n\r\n", b"0\r\n\r\n"]), st.binary(max_size=40))


@st.composite
def answers(draw):
    """Bytes such as receivers send, and such as none ever sent."""
    octets = b""
    for _ in range(draw(st.integers(min_value=1, max_value=2))):
        end = draw(LINE_ENDS)
        octets += draw(STATUS_LINES) + end
        for _ in range(draw(st.integers(min_value=0, max_value=4))):
            octets += draw(NAMES) + draw(st.sampled_from([b": ", b":", b" "])) + draw(VALUES) + draw(LINE_ENDS)
        octets += end + draw(BODIES)
    return octets


class Spoken:
    """What ``http.client`` takes for a socket."""

    def __init__(self, octets):
        self._octets = octets

    def makefile(self, _mode):
        return io.BytesIO(self._octets)


def status_by_http_client(octets):
    """The status that http.client reads, None where it reads none, and the body where it reads one."""
    response = http.client.HTTPResponse(cast("socket.socket", Spoken(octets)))
    try:
        response.begin()
    except (http.client.HTTPException, ValueError):
        return None, None
    try:
        return response.status, response.read()
    except (http.client.HTTPException, ValueError):
        return response.status, None


@given(octets=answers(), places=st.lists(st.integers(min_value=0, max_value=400), max_size=6))
@settings(max_examples=150, deadline=None)
def test_a_status_that_http_client_reads_is_the_one_that_is_recorded(octets, places):
    status, body = status_by_http_client(octets)
    whole = came([octets])
    in_pieces = came(cut(octets, places))
    assert (whole.response and whole.response.status) == (in_pieces.response and in_pieces.response.status)
    assert (whole.failure and whole.failure.error) == (in_pieces.failure and in_pieces.failure.error)
    if status is not None and b"\n\n" in octets.replace(b"\r\n", b"\n").lstrip(b"\n"):
        assert whole.response is not None, octets
        assert whole.response.status == status
        if body is not None and not whole.notes:
            assert whole.answer == body[:ANSWER_LIMIT]


@asynccontextmanager
async def receiver_of(packets):
    async def speak(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        for packet in packets:
            writer.write(packet)
            await writer.drain()

    async with serving(speak) as address:
        yield f"http://{address}/"


@given(octets=answers(), places=st.lists(st.integers(min_value=0, max_value=400), max_size=4))
@settings(max_examples=60, deadline=None)
def test_a_status_that_aiohttps_client_reads_is_the_one_that_is_recorded_on_the_wire(octets, places):
    async def judged():
        sender = CallbackSender(EgressRule(Egress()), user_agent="test-agent")
        await sender.open()
        async with receiver_of(cut(octets, places)) as url, aiohttp.ClientSession() as session:
            try:
                async with session.get(url, allow_redirects=False) as response:
                    status = response.status
            except (aiohttp.ClientError, ValueError):
                status = None
            outcome = await attempted(sender, url)
        await sender.close()
        return status, outcome

    status, outcome = asyncio.run(judged())
    if status is not None:
        assert outcome.status == status, (octets, outcome)
    assert outcome.error in {None, "closed", "reset", "bad-answer"}


@given(octets=answers(), places=st.lists(st.integers(min_value=0, max_value=400), max_size=4))
@settings(max_examples=60, deadline=None)
def test_a_connection_read_by_its_socket_says_what_one_says_that_is_read_by_a_transport(octets, places):
    async def both():
        sender = CallbackSender(EgressRule(Egress()), user_agent="test-agent")
        await sender.open()
        outcomes = []
        async with receiver_of(cut(octets, places)) as url:
            for watches in True, False:
                with mock.patch("mock_esms.delivery.http.connect.WATCHES_SOCKETS", new=watches):
                    outcomes.append(await attempted(sender, url))
        await sender.close()
        return outcomes

    by_socket, by_transport = asyncio.run(both())
    assert by_socket.request == by_transport.request
    assert by_socket.response == by_transport.response
    assert by_socket.error == by_transport.error
    assert by_socket.peer == by_transport.peer
    measured = [[phase is not None for phase in outcome.phases] for outcome in (by_socket, by_transport)]
    assert measured[0] == measured[1]
