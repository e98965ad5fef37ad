"""What a test can wait for, inside the sandbox's own event loop; what does not come fails with evidence."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Generic, NamedTuple, Self

from mock_esms.config.match import Match
from mock_esms.errors import NotNowError, UnknownError, UnmetError, WrongValueError
from mock_esms.exchange.components import Components
from mock_esms.exchange.expectations.failure_report import EntryType, Snapshot, complaints, failure_report, how_many
from mock_esms.exchange.expectations.inbox import Inbox
from mock_esms.journal import Event, wait_until
from mock_esms.journal.filter import FILTERS, Entry
from mock_esms.model.goals import Goal, Until, having_got_there, out_of_reach, reached, until_of
from mock_esms.model.inbox_item import InboxItem
from mock_esms.model.times import Duration, DurationLike, Instant, format_duration, parse_duration, parse_instant
from mock_esms.model.value import Struct


class Expected(Struct, Generic[Entry]):
    """Which calls or messages a test expects, how far they must have got, and how many there must be.

    ``count`` is None for every one that still can get there, and one at least.
    """

    kind: type[Entry]
    match: Match
    until: Until
    count: int | None = None

    @classmethod
    def of(cls, kind: type[Entry], match: Mapping[str, object], goal: Goal, count: int | None = None) -> Self:
        """What a test wrote. Raises ``WrongValueError``."""
        return cls(kind=kind, match=match_of(match, FILTERS[kind]), until=until_of(goal), count=count)


class Bounds(NamedTuple):
    """How many there should be, and how that is said: ``at least 1 and at most 3``."""

    least: int
    most: int | None
    words: str

    @classmethod
    def of(cls, times: int | None, at_least: int | None, at_most: int | None) -> Self:
        """What a test wrote; without a number exactly one. Raises ``WrongValueError``."""
        if times is not None and (at_least is not None or at_most is not None):
            message = "times: stands alone; leave it out where at_least or at_most is given"
            raise WrongValueError(message)
        if at_least is None and at_most is None:
            exactly = 1 if times is None else times
            return cls(exactly, exactly, f"exactly {exactly}")
        given = (("at least", at_least), ("at most", at_most))
        return cls(at_least or 0, at_most, " and ".join(f"{word} {n}" for word, n in given if n is not None))

    def allow(self, count: int) -> bool:
        """Whether it is as many as should be."""
        return self.least <= count and (self.most is None or count <= self.most)


class Waits:
    """Waits on a sandbox's journal and clock; where something does not come, it tells what did."""

    def __init__(self, components: Components, url: Callable[[], str]) -> None:
        """Wait on these components; ``url`` is where the sandbox listens, for hints."""
        self._components = components
        self._url = url

    async def wait(self, expected: Expected[Entry], seconds: float) -> tuple[Entry, ...]:
        """Those that have got there, oldest first, as soon as there are enough.

        Raises ``UnmetError`` when ``seconds`` of real time have passed, or a single named one can never get there.
        """
        journal, kind, match, until = self._components.journal, expected.kind, expected.match, expected.until
        wanted = self.wanted(expected)
        try:
            waited = await wait_until(journal, kind, match, until, count=wanted, timeout=seconds)
        except (NotNowError, UnknownError) as error:
            raise self._unmet(str(error), match, kind) from None
        if waited.in_time:
            return waited.entries
        raise self._unmet(timed_out(len(waited.entries), wanted, expected, seconds), match, kind)

    def wanted(self, expected: Expected[Entry]) -> int:
        """How many must have got there: so many as were said, else every one that still can, and one at least."""
        if expected.count is not None:
            return expected.count
        entries = self._components.journal.matching(expected.kind, expected.match)
        return max(1, sum(not out_of_reach(entry, expected.until) for entry in entries))

    async def settle(self, seconds: float) -> None:
        """Let sandbox time pass until nothing is due any more. Raises ``UnmetError``."""
        try:
            async with asyncio.timeout(seconds):
                await self._components.scheduler.advance()
        except TimeoutError:
            text = f"something was still due or on the wire after {seconds:g} real seconds"
            raise self._unmet(text, Match(), None) from None

    async def never(self, span: Duration, expected: Expected[Entry]) -> None:
        """Let so much sandbox time pass; raises ``UnmetError`` when one that fits has got there by then."""
        self._refuse_any(expected, "already")
        await self._components.scheduler.advance(by=span)
        self._refuse_any(expected, f"within {format_duration(span)}")

    def _refuse_any(self, expected: Expected[Entry], when: str) -> None:
        kind, match, until = expected.kind, expected.match, expected.until
        there = [entry for entry in self._components.journal.matching(kind, match) if reached(entry, until)]
        if there:
            text = f"{how_many(len(there), match, kind)} had {having_got_there(until)} {when}; there should be none"
            raise self._unmet(text, match, kind)

    async def code(self, phone: str, api_key: str | None, seconds: float) -> InboxItem:
        """The newest thing with a code in it that somebody was told, once nothing more is on its way to the phone.

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
            return newest
        when = "by now" if manual else f"after {seconds:g} real seconds"
        text = f"no code had come to {phone}, with nothing more on its way, {when}"
        given = {"phone": phone} if api_key is None else {"phone": phone, "api_key": api_key}
        raise self._unmet(text, Match.parse(given), None)

    # --- evidence ---------------------------------------------------------------------------------------------------

    def seen(self) -> Snapshot:
        """Everything that there is to show."""
        journal, clock = self._components.journal, self._components.scheduler.state()
        return Snapshot(url=self._url(), entries=tuple(journal), requests=journal.requests(), clock=clock)

    def evidence(self, text: str, match: Match, kind: EntryType | None) -> str:
        """The sentence of a failure, and all that helps to understand it."""
        return f"{text}\n{failure_report(self.seen(), match, kind)}"

    def complaints(self, api_key: str | None = None) -> str:
        """What a strict test does not accept, of all accounts or of one; empty when there is nothing."""
        seen = self.seen()
        unused = [armed for armed in self._components.library.armed if not armed.used]
        if api_key is not None:
            seen = seen.of_account(api_key)
            unused = [armed for armed in unused if armed.match.exact("api_key") == api_key]
        return complaints(seen, [f"{armed.name} for {str(armed.match) or 'any call'}" for armed in unused])

    def _unmet(self, text: str, match: Match, kind: EntryType | None) -> UnmetError:
        return UnmetError(self.evidence(text, match, kind))


def timed_out(there: int, wanted: int, expected: Expected[Entry], seconds: float) -> str:
    """``0 of 1 call with phone=09* had settled after 10 real seconds``."""
    of = how_many(wanted, expected.match, expected.kind)
    return f"{there} of {of} had {having_got_there(expected.until)} after {seconds:g} real seconds"


def match_of(match: Mapping[str, object], names: Iterable[str]) -> Match:
    """The globs that a test wrote as keyword arguments; raises ``WrongValueError``."""
    try:
        return Match.parse(match, names)
    except ValueError as error:
        raise WrongValueError(str(error)) from None


def duration_of(span: DurationLike) -> Duration:
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
