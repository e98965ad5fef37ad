"""The demo: a sandbox and a receiver on sockets of their own, and a client that asks for calls and a message over HTTP.

Everything that is shown comes from the journal's events and from what the receiver really got.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

import aiohttp
from yarl import URL

from mock_esms.cli.call.request import ACCEPTED, OPERATION, call_query
from mock_esms.cli.demo import message_script
from mock_esms.cli.demo.message_script import MESSAGE, MessageScript, message_differences
from mock_esms.cli.demo.receiver import Receiver
from mock_esms.cli.demo.scripts import SCRIPTS, Script, differences
from mock_esms.cli.examples import callback_template
from mock_esms.cli.logs import silence_logs
from mock_esms.clock.clock import perf_counter
from mock_esms.config.account import DEFAULT_ACCOUNT
from mock_esms.config.settings import Settings
from mock_esms.errors import MockEsmsError
from mock_esms.journal import Event
from mock_esms.model.calls import Call
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.message import Message
from mock_esms.model.times import Duration, Instant, parse_instant
from mock_esms.sandbox.async_sandbox import AsyncSandbox

START: Final = parse_instant("2026-01-05T09:00:00+07:00")
SPEED: Final = 10.0
"""So that the longest call, 76 s of sandbox time, takes eight seconds."""
AT_MOST: Final = 60.0
"""Real seconds after which the demo gives up."""
FRAME: Final = 0.05
"""Real seconds between two pictures when nothing new happens."""


class DemoFailedError(MockEsmsError):
    """The demo could not be played."""


@dataclass(slots=True)
class CallView:
    """One script and what has come of it: its call, and what the receiver got for it."""

    script: Script
    received: Callable[[], tuple[str, ...]]
    call: Call | None = None


@dataclass(slots=True)
class MessageView:
    """The script of the message and what has come of it."""

    script: MessageScript
    received: Callable[[], tuple[str, ...]]
    message: Message | None = None


@dataclass(frozen=True, slots=True)
class Demo:
    """What a display shows: calls and message in their present state, and the sandbox's time (``now``)."""

    calls: tuple[CallView, ...]
    message: MessageView
    now: Callable[[], Instant]
    speed: float = SPEED
    start: Instant = START

    def take(self, number: int, entry: JournalEntry) -> None:
        """What has become of script ``number``; the message comes behind the calls."""
        if isinstance(entry, Message):
            self.message.message = entry
        elif isinstance(entry, Call):
            self.calls[number].call = entry


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What was not as expected (nothing, normally), and how long it took."""

    differences: tuple[str, ...]
    real_seconds: float
    sandbox_time: Duration
    calls: int
    dials: int
    messages: int
    callbacks: int
    refused: int


class Display(Protocol):
    """Shows the demo."""

    def begin(self, demo: Demo) -> None:
        """Show what will be placed."""

    def happened(self, demo: Demo, number: int, event: Event) -> None:
        """Show that something happened to script ``number``; the message comes behind the calls."""

    def tick(self, demo: Demo) -> None:
        """Show that time passes."""

    def end(self, result: DemoResult) -> None:
        """Show the result, and what to try next."""

    def close(self) -> None:
        """Give the terminal back, whatever has happened."""


def play_all() -> int:
    """Run the demo on standard output; gives the exit status."""
    from mock_esms.cli.demo.live_display import demo_display

    silence_logs()
    display = demo_display()
    try:
        result = asyncio.run(play(display))
    finally:
        display.close()
    display.end(result)
    return 1 if result.differences else 0


async def play(display: Display) -> DemoResult:
    """Ask for everything at once and follow it to its end; raises ``DemoFailedError`` when that is impossible."""
    # The clock stands still until all is accepted, so that it begins at the same instant.
    settings = Settings(clock="manual", now=START)
    async with (
        Receiver([*(script.fails for script in SCRIPTS), 0]) as receiver,
        AsyncSandbox(settings) as sandbox,
        aiohttp.ClientSession() as client,
    ):
        calls = tuple(CallView(script, _received(receiver, number)) for number, script in enumerate(SCRIPTS))
        last = len(SCRIPTS)
        demo = Demo(calls, MessageView(MESSAGE, _received(receiver, last)), sandbox.components.clock.now)
        display.begin(demo)
        began = perf_counter()
        number_of = {
            await _place(client, sandbox.url, script, receiver.url(number)): number
            for number, script in enumerate(SCRIPTS)
        }
        number_of[await _send(client, sandbox.url, MESSAGE.body(receiver.url(last)))] = last
        async with client.put(f"{sandbox.url}/_mock/clock", json={"mode": "real", "speed": SPEED}):
            pass
        try:
            async with asyncio.timeout(AT_MOST):
                await _follow(demo, sandbox, number_of, display)
        except TimeoutError:
            message = f"the demo had not ended after {AT_MOST:.0f} s; the machine may be very busy, please try again"
            raise DemoFailedError(message) from None
        return _result_of(demo, receiver, perf_counter() - began)


async def _follow(demo: Demo, sandbox: AsyncSandbox, number_of: dict[str, int], display: Display) -> None:
    """Hand the journal's events on, from the first one, until everything has settled."""
    unsettled = set(number_of)
    async for event in sandbox.components.journal.events.follow(0, heartbeat=FRAME):
        if event is None:
            display.tick(demo)
        elif event.entry is not None:
            number = number_of[event.entry.sms_id]
            demo.take(number, event.entry)
            display.happened(demo, number, event)
            if event.kind == "settled":
                unsettled.discard(event.entry.sms_id)
        if not unsettled:
            return


