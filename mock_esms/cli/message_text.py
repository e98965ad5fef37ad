"""What events say of messages, as texts for ``event_text``; it reads the data of CONTRACT 13's events."""

from collections.abc import Sequence
from typing import Final

from mock_esms.cli.client import EventData
from mock_esms.cli.output import Tone
from mock_esms.model.callback import DONE, REFUSED

EventText = tuple[str, str, Tone]
"""What an event is about, what is said of it, and in which tone."""

FINAL: Final = frozenset({DONE, REFUSED})
"""The SendStatus of callbacks that report an end."""
_SHOWN: Final = 60
"""So much of a message's text is shown, in characters."""


def chosen_by(entry: EventData, anything: str) -> str:
    """Which scenario plays and why, as the last part of a text; ``anything`` names what an armed one was armed for."""
    chosen = entry["chosen"]
    globs = ", ".join(f"{name} {glob}" for name, glob in chosen["match"].items())
    why = {"armed": f"armed for {globs or anything}", "match": f"by {globs}", "default": "nothing else fits"}
    return f"scenario {entry['scenario']} ({why[chosen['by']]})"


def accepted(fields: EventData) -> EventText:
    """A message was accepted."""
    message = fields["message"]
    waits = ", waits for its approval" if message["state"] == "approving" else ""
    text = f"{message['operation']}, {to(message['legs'])}, {chosen_by(message, 'any message')}{waits}"
    return "accepted", text, "plain"


def written(fields: EventData) -> EventText:
    """A person wrote to a shortcode; the scenario is the one by which the partner is told."""
    inbound = fields["inbound"]
    content, number = (inbound["request"]["parameters"][name] for name in ("content", "serviceNumber"))
    said = f"{inbound['phone']} writes to {number}: {shown(content)}"
    return "inbound", f"{said}, {chosen_by(inbound, 'anything')}", "plain"


def replied(inbound: EventData) -> EventText:
    """What the partner's answer comes to."""
    if inbound["reply"] is None:
        return "reply", f"NO REPLY: {inbound['problem']}", "bad"
    odd = f" ({inbound['problem']})" if inbound["problem"] else ""
    return "reply", f"to {inbound['phone']}: {shown(inbound['reply'])}{odd}", "warning" if odd else "good"


def applied(fields: EventData) -> EventText:
    """Somebody applied for a template or a package; the scenario decides it."""
    application = fields["application"]
    what = f"{application['operation']}, ServicePreviewId {application['service_preview_id']}"
    due = application["due"][11:19]
    return "applied", f"{what}, {chosen_by(application, 'anything')}; decided at {due}", "plain"


def decided(fields: EventData) -> EventText:
    """An application was decided."""
    decision = fields["application"]["decision"]
    return "decided", decision, "good" if decision == "approved" else "warning"


def shown(text: str) -> str:
    """As much of a text as a line has room for."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def to(legs: Sequence[EventData]) -> str:
    """Over which channel, from whom and to how many: ``sms from Baotrixemay to 30 phones``."""
    leg = legs[-1]
    sender = f" from {leg['from']}" if leg["from"] else ""
    count = len(leg["receivers"])
    return f"{leg['channel']}{sender}{f' to {count} phones' if count > 1 else ''}"


def sent(fields: EventData) -> EventText:
    """A channel's turn has come; of two, the one before has failed."""
    legs = fields["legs"]
    text = shown(legs[-1]["text"])
    said = f"{to(legs)}: {text}" if text else to(legs)
    if len(legs) == 1:
        return "sent", said, "faint"
    return "sent", f"{legs[-2]['channel']} has failed{_errors(legs[-2])}; {said}", "warning"


def ended(fields: EventData) -> EventText:
    """A message is over."""
    result = fields["result"]
    good = result["SendStatus"] != REFUSED and not result["SendFailed"]
    return "ended", f"{message_summary(result)}{_errors(fields['legs'][-1])}", "plain" if good else "warning"


def message_summary(result: EventData) -> str:
    """A result in a few words: ``delivered, price 850.0000``."""
    if result["SendStatus"] == REFUSED:
        return "not approved, so it is not sent"
    total, delivered = result["TotalReceiver"], result["SendSuccess"]
    price = f", price {result['TotalPrice']}"
    if total == 1:
        return f"delivered{price}" if delivered else "not delivered"
    return f"{delivered} of {total} delivered{price}"


def _errors(leg: EventData) -> str:
    numbers = {receiver["error"] for receiver in leg["receivers"] if receiver["error"] is not None}
    return f" ({', '.join(f'error {number}' for number in sorted(numbers))})" if numbers else ""
