"""A client that places calls and receives their callbacks: next request when the answer and a callback are there.

So many connections stay open for the requests; each sends the next one when it has its answer and when a callback has
come that no other has taken. Answer and callback may come in either order. Prints one line of JSON: ``pairs``,
``seconds``, and ``waits``: seconds from each answer to the callback that completed it, 0 where that was there before.
"""

import argparse
import asyncio
import json
import time
from collections import deque
from typing import Protocol, cast
from urllib.parse import urlsplit

from benchmarks.answer import is_complete
from benchmarks.caller import Load

_ACKNOWLEDGED = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n"
_END_OF_HEAD = b"\r\n\r\n"
_LONGEST = 50.0
"""Seconds in which a given number of pairs is to be made; else callbacks are missing."""


class Sending(Protocol):
    """What sends the next request when it may."""

    def send(self) -> None:
        """Send it."""


class Pairs:
    """Answers that wait for a callback, or callbacks that wait for an answer; never both."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.waits: list[float] = []
        self._answered: deque[tuple[float, Sending]] = deque()
        self._early = 0
        self.closed = False
        """Nothing counts any more."""

    def answered(self, placing: Sending) -> None:
        """A connection has its answer."""
        if self._early and not self.closed:
            self._early -= 1
            self.waits.append(0.0)
            placing.send()
        else:
            self._answered.append((time.perf_counter(), placing))

    def called_back(self) -> None:
        """A callback has come, and has been acknowledged."""
        if not self._answered or self.closed:
            self._early += 1
            return
        since, placing = self._answered.popleft()
        self.waits.append(time.perf_counter() - since)
        placing.send()


class Placing(asyncio.Protocol):
    """A connection for requests."""

    def __init__(self, pairs: Pairs) -> None:
        self._pairs = pairs
        self._buffer = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's are none by name
        self.send()

    def send(self) -> None:
        """Send the next request; end where that was all."""
        request = self._pairs.load.next()
        if request is None:
            self._transport.close()
        else:
            self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Have a complete answer paired."""
        self._buffer += data
        if is_complete(self._buffer):
            self._pairs.load.count(self._buffer)
            self._buffer = b""
            self._pairs.answered(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell that this connection has done its part; the server never closes it."""
        if self._pairs.closed or exc is None:
            self.done.set_result(None)
        else:
            self.done.set_exception(exc)


class Receiving(asyncio.Protocol):
    """A connection that callbacks come on: one where the sender says close, else as many as it likes."""

    def __init__(self, pairs: Pairs) -> None:
        self._pairs = pairs
        self._head = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's are none by name

    def data_received(self, data: bytes) -> None:
        """Acknowledge a callback as soon as its head is complete; none has a body."""
        self._head += data
        if not self._head.endswith(_END_OF_HEAD):
            return
        closes = b"\r\nconnection: close" in self._head.lower()
        self._head = b""
        self._transport.write(_ACKNOWLEDGED + (b"Connection: close\r\n" if closes else b"") + b"\r\nOK")
        if closes:
            self._transport.close()
        self._pairs.called_back()


async def pair(url: str, port: int, load: Load, connections: int, seconds: float | None) -> tuple[Pairs, float]:
    """Make pairs for so long, or as many as the load has; the receiver listens on ``port``. Gives seconds, too."""
    loop = asyncio.get_running_loop()
    pairs = Pairs(load)
    receiver = await loop.create_server(lambda: Receiving(pairs), "127.0.0.1", port, backlog=1024)
    host, _, number = urlsplit(url).netloc.rpartition(":")
    started = time.perf_counter()
    opened = [await loop.create_connection(lambda: Placing(pairs), host, int(number)) for _ in range(connections)]
    ended = asyncio.gather(*(protocol.done for _, protocol in opened))
    await asyncio.wait([ended], timeout=_LONGEST if seconds is None else seconds)
    took, pairs.closed = time.perf_counter() - started, True
    missing = seconds is None and not ended.done()
    for transport, _ in opened:
        transport.abort()
    await ended
    receiver.close()
    assert pairs.waits, "no callback has come"
    assert not missing, f"only {len(pairs.waits)} pairs in {_LONGEST:g} s: callbacks are missing"
    return pairs, took


def main() -> None:
    """Read the arguments and do it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--port", type=int, required=True, help="where callbacks are received")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--first", type=int, default=0, help="the number of the first call")
    parser.add_argument("--count", type=int)
    parser.add_argument("--seconds", type=float)
    given = parser.parse_args()
    load = Load(urlsplit(given.url).netloc, f"http://127.0.0.1:{given.port}", given.first, given.count)
    pairs, seconds = asyncio.run(pair(given.url, given.port, load, given.connections, given.seconds))
    print(json.dumps({"pairs": len(pairs.waits), "seconds": seconds, "failed": load.failed, "waits": pairs.waits}))


if __name__ == "__main__":
    main()
