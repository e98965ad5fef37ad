"""``/_mock/messages``: the messages that were accepted, and sending their callbacks by hand (CONTRACT 13)."""

from typing import TypedDict

from mock_esms.model.callback import Callback
from mock_esms.model.message import Leg, LegReceiver, Message, MessageResult, MessageState
from mock_esms.model.message_plan import Channel, ReceiverOutcome
from mock_esms.model.times import format_instant
from mock_esms.server.control.entries.callback_json import (
    CallbackJson,
    CallbackProgressJson,
    serialize_callback,
    serialize_progress,
)
from mock_esms.server.control.entries.entry_json import (
    ChosenJson,
    Moment,
    WarningJson,
    optional_moment,
    serialize_chosen,
    serialize_warning,
)
from mock_esms.server.control.entries.kind_control import ChannelBody, KindControl, endpoints_of_kind


class ReceiverJson(TypedDict):
    """One receiver of a leg; ``outcome`` and ``at`` are null until it is reported."""

    phone: str
    network: str
    outcome: ReceiverOutcome | None
    at: Moment | None
    error: int | None


LegJson = TypedDict(
    "LegJson",
    {
        "channel": Channel,
        "from": str,
        "template": str,
        "text": str,
        "code": str | None,
        "sent_at": Moment | None,
        "receivers": list[ReceiverJson],
    },
)
LegJson.__doc__ = "One channel of a message; ``sent_at`` is null while it waits or is approved."


class MessageResultJson(TypedDict):
    """A result, spelled and typed as the callback spells it."""

    SendFailed: int
    SendStatus: int
    SendSuccess: int
    TotalPrice: str
    TotalReceiver: int
    TotalSent: int


class MessageCallbackJson(CallbackJson):
    """A callback of a message, with the channel whose leg it reports."""

    channel: str


class MessageProgressJson(CallbackProgressJson):
    """How far a callback of a message is."""

    channel: str


class MessageJson(TypedDict):
    """MESSAGE; ``result`` is null until the message has ended, ``callbacks`` is empty without CallbackUrl."""

    sms_id: str
    operation: str
    type_id: int
    scenario: str
    chosen: ChosenJson
    received_at: Moment
    request: dict[str, str]
    warnings: list[WarningJson]
    state: MessageState
    settled: bool
    legs: list[LegJson]
    result: MessageResultJson | None
    callbacks: list[MessageCallbackJson]


class MessagesJson(TypedDict):
    """The messages that fit; ``total`` counts them before the limit, ``last_event`` is the newest that they know of."""

    messages: list[MessageJson]
    total: int
    dropped: int
    last_event: int


class MessagesControl(KindControl[Message]):
    """Serves messages; where no channel is named, ``redeliver`` means the last one's callback, the others any."""

    kind = Message

    def shown(self, entry: Message) -> MessageJson:
        """A message."""
        return serialize_message(entry)

    def listed(self, found: list[Message], total: int) -> MessagesJson:
        """Some messages; ``last_event`` as for calls."""
        return MessagesJson(
            messages=[serialize_message(message) for message in found],
            total=total,
            dropped=self._journal.dropped_calls,
            last_event=self._journal.events.last_id,
        )

    endpoints = endpoints_of_kind(
        "/messages/{sms_id}",
        Message,
        (MessagesJson, MessageJson),
        ChannelBody,
        many="The messages that fit.",
        one="One message.",
        redeliver="Send a final callback once more, now: the last one, or the one of the channel that is named.",
        retry="Make the attempt now that is due next, of any channel or of the one that is named.",
        give_up=(
            "Make no further attempt, of any channel or of the one that is named: callbacks that wait are exhausted."
        ),
    )


def serialize_message(message: Message) -> MessageJson:
    """A message."""
    return {
        "sms_id": message.sms_id,
        "operation": message.request.operation,
        "type_id": message.type_id,
        "scenario": message.scenario,
        "chosen": serialize_chosen(message.chosen),
        "received_at": format_instant(message.received_at),
        "request": dict(message.request.parameters),
        "warnings": [serialize_warning(warning) for warning in message.warnings],
        "state": message.state,
        "settled": message.settled,
        "legs": [serialize_leg(leg) for leg in message.legs],
        "result": None if message.result is None else serialize_message_result(message.result),
        "callbacks": [_serialize_callback(callback) for callback in message.callbacks],
    }


def serialize_leg(leg: Leg) -> LegJson:
    """One channel of a message."""
    return {
        "channel": leg.channel,
        "from": leg.sender,
        "template": leg.template,
        "text": leg.text,
        "code": leg.code or None,
        "sent_at": optional_moment(leg.sent_at),
        "receivers": [_serialize_receiver(receiver) for receiver in leg.receivers],
    }


def serialize_message_result(result: MessageResult) -> MessageResultJson:
    """A result."""
    return {
        "SendFailed": result.send_failed,
        "SendStatus": result.send_status,
        "SendSuccess": result.send_success,
        "TotalPrice": result.total_price,
        "TotalReceiver": result.total_receiver,
        "TotalSent": result.total_sent,
    }


def _serialize_receiver(receiver: LegReceiver) -> ReceiverJson:
    return {
        "phone": receiver.phone,
        "network": receiver.network,
        "outcome": receiver.outcome,
        "at": optional_moment(receiver.at),
        "error": receiver.error,
    }


def _serialize_callback(callback: Callback) -> MessageCallbackJson:
    return {"channel": callback.channel, **serialize_callback(callback)}


def serialize_message_progress(callback: Callback) -> MessageProgressJson:
    """How far a callback of a message is."""
    return {"channel": callback.channel, **serialize_progress(callback)}
