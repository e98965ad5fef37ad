"""The values that a message is made of: an SMS, a Zalo or a Viber message to one or many receivers. All are frozen.

::

    MessageRequest     what the client has requested
    MessageSchedule    what will happen when: drawn once, when the message is accepted (``shared`` by many)
    Message            what has happened so far: its legs with their receivers, its result, its callbacks

A message goes over one channel, or over two, one after the other; each is a *leg*. One SMSID is one message.
"""

from typing import Final, Literal, NamedTuple, cast

from mock_esms.model.callback import Attempt, Callback, in_order
from mock_esms.model.calls import RequestWarning, ScenarioChoice, TraceContext
from mock_esms.model.delivery_plan import CallbackPlan
from mock_esms.model.message_plan import (
    Channel,
    LegPlan,
    MessageSchedule,
    ReceiverOutcome,
    ReceiverPlan,
)
from mock_esms.model.raw_parameters import RawParameters, filled, value_among
from mock_esms.model.times import Instant

MessageState = Literal["approving", "waiting", "sent", "ended"]
ADVERT: Final = 1
"""The SmsType, and TypeId, of an advertisement: somebody at eSMS approves it before it is sent (FACTS-MESSAGES 7)."""


class MessageRequest(NamedTuple):
    """What a client has requested, parsed.

    ``raw_parameters`` are the values as they arrived, by the names in FACTS' spelling, secrets masked; as in a
    ``CallRequest``, None may stand in it for phone, RequestId and ``content``, and ``parameters`` has them filled in.
    ``phones`` are the receivers, in national form where they are valid; what has no phone (a Zalo user id, a hash)
    stands there as it came. ``callback_urls`` has the address that reports each channel. ``request_id`` is empty when
    there was none. ``trace_context`` is sent with its callbacks.
    """

    operation: str
    raw_parameters: RawParameters
    api_key: str
    phones: tuple[str, ...]
    callback_urls: tuple[tuple[Channel, str], ...] = ()
    request_id: str = ""
    send_date: Instant | None = None
    trace_context: TraceContext = ()
    content: str = ""

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The names in FACTS' spelling with the values as they arrived, secrets masked; made anew each time."""
        return filled(self.raw_parameters, self.phone, self.request_id, self.content)

    @property
    def phone(self) -> str:
        """The first receiver, whose scenario decides response and callbacks; empty when there is none."""
        return self.phones[0] if self.phones else ""

    def value_of(self, name: str) -> str:
        """What was given for a parameter, by its name in FACTS' spelling; empty when nothing was."""
        return value_among(self.raw_parameters, name, self.phone, self.request_id, self.content)

    def callback_url(self, channel: Channel) -> str | None:
        """Where the end of a channel's leg is reported; None when nowhere."""
        return dict(self.callback_urls).get(channel)


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

    ``schedule`` is what will happen, maybe shared with others that go alike: then it has no phones and texts, and
    ``own_schedule`` has them. ``turn`` is the place of the leg whose turn it is, ``turn_at`` when it was sent or will
    be, and ``played_to`` how far time has been played: receivers whose moment lies after it are not reported yet.
    ``result`` is the last leg's with the price of all, None until the message has ended.
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
    warnings: tuple[RequestWarning, ...] = ()
    state: MessageState = "waiting"
    turn: int = 0
    result: MessageResult | None = None
    callbacks: tuple[Callback, ...] = ()

    @property
    def own_schedule(self) -> MessageSchedule:
        """What will happen when, with its receivers and texts; made anew where others share it."""
        schedule = self.schedule
        return schedule.of(self.request.phone, self.request.content) if schedule.shared else schedule

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
        return self.own_schedule.legs[self.turn]

    @property
    def legs(self) -> tuple[Leg, ...]:
        """The legs that have had their turn, as they stand; made anew each time."""
        plans = self.own_schedule.legs
        return tuple(self._leg(plans[place], place) for place in range(self.turn + 1))

    @property
    def text(self) -> str:
        """What a receiver reads, on the channel that had its turn last."""
        return self.leg.text

    @property
    def code(self) -> str:
        """The one-time password in that text; empty when there is none."""
        return self.leg.code

    def _leg(self, plan: LegPlan, place: int) -> Leg:
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
        receivers = self.schedule.legs[self.turn].receivers
        coming = [plan.after for plan in receivers if plan.outcome is not None and plan.after > known]
        return self.turn_at + min(coming) if coming else None

    @property
    def settled(self) -> bool:
        """Whether nothing more will happen to it: it has ended or is never reported, and its callbacks are settled."""
        if self.state == "sent" and self.schedule.legs[self.turn].silent and self.next_report is None:
            return all(callback.settled or callback.is_final for callback in self.callbacks)
        return self.state == "ended" and all(callback.settled for callback in self.callbacks)

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """The attempts of all its callbacks, in the order in which they started."""
        return in_order(self.callbacks)

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

    @property
    def final_callback(self) -> Callback | None:
        """The callback that reports its end, the last one where two channels have one; None without CallbackUrl."""
        return next((callback for callback in reversed(self.callbacks) if callback.is_final), None)

    def callback_url(self, index: int) -> str | None:
        """The CallbackUrl of one of its callbacks, as the request gave it."""
        return dict(self.request.callback_urls).get(cast("Channel", self.callbacks[index].channel))