def _received(receiver: Receiver, number: int) -> Callable[[], tuple[str, ...]]:
    return lambda: tuple(receiver.received(number))


async def _place(client: aiohttp.ClientSession, url: str, script: Script, callback: str) -> str:
    """Place the call of a script as any client of eSMS would; gives its SMSID."""
    query = call_query(
        ("ApiKey", DEFAULT_ACCOUNT.api_key),
        ("SecretKey", DEFAULT_ACCOUNT.secret_key),
        ("TemplateId", "demo"),
        ("Phone", script.phone),
        *script.parameters,
        ("CallbackUrl", callback_template(callback)),
        replaced_by=(),
    )
    async with client.get(URL(f"{url}{OPERATION}?{query}", encoded=True)) as response:
        return _accepted(await response.text(), script.title)


async def _send(client: aiohttp.ClientSession, url: str, body: Mapping[str, Any]) -> str:
    """Ask for the message; gives its SMSID."""
    async with client.post(f"{url}{message_script.OPERATION}", json=body) as response:
        return _accepted(await response.text(), MESSAGE.title)


def _accepted(body: str, title: str) -> str:
    answer = json.loads(body)
    if answer.get("CodeResult") != ACCEPTED:
        message = f"{title}: the request was not accepted: {answer}"
        raise DemoFailedError(message)
    sms_id: str = answer["SMSID"]
    return sms_id


def _result_of(demo: Demo, receiver: Receiver, real_seconds: float) -> DemoResult:
    wrong = [
        difference
        for number, view in enumerate(demo.calls)
        for difference in differences(view.script, view.call, receiver.received(number))
    ]
    message = demo.message
    wrong += message_differences(message.script, message.message, receiver.received(len(SCRIPTS)))
    calls = [view.call for view in demo.calls if view.call is not None]
    entries: list[JournalEntry] = [*calls, *([] if message.message is None else [message.message])]
    attempts = [attempt for entry in entries for attempt in entry.attempts]
    return DemoResult(
        differences=tuple(wrong),
        real_seconds=real_seconds,
        sandbox_time=demo.now() - demo.start,
        calls=len(calls),
        dials=sum(len(call.dials) for call in calls),
        messages=len(entries) - len(calls),
        callbacks=len(attempts),
        refused=sum(not attempt.acknowledged for attempt in attempts),
    )
