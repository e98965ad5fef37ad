"""The demo brand's rule: its text reaches a phone once in five minutes (FACTS-MESSAGES 2, S1, doc).

What eSMS does with one that comes too soon nobody tells: here it is accepted, and fails (10, assumed).
"""

from typing import Final

from mock_esms.esms.messages.sms_template import DEMO_BRAND, DEMO_TEXT, fits_template
from mock_esms.exchange.accounts.bounded_dict import BoundedDict
from mock_esms.model.calls import RequestWarning
from mock_esms.model.message import Message
from mock_esms.model.message_plan import LegPlan, ReceiverPlan
from mock_esms.model.times import MINUTE, Duration, Instant

REST: Final[Duration] = 5 * MINUTE
MOST_REMEMBERED: Final = 10_000
"""So many texts to phones are in memory for each account."""

_WARNING: Final = RequestWarning(
    "demo-text-repeated",
    f"The demo brand {DEMO_BRAND} sends the same text to a phone once in five minutes, so this one fails; send another "
    "code, wait, or use a brand of your own.",
)


class DemoRule:
    """Remembers when which text of the demo brand went to which phone, each account for itself."""

    def __init__(self) -> None:
        """Begin without any."""
        self._sent: Final[dict[str, BoundedDict[Instant]]] = {}

    def applied(self, message: Message) -> Message:
        """The message, its SMS failing for each phone that was sent the same text within five minutes."""
        if not any(leg.sender == DEMO_BRAND for leg in message.schedule.legs):
            return message
        legs = message.own_schedule.legs
        place = next((place for place, leg in enumerate(legs) if _is_demo(leg)), None)
        if place is None or not message.own_schedule.approved or not all(leg.failed for leg in legs[:place]):
            return message
        at = message.turn_at + sum(leg.ends_after for leg in legs[:place])
        sent = self._sent.setdefault(message.request.api_key, BoundedDict(MOST_REMEMBERED))
        leg = legs[place]
        receivers = tuple(self._receiver(receiver, leg.text, sent, at) for receiver in leg.receivers)
        if receivers == leg.receivers:
            return message
        changed = (*legs[:place], leg._replace(receivers=receivers), *legs[place + 1 :])
        schedule = message.own_schedule._replace(legs=changed)
        return message._replace(schedule=schedule, warnings=(*message.warnings, _WARNING))

    def forget(self, api_key: str | None) -> None:
        """Forget what an account has sent, or all have."""
        if api_key is None:
            self._sent.clear()
        else:
            self._sent.pop(api_key, None)

    @staticmethod
    def _receiver(receiver: ReceiverPlan, text: str, sent: BoundedDict[Instant], at: Instant) -> ReceiverPlan:
        key = f"{receiver.phone} {text}"
        last = sent.get(key)
        if last is None or abs(at - last) >= REST:
            sent.put(key, at)
            return receiver
        return receiver._replace(outcome="failed") if receiver.outcome == "delivered" else receiver


def _is_demo(leg: LegPlan) -> bool:
    return leg.channel == "sms" and leg.sender == DEMO_BRAND and fits_template(leg.text, DEMO_TEXT)
