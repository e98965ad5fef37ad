"""What happened to one call or message, from its acceptance to the last attempt of its callbacks, in lines. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from mock_esms.esms.messages.shortcode import reply_of
from mock_esms.model.application import Application
from mock_esms.model.callback import Attempt, Callback
from mock_esms.model.calls import OUTCOME_TEXT, Call, Dial, ScenarioChoice
from mock_esms.model.inbound import Inbound
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.message import Leg, LegReceiver, Message
from mock_esms.model.times import Instant, format_duration, format_instant

MAX_RECEIVERS: Final = 5
_MAX_TEXT: Final = 160


def timeline_text(entry: JournalEntry) -> str:
    """One call or message from its acceptance to its last attempt, in lines."""
    first, *rest = timeline_lines(entry)
    return "\n".join([first, *indented(rest)])


def timeline_lines(entry: JournalEntry) -> Iterator[str]:
    """The lines of a timeline; the first says which call or message it is."""
    yield heading(entry)
    yield f"{moment(entry.received_at)} accepted, scenario {entry.scenario} ({_why(entry.chosen, entry.noun)})"
    for warning in entry.warnings:
        yield f"warning {warning.code}: {warning.message}"
    match entry:
        case Call():
            yield from _call_lines(entry)
        case Message():
            yield from _message_lines(entry)
        case Inbound():
            yield from _inbound_lines(entry)
        case Application():
            yield _application_line(entry)
    if not entry.callbacks:
        yield "no callback: the request has no CallbackUrl"
    for callback in entry.callbacks:
        yield from _callback_lines(callback)


def heading(entry: JournalEntry) -> str:
    """Which entry it is: its number, whom it is to, or from, the operation and the id."""
    if isinstance(entry, Application):
        return f"{entry.noun} {entry.number} ({entry.request.operation}, {entry.sms_id})"
    towards = "from" if isinstance(entry, Inbound) else "to"
    return f"{entry.noun} {entry.number} {towards} {_receivers(entry)} ({entry.request.operation}, {entry.sms_id})"


def _receivers(entry: JournalEntry) -> str:
    more = len(entry.phones) - 1 if isinstance(entry, Message) else 0
    return f"{entry.request.phone} and {more} more" if more > 0 else entry.request.phone


def _why(chosen: ScenarioChoice, noun: str) -> str:
    globs = ", ".join(f"{name}={glob}" for name, glob in chosen.match)
    match chosen.by:
        case "armed":
            return f"armed for {globs or f'any {noun}'}"
        case "match":
            return f"chosen by {globs}"
        case _:
            return "nothing else fits"


# --- a call -----------------------------------------------------------------------------------------------------------


def _call_lines(call: Call) -> Iterator[str]:
    for dial in call.dials:
        waited = f" (waited {format_duration(dial.waited)} for a line)" if dial.waited else ""
        yield f"{moment(dial.at)} dial {dial.number}{waited}: {_dial(dial)}"
    yield _call_result(call)


def _dial(dial: Dial) -> str:
    if dial.outcome is None:
        return "rings"
    after = f" after {format_duration(dial.ring)}" if dial.ring else ""
    return f"{OUTCOME_TEXT[dial.outcome]}{after}"


def _call_result(call: Call) -> str:
    result = call.result
    if result is None and call.state == "queued":
        since = call.begins_at + call.schedule.dials[call.dials_begun].at
        return f"has not ended yet: waits for a line since {moment(since)}, all lines of the account are taken"
    if result is None:
        return f"has not ended yet: {call.state}"
    if result.call_status == "ANSWERED":
        key = f"key {result.ivr}" if result.ivr else "no key"
        return f"ended: ANSWERED, {result.call_duration} s, {key}, price {result.price}"
    dialled = f"dialled {call.dials_begun}x, MaxRetry={call.request.dial_parameters.max_retry}"
    return f"ended: {result.call_status or 'empty CallStatus (the carrier failed)'}, {dialled}"


# --- a message --------------------------------------------------------------------------------------------------------


def _message_lines(message: Message) -> Iterator[str]:
    for leg in message.legs:
        yield from _leg_lines(leg, message)
    yield _message_result(message)


def _leg_lines(leg: Leg, message: Message) -> Iterator[str]:
    template = f", template {leg.template}" if leg.template else ""
    sent = f"{moment(leg.sent_at)} sent" if leg.sent_at is not None else _not_sent(message)
    yield f"{sent} by {leg.channel} from {leg.sender}{template}: {quoted(short(leg.text))}"
    for receiver in leg.receivers[:MAX_RECEIVERS]:
        yield f"  {_receiver(receiver)}"
    others = Counter(receiver.outcome or "not reported" for receiver in leg.receivers[MAX_RECEIVERS:])
    if others:
        counted = ", ".join(f"{count} {outcome}" for outcome, count in others.most_common())
        yield f"  and {sum(others.values())} more: {counted}"


def _not_sent(message: Message) -> str:
    if message.was_refused:
        return "never sent"
    return (
        "awaits its approval, then goes"
        if message.state == "approving"
        else f"waits until {moment(message.turn_at)}, then goes"
    )


def _receiver(receiver: LegReceiver) -> str:
    network = f" ({receiver.network})" if receiver.network else ""
    if receiver.outcome is None or receiver.at is None:
        return f"{receiver.phone}{network}: not reported"
    error = "" if receiver.error is None else f", error {receiver.error}"
    return f"{moment(receiver.at)} {receiver.phone}{network}: {receiver.outcome}{error}"


def _message_result(message: Message) -> str:
    result = message.result
    if result is None:
        return "is never reported: silent" if message.settled else f"has not ended yet: {message.state}"
    if message.was_refused:
        return f"ended: not approved, SendStatus={result.send_status}"
    counts = f"{result.send_success} of {result.total_receiver} delivered, {result.send_failed} failed"
    return f"ended: SendStatus={result.send_status}, {counts}, price {result.total_price}"


# --- an application ---------------------------------------------------------------------------------------------------


def _application_line(application: Application) -> str:
    if application.decided_at is None:
        return f"is decided at {moment(application.due)}: {application.coming}"
    return f"{moment(application.decided_at)} {application.decision}"


# --- what a person wrote ----------------------------------------------------------------------------------------------


def _inbound_lines(inbound: Inbound) -> Iterator[str]:
    yield f"wrote to {inbound.request.number}: {quoted(short(inbound.request.content))}"
    reply = reply_of(inbound)
    if reply is not None:
        yield f"no reply: {reply.problem}" if reply.text is None else f"the reply: {quoted(short(reply.text))}"


# --- callbacks --------------------------------------------------------------------------------------------------------


def _callback_lines(callback: Callback) -> Iterator[str]:
    channel = f" {callback.channel}" if callback.channel else ""
    what = f"callback{channel} SendStatus={callback.send_status}"
    due = "" if callback.next_due is None else f", next attempt due {moment(callback.next_due)}"
    yield f"{what}: {callback.state}, {_attempts(len(callback.attempts))}{due}"
    for attempt in callback.attempts:
        yield f"  {moment(attempt.at)} attempt {attempt.number}: {_attempt(attempt)}"
    if callback.attempts:
        yield f"  to {short(callback.attempts[-1].url)}"
        if callback.attempts[-1].advice:
            yield f"  advice: {_line(callback.attempts[-1].advice)}"


def _attempts(count: int) -> str:
    return "1 attempt" if count == 1 else f"{count} attempts"


def _attempt(attempt: Attempt) -> str:
    if attempt.ms is None:
        return "on the wire, no answer yet"
    if attempt.error is not None:
        return f"{attempt.error}: {short(attempt.detail)}" if attempt.detail else attempt.error
    hops = "".join(f" after a redirect {hop.status} to {short(hop.url)}" for hop in attempt.hops)
    said = f" {quoted(short(attempt.answer))}" if attempt.answer else ""
    verdict = "acknowledged" if attempt.acknowledged else "not acknowledged"
    return f"status {attempt.status}{said}{hops} in {attempt.ms:.0f} ms, {verdict}"


def indented(lines: Iterable[str]) -> Iterator[str]:
    """Lines moved to the right."""
    return (f"  {line}" for line in lines)


def moment(instant: Instant) -> str:
    """A time of day, in Vietnam."""
    return format_instant(instant)[11:23]


def _line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def short(text: str) -> str:
    """A text in one line, cut off where it is long."""
    line = _line(text)
    return line if len(line) <= _MAX_TEXT else f"{line[: _MAX_TEXT - 1]}…"


def quoted(text: str | None) -> str:
    """A value as a test would write it; a parameter that was not given is absent."""
    return "absent" if text is None else f"{text!r}"
