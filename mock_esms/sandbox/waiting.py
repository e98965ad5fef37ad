"""What a test can wait for, inside the sandbox's own event loop; what does not come fails with evidence."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, Generic, Self

from mock_esms.config.match import APPLICATION_NAMES, CALL_NAMES, INBOUND_NAMES, MESSAGE_NAMES, Match
from mock_esms.errors import NotNowError, UnknownError, UnmetError, WrongValueError
from mock_esms.exchange.exchange import Components
from mock_esms.exchange.inbox import Inbox
from mock_esms.journal import STAGES, Event, Until, reached, wait_until
from mock_esms.journal.filter import Entry
from mock_esms.journal.wait import Stage, out_of_reach
from mock_esms.model.application import Application
from mock_esms.model.calls import Call
from mock_esms.model.inbound import Inbound
from mock_esms.model.message import Message
from mock_esms.model.times import Duration, Instant, parse_duration, parse_instant
from mock_esms.sandbox.failure_report import Kind, Snapshot, failure_report, number_of

TIMEOUT: Final = 10.0
"""Real seconds after which waiting fails, where nothing else is said."""

Goal = Stage | Mapping[str, int]
"""How far a call or message must have got: a stage, or ``{"attempts": 3}`` over all its callbacks."""
Span = str | float | timedelta
"""A duration: seconds, a text such as ``1m30s``, or a timedelta."""
NAMES: Final[Mapping[Kind, tuple[str, ...]]] = MappingProxyType(
    {Call: CALL_NAMES, Message: MESSAGE_NAMES, Inbound: INBOUND_NAMES, Application: APPLICATION_NAMES}
)
"""What calls and messages can be found by."""


@dataclass(frozen=True, slots=True)
class Expected(Generic[Entry]):
    """Which calls or messages a test expects, how far they must have got, and how many there must be.

    ``count`` is None for every one that still can get there, and one at least.
    """

    kind: type[Entry]
    match: Match
    until: Until
    count: int | None

    @classmethod
    def of(cls, kind: type[Entry], match: Mapping[str, object], goal: Goal, count: int | None = None) -> Self:
        """What a test wrote. Raises ``WrongValueError``."""
        return cls(kind, match_of(match, NAMES[kind]), until_of(goal), count)


class Waits:
    """Waits on a sandbox's journal and clock."""

    def __init__(self, components: Components, seen: Callable[[], Snapshot]) -> None:
        """Wait on these components; ``seen`` is what failures show."""
        self._components = components
        self._seen = seen

    async def wait(self, expected: Expected[Entry], seconds: float) -> tuple[Entry, ...]:
        """Those that have got there, oldest first, as soon as there are enough.

        Raises ``UnmetError`` when ``seconds`` of real time have passed, or a single named one can never get there.
        """
        journal, kind, match, until = self._components.journal, expected.kind, expected.match, expected.until
        able = sum(not out_of_reach(entry, until) for entry in journal.matching(kind, match))
        wanted = expected.count or max(1, able)
        try:
            waited = await wait_until(journal, kind, match, until, count=wanted, timeout=seconds)
        except (NotNowError, UnknownError) as error:
            raise self._unmet(str(error), match, kind) from None
        if waited.in_time:
            return waited.entries
        there = f"{len(waited.entries)} of {number_of(wanted, match, kind)}"
        text = f"{there} had {_past(until)} after {seconds:g} real seconds"
        raise self._unmet(text, match, kind)

    async def settle(self, seconds: float) -> tuple[Call, ...]:
        """Let sandbox time pass until nothing is due any more; gives all calls. Raises ``UnmetError``."""
        try:
            async with asyncio.timeout(seconds):
                await self._components.scheduler.advance()
        except TimeoutError:
            text = f"something was still due or on the wire after {seconds:g} real seconds"
            raise self._unmet(text, Match(), None) from None
        return tuple(self._components.journal.calls())

    async def never(self, span: Span, expected: Expected[Entry]) -> None:
        """Let so much sandbox time pass; raises ``UnmetError`` when one that fits has got there by then."""
        self._refuse_any(expected, "already")
        await self._components.scheduler.advance(by=duration_of(span))
        self._refuse_any(expected, f"within {span}")

    def _refuse_any(self, expected: Expected[Entry], when: str) -> None:
        kind, match, until = expected.kind, expected.match, expected.until
        there = [entry for entry in self._components.journal.matching(kind, match) if reached(entry, until)]
        if there:
            text = f"{number_of(len(there), match, kind)} had {_past(until)} {when}; there should be none"
            raise self._unmet(text, match, kind)

    async def code(self, phone: str, api_key: str | None, seconds: float) -> str:
        """The newest code that somebody was told, once nothing more is on its way to the phone.

        On a manual clock nothing comes by waiting, so that what is there counts. Raises ``UnmetError``.
        """
        manual = self._components.scheduler.state().mode == "manual"
        inbox = Inbox(self._components.journal)
        over = asyncio.get_running_loop().create_future()

        def look(_event: Event | None = None) -> None:
            there = not inbox.expects_more(phone, api_key) and inbox.newest_code(phone, api_key) is not None
            if (manual or there) and not over.done():
                over.set_result(None)

        def end() -> None:
            over.cancel()

        unsubscribe = self._components.journal.events.subscribe(look, end)
        try:
            look()
            async with asyncio.timeout(seconds):
                await over
        except TimeoutError:
            newest = None
        else:
            newest = inbox.newest_code(phone, api_key)
        finally:
            unsubscribe()
        if newest is not None:
            return newest.code
        when = "by now" if manual else f"after {seconds:g} real seconds"
        text = f"no code had come to {phone}, with nothing more on its way, {when}"
        raise self._unmet(text, Match.parse({"phone": phone}), None)

    def _unmet(self, text: str, match: Match, kind: Kind) -> UnmetError:
        return UnmetError(f"{text}\n{failure_report(self._seen(), match, kind)}")


def until_of(goal: Goal) -> Until:
    """The goal as the journal knows it; raises ``WrongValueError`` for any other."""
    if isinstance(goal, Mapping):
        attempts = goal.get("attempts")
        if len(goal) == 1 and isinstance(attempts, int) and attempts >= 1:
            return attempts
    elif goal in STAGES:
        return goal
    message = f'until: {goal!r} is no goal; write one of {", ".join(STAGES)}, or {{"attempts": 3}}'
    raise WrongValueError(message)


def match_of(match: Mapping[str, object], names: Iterable[str]) -> Match:
    """The globs that a test wrote as keyword arguments; raises ``WrongValueError``."""
    try:
        return Match.parse(match, names)
    except ValueError as error:
        raise WrongValueError(str(error)) from None


def duration_of(span: Span) -> Duration:
    """A duration in milliseconds; raises ``WrongValueError``."""
    if isinstance(span, timedelta):
        span = span.total_seconds()
    try:
        return parse_duration(span)
    except ValueError as error:
        raise WrongValueError(str(error)) from None


def instant_of(moment: str | datetime) -> Instant:
    """An instant from ISO 8601 or a datetime, Vietnamese time where no zone is given; raises ``WrongValueError``."""
    try:
        return parse_instant(moment.isoformat() if isinstance(moment, datetime) else moment)
    except ValueError as error:
        raise WrongValueError(str(error)) from None


def _past(until: Until) -> str:
    return f"{until} attempts" if isinstance(until, int) else _PAST[until]


_PAST: Final = {
    "received": "been received",
    "ended": "ended",
    "delivered": "their callback delivered",
    "exhausted": "their callback exhausted",
    "settled": "settled",
}
