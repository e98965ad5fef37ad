"""A client that places calls, or posts SMS, as fast as it can over some connections: next request after the answer.

It is written on the transport, since an HTTP client in Python would be slower than the server. Prints one line of JSON:
``requests``, ``seconds``, ``failed`` (answers that do not say 100), with ``--trips`` the seconds of each round trip.
"""

import argparse
import asyncio
import json
import time
from itertools import count
from typing import cast
from urllib.parse import urlsplit

from benchmarks.answer import is_complete
from benchmarks.messages import post
from benchmarks.queries import phone, target

_ACCEPTED = b'"CodeResult":"100"'


class Load:
    """What is left to be sent, and what came of it."""

    def __init__(
        self, host: str, callback_to: str | None, first: int, most: int | None, *, messages: bool = False
    ) -> None:
        self._host, self._messages = host, messages
        self._callback_url = None if callback_to is None else f"{callback_to}/sms"
        self._template = f"GET {target(callback_to)} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\n\r\n"
        self._numbers = iter(range(first, first + most)) if most is not None else count(first)
        self.stopped = False
        self.requests = self.failed = 0
        self.trips: list[float] = []

    def next(self) -> bytes | None:
        """The next request, None when that was all."""
        number = None if self.stopped else next(self._numbers, None)
        if number is None:
            return None
        if self._messages:
            return post(self._host, "sms", phone(number), self._callback_url, f"order-{number}")
        return self._template.format(phone=phone(number), request_id=f"order-{number}").encode()

    def count(self, answer: bytes) -> None:
        """Count an answer, and whether it accepts the call."""
        self.requests += 1
        self.failed += _ACCEPTED not in answer


class Connection(asyncio.Protocol):
    """One connection: a request, its answer, the next request."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._buffer = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's are none by name
        self._send()

    def _send(self) -> None:
        request = self._load.next()
        if request is None:
            self._transport.close()
        else:
            self._sent = time.perf_counter()
            self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Count an answer as soon as it is complete."""
        answer = self._buffer + data
        if not is_complete(answer):
            self._buffer = answer
            return
        self._buffer = b""
        self._load.trips.append(time.perf_counter() - self._sent)
        self._load.count(answer)
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell that this connection has done its part, or what went wrong."""
        if exc is not None:
            self.done.set_exception(exc)
        else:
            self.done.set_result(None)


async def call(url: str, load: Load, connections: int, seconds: float | None) -> float:
    """Send it all, or for so long; gives the seconds that it took."""
    loop = asyncio.get_running_loop()
    host, _, port = urlsplit(url).netloc.rpartition(":")
    started = time.perf_counter()
    if seconds is not None:
        loop.call_later(seconds, lambda: setattr(load, "stopped", True))
    opened = [await loop.create_connection(lambda: Connection(load), host, int(port)) for _ in range(connections)]
    await asyncio.gather(*(protocol.done for _, protocol in opened))
    return time.perf_counter() - started


def main() -> None:
    """Read the arguments and do it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--callback-to", help="where the receiver listens; without it there is no CallbackUrl")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument(
        "--first", type=int, default=0, help="the number of the first call; it makes phone and RequestId"
    )
    parser.add_argument("--count", type=int)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--messages", action="store_true", help="post SMS instead of placing calls")
    parser.add_argument("--trips", action="store_true", help="print how long each took")
    given = parser.parse_args()
    load = Load(urlsplit(given.url).netloc, given.callback_to, given.first, given.count, messages=given.messages)
    seconds = asyncio.run(call(given.url, load, given.connections, given.seconds))
    figures = {"requests": load.requests, "seconds": seconds, "failed": load.failed}
    print(json.dumps(figures | ({"trips": load.trips} if given.trips else {})))


if __name__ == "__main__":
    main()
