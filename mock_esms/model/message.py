"""The values that a message is made of: an SMS, a Zalo or a Viber message to one or many receivers. All are frozen.

::

    MessageRequest     what the client has requested
    MessageSchedule    what will happen when: drawn once, when the message is accepted
    Message            what has happened so far: its legs with their receivers, its result, its callbacks

A message goes over one channel, or over two, one after the other; each is a *leg*. One SMSID is one message.
"""

from decimal import Decimal
from typing import Final, Literal, NamedTuple, cast

from mock_esms.model.callback import Attempt, Callback
from mock_esms.model.calls import CallWarning, ScenarioChoice, TraceContext
from mock_esms.model.delivery_plan import CallbackPlan
from mock_esms.model.times import Duration, Instant

Channel = Literal["sms", "zalo", "viber"]
MessageState = Literal["approving", "waiting", "sent", "ended"]
ReceiverOutcome = Literal["delivered", "failed", "refused"]
CallbackForm = Literal["cskh", "ads", "zns", "viber", "consult", "journey", "uid"]
"""Which parameters the callback of a leg has, and how they are written (FACTS-MESSAGES 7.1 to 7.7)."""

ADVERT: Final = 1
"""The SmsType, and TypeId, of an advertisement: somebody at eSMS approves it before it is sent (FACTS-MESSAGES 7)."""


