"""The demo: a sandbox and a receiver on sockets of their own, and a client that asks for calls and a message over HTTP.

Everything that is shown comes from the journal's events and from what the receiver really got.
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, Protocol

import aiohttp
from yarl import URL

from mock_esms.cli.call.request import ACCEPTED
from mock_esms.cli.demo.receiver import Receiver
from mock_esms.cli.demo.scripts import SCRIPTS, Script
from mock_esms.cli.logs import silence_logs
from mock_esms.clock.clock import perf_counter
from mock_esms.config.settings import Settings
from mock_esms.errors import MockEsmsError
from mock_esms.journal import Event
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.times import Duration, Instant, parse_instant
from mock_esms.sandbox.async_sandbox import AsyncSandbox

START: Final = parse_instant("2026-01-05T09:00:00+07:00")
SPEED: Final = 10.0
"""So that the longest call, 76 s of sandbox time, takes eight seconds."""
AT_MOST: Final = 60.0
"""Real seconds after which the demo gives up."""


class DemoFailedError(MockEsmsError):
    """The demo could not be played."""


@dataclass(slots=True)
class DemoView:
    """One script, what the receiver got for it so far, and its call or message as it is now."""

    script: Script
    received: Sequence[str]
    entry: JournalEntry | None = None


@dataclass(frozen=True, slots=True)
class Demo:
    """What a display shows: each script with what has come of it, and the sandbox's time (``now``)."""

    views: tuple[DemoView, ...]
    now: Callable[[], Instant]
    speed: float = SPEED
    start: Instant = START


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What came of it all, what of it was not as expected (nothing, normally), and how long it took."""

    entries: tuple[JournalEntry, ...]
    differences: tuple[str, ...]
    real_seconds: float
    sandbox_time: Duration


class Display(Protocol):
    """Shows the demo."""

    def drawing(self, demo: Demo) -> AbstractContextManager[object]:
        """Show what will be asked for, and what is drawn in place until the block ends."""

    def happened(self, number: int, event: Event) -> None:
        """Show that something happened to script ``number``."""


def play_all() -> int:
    """Run the demo on standard output; gives the exit status."""
    from mock_esms.cli.demo.live_display import demo_display
    from mock_esms.cli.demo.plain_display import print_result

    silence_logs()
    result = asyncio.run(play(demo_display()))
    print_result(result)
    return 1 if result.differences else 0


async def play(display: Display) -> DemoResult:
    """Ask for everything at once and follow it to its end; raises ``DemoFailedError`` when that is impossible."""
    # The clock stands still until all is accepted, so that it begins at the same instant.
    settings = Settings(clock="manual", now=START)
    async with (
        Receiver([script.answers for script in SCRIPTS]) as receiver,
        AsyncSandbox(settings) as sandbox,
        aiohttp.ClientSession() as client,
    ):
        views = tuple(DemoView(script, receiver.received(number)) for number, script in enumerate(SCRIPTS))
        demo = Demo(views, sandbox.components.clock.now)
        began = perf_counter()
        with display.drawing(demo):
            number_of = {
                await _place(client, sandbox.url, script, receiver.url(number)): number
                for number, script in enumerate(SCRIPTS)
            }
            async with client.put(f"{sandbox.url}/_mock/clock", json={"mode": "real", "speed": SPEED}):
                pass
            try:
                async with asyncio.timeout(AT_MOST):
                    await _follow(demo, sandbox, number_of, display)
            except TimeoutError:
                message = (
                    f"the demo had not ended after {AT_MOST:.0f} s; the machine may be very busy, please try again"
                )
                raise DemoFailedError(message) from None
        return DemoResult(
            entries=tuple(view.entry for view in views if view.entry is not None),
            differences=tuple(
                difference for view in views for difference in view.script.differences(view.entry, view.received)
            ),
            real_seconds=perf_counter() - began,
            sandbox_time=demo.now() - demo.start,
        )


async def _follow(demo: Demo, sandbox: AsyncSandbox, number_of: dict[str, int], display: Display) -> None:
    """Hand the journal's events on, from the first one, until everything has settled."""
    unsettled = set(number_of)
    async for event in sandbox.components.journal.events.follow(0, heartbeat=AT_MOST):
        if event is None or event.entry is None:
            continue
        number = number_of[event.entry.sms_id]
        demo.views[number].entry = event.entry
        display.happened(number, event)
        if event.kind == "settled":
            unsettled.discard(event.entry.sms_id)
        if not unsettled:
            return


async def _place(client: aiohttp.ClientSession, url: str, script: Script, callback_url: str) -> str:
    """Ask for what a script says; gives the SMSID."""
    target, body = script.request(callback_url)
    method = "GET" if body is None else "POST"
    async with client.request(method, URL(url + target, encoded=True), json=body) as response:
        answer = json.loads(await response.text())
    if answer.get("CodeResult") != ACCEPTED:
        message = f"{script.title}: the request was not accepted: {answer}"
        raise DemoFailedError(message)
    sms_id: str = answer["SMSID"]
    return sms_id
