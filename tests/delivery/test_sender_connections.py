"""What the sender does with connections: kept ones, lost ones, several addresses, TLS, and mocks of HTTP clients."""

import asyncio
import contextlib
import http.client
import re
import socket
import ssl

import aiohttp
import pytest

from mock_esms.config.settings import Egress
from mock_esms.delivery.diagnosis import SHORTEST_BACKLOG
from mock_esms.delivery.egress import EgressRule
from mock_esms.delivery.http.connect import SocketAddress
from mock_esms.delivery.http.idle_connections import KEPT_FOR
from mock_esms.delivery.http.phase_timer import PhaseTimer
from mock_esms.delivery.http.request import Body
from mock_esms.delivery.http.round_trip import RoundTrip
from mock_esms.delivery.http.socket_connection import SocketConnection
from mock_esms.delivery.http.transport_connection import TransportConnection
from mock_esms.delivery.sender import CallbackSender
from mock_esms.delivery.trust_store import trusting
from tests.delivery.attempts import attempted
from tests.receiver import OK, Receiver, answer, serving


@pytest.fixture(autouse=True, params=["by its socket", "by a transport"])
def connections(request, monkeypatch):
    """A connection without TLS is read by its socket, and by a transport where loops cannot watch sockets."""
    monkeypatch.setattr("mock_esms.delivery.http.connect.WATCHES_SOCKETS", request.param == "by its socket")


KEEPS = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"
FAILS = b"HTTP/1.1 500 No\r\nContent-Length: 2\r\n\r\nno"


@contextlib.asynccontextmanager
async def a_sender(*, keep_alive=True, headers=(), trust=None, **egress):
    made = CallbackSender(
        EgressRule(Egress(**egress)), user_agent="test-agent", keep_alive=keep_alive, headers=headers, trust=trust
    )
    await made.open()
    try:
        yield made
    finally:
        await made.close()


async def send(sender, url, *, milliseconds=60_000, follow_redirects=False, **what):
    return await attempted(sender, url, milliseconds=milliseconds, follow_redirects=follow_redirects, **what)


class Talker:
    """A receiver that keeps its connections; ``say`` gives what it writes for each request, by its number from 1."""

    def __init__(self, say):
        self.say = say
        self.connections, self.requests = 0, []
        self.wrote = asyncio.Event()

    async def serve(self, reader, writer):
        self.connections += 1
        while True:
            self.requests.append(await reader.readuntil(b"\r\n\r\n"))
            for octets in self.say(len(self.requests)):
                writer.write(octets)
                await writer.drain()
            self.wrote.set()


