"""Which of a sandbox's events are shown: those of what fits some globs, or only what went wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from mock_esms.cli.client import EventData, ServerSentEvent
from mock_esms.config.match import PARAMETERS, REQUEST_NAMES, Match, comparable, folded

NAMES: Final = (*REQUEST_NAMES, "sms_id", "scenario", "channel")
"""What a call or message can be chosen by: what never changes of it, and a message's channel."""
_SPELLED: Final = {folded(name): parameter for name, parameter in PARAMETERS.items()}
_LOST: Final = frozenset({"exhausted", "blocked"})


@dataclass(frozen=True, slots=True)
class EventFilter:
    """The globs that a call or message must fit, and whether only failures are shown."""

    match: Match
    failures: bool = False

    def takes_entry(self, entry: EventData) -> bool:
        """Whether a call or message, as the control API shows it, fits; one of its receivers and channels must."""
        return not self.match.misfits(lambda name: _values(entry, name))

    def takes(self, event: ServerSentEvent, *, chosen: bool) -> bool:
        """Whether an event is shown; ``chosen``: what it is about fits, where it is about one."""
        if self.failures and not _failed(event):
            return False
        if event.data.get("sms_id") is not None:
            return chosen
        if event.event == "request":
            request = event.data["request"]
            return self.match.fits(lambda name: _of_request(request, name))
        return True


def _values(entry: EventData, name: str) -> Iterable[str | None]:
    if name in {"sms_id", "scenario", "operation"}:
        return [entry.get(name)]
    if name == "phone" and "phone" in entry:
        return [entry["phone"]]  # of whoever wrote to a shortcode
    legs = entry.get("legs", ())
    if name == "channel":
        return [leg["channel"] for leg in legs]
    if name == "phone" and legs:
        return [receiver["phone"] for leg in legs for receiver in leg["receivers"]]
    return [_parameter(entry.get("request", {}), name)]


def _of_request(request: EventData, name: str) -> str | None:
    """The value in a request that made no call: the names of its query come in any case."""
    if name == "operation":
        return request.get("operation")
    query = {_SPELLED.get(folded(given), given): value for given, value in parse_qsl(request.get("query", ""))}
    return _parameter(query, name)


def _parameter(parameters: EventData, name: str) -> str | None:
    value = parameters.get(PARAMETERS.get(name, ""))
    return None if value is None else comparable(name, str(value))


def _failed(event: ServerSentEvent) -> bool:
    """Whether something went wrong: refused, not acknowledged, not delivered, warned of."""
    data = event.data
    match event.event:
        case "request":
            return data["request"]["code"] != "100" or data["request"]["status"] is None
        case "call" | "message" | "application":
            return bool(data[event.event]["warnings"])
        case "attempt":
            attempt = data["attempt"]
            return attempt["ms"] is not None and not attempt["acknowledged"]
        case "given_up":
            return True
        case "settled":
            return any(callback["state"] in _LOST for callback in data["callbacks"])
    return False
