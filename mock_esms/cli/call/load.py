"""Placing many calls: so many at a time, so many a second, and each of them exactly once."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Final

import aiohttp
from yarl import URL

from mock_esms.cli.call.people import Person
from mock_esms.cli.call.request import CallAnswer, CallRequestTemplate
from mock_esms.cli.client import ANSWER_WITHIN, ControlClient
from mock_esms.cli.send_once import LostConnectionError, send_once
from mock_esms.clock.clock import perf_counter

SLACK: Final = 0.05
"""Real seconds of lateness that are made up for, so that a coarse timer does not make a high rate a low one."""


PlacementOutcome = CallAnswer | str
"""What came of a request: what eSMS answered, or why there was no answer."""


class RateLimit:
    """Keeps what begins to a rate; 0 is as fast as it goes."""

    def __init__(self, rate: float) -> None:
        """Let ``rate`` begin each real second."""
        self._gap = 1 / rate if rate else 0.0
        self._due: float | None = None

    def wait(self, now: float) -> float:
        """How many real seconds the next one has to wait; it counts as begun then."""
        due = now if self._due is None else max(self._due, now - SLACK)
        self._due = due + self._gap
        return max(due - now, 0.0)


def session_to(remote: ControlClient) -> aiohttp.ClientSession:
    """A client whose connections are bounded by whoever uses it."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=remote.authorization,
        timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN),
        middlewares=(send_once,),
    )


async def place_all(  # noqa: PLR0913 - what is placed, and how
    session: aiohttp.ClientSession,
    url: str,
    form: CallRequestTemplate,
    people: Iterator[Person],
    *,
    pace: RateLimit,
    concurrency: int,
    on_outcome: Callable[[PlacementOutcome], None],
) -> None:
    """Call all of them, begun in their order; ``on_outcome`` hears of each in the order of the answers."""
    turn = asyncio.Lock()

    async def work() -> None:
        while True:
            async with turn:
                person = next(people, None)
                if person is None:
                    return
                wait = pace.wait(perf_counter())
                await asyncio.sleep(wait)  # noqa: TID251 - a client of a sandbox in another process waits in real time
            filled = form.filled({"n": str(person.n), "phone": person.phone, "name": person.name})
            on_outcome(await _place(session, URL(url + filled.target(person.phone), encoded=True)))

    async with asyncio.TaskGroup() as group:
        for _ in range(concurrency):
            group.create_task(work())


async def _place(session: aiohttp.ClientSession, url: URL) -> PlacementOutcome:
    try:
        async with session.get(url, allow_redirects=False) as response:
            answer = CallAnswer.read(await response.text(errors="replace"))
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return _why(error)
    return answer if answer.code else f"status {response.status} without a CodeResult"


def _why(error: Exception) -> str:
    """Why there was no answer, in words that are the same for each call of one fate."""
    match error:
        case TimeoutError():
            return f"no answer within {ANSWER_WITHIN:g} seconds"
        case aiohttp.ClientConnectorError():
            return "no connection could be made"
        case LostConnectionError():
            return "the connection was lost before an answer came"
        case aiohttp.ClientPayloadError():
            return "the answer was cut off"
        case _:
            return "what was answered is no HTTP"
