"""One message from its acceptance to its last attempt, in lines: what evidence and reports show of it. Pure."""

from collections.abc import Iterator

from mock_esms.model.callback import REFUSED
from mock_esms.model.message import Leg, LegReceiver, Message
from mock_esms.model.times import format_instant
from mock_esms.sandbox.failure_report import callback_lines

MAX_RECEIVERS = 5
"""So many receivers of a leg are shown."""


def message_timeline_text(message: Message) -> str:
    """A timeline, the lines after the first indented."""
    first, *rest = message_timeline_lines(message)
    return "\n".join([first, *(f"  {line}" for line in rest)])


def message_timeline_lines(message: Message) -> Iterator[str]:
    """The lines of a timeline; the first says which message it is."""
    globs = ", ".join(f"{name}={glob}" for name, glob in message.chosen.match)
    chosen_by = message.chosen.by
    why = {
        "armed": f"armed for {globs or 'any message'}",
        "match": f"chosen by {globs}",
        "default": "nothing else fits",
    }
    yield f"message {message.number} to {_receivers(message.phones)} ({message.request.operation}, {message.sms_id})"
    accepted = format_instant(message.received_at)[11:23]
    yield f"{accepted} accepted, scenario {message.scenario} ({why[chosen_by]})"
    for warning in message.warnings:
        yield f"warning {warning.code}: {warning.message}"
    for leg in message.legs:
        yield from _leg_lines(leg)
    yield _result(message)
    if not message.callbacks:
        yield "no callback: the request has no CallbackUrl"
    for callback in message.callbacks:
        first, *rest = callback_lines(callback)
        yield f"{callback.channel} {first}"
        yield from rest


def _receivers(phones: tuple[str, ...]) -> str:
    return phones[0] if len(phones) == 1 else f"{phones[0]} and {len(phones) - 1} more"


def _leg_lines(leg: Leg) -> Iterator[str]:
    sender = f" from {leg.sender}" if leg.sender else ""
    if leg.sent_at is None:
        yield f"{leg.channel}{sender}: not sent"
    else:
        yield f"{format_instant(leg.sent_at)[11:23]} {leg.channel}{sender}: sent"
    for receiver in leg.receivers[:MAX_RECEIVERS]:
        yield f"  {_receiver_line(receiver)}"
    if len(leg.receivers) > MAX_RECEIVERS:
        yield f"  and {len(leg.receivers) - MAX_RECEIVERS} more"


def _receiver_line(receiver: LegReceiver) -> str:
    if receiver.outcome is None or receiver.at is None:
        return f"{receiver.phone}: not reported"
    error = "" if receiver.error is None else f" (error {receiver.error})"
    return f"{format_instant(receiver.at)[11:23]} {receiver.phone}: {receiver.outcome}{error}"


def _result(message: Message) -> str:
    result = message.result
    if result is None:
        never = ", and never reported" if message.settled else ""
        return f"has not ended{never or ' yet'}: {message.state}"
    if result.send_status == REFUSED:
        return "ended: not approved, SendStatus 4"
    return f"ended: SendSuccess {result.send_success}, SendFailed {result.send_failed}, price {result.total_price}"
