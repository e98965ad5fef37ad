"""``/_mock/calls``: the calls that were accepted, sending their callbacks by hand, and being the called person."""

from typing import Literal, TypedDict

from mock_esms.config.documents import WrongKeysError
from mock_esms.exchange.calls.call_progress import PersonAction
from mock_esms.model.calls import Call, CallResult, CallState, Dial, Outcome
from mock_esms.model.times import SECOND, format_instant
from mock_esms.model.value import Struct
from mock_esms.server.control.entries.callback_json import CallbackJson, serialize_callback
from mock_esms.server.control.entries.entry_json import (
    ChosenJson,
    Moment,
    WarningJson,
    serialize_chosen,
    serialize_warning,
)
from mock_esms.server.control.entries.kind_control import KindControl, endpoints_of_kind
from mock_esms.server.control.serving.endpoint import Endpoint

PhoneKey = Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"]


class ActBody(Struct):
    """What the called person of an interactive call does; a key goes with ``press``, and with nothing else."""

    do: PersonAction
    key: PhoneKey | None = None

    def __post_init__(self) -> None:
        """Refuse a key without a press, and a press without a key."""
        if (self.do == "press") is (self.key is None):
            raise WrongKeysError([("key", 'goes with {"do": "press"}, and with nothing else')])


class DialJson(TypedDict):
    """A dial; ``ring`` and ``outcome`` are null while it rings; ``interactive``: a person decides it.

    ``waited`` is how many seconds the call waited for a line of its account before; 0.0 where it had one at once.
    """

    number: int
    at: Moment
    ring: float | None
    outcome: Outcome | None
    interactive: bool
    waited: float


class ResultJson(TypedDict):
    """A result, spelled and typed as the callback spells it."""

    CallStatus: str
    CallDuration: int
    Ivr: str
    Price: str
    SentResult: int
    SendStatus: int
    CID: str


class PressedJson(TypedDict):
    """The key that counts, and when it was pressed."""

    key: str
    at: Moment


class CallJson(TypedDict):
    """CALL; ``result`` is null until the call has ended, ``callbacks`` is empty without CallbackUrl."""

    sms_id: str
    operation: str
    scenario: str
    chosen: ChosenJson
    received_at: Moment
    request: dict[str, str]
    warnings: list[WarningJson]
    state: CallState
    settled: bool
    dials: list[DialJson]
    pressed: PressedJson | None
    spoken: str | None
    ended_at: Moment | None
    result: ResultJson | None
    callbacks: list[CallbackJson]


class CallsJson(TypedDict):
    """The calls that fit; ``total`` counts them before the limit, ``last_event`` is the newest that they know of."""

    calls: list[CallJson]
    total: int
    dropped: int
    last_event: int


class CallsControl(KindControl[Call]):
    """Serves calls."""

    kind = Call

    def shown(self, entry: Call) -> CallJson:
        """A call."""
        return serialize_call(entry)

    def listed(self, found: list[Call], total: int) -> CallsJson:
        """Some calls; who follows the events from ``last_event`` on misses nothing, and sees nothing twice."""
        return CallsJson(
            calls=[serialize_call(call) for call in found],
            total=total,
            dropped=self._journal.dropped_calls,
            last_event=self._journal.events.last_id,
        )

    async def act(self, sms_id: str, body: ActBody) -> CallJson:
        """Do what the called person of an interactive call does."""
        return serialize_call(self._exchange.act(sms_id, body.do, body.key))

    endpoints = (
        *endpoints_of_kind(
            "/calls/{sms_id}",
            Call,
            (CallsJson, CallJson),
            many="The calls that fit.",
            one="One call.",
            redeliver="Send the final callback once more, now.",
            give_up="Make no further attempt: a callback that still waits is exhausted.",
        ),
        Endpoint("post", "/calls/{sms_id}/act", act, errors=(404, 409)),
    )


def serialize_call(call: Call) -> CallJson:
    """CALL."""
    return {
        "sms_id": call.sms_id,
        "operation": call.request.operation,
        "scenario": call.scenario,
        "chosen": serialize_chosen(call.chosen),
        "received_at": format_instant(call.received_at),
        "request": dict(call.request.parameters),
        "warnings": [serialize_warning(warning) for warning in call.warnings],
        "state": call.state,
        "settled": call.settled,
        "dials": [serialize_dial(dial) for dial in call.dials],
        "pressed": serialize_pressed(call),
        "spoken": call.spoken,
        "ended_at": format_instant(call.begins_at + call.schedule.ends_at) if call.state == "ended" else None,
        "result": None if call.result is None else serialize_result(call.result),
        "callbacks": [serialize_callback(callback) for callback in call.callbacks],
    }


def serialize_dial(dial: Dial) -> DialJson:
    """A dial."""
    return {
        "number": dial.number,
        "at": format_instant(dial.at),
        "ring": None if dial.ring is None else dial.ring / SECOND,
        "outcome": dial.outcome,
        "interactive": dial.interactive,
        "waited": dial.waited / SECOND,
    }


def serialize_pressed(call: Call) -> PressedJson | None:
    """The key that counts, and when it was pressed; None before, and where none does.

    What a scenario will press is not shown before the call has ended.
    """
    schedule = call.schedule
    if schedule.key_at is None or not (call.state == "ended" or schedule.dials[-1].interactive):
        return None
    return {"key": schedule.key, "at": format_instant(call.begins_at + schedule.key_at)}


def serialize_result(result: CallResult) -> ResultJson:
    """A result."""
    return {
        "CallStatus": result.call_status,
        "CallDuration": result.call_duration,
        "Ivr": result.ivr,
        "Price": result.price,
        "SentResult": result.sent_result,
        "SendStatus": result.send_status,
        "CID": result.cid,
    }
