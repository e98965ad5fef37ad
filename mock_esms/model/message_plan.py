"""What becomes of a message when: its channels, one after the other, and each receiver of them. All are frozen."""

from decimal import Decimal
from typing import Literal, NamedTuple

from mock_esms.model.delivery_plan import CallbackPlan
from mock_esms.model.one_time_code import code_in
from mock_esms.model.times import Duration

Channel = Literal["sms", "zalo", "viber"]
ReceiverOutcome = Literal["delivered", "failed", "refused"]
CallbackForm = Literal["cskh", "ads", "zns", "viber", "consult", "journey", "uid"]
"""Which parameters the callback of a leg has, and how they are written (FACTS-MESSAGES 7.1 to 7.7)."""


class ReceiverPlan(NamedTuple):
    """What becomes of one receiver of a leg: ``after`` its sending, or never when ``outcome`` is None.

    ``error`` is the number that Zalo gives for a failure and ``text`` the words beside it.
    """

    phone: str
    network: str
    outcome: ReceiverOutcome | None
    after: Duration
    error: int | None = None
    text: str = ""


class LegPlan(NamedTuple):
    """One channel of a message, with its receivers in the order of the request.

    ``sender`` is the brand or the OA's id, ``template`` the id of the template or empty, ``text`` what a receiver
    reads, ``code`` the one-time password in it or empty, ``price`` what one delivered receiver costs. ``type_id`` is
    the TypeId of its callback, ``callback_form`` how that looks. ``request_id`` is one of its own where the request
    gave each channel another; empty: the message's.
    """

    channel: Channel
    type_id: int
    callback_form: CallbackForm
    sender: str
    template: str
    text: str
    code: str
    price: Decimal
    receivers: tuple[ReceiverPlan, ...] = ()
    request_id: str = ""

    @property
    def failed(self) -> bool:
        """Whether no receiver gets it and every one is reported: then the next leg begins."""
        return all(receiver.outcome == "failed" for receiver in self.receivers)

    @property
    def silent(self) -> bool:
        """Whether some receiver is never reported, so that the leg never ends."""
        return any(receiver.outcome is None for receiver in self.receivers)

    @property
    def ends_after(self) -> Duration:
        """From its sending until the last receiver is reported."""
        return max((receiver.after for receiver in self.receivers), default=0)


class MessageSchedule(NamedTuple):
    """What happens when, counted from the moment when the message is due: drawn once, when it is accepted.

    ``approval`` is how long an advertisement waits for it, None for what needs none; ``approved`` tells how that ends.
    Legs that are never reached are in it, too: what will become of the SMS is drawn before Zalo has failed.

    A ``shared`` one is of many messages that go alike, each to one receiver: without phones, texts and codes. It exists
    for memory: the promise is 1,200 bytes for a pending message, and a schedule of its own takes 400 of them
    (docs/performance.md).
    """

    legs: tuple[LegPlan, ...]
    callback: CallbackPlan
    approval: Duration | None = None
    approved: bool = True
    shared: bool = False

    def of(self, phone: str, text: str) -> "MessageSchedule":
        """A shared one as that of the message with this text to this phone; the text of each leg is the Content."""
        code = code_in(text)
        legs = [
            leg._replace(
                text=text,
                code=code,
                receivers=tuple([receiver._replace(phone=phone) for receiver in leg.receivers]),
            )
            for leg in self.legs
        ]
        return self._replace(legs=tuple(legs), shared=False)