@pytest.mark.parametrize(
    ("first", "connections"),
    [
        ((KEEPS,), 1),
        ((b"HTTP/1.1 204 No\r\n\r\n",), 1),
        ((b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n",), 1),
        ((b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nOK",), 1),
        ((b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nOK",), 2),
        ((b"HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 2\r\n\r\nOK",), 2),
        ((b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOKAY",), 2),
        ((b"HTTP/1.1 204 No\r\n\r\nbody",), 2),
        ((b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nOK",), 2),
        ((b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\nX: y\r\n\r\n",), 2),
        ((b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + b"x" * 2000,), 2),
        ((KEEPS + FAILS,), 2),
    ],
)
async def test_a_connection_is_used_again_only_where_it_stands_exactly_behind_an_answer(first, connections):
    talker = Talker(lambda number: first if number == 1 else (KEEPS,))
    async with serving(talker.serve) as address, a_sender() as sender:
        outcomes = [await send(sender, f"http://{address}/{number}") for number in range(2)]
    assert outcomes[1].acknowledged, outcomes
    assert (talker.connections, len(talker.requests)) == (connections, 2)


async def test_an_answer_that_nobody_asked_for_acknowledges_nothing():
    failed, came = asyncio.Event(), asyncio.Event()

    async def serve(reader, writer):
        while True:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(FAILS)
            await failed.wait()
            writer.write(KEEPS)
            await writer.drain()
            came.set()

    async with serving(serve) as address, a_sender() as sender:
        first = await send(sender, f"http://{address}/")
        failed.set()
        await came.wait()
        failed.clear()
        second = await send(sender, f"http://{address}/")
    assert (first.status, second.status) == (500, 500)


async def test_what_is_in_the_kernel_when_a_connection_is_taken_is_seen():
    loop = asyncio.get_running_loop()

    async def by_a_transport(ours):
        return (await loop.create_connection(lambda: TransportConnection(tls=False), sock=ours))[1]

    async def by_its_socket(ours):
        ours.settimeout(0)
        return SocketConnection(loop, ours)

    for connected in by_a_transport, by_its_socket:
        ours, theirs = socket.socketpair()
        with theirs:
            connection = await connected(ours)
            assert connection.is_untouched()
            theirs.send(b"HTTP/1.1 200 OK\r\n\r\n")
            assert not connection.is_untouched()  # the loop has not had a turn
            connection.close()


async def test_what_comes_behind_an_answer_before_anybody_looks_keeps_the_connection_from_being_used_again():
    trip = RoundTrip(b"", PhaseTimer(), asyncio.get_running_loop().create_future())
    trip.receive(KEEPS)
    assert trip.leaves_clean
    trip.receive(b"H")
    assert not trip.leaves_clean


async def test_a_request_that_is_larger_than_what_the_kernel_takes_goes_out_whole_and_once():
    came = []

    async def serve(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        [length] = re.findall(rb"Content-Length: (\d+)", head)
        came.append(await reader.readexactly(int(length)))
        writer.write(OK)
        await writer.drain()

    content = b"0123456789abcdef" * (1 << 20)
    async with serving(serve) as address, a_sender() as sender:
        outcome = await send(sender, f"http://{address}/", method="POST", body=Body("text/plain", content))
    assert outcome.acknowledged, outcome
    assert came == [content]
    assert outcome.phases.send > 0
    assert outcome.phases.wait is not None


async def test_an_answer_that_comes_while_the_request_still_goes_out_decides():
    async def serve(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(KEEPS)
        await writer.drain()
        await asyncio.Event().wait()  # what else is sent is never read

    content = b"0123456789abcdef" * (1 << 20)
    async with serving(serve) as address, a_sender() as sender:
        outcome = await send(sender, f"http://{address}/", method="POST", body=Body("text/plain", content))
        assert not sender._client._idle._waiting, "half a request is on that connection"
    assert outcome.acknowledged, outcome


async def test_a_connection_that_is_older_than_a_second_is_not_used_again():
    talker = Talker(lambda _: (KEEPS,))
    async with serving(talker.serve) as address, a_sender() as sender:
        await send(sender, f"http://{address}/")
        (waiting,) = sender._client._idle._waiting.values()
        waiting[0].idle_since -= KEPT_FOR
        await send(sender, f"http://{address}/")
        assert talker.connections == 2
        (waiting,) = sender._client._idle._waiting.values()
        waiting[0].idle_since -= KEPT_FOR
        sender._client._idle._sweep()
        assert not sender._client._idle._waiting, "what is too old is closed without being asked for"


async def test_a_receiver_that_hangs_up_at_once_is_closed_or_reset_and_never_no_http():
    async def hang_up(_reader, writer):
        writer.transport.abort()

    async with serving(hang_up) as address, a_sender(keep_alive=False) as sender:
        outcomes = [await send(sender, f"http://{address}/") for _ in range(50)]
    assert {outcome.error for outcome in outcomes} <= {"closed", "reset"}, outcomes


async def test_headers_of_the_user_and_credentials_stay_at_their_own_origin():
    async with Receiver.run(OK) as other:
        redirect = answer(302, headers=f"Location: {other.url}/there\r\n")
        async with Receiver.run(redirect) as receiver, a_sender(headers=["X-Signature: s", "User-Agent: u"]) as sender:
            url = receiver.url.replace("//", "//name:word@")
            outcome = await send(sender, url, follow_redirects=True)
            sent, sent_on = receiver.requests[0], other.requests[0]
    assert outcome.acknowledged
    assert b"X-Signature: s" in sent
    assert b"Authorization: Basic bmFtZTp3b3Jk" in sent
    assert b"User-Agent: u" in sent
    assert b"ignature" not in sent_on
    assert b"uthorization" not in sent_on
    assert b"User-Agent: test-agent" in sent_on
    assert dict(outcome.request.headers)["User-Agent"] == "test-agent"


async def test_headers_of_the_user_follow_a_redirect_to_the_same_origin():
    async with Receiver.run(answer(302, headers="Location: /there\r\n"), OK) as receiver:
        async with a_sender(headers=["X-Signature: s"]) as sender:
            await send(sender, receiver.url, follow_redirects=True)
        assert all(b"X-Signature: s" in request for request in receiver.requests)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/đến?a=%7E".encode(), "/%C4%91%E1%BA%BFn?a=%7E"),
        (b"/\xff\xfe", "/%FF%FE"),
        (b"/a b", "/a%20b"),
        (b"?x=1", "/cb?x=1"),
        (b"//HOST/x", "/x"),
    ],
)
async def test_a_location_is_followed_with_every_byte_of_it(location, target):
    async with Receiver.run("hang") as receiver:
        receiver.behaviours = [
            b"HTTP/1.1 302 Found\r\nLocation: "
            + location.replace(b"HOST", receiver.address.encode())
            + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            OK,
        ]
        async with a_sender() as sender:
            outcome = await send(sender, f"{receiver.url}/cb", follow_redirects=True)
        assert outcome.acknowledged, outcome
        assert receiver.targets == ["/cb", target]


async def test_credentials_are_utf_8_and_neither_they_nor_the_users_headers_are_recorded():
    async with Receiver.run(OK) as receiver, a_sender(headers=["X-Token: secret"]) as sender:
        url = receiver.url.replace("//", "//%C4%91%3A:m%E1%BA%ADt@")
        outcome = await send(sender, url)
        head = receiver.requests[0]
    assert b"Authorization: Basic xJE6Om3huq10" in head
    headers = dict(outcome.request.headers)
    assert (headers["X-Token"], headers["Authorization"]) == ("***", "***")
    assert "secret" not in repr(outcome)


async def test_several_addresses_are_tried_in_turn_until_one_takes_the_connection(monkeypatch):
    async with Receiver.run(OK) as receiver:
        with socket.create_server(("127.0.0.2", 0)) as taken:
            free = taken.getsockname()[1]  # closed below, so that nobody listens there

        async def look_up(_loop, _host, port):
            return [
                SocketAddress(socket.AF_INET, ("127.0.0.2", free)),
                SocketAddress(socket.AF_INET, ("127.0.0.1", port)),
            ]

        monkeypatch.setattr("mock_esms.delivery.http.connect.look_up", look_up)
        async with a_sender() as sender:
            outcome = await send(sender, f"http://several.test:{receiver.port}/")
    assert outcome.acknowledged, outcome
    assert outcome.peer == receiver.address


async def test_a_receiver_that_wants_a_certificate_of_its_client_is_told_so(self_signed):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed)
    context.load_verify_locations(self_signed)
    context.verify_mode = ssl.CERT_REQUIRED

    def refuse(listener):
        taken, _ = listener.accept()
        with context.wrap_socket(taken, server_side=True, do_handshake_on_connect=False) as refused:
            with pytest.raises(ssl.SSLError, match="did not return a certificate"):
                refused.do_handshake()
            refused.shutdown(socket.SHUT_WR)
            while socket.socket.recv(refused, 65_536):  # a reset would outrun the alert
                pass

    async with a_sender(trust=trusting(str(self_signed))) as sender:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            refusing = asyncio.create_task(asyncio.to_thread(refuse, listener))
            outcome = await send(sender, f"https://127.0.0.1:{listener.getsockname()[1]}/")
            await refusing
    assert outcome.error == "tls", outcome
    assert "wants a certificate of its client" in outcome.advice


async def test_tls_that_never_comes_about_is_told_from_a_connection_that_does_not(monkeypatch):
    # Long before the end, on any machine.
    monkeypatch.setattr("mock_esms.delivery.http.client.to_connect", lambda _: 0.2)

    async def silent(_reader, _writer):
        await asyncio.Event().wait()

    async with serving(silent) as address, a_sender() as sender:
        outcome = await send(sender, f"https://{address}/")
    assert outcome.error == "timeout"
    assert "no TLS came about within 60 s" in outcome.detail
    assert "write http:// instead" in outcome.advice
    assert outcome.peer is None


async def test_a_burst_beyond_the_shortest_listen_backlog_is_told_as_that():
    async with Receiver.run("hang") as receiver, a_sender() as sender:
        outcomes = await asyncio.gather(*(send(sender, receiver.url, milliseconds=1_000) for _ in range(8)))
    assert {outcome.error for outcome in outcomes} == {"timeout"}
    told = [outcome.advice for outcome in outcomes if "its listen backlog; 5 in Python's http.server" in outcome.advice]
    assert len(told) == 8 - SHORTEST_BACKLOG
    assert all("answer 200 first" in outcome.advice for outcome in outcomes)


async def test_mocks_of_http_clients_do_not_meet_the_sandbox(monkeypatch):
    """As aioresponses, pook and vcrpy do it: they take the place of methods of the clients that an application uses."""

    def caught(*_args, **_kwargs):
        pytest.fail("an HTTP mock of the application caught the sandbox's own callback")

    monkeypatch.setattr(aiohttp.ClientSession, "_request", caught)
    monkeypatch.setattr(aiohttp.TCPConnector, "connect", caught)
    monkeypatch.setattr(aiohttp.ClientRequest, "send", caught)
    monkeypatch.setattr(http.client.HTTPConnection, "request", caught)
    monkeypatch.setattr(http.client.HTTPConnection, "connect", caught)
    async with Receiver.run(OK) as receiver, a_sender() as sender:
        assert (await send(sender, f"http://localhost:{receiver.port}/")).acknowledged


async def test_an_attempt_that_is_cancelled_leaves_no_connection_behind():
    gone = asyncio.Event()

    async def serve(reader, _writer):
        await reader.readuntil(b"\r\n\r\n")
        arrived.set()
        await reader.read()
        gone.set()

    arrived = asyncio.Event()
    async with serving(serve) as address, a_sender() as sender:
        task = asyncio.create_task(send(sender, f"http://{address}/"))
        await arrived.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await gone.wait()


async def test_an_exception_that_nobody_thought_of_ends_the_attempt_with_its_name(monkeypatch):
    class SocketBlockedError(RuntimeError):
        """As pytest-socket has one."""

    def blocked(*_args):
        message = "A test tried to use socket.socket."
        raise SocketBlockedError(message)

    async with Receiver.run(OK) as receiver, a_sender() as sender:
        with monkeypatch.context() as patch:
            patch.setattr("mock_esms.delivery.http.connect.socket.socket", blocked)
            outcome = await send(sender, receiver.url)
    assert outcome.error == "bad-answer"
    assert "SocketBlockedError: A test tried to use socket.socket." in outcome.detail
