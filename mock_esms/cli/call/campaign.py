"""How long a campaign of many calls took on the sandbox's clock, how its calls waited, how its callbacks crowded."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from statistics import median
from typing import Any, Final

from mock_esms.cli.client import ServerSentEvent
from mock_esms.model.times import MINUTE, SECOND, Duration, Instant, format_duration, parse_instant

_NEVER_SENT: Final = frozenset({"blocked", "bad-url"})
"""Errors of attempts of which no receiver hears anything."""


class _CallRecord:
    """One call: when its request came, when it last did something, its dials that waited, its sends."""

    __slots__ = ("last", "received_at", "sends", "waits")

    def __init__(self, received_at: Instant) -> None:
        self.received_at = received_at
        self.last = received_at
        self.waits: set[tuple[Instant, Instant]] = set()
        self.sends: dict[tuple[int, int], Instant] = {}

    def dial(self, dial: Mapping[str, Any]) -> None:
        """A dial has begun or ended; an older sandbox does not tell how long it waited."""
        waited = round((dial.get("waited") or 0) * SECOND)
        begun = parse_instant(dial["at"])
        if waited:
            self.waits.add((begun - waited, begun))

    def attempt(self, callback: int, attempt: Mapping[str, Any]) -> None:
        """An attempt has begun or ended."""
        if attempt["error"] in _NEVER_SENT:
            self.sends.pop((callback, attempt["number"]), None)
        else:
            self.sends[callback, attempt["number"]] = parse_instant(attempt["at"])


class Campaign:
    """Hears the events of a sandbox; which calls are the campaign's own is told at the end."""

    def __init__(self) -> None:
        """Nothing was heard yet."""
        self._calls: dict[str, _CallRecord] = {}

    def on_event(self, event: ServerSentEvent) -> None:
        """Take in an event; one of a call that began before is passed over."""
        data = event.data
        if event.event == "call":
            self.on_call(data["call"])
            return
        call = self._calls.get(data.get("sms_id") or "")
        if call is None:
            return
        if "dial" in data:
            call.dial(data["dial"])
        if "attempt" in data:
            call.attempt(data["callback"], data["attempt"])
        if event.event == "ended":
            call.last = parse_instant(data["at"])

    def on_call(self, fields: Mapping[str, Any]) -> None:
        """Take in a whole call, as the control API shows it, in the place of what was heard of it."""
        call = self._calls[fields["sms_id"]] = _CallRecord(parse_instant(fields["received_at"]))
        for dial in fields["dials"]:
            call.dial(dial)
        for index, callback in enumerate(fields["callbacks"]):
            for attempt in callback["attempts"]:
                call.attempt(index, attempt)
        if fields["ended_at"]:
            call.last = parse_instant(fields["ended_at"])

    def lines(self, sms_ids: Iterable[str]) -> Iterator[str]:
        """What there is to tell about these calls; nothing where none of them was heard of."""
        calls = [call for sms_id in sms_ids if (call := self._calls.get(sms_id)) is not None]
        if not calls:
            return
        sends = sorted(at for call in calls for at in call.sends.values())
        first, last = min(call.received_at for call in calls), max([*(call.last for call in calls), *sends[-1:]])
        until = "the last callback" if sends else "the end of the last call"
        took = format_duration(last - first)
        yield f"the campaign took {took} of the sandbox's clock, from its first request to {until}"
        waits = [wait for call in calls for wait in call.waits]
        if waits:
            waited = [sum(end - begin for begin, end in call.waits) for call in calls if call.waits]
            half, longest = format_duration(round(median(waited))), format_duration(max(waited))
            yield (
                f"{len(waited)} of {len(calls)} calls waited for a line: median {half}, longest {longest}, "
                f"at most {most_at_once(waits)} at a time"
            )
        if sends:
            yield (
                f"{len(sends)} callbacks were sent: at most {most_within(sends, 1)} at one instant, "
                f"{most_within(sends, SECOND)} within a second, {most_within(sends, MINUTE)} within a minute"
            )


def most_within(instants: list[Instant], length: Duration) -> int:
    """How many of these instants, in their order, lie within ``length`` milliseconds at most; its end is not in it."""
    return max(place + 1 - bisect_left(instants, at - length + 1) for place, at in enumerate(instants))


def most_at_once(spans: Iterable[tuple[Instant, Instant]]) -> int:
    """How many of these spans lie over one another at most; the end of one is not in it."""
    changes: Counter[Instant] = Counter()
    for begin, end in spans:
        changes[begin] += 1
        changes[end] -= 1
    most = there = 0
    for at in sorted(changes):
        there += changes[at]
        most = max(most, there)
    return most
