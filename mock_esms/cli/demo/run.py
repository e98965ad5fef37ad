"""The demo's stage: a sandbox and a receiver on sockets of their own, a client that places the calls over HTTP.

Everything that is shown comes from the journal's events and from what the receiver really got.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import aiohttp
from yarl import URL

from mock_esms.cli.call.request import ACCEPTED, OPERATION, query_of
from mock_esms.cli.demo.receiver import Receiver
from mock_esms.cli.demo.scripts import STORIES, Script, differences
from mock_esms.cli.logs import hush
from mock_esms.cli.serve.banner import callback_template
from mock_esms.clock.clock import perf_counter
from mock_esms.config.settings import DEFAULT_ACCOUNT, Settings
from mock_esms.errors import MockEsmsError
from mock_esms.journal import Event
from mock_esms.model.calls import Call
from mock_esms.model.times import Duration, Instant, parse_instant
from mock_esms.sandbox.async_sandbox import AsyncSandbox

START: Final = parse_instant("2026-01-05T09:00:00+07:00")
SPEED: Final = 15.0
"""So that the longest story, two minutes of sandbox time, takes eight seconds."""
AT_MOST: Final = 60.0
"""Real seconds after which the demo gives up."""
FRAME: Final = 0.05
"""Real seconds between two pictures when nothing new happens."""


class DemoFailedError(MockEsmsError):
    """The demo could not be played."""


@dataclass(slots=True)
class CallView:
    """One story as it stands: its call, and what the receiver got for it."""

    story: Script
    received: Callable[[], tuple[str, ...]]
    call: Call | None = None


@dataclass(frozen=True, slots=True)
class Display:
    """The whole demo as it stands; ``now`` asks for the sandbox's time."""

    tracks: tuple[CallView, ...]
    now: Callable[[], Instant]
    speed: float = SPEED
    start: Instant = START


@dataclass(frozen=True, slots=True)
class Ending:
    """How it came out: what was not as told (nothing, normally), and how long it took."""

    differences: tuple[str, ...]
    real_seconds: float
    sandbox_time: Duration
    calls: int
    dials: int
    callbacks: int
    refused: int


class DemoDisplay(Protocol):
    """Whoever shows the demo."""

    def begin(self, show: Display) -> None:
        """Show what will be told."""

    def happened(self, show: Display, track: int, event: Event) -> None:
        """Show that something happened in a story."""

    def tick(self, show: Display) -> None:
        """Show that time passes."""

    def end(self, ending: Ending) -> None:
        """Show how it came out, and what to try next."""

    def close(self) -> None:
        """Give the terminal back, whatever has happened."""


def play_all() -> int:
    """Play the demo where standard output goes to; the result is the exit status."""
    from mock_esms.cli.demo.live_display import screen_for_stdout

    hush()
    screen = screen_for_stdout()
    try:
        ending = asyncio.run(play(screen))
    finally:
        screen.close()
    screen.end(ending)
    return 1 if ending.differences else 0


async def play(screen: DemoDisplay) -> Ending:
    """Play all stories at once and give the ending; raises ``DemoFailedError`` when they cannot be played."""
    # The clock stands until all calls are placed, so that every story begins at the same instant.
    settings = Settings(clock="manual", now=START)
    async with (
        Receiver([story.fails for story in STORIES]) as receiver,
        AsyncSandbox(settings) as sandbox,
        aiohttp.ClientSession() as client,
    ):
        tracks = tuple(CallView(story, _received(receiver, number)) for number, story in enumerate(STORIES))
        show = Display(tracks, sandbox.parts.clock.now)
        screen.begin(show)
        began = perf_counter()
        number_of = {
            await _place(client, sandbox.url, story, receiver.url(number)): number
            for number, story in enumerate(STORIES)
        }
        async with client.put(f"{sandbox.url}/_mock/clock", json={"mode": "real", "speed": SPEED}):
            pass
        try:
            async with asyncio.timeout(AT_MOST):
                await _follow(show, sandbox, number_of, screen)
        except TimeoutError:
            message = f"the demo had not ended after {AT_MOST:.0f} s; the machine may be very busy, please try again"
            raise DemoFailedError(message) from None
        return _ending(show, receiver, perf_counter() - began)


async def _follow(show: Display, sandbox: AsyncSandbox, number_of: dict[str, int], screen: DemoDisplay) -> None:
    """Hand the journal's events on, from the first one, until every story has ended."""
    going_on = set(number_of)
    async for event in sandbox.parts.journal.feed.follow(0, heartbeat=FRAME):
        if event is None:
            screen.tick(show)
        elif event.call is not None:
            number = number_of[event.call.sms_id]
            show.tracks[number].call = event.call
            screen.happened(show, number, event)
            if event.kind == "settled":
                going_on.discard(event.call.sms_id)
        if not going_on:
            return


def _received(receiver: Receiver, number: int) -> Callable[[], tuple[str, ...]]:
    return lambda: tuple(receiver.received(number))


async def _place(client: aiohttp.ClientSession, url: str, story: Script, callback: str) -> str:
    """Place the call of a story as any client of eSMS would; gives its SMSID."""
    query = query_of(
        ("ApiKey", DEFAULT_ACCOUNT.api_key),
        ("SecretKey", DEFAULT_ACCOUNT.secret_key),
        ("TemplateId", "demo"),
        ("Phone", story.phone),
        *story.parameters,
        ("CallbackUrl", callback_template(callback)),
        replaced_by=(),
    )
    async with client.get(URL(f"{url}{OPERATION}?{query}", encoded=True)) as response:
        answer = json.loads(await response.text())
    if answer.get("CodeResult") != ACCEPTED:
        message = f"{story.title}: the call was not accepted: {answer}"
        raise DemoFailedError(message)
    sms_id: str = answer["SMSID"]
    return sms_id


def _ending(show: Display, receiver: Receiver, real_seconds: float) -> Ending:
    wrong = [
        difference
        for number, track in enumerate(show.tracks)
        for difference in differences(track.story, track.call, receiver.received(number))
    ]
    calls = [track.call for track in show.tracks if track.call is not None]
    attempts = [attempt for call in calls for attempt in call.attempts]
    return Ending(
        differences=tuple(wrong),
        real_seconds=real_seconds,
        sandbox_time=show.now() - show.start,
        calls=len(calls),
        dials=sum(len(call.dials) for call in calls),
        callbacks=len(attempts),
        refused=sum(not attempt.acknowledged for attempt in attempts),
    )
