"""What a failed expectation shows: what came nearest, each one's whole timeline, and what else arrived. Pure.

Whoever reads it knows nothing but the test's name, so it says what was asked, why each call or message does not fit,
and what may be the matter where that can be told.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from mock_esms.clock.clock import ClockState
from mock_esms.config.match import Match
from mock_esms.exchange.expectations.timeline_text import (
    heading,
    indented,
    moment,
    quoted,
    short,
    timeline_lines,
    timeline_text,
)
from mock_esms.journal.filter import entry_text, misfits, nearest
from mock_esms.model.application import Application
from mock_esms.model.calls import Call
from mock_esms.model.inbound import Inbound
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.message import Message
from mock_esms.model.received_request import ReceivedRequest
from mock_esms.model.times import format_instant

SHOWN_ENTRIES: Final = 3
SHOWN_REQUESTS: Final = 5

EntryType = type[Call] | type[Message] | type[Inbound] | type[Application]
"""Of what something was expected; None where that does not matter."""


class Snapshot(NamedTuple):
    """What there is to show: everything that the sandbox has seen, and its clock."""

    url: str
    entries: Sequence[JournalEntry]
    requests: Sequence[ReceivedRequest]
    clock: ClockState

    def of_account(self, api_key: str) -> "Snapshot":
        """What there is to show of one account."""
        return self._replace(
            entries=[entry for entry in self.entries if entry.request.api_key == api_key],
            requests=[request for request in self.requests if request.api_key == api_key],
        )


def failure_report(seen: Snapshot, match: Match, kind: EntryType | None) -> str:
    """What is nearest to a match with its timelines, what else arrived, the clock, and hints.

    Where the match names an account, that account's alone; what others did is shown when it has done nothing.
    """
    api_key = match.exact("api_key")
    others_only = False
    if api_key is not None:
        of_account = seen.of_account(api_key)
        others_only = not (of_account.requests or of_account.entries)
        seen = seen if others_only else of_account
    own = [entry for entry in seen.entries if kind is None or isinstance(entry, kind)]
    near = sorted(nearest(match, own, SHOWN_ENTRIES), key=lambda entry: (len(misfits(match, entry)), entry.number))
    parts = [_entries_heading(own, near, kind), *(_nearest(entry, match) for entry in near)]
    parts += _others(seen, len(own), kind)
    lost = [request for request in seen.requests if request.sms_id is None]
    if lost:
        title = f"requests that became no {_noun(kind)}:"
        parts.append("\n".join([title, *indented(map(request_text, lost[-SHOWN_REQUESTS:]))]))
    parts.append(clock_line(seen.clock))
    parts += _hints(seen, near)
    if others_only and seen.requests:
        parts.append(f"hint: no request has come with the ApiKey {api_key}; does your application use it?")
    return "\n".join(parts)


def how_many(count: int, match: Match, kind: EntryType) -> str:
    """``2 calls with phone=09*``."""
    return f"{_counted(count, kind.__name__.lower())}{f' with {match}' if match.pairs else ''}"


def miscounted(count: int, bounds: str, match: Match, kind: EntryType) -> str:
    """``2 calls with phone=09*, expected exactly 1``."""
    return f"{how_many(count, match, kind)}, expected {bounds}"


def _noun(kind: EntryType | None) -> str:
    return "call and no message" if kind is None else kind.__name__.lower()


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun if count == 1 else f'{noun}s'}"


def _entries_heading(own: Sequence[JournalEntry], near: Sequence[JournalEntry], kind: EntryType | None) -> str:
    if not own:
        return f"the sandbox has accepted no {_noun(kind)}"
    several = "calls and messages" if kind is None else f"{_noun(kind)}s"
    if len(near) == len(own):
        return f"the sandbox has accepted these {several}:"
    return f"the nearest of {len(own)} {several}:"


def _others(seen: Snapshot, own: int, kind: EntryType | None) -> Iterator[str]:
    """The calls where messages were expected, and the other way round: perhaps one took the other's place."""
    if kind is None or own == len(seen.entries):
        return
    others = [entry for entry in seen.entries if not isinstance(entry, kind)]
    yield f"beside them it has accepted {_counted(len(others), others[0].noun)}:"
    yield from indented(heading(entry) for entry in others[-SHOWN_ENTRIES:])


def _nearest(entry: JournalEntry, match: Match) -> str:
    patterns = dict(match.pairs)
    lines = list(timeline_lines(entry))
    why = [
        f"does not fit: {name} is {_given(entry, name)}, not {quoted(patterns[name])}" for name in misfits(match, entry)
    ]
    return "\n".join([f"  {lines[0]}", *(f"    {line}" for line in (*why, *lines[1:]))])


def _given(entry: JournalEntry, name: str) -> str:
    text = entry_text(entry, name)
    return quoted(None if text is None else short(text))


def request_text(request: ReceivedRequest) -> str:
    """One request of the eSMS side."""
    query = f"?{request.query}" if request.query else ""
    answered = "no answer" if request.status is None else f"status {request.status}"
    code = "" if request.code is None else f", code {request.code}"
    where = "" if request.operation else ", no operation has this address"
    return f"{moment(request.at)} {request.method} {short(request.path + query)}: {answered}{code}{where}"


def clock_line(clock: ClockState) -> str:
    """The clock in a line."""
    due = "nothing is due" if clock.next_due is None else f"the next event is due {moment(clock.next_due)}"
    return f"the clock ({clock.mode}) says {format_instant(clock.now)}; {due}"


def _hints(seen: Snapshot, near: Iterable[JournalEntry]) -> Iterator[str]:
    if not seen.requests:
        yield f"hint: no request has reached the sandbox; does your application use {seen.url} as its base URL?"
    waits = seen.clock.mode == "manual" and seen.clock.next_due is not None
    if waits:
        yield "hint: a manual clock stands still until advance() moves it"
    attempts = [attempt for entry in near for attempt in entry.attempts]
    if any(attempt.under_way or attempt.error == "timeout" for attempt in attempts):
        yield (
            "hint: the receiver has not answered; if it is served by the thread or the event loop that waits here, it "
            "never can: serve it elsewhere, or await async_esms"
        )


# --- what a strict test does not accept ------------------------------------------------------------------------------


def complaints(seen: Snapshot, never_used: Iterable[str]) -> str:
    """Everything that a strict test does not accept, with its evidence; empty when there is nothing.

    That is: a callback exhausted, blocked or pending, a scenario armed and never used, a request with warnings, and one
    to an address that eSMS does not have.
    """
    found: list[str] = []
    for entry in seen.entries:
        # One that is never reported has a callback for ever pending, and nothing went wrong with that.
        wrong = ("exhausted", "blocked") if entry.settled else ("exhausted", "blocked", "pending")
        bad = [callback.state for callback in entry.callbacks if callback.state in wrong]
        if bad:
            found.append(f"a callback is {bad[-1]}:\n{_block(timeline_text(entry))}")
    found += [f"armed and never used: {name}" for name in never_used]
    for request in seen.requests:
        if request.operation is None:
            found.append(f"a request to an unknown address:\n{_block(request_text(request))}")
        for warning in request.warnings:
            found.append(
                f"a request with a warning, {warning.code}: {warning.message}\n{_block(request_text(request))}"
            )
    return "\n".join(found)


def _block(text: str) -> str:
    return "\n".join(indented(text.splitlines()))
