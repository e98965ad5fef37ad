"""Receivers with one fault each, on real sockets, and a check of them."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import asynccontextmanager
from typing import Unpack
from urllib.parse import urlsplit

from mock_esms.config.settings import Egress
from mock_esms.delivery import EgressRule
from mock_esms.delivery.receiver_check import CASES, CheckOptions, CheckResult, ReceiverCheck, target_of
from tests.receiver import OK, Receiver, serving

Decide = Callable[[str, int], bytes | str]
"""What to do with a request: its query, and how often exactly this query has come (from 1)."""


@asynccontextmanager
async def deciding(decide: Decide = lambda _query, _time: OK):
    """A receiver that decides by what it is asked; it takes a burst as well as any."""
    receiver = Receiver([])
    times: Counter[str] = Counter()

    async def serve(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        receiver.requests.append(head)
        query = urlsplit(head.split(b" ")[1].decode()).query
        times[query] += 1
        await receiver._behave(decide(query, times[query]), writer)

    async with serving(serve) as receiver.address:
        yield receiver


async def checked(
    url: str, *, on_case=lambda _result: None, egress: Egress | None = None, **options: Unpack[CheckOptions]
) -> CheckResult:
    options.setdefault("seed", "test")
    check = ReceiverCheck(target_of(url, options), EgressRule(egress or Egress()))
    return await check.run(on_case)


async def verdict_on(decide: Decide, case: str, **options: Unpack[CheckOptions]):
    """The verdict on one case, played against a receiver that decides so."""
    async with deciding(decide) as receiver:
        options["only"] = case
        result = await checked(f"{receiver.url}/cb", **options)
    (played,) = result.cases
    return played


async def late(reader, writer):
    """Answers 200, but only after whoever asked has hung up: too late on every machine."""
    await reader.readuntil(b"\r\n\r\n")
    await reader.read()
    writer.write(OK)


class Mortal:
    """A receiver that dies when it is told to: it listens no more, and resets every connection that it has."""

    def __init__(self, dies: Callable[[str], bool]) -> None:
        self._dies = dies
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server
        self.url = ""

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            target = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        if not self._server.is_serving():
            writer.transport.abort()  # it was accepted in the hour of death
        elif self._dies(target):
            self._server.close()
            for one in self._writers:
                one.transport.abort()
        else:
            writer.write(OK)
            writer.close()

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=512)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/voice"
        return self

    async def __aexit__(self, *_error):
        self._server.close()


NAMES = tuple(case.name for case in CASES["voice"])
