"""What a test can wait for, inside the sandbox's own event loop; what does not come fails with evidence."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from mock_esms.config.match import Match
from mock_esms.errors import NotNowError, UnknownError, UnmetError, WrongValueError
from mock_esms.exchange.exchange import Components
from mock_esms.journal import STAGES, Until, reached, wait_until
from mock_esms.journal.wait import Stage, out_of_reach
from mock_esms.model.calls import Call
from mock_esms.model.times import Duration, Instant, parse_duration, parse_instant
from mock_esms.sandbox.failure_report import Snapshot, failure_report, number_of

TIMEOUT: Final = 10.0
"""Real seconds after which waiting fails, where nothing else is said."""

Goal = Stage | Mapping[str, int]
"""How far a call must have got: a stage, or ``{"attempts": 3}`` over all its callbacks."""
Span = str | float | timedelta
"""A duration: seconds, a text such as ``1m30s``, or a timedelta."""


class Waits:
    """Waits on a sandbox's journal and clock."""

    def __init__(self, parts: Components, seen: Callable[[], Snapshot]) -> None:
        """Wait on these parts; ``seen`` is what failures show."""
        self._parts = parts
        self._seen = seen

    async def wait(self, match: Match, goal: Goal, count: int | None, seconds: float) -> tuple[Call, ...]:
        """The calls that have got there, oldest first, as soon as there are ``count``, or every one that still can.

        Raises ``UnmetError`` when ``seconds`` of real time have passed, or a single named call can never get there.
        """
        until = until_of(goal)
        journal = self._parts.journal
        wanted = count or max(1, sum(not out_of_reach(call, until) for call in journal.calls(match)))
        try:
            waited = await wait_until(journal, Call, match, until, count=wanted, timeout=seconds)
        except (NotNowError, UnknownError) as error:
            raise self._unmet(str(error), match) from None
        if waited.in_time:
            return waited.entries
        text = f"{len(waited.entries)} of {number_of(wanted, match)} had {_past(until)} after {seconds:g} real seconds"
        raise self._unmet(text, match)

    async def settle(self, seconds: float) -> tuple[Call, ...]:
        """Let sandbox time pass until nothing is due any more; gives all calls. Raises ``UnmetError``."""
        try:
            async with asyncio.timeout(seconds):
                await self._parts.scheduler.advance()
        except TimeoutError:
            text = f"something was still due or on the wire after {seconds:g} real seconds"
            raise self._unmet(text, Match()) from None
        return tuple(self._parts.journal.calls())

    async def never(self, span: Span, match: Match, goal: Goal) -> None:
        """Let so much sandbox time pass; raises ``UnmetError`` when a call that fits has got there by then."""
        until = until_of(goal)
        self._refuse_any(match, until, "already")
        await self._parts.scheduler.advance(by=duration_of(span))
        self._refuse_any(match, until, f"within {span}")

    def _refuse_any(self, match: Match, until: Until, when: str) -> None:
        there = [call for call in self._parts.journal.calls(match) if reached(call, until)]
        if there:
            text = f"{number_of(len(there), match)} had {_past(until)} {when}; there should be none"
            raise self._unmet(text, match)

    def _unmet(self, text: str, match: Match) -> UnmetError:
        return UnmetError(f"{text}\n{failure_report(self._seen(), match)}")


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
