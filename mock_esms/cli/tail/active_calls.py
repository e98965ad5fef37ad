"""The calls that something is still going to happen to, kept up to date by the events of a sandbox. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from mock_esms.model.times import SECOND, Instant, parse_instant

Fields = Mapping[str, Any]

MANY: Final = 1_000
"""Calls that are remembered; past it the oldest is forgotten, as nobody watches so many lines."""


class CallSpan(NamedTuple):
    """What a call did from one instant to another: ``ring``, ``talk``, ``wait``, ``refused`` or ``taken``."""

    kind: str
    begin: Instant
    end: Instant


class ActiveCalls:
    """Calls by id, oldest first."""

    def __init__(self) -> None:
        """No call yet."""
        self._calls: dict[str, dict[str, Any]] = {}
        self.now: Instant = 0

    def __iter__(self) -> Iterator[Fields]:
        """Each call that is not settled, as the control API shows calls."""
        return iter(self._calls.values())

    def __len__(self) -> int:
        """How many there are."""
        return len(self._calls)

    def apply(self, event: str, data: Fields) -> None:
        """Change what an event changes; one about a call that began before is passed over."""
        if "at" in data:
            self.now = max(self.now, parse_instant(data["at"]))
        if event == "reset":
            self._calls.clear()
        elif event == "call":
            self._calls[data["sms_id"]] = dict(data["call"])
            if len(self._calls) > MANY:
                del self._calls[next(iter(self._calls))]
        elif event == "settled":
            self._calls.pop(data["sms_id"], None)
        elif (call := self._calls.get(data.get("sms_id") or "")) is not None and "callbacks" in data:
            _change(call, data)


def _change(call: dict[str, Any], data: Fields) -> None:
    """Change a call by an event; the page does the same in ``app/apply-event.js``."""
    attempts = [callback["attempts"] for callback in call["callbacks"]]
    if "attempt" in data:
        attempts[data["callback"]] = _with_entry(attempts[data["callback"]], data["attempt"])
    call["callbacks"] = [
        {**progress, "attempts": made} for progress, made in zip(data["callbacks"], attempts, strict=True)
    ]
    call["state"] = data["state"]
    if "dial" in data:
        call["dials"] = _with_entry(call["dials"], data["dial"])
    if "result" in data:
        call["result"], call["ended_at"] = data["result"], data["at"]


def _with_entry(entries: list[Fields], entry: Fields) -> list[Fields]:
    """Numbered entries with a new one, or with one in the place of its older self."""
    others = [other for other in entries if other["number"] != entry["number"]]
    return sorted([*others, entry], key=lambda each: int(each["number"]))


def spans(call: Fields, now: Instant) -> Iterator[CallSpan]:
    """From when to when it rang, talked and waited, and its attempts; later ones lie over earlier ones."""
    yield CallSpan("wait", parse_instant(call["received_at"]), now)
    for dial in call["dials"]:
        begin = parse_instant(dial["at"])
        answered = now if dial["ring"] is None else begin + round(dial["ring"] * SECOND)
        yield CallSpan("ring", begin, answered)
        if dial["outcome"] == "answered":
            yield CallSpan("talk", answered, parse_instant(call["ended_at"]) if call.get("ended_at") else now)
    for callback in call["callbacks"]:
        for attempt in callback["attempts"]:
            if attempt["ms"] is not None:
                at = parse_instant(attempt["at"])
                yield CallSpan("taken" if attempt["acknowledged"] else "refused", at, at)


def next_due(call: Fields) -> Instant | None:
    """When its next attempt is made, if one is planned."""
    dues = [parse_instant(callback["next_due"]) for callback in call["callbacks"] if callback["next_due"]]
    return min(dues, default=None)
