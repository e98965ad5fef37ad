"""The clients of ``make bench``: what they take for a complete answer, and what for a pair."""

import asyncio
import contextlib

import pytest

from benchmarks.answer import is_complete
from benchmarks.caller import Load
from benchmarks.pairing import Pairs, pair
from benchmarks.pinging import pinging
from benchmarks.processes import free_port
from mock_esms.sandbox.blocking import Sandbox


@pytest.mark.parametrize(
    ("answer", "complete"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nO", False),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nOK", True),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n", False),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n", True),
    ],
)
def test_an_answer_is_complete_when_nothing_more_follows(answer, complete):
    assert is_complete(answer) is complete


class Sent:
    """Stands in for a connection: how many requests it was told to send."""

    def __init__(self):
        self.requests = 0

    def send(self):
        self.requests += 1


def test_a_pair_is_an_answer_and_a_callback_in_either_order():
    pairs, connection = Pairs(Load("127.0.0.1:1", None, 0, None)), Sent()
    pairs.called_back()
    assert pairs.waits == []
    pairs.answered(connection)
    assert pairs.waits == [0.0]
    pairs.answered(connection)
    assert connection.requests == 1
    pairs.called_back()
    assert connection.requests == 2
    assert len(pairs.waits) == 2
    assert pairs.waits[1] > 0


async def answering(reader, writer, receiver):
    """One connection of a server that calls back on one connection before it answers."""
    there, back = await asyncio.open_connection("127.0.0.1", receiver)
    with contextlib.suppress(asyncio.IncompleteReadError):
        while await reader.readuntil(b"\r\n\r\n"):
            back.write(b"GET /voice HTTP/1.1\r\n\r\n")
            assert (await there.readuntil(b"OK\r\n")).startswith(b"HTTP/1.1 200")
            await there.readuntil(b"OK")
            writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{"CodeResult":"100"}')
    for stream in (back, writer):
        stream.close()
        await stream.wait_closed()


async def test_as_many_pairs_are_made_as_were_asked_for():
    port = free_port()
    served = []

    def serve(reader, writer):
        served.append(asyncio.ensure_future(answering(reader, writer, port)))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, number = server.sockets[0].getsockname()
    load = Load(f"{host}:{number}", f"http://127.0.0.1:{port}", 0, 25)
    pairs, _ = await pair(f"http://{host}:{number}", port, load, connections=3, seconds=None)
    assert len(pairs.waits) == 25
    assert (load.requests, load.failed) == (25, 0)
    server.close()
    await asyncio.gather(*served)


def test_pings_go_on_while_the_block_runs_and_tell_the_longest_wait():
    with Sandbox() as esms, pinging(esms.url, "/_mock/health") as pings:
        pass
    assert pings.count >= 1
    assert pings.longest > 0


def test_pings_that_are_not_answered_are_no_silence():
    with pytest.raises(ConnectionRefusedError), pinging(f"http://127.0.0.1:{free_port()}", "/"):
        pass
