"""``/_mock/calls``: the calls that were accepted, sending their callbacks by hand, and being the called person."""

from dataclasses import dataclass
from typing import Literal, TypedDict

from mock_esms.config.documents import WrongKeysError
from mock_esms.exchange.calls.call_progress import PersonAction
from mock_esms.model.calls import Call
from mock_esms.server.control.endpoint import Endpoint
from mock_esms.server.control.json_types import CallJson
from mock_esms.server.control.kind_control import KindControl, endpoints_of_kind
from mock_esms.server.control.serializers import serialize_call

PhoneKey = Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActBody:
    """What the called person of an interactive call does; a key goes with ``press``, and with nothing else."""

    do: PersonAction
    key: PhoneKey | None = None

    def __post_init__(self) -> None:
        """Refuse a key without a press, and a press without a key."""
        if (self.do == "press") is (self.key is None):
            raise WrongKeysError([("key", 'goes with {"do": "press"}, and with nothing else')])


class CallsJson(TypedDict):
    """The calls that fit; ``total`` counts them before the limit, ``last_event`` is the newest that they know of."""

    calls: list[CallJson]
    total: int
    dropped: int
    last_event: int


class CallsControl(KindControl[Call]):
    """Serves calls."""

    kind = Call

    def entry(self, entry_id: str) -> Call:
        """The call of that id."""
        return self._exchange.call(entry_id)

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
