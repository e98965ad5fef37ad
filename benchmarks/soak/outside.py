"""The world outside of the sandbox: calls, sends messages, receives callbacks, moves the clock. All of it by HTTP.

Prints a line of JSON after each batch, and one with ``placed``, ``refused`` and ``received`` (by manner) at the end.
"""

import argparse
import asyncio
import json
from urllib.parse import quote, urlsplit

import aiohttp

from benchmarks.caller import Load, call
from benchmarks.messages import KINDS, post
from benchmarks.queries import API_KEY, PATH, PLACEHOLDERS, SECRET_KEY, phone
from benchmarks.soak.receivers import AT_ONCE, WORDS, Receivers

PHONES = 20_000
"""So many different phones are called: what is counted by phone reaches its size and stays there."""
CONNECTIONS = 32
_SILENT = ("hang", "half")
_ODD = tuple(manner for manner in (*AT_ONCE, *WORDS) if manner not in {"ok", *_SILENT})
_NO_RECEIVER = ("refused", "blocked", "unusable", "nowhere")
MANNERS = (_ODD + _NO_RECEIVER) * 3 + ("ok",) * (98 - 3 * len(_ODD + _NO_RECEIVER)) + _SILENT
"""Of a hundred requests: three for each manner of failing, one for each kind of silence, the rest acknowledged."""
_SILENCE_EACH = 5
"""Of the silent ones only every fifth is so: each holds its place on the wire until its timeout, three times."""


ASKED_FOR = tuple(word for kind in KINDS for word in (kind, "call"))
"""What each hundred asks for: messages of every kind in turn, with calls in between."""


class Storm(Load):
    """Calls and messages whose callbacks go to receivers of every manner."""

    def __init__(self, host: str, receivers: str, closed_port: int, first: int, most: int) -> None:
        super().__init__(host, None, first, most)
        self._places = {
            "refused": f"http://127.0.0.1:{closed_port}/",
            "blocked": "http://203.0.113.9/",
            "unusable": "http://[::1/",
        }
        self._host = host
        self._receivers = receivers
        self._head = f"GET {PATH}?ApiKey={API_KEY}&SecretKey={SECRET_KEY}&TemplateId=1"
        self._tail = f" HTTP/1.1\r\nHost: {host}\r\n\r\n"

    def next(self) -> bytes | None:
        """The next request; its number decides what it asks for, and where its callback goes."""
        number = next(self._numbers, None)
        if number is None:
            return None
        manner = MANNERS[number * 37 % 100]
        if manner in _SILENT and number // 100 % _SILENCE_EACH:
            manner = "ok"
        asked_for = ASKED_FOR[number // 100 % len(ASKED_FOR)]
        to, request_id = phone(number % PHONES), f"order-{number}"
        place = None if manner == "nowhere" else self._places.get(manner, f"http://{self._receivers}/{manner}/{number}")
        if asked_for != "call":
            return post(self._host, asked_for, to, place, request_id)
        target = f"{self._head}&Phone={to}&RequestId={request_id}"
        if place is not None:
            told = place if manner in self._places else f"{place}?{PLACEHOLDERS}"
            target += f"&CallbackUrl={quote(told, safe='')}"
        return (target + self._tail).encode()


async def storm(url: str, calls: int, batch: int, hours: int) -> None:
    """Ask for so many calls and messages, ``batch`` by ``batch``, and let so many hours pass after each."""
    receivers = Receivers()
    await receivers.open()
    closed = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    closed_port = closed.sockets[0].getsockname()[1]
    closed.close()
    refused = 0
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as session:
        for first in range(0, calls, batch):
            load = Storm(urlsplit(url).netloc, receivers.address, closed_port, first, min(batch, calls - first))
            await call(url, load, CONNECTIONS, None)
            refused += load.failed
            async with session.post(f"{url}/_mock/clock/advance", json={"by": f"{hours}h"}) as response:
                assert response.status == 200, await response.text()
            receivers.seen.clear()
            print(json.dumps({"placed": first + load.requests}), flush=True)
    await receivers.read_all()
    print(json.dumps({"placed": calls, "refused": refused, "received": dict(receivers.requests)}), flush=True)


def main() -> None:
    """Read the arguments and do it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    for name in ("calls", "batch", "hours"):
        parser.add_argument(f"--{name}", type=int, required=True)
    given = parser.parse_args()
    asyncio.run(storm(given.url, given.calls, given.batch, given.hours))


if __name__ == "__main__":
    main()
