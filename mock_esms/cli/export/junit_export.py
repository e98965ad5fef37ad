"""The callbacks of calls and messages as JUnit XML, as CI servers read it: a case for each, passed when delivered."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mock_esms._text import xml_text
from mock_esms.exchange.expectations.timeline_text import timeline_text
from mock_esms.model.callback import Callback, CallbackState
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.times import SECOND, format_instant

SUITE: Final = "mock-esms export"
_FAILED: Final[frozenset[CallbackState]] = frozenset({"exhausted", "blocked"})
_SKIPPED: Final[frozenset[CallbackState]] = frozenset({"pending", "dropped"})


def junit(each_entry: Callable[[], Iterator[JournalEntry]]) -> Iterator[str]:
    """The document, piece by piece; what it counts stands first, so the entries are asked for twice."""
    states = Counter(callback.state for entry in each_entry() for callback in entry.callbacks)
    counts = {
        "name": SUITE,
        "tests": str(states.total()),
        "failures": str(sum(states[state] for state in _FAILED)),
        "errors": "0",
        "skipped": str(sum(states[state] for state in _SKIPPED)),
    }
    attributes = "".join(f' {name}="{value}"' for name, value in counts.items())
    yield f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites{attributes}>\n  <testsuite{attributes}>\n'
    for entry in each_entry():
        for callback in entry.callbacks:
            case = _case(entry, callback)
            indent(case, level=2)
            yield f"    {tostring(case, encoding='unicode')}\n"
    yield "  </testsuite>\n</testsuites>\n"


def _case(entry: JournalEntry, callback: Callback) -> Element:
    took = sum(attempt.ms or 0.0 for attempt in callback.attempts) / SECOND
    channel = f"{callback.channel} " if callback.channel else ""
    case = Element(
        "testcase",
        classname=xml_text(f"{entry.request.operation}.{entry.scenario}"),
        name=xml_text(f"{entry.request.phone} {entry.sms_id} {channel}SendStatus={callback.send_status}".lstrip()),
        time=f"{took:.3f}",
    )
    timeline = xml_text(timeline_text(entry))
    if callback.state in _FAILED:
        SubElement(case, "failure", type=callback.state, message=xml_text(_why(callback))).text = timeline
    elif callback.state in _SKIPPED:
        SubElement(case, "skipped", message=_waits(entry, callback))
        SubElement(case, "system-out").text = timeline
    else:
        SubElement(case, "system-out").text = timeline
    return case


def _why(callback: Callback) -> str:
    """What the last attempt came to."""
    last = callback.attempts[-1] if callback.attempts else None
    if last is None:
        return f"{callback.state}, and never sent"
    ended = f"status {last.status}" if last.error is None else f"{last.error}: {last.detail}"
    count = "1 attempt" if len(callback.attempts) == 1 else f"{len(callback.attempts)} attempts"
    return f"{callback.state} after {count}; the last one: {ended}"


def _waits(entry: JournalEntry, callback: Callback) -> str:
    if callback.state == "dropped":
        return "dropped: its scenario never sends it"
    if entry.settled:
        return "never sent: its scenario never reports what became of it"
    due = "" if callback.next_due is None else f"; the next attempt is due at {format_instant(callback.next_due)}"
    return f"pending{due}"