class MessageRequest(NamedTuple):
    """What a client has requested, parsed.

    ``parameters`` are the values as they arrived, by the names in FACTS' spelling, secrets masked. ``phones`` are the
    receivers, in national form where they are valid; what has no phone (a Zalo user id, a hash) stands there as it
    came. ``callback_urls`` has the address that reports each channel. ``request_id`` is empty when there was none.
    ``trace_context`` is sent with its callbacks.
    """

    operation: str
    parameters: tuple[tuple[str, str], ...]
    api_key: str
    phones: tuple[str, ...]
    callback_urls: tuple[tuple[Channel, str], ...] = ()
    request_id: str = ""
    send_date: Instant | None = None
    trace_context: TraceContext = ()

    @property
    def phone(self) -> str:
        """The first receiver, whose scenario decides response and callbacks; empty when there is none."""
        return self.phones[0] if self.phones else ""

    def value_of(self, name: str) -> str:
        """What was given for a parameter, by its name in FACTS' spelling; empty when nothing was."""
        return next((value for given, value in self.parameters if given == name), "")

    def callback_url(self, channel: Channel) -> str | None:
        """Where the end of a channel's leg is reported; None when nowhere."""
        return dict(self.callback_urls).get(channel)


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
    """

    legs: tuple[LegPlan, ...]
    callback: CallbackPlan
    approval: Duration | None = None
    approved: bool = True


class LegReceiver(NamedTuple):
    """One receiver of a leg as it stands; ``outcome`` and ``at`` are None until it is reported."""

    phone: str
    network: str
    outcome: ReceiverOutcome | None = None
    at: Instant | None = None
    error: int | None = None


class Leg(NamedTuple):
    """One channel of a message as it stands; ``sent_at`` is None while it waits or is approved."""

    channel: Channel
    sender: str
    template: str
    text: str
    code: str
    sent_at: Instant | None
    receivers: tuple[LegReceiver, ...]


class MessageResult(NamedTuple):
    """What callbacks and GetSendStatus report; the names are those of eSMS in snake case (FACTS-MESSAGES 7)."""

    send_failed: int
    send_status: int
    send_success: int
    total_price: str
    total_receiver: int
    total_sent: int


class Message(NamedTuple):
    """A message that was accepted, as it stands now; ``number`` rises in the order of acceptance, calls included.

    ``schedule`` is what will happen; ``turn`` is the place of the leg whose turn it is, ``turn_at`` when it was sent
    or will be, and ``played_to`` how far time has been played: receivers whose moment lies after it are not reported
    yet. ``result`` is the last leg's with the price of all, None until the message has ended.
    """

    sms_id: str
    number: int
    request: MessageRequest
    scenario: str
    chosen: ScenarioChoice
    received_at: Instant
    schedule: MessageSchedule
    turn_at: Instant
    played_to: Instant
    warnings: tuple[CallWarning, ...] = ()
    state: MessageState = "waiting"
    turn: int = 0
    result: MessageResult | None = None
    callbacks: tuple[Callback, ...] = ()

    @property
    def begins_at(self) -> Instant:
        """When it is due: at once, or at a SendDate that lies ahead."""
        send_date = self.request.send_date
        return self.received_at if send_date is None else max(self.received_at, send_date)

    @property
    def type_id(self) -> int:
        """The TypeId of its first leg."""
        return self.schedule.legs[0].type_id

    @property
    def leg(self) -> LegPlan:
        """The leg whose turn it is."""
        return self.schedule.legs[self.turn]

    @property
    def legs(self) -> tuple[Leg, ...]:
        """The legs that have had their turn, as they stand; made anew each time."""
        return tuple(self._leg(place) for place in range(self.turn + 1))

    @property
    def text(self) -> str:
        """What a receiver reads, on the channel that had its turn last."""
        return self.leg.text

    @property
    def code(self) -> str:
        """The one-time password in that text; empty when there is none."""
        return self.leg.code

    def _leg(self, place: int) -> Leg:
        plan = self.schedule.legs[place]
        sent_at = self.sent_at(place)
        return Leg(
            channel=plan.channel,
            sender=plan.sender,
            template=plan.template,
            text=plan.text,
            code=plan.code,
            sent_at=sent_at,
            receivers=tuple(self.receiver(receiver, place) for receiver in plan.receivers),
        )

    def sent_at(self, place: int) -> Instant | None:
        """When the leg at that place was sent; None when that has not happened."""
        if place > self.turn or (place == self.turn and self.state in ("approving", "waiting")) or self.was_refused:
            return None
        return self.turn_at - sum(leg.ends_after for leg in self.schedule.legs[place : self.turn])

    @property
    def was_refused(self) -> bool:
        """Whether it ended without being sent, since it was not approved."""
        return self.state == "ended" and not self.schedule.approved

    def receiver(self, plan: ReceiverPlan, place: int) -> LegReceiver:
        """A receiver of the leg at that place, as it stands."""
        if self.was_refused:
            return LegReceiver(plan.phone, plan.network, "refused", self.played_to)
        sent_at = self.sent_at(place)
        if sent_at is None or plan.outcome is None or sent_at + plan.after > self.played_to:
            return LegReceiver(plan.phone, plan.network)
        return LegReceiver(plan.phone, plan.network, plan.outcome, sent_at + plan.after, plan.error)

    @property
    def next_report(self) -> Instant | None:
        """When the next receiver of the leg that was sent is reported; None when nobody else ever is."""
        known = self.played_to - self.turn_at
        coming = [plan.after for plan in self.leg.receivers if plan.outcome is not None and plan.after > known]
        return self.turn_at + min(coming) if coming else None

    @property
    def settled(self) -> bool:
        """Whether nothing more will happen to it: it has ended or is never reported, and its callbacks are settled."""
        if self.state == "sent" and self.leg.silent and self.next_report is None:
            return all(callback.settled or callback.is_final for callback in self.callbacks)
        return self.state == "ended" and all(callback.settled for callback in self.callbacks)

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """The attempts of all its callbacks, in the order in which they started."""
        every = [attempt for callback in self.callbacks for attempt in callback.attempts]
        return tuple(sorted(every, key=lambda attempt: attempt.at))

    @property
    def noun(self) -> str:
        """What it is, in sentences."""
        return "message"

    @property
    def phones(self) -> tuple[str, ...]:
        """Its receivers."""
        return self.request.phones

    @property
    def callback_plan(self) -> CallbackPlan:
        """How its callbacks are delivered."""
        return self.schedule.callback

    def with_callback(self, index: int, callback: Callback) -> "Message":
        """The message with another value in the place of one of its callbacks."""
        return self._replace(callbacks=(*self.callbacks[:index], callback, *self.callbacks[index + 1 :]))

    @property
    def waits_for_callback(self) -> bool:
        """Whether its own answer is held until the first attempt of the first final callback has finished."""
        return self.callback_plan.before_reply and bool(self.callbacks)

    @property
    def final_callback(self) -> Callback | None:
        """The callback that reports its end, the last one where two channels have one; None without CallbackUrl."""
        return next((callback for callback in reversed(self.callbacks) if callback.is_final), None)

    def callback_url(self, index: int) -> str | None:
        """The CallbackUrl of one of its callbacks, as the request gave it."""
        return dict(self.request.callback_urls).get(cast("Channel", self.callbacks[index].channel))
