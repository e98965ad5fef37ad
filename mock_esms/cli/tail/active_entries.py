"""The calls and messages that something is still going to happen to, kept up to date by a sandbox's events. Pure."""

from collections.abc import Iterator
from typing import Any, Final

from mock_esms.cli.client import EventData
from mock_esms.model.times import Instant, parse_instant

MANY: Final = 1_000
"""So many are remembered; past it the oldest is forgotten, as nobody watches so many lines."""


class ActiveEntries:
    """Calls and messages by id, oldest first."""

    def __init__(self) -> None:
        """None yet."""
        self._entries: dict[str, dict[str, Any]] = {}
        self.now: Instant = 0

    def __iter__(self) -> Iterator[EventData]:
        """Each that is not settled, as the control API shows it."""
        return iter(self._entries.values())

    def __len__(self) -> int:
        """How many there are."""
        return len(self._entries)

    def apply(self, event: str, data: EventData) -> None:
        """Change what an event changes; one about a call that began before is passed over."""
        if "at" in data:
            self.now = max(self.now, parse_instant(data["at"]))
        if event == "reset":
            self._entries.clear()
        elif event in {"call", "message"}:
            self._entries[data["sms_id"]] = dict(data[event])
            if len(self._entries) > MANY:
                del self._entries[next(iter(self._entries))]
        elif event == "settled":
            self._entries.pop(data["sms_id"], None)
        elif (entry := self._entries.get(data.get("sms_id") or "")) is not None and "callbacks" in data:
            _change(entry, data)


def _change(entry: dict[str, Any], data: EventData) -> None:
    """Change a call or message by an event; the page does the same in ``app/apply-event.js``."""
    attempts = [callback["attempts"] for callback in entry["callbacks"]]
    attempts += [[] for _ in data["callbacks"][len(attempts) :]]  # those of a message's next channel
    if "attempt" in data:
        attempts[data["callback"]] = _with_entry(attempts[data["callback"]], data["attempt"])
    entry["callbacks"] = [
        {**progress, "attempts": made} for progress, made in zip(data["callbacks"], attempts, strict=True)
    ]
    entry["state"] = data["state"]
    if "legs" in data:
        entry["legs"] = data["legs"]
    if "dial" in data:
        entry["dials"] = _with_entry(entry["dials"], data["dial"])
    if "result" in data:
        entry["result"], entry["ended_at"] = data["result"], data["at"]


def _with_entry(entries: list[EventData], entry: EventData) -> list[EventData]:
    """Numbered entries with a new one, or with one in the place of its older self."""
    others = [other for other in entries if other["number"] != entry["number"]]
    return sorted([*others, entry], key=lambda each: int(each["number"]))


def next_due(entry: EventData) -> Instant | None:
    """When its next attempt is made, if one is planned."""
    dues = [parse_instant(callback["next_due"]) for callback in entry["callbacks"] if callback["next_due"]]
    return min(dues, default=None)


def phone_of(entry: EventData) -> str:
    """The phone that is called, the first receiver, or who wrote to a shortcode."""
    if entry.get("legs"):
        return str(entry["legs"][0]["receivers"][0]["phone"])
    return str(entry.get("phone") or entry.get("request", {}).get("Phone", ""))
