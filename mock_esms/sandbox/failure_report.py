"""What a failed expectation shows: the calls that came nearest, each one's whole timeline, and what else arrived. Pure.

Whoever reads it knows nothing but the test's name, so it says what was asked, why each call does not fit, and what may
be the matter where that can be told.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mock_esms.clock.clock import ClockState
from mock_esms.config.match import Match
from mock_esms.journal import misfits, nearest
from mock_esms.journal.filter import entry_value
from mock_esms.model.callback import Attempt, Callback
from mock_esms.model.calls import OUTCOME_TEXT, Call, Dial
from mock_esms.model.received_request import ReceivedRequest
from mock_esms.model.times import Instant, format_duration, format_instant

MAX_CALLS: Final = 3
MAX_REQUESTS: Final = 5
_MAX_TEXT: Final = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What there is to show: everything that the sandbox has seen, and its clock."""

    url: str
    calls: Sequence[Call]
    requests: Sequence[ReceivedRequest]
    clock: ClockState


def failure_report(seen: Snapshot, match: Match) -> str:
    """The calls nearest to a match with their timelines, the requests that became no call, the clock, and hints."""
    near = sorted(nearest(match, seen.calls, MAX_CALLS), key=lambda call: (len(misfits(match, call)), call.number))
    parts = [_calls_heading(seen, near), *(_nearest(call, match) for call in near)]
    lost = [request for request in seen.requests if request.sms_id is None]
    if lost:
        parts.append("\n".join(["requests that became no call:", *_indented(map(request_line, lost[-MAX_REQUESTS:]))]))
    parts.append(clock_line(seen.clock))
    parts += _hints(seen, near)
    return "\n".join(parts)


def number_of(count: int, match: Match) -> str:
    """``2 calls with phone=09*``."""
    return f"{count} {'call' if count == 1 else 'calls'}{f' with {match}' if match.pairs else ''}"


def _calls_heading(seen: Snapshot, near: Sequence[Call]) -> str:
    if not seen.calls:
        return "the sandbox has accepted no call"
    if len(near) == len(seen.calls):
        return "the sandbox has accepted these calls:"
    return f"the nearest of {len(seen.calls)} calls:"


def _nearest(call: Call, match: Match) -> str:
    patterns = dict(match.pairs)
    lines = list(timeline_lines(call))
    why = [
        f"does not fit: {name} is {_quoted(entry_value(call, name))}, not {_quoted(patterns[name])}"
        for name in misfits(match, call)
    ]
    return "\n".join([f"  {lines[0]}", *(f"    {line}" for line in (*why, *lines[1:]))])


def timeline_text(call: Call) -> str:
    """One call from its acceptance to its last attempt, in lines."""
    first, *rest = timeline_lines(call)
    return "\n".join([first, *_indented(rest)])


def timeline_lines(call: Call) -> Iterator[str]:
    """The lines of a timeline; the first says which call it is."""
    globs = ", ".join(f"{name}={glob}" for name, glob in call.chosen.match)
    why = {"armed": f"armed for {globs or 'any call'}", "match": f"chosen by {globs}", "default": "nothing else fits"}
    yield f"call {call.number} to {call.request.phone} ({call.request.operation}, {call.sms_id})"
    yield f"{_moment(call.received_at)} accepted, scenario {call.scenario} ({why[call.chosen.by]})"
    for warning in call.warnings:
        yield f"warning {warning.code}: {warning.message}"
    for dial in call.dials:
        yield f"{_moment(dial.at)} dial {dial.number}: {_dial(dial)}"
    yield _result(call)
    if not call.callbacks:
        yield "no callback: the request has no CallbackUrl"
    for callback in call.callbacks:
        yield from callback_lines(callback)


def _dial(dial: Dial) -> str:
    if dial.outcome is None:
        return "rings"
    after = f" after {format_duration(dial.ring)}" if dial.ring else ""
    return f"{OUTCOME_TEXT[dial.outcome]}{after}"


def _result(call: Call) -> str:
    result = call.result
    if result is None:
        return f"has not ended yet: {call.state}"
    if result.call_status == "ANSWERED":
        key = f"key {result.ivr}" if result.ivr else "no key"
        return f"ended: ANSWERED, {result.call_duration} s, {key}, price {result.price}"
    dialled = f"dialled {call.dials_begun}x, MaxRetry={call.request.max_retry}"
    return f"ended: {result.call_status or 'empty CallStatus (the carrier failed)'}, {dialled}"


def callback_lines(callback: Callback) -> Iterator[str]:
    """A callback and its attempts; the first line says how far it is."""
    what = f"callback SendStatus={callback.send_status}"
    due = "" if callback.next_due is None else f", next attempt due {_moment(callback.next_due)}"
    yield f"{what}: {callback.state}, {_attempts(len(callback.attempts))}{due}"
    for attempt in callback.attempts:
        yield f"  {_moment(attempt.at)} attempt {attempt.number}: {_attempt(attempt)}"
    if callback.attempts:
        yield f"  to {_short(callback.attempts[-1].url)}"
        if callback.attempts[-1].advice:
            yield f"  advice: {_line(callback.attempts[-1].advice)}"


def _attempts(count: int) -> str:
    return "1 attempt" if count == 1 else f"{count} attempts"


def _attempt(attempt: Attempt) -> str:
    if attempt.ms is None:
        return "on the wire, no answer yet"
    if attempt.error is not None:
        return f"{attempt.error}: {_short(attempt.detail)}" if attempt.detail else attempt.error
    hops = "".join(f" after a redirect {hop.status} to {_short(hop.url)}" for hop in attempt.hops)
    said = f" {_quoted(_short(attempt.answer))}" if attempt.answer else ""
    verdict = "acknowledged" if attempt.acknowledged else "not acknowledged"
    return f"status {attempt.status}{said}{hops} in {attempt.ms:.0f} ms, {verdict}"


def request_line(request: ReceivedRequest) -> str:
    """One request of the eSMS side."""
    query = f"?{request.query}" if request.query else ""
    answered = "no answer" if request.status is None else f"status {request.status}"
    code = "" if request.code is None else f", code {request.code}"
    where = "" if request.operation else ", no operation has this address"
    return f"{_moment(request.at)} {request.method} {_short(request.path + query)}: {answered}{code}{where}"


def clock_line(clock: ClockState) -> str:
    """The clock in a line."""
    due = "nothing is due" if clock.next_due is None else f"the next event is due {_moment(clock.next_due)}"
    return f"the clock ({clock.mode}) says {format_instant(clock.now)}; {due}"


def _hints(seen: Snapshot, near: Iterable[Call]) -> Iterator[str]:
    if not seen.requests:
        yield f"hint: no request has reached the sandbox; does your application use {seen.url} as its base URL?"
    waits = seen.clock.mode == "manual" and seen.clock.next_due is not None
    if waits:
        yield "hint: a manual clock stands still until advance() moves it"
    attempts = [attempt for call in near for attempt in call.attempts]
    if any(attempt.under_way or attempt.error == "timeout" for attempt in attempts):
        yield (
            "hint: the receiver has not answered; if it is served by the thread or the event loop that waits here, it "
            "never can: serve it elsewhere, or await async_esms"
        )


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _moment(instant: Instant) -> str:
    return format_instant(instant)[11:23]


def _line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _short(text: str) -> str:
    line = _line(text)
    return line if len(line) <= _MAX_TEXT else f"{line[: _MAX_TEXT - 1]}…"


def _quoted(text: str | None) -> str:
    return "absent" if text is None else f"{text!r}"


# --- what a strict test does not accept ------------------------------------------------------------------------------


def complaints(seen: Snapshot, never_used: Iterable[str]) -> str:
    """Everything that a strict test does not accept, with its evidence; empty when there is nothing.

    That is: a callback exhausted, blocked or pending, a scenario armed and never used, a request with warnings, and one
    to an address that eSMS does not have.
    """
    found: list[str] = []
    for call in seen.calls:
        bad = [callback.state for callback in call.callbacks if callback.state in ("exhausted", "blocked", "pending")]
        if bad:
            found.append(f"a callback is {bad[-1]}:\n{_block(timeline_text(call))}")
    found += [f"armed and never used: {name}" for name in never_used]
    for request in seen.requests:
        if request.operation is None:
            found.append(f"a request to an unknown address:\n{_block(request_line(request))}")
        for warning in request.warnings:
            found.append(
                f"a request with a warning, {warning.code}: {warning.message}\n{_block(request_line(request))}"
            )
    return "\n".join(found)


def _block(text: str) -> str:
    return "\n".join(_indented(text.splitlines()))
