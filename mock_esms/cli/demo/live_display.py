"""The demo on a terminal: each call as a strip of time that grows, and below it what happened, with rich.

The message needs no strip: a line for each of its channels tells it.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from itertools import chain, repeat
from typing import TYPE_CHECKING, Final

from mock_esms._text import printable
from mock_esms.cli.demo.plain_display import PlainDisplay
from mock_esms.cli.demo.run_demo import Demo, Display
from mock_esms.cli.demo.scripts import CallScript, channel_query
from mock_esms.cli.output import drawing_terminal
from mock_esms.cli.time_strip import STYLES, PhaseMarks, draw_strip, marks_for, strip
from mock_esms.journal import Event
from mock_esms.model.callback import Attempt, Callback
from mock_esms.model.calls import OUTCOME_TEXT, Call, Dial
from mock_esms.model.message import Leg, Message
from mock_esms.model.times import SECOND, Duration, Instant, format_duration, format_instant
from mock_esms.server.control.entries.calls import serialize_call

if TYPE_CHECKING:
    from rich.console import Console, Group
    from rich.text import Text

NARROWEST: Final = 80
LOWEST: Final = 24
"""Columns and rows below which lines of text are shown instead."""
EACH_SECOND: Final = 20
"""How often it is drawn anew."""
HORIZON: Final[Duration] = 80 * SECOND
"""How much sandbox time a strip is long; the longest call ends a little before."""
_TICK: Final[Duration] = 20 * SECOND
_INDENT: Final = 2
_LEGEND: Final = (("ring", "rings"), ("talk", "talks"), ("wait", "waits"), ("refused", "500"), ("taken", "200"))
_LONG: Final = frozenset({"ReferenceId", "SMSID", "channel"})
"""What is not shown of a callback: long, or said already."""
_PREPOSITIONS: Final = {"no_answer": "for"}
"""How long it rang is said with ``after``, but for an outcome that took all of the ringing."""


def demo_display() -> Display:
    """The picture where standard output is a terminal that is large enough, else lines of text."""
    console = drawing_terminal(width=NARROWEST, height=LOWEST)
    return PlainDisplay() if console is None else LiveDisplay(console)


class LiveDisplay:
    """Shows everything at once, in place."""

    def __init__(self, console: "Console") -> None:
        """Draw on this console."""
        self._console = console

    def drawing(self, demo: Demo) -> AbstractContextManager[object]:
        """The picture; its last one stays."""
        from rich.live import Live

        drawn = partial(self._picture, demo)
        return Live(get_renderable=drawn, console=self._console, refresh_per_second=EACH_SECOND)

    def happened(self, _number: int, _event: Event) -> None:
        """Nothing: the picture is drawn anew all the time."""

    def _picture(self, demo: Demo) -> "Group":
        return picture(demo, width=self._console.width, marks=marks_for(self._console))


def picture(demo: Demo, *, width: int, marks: PhaseMarks) -> "Group":
    """All lines of the picture at this moment."""
    from rich.console import Group

    now = demo.now()
    lines = [_header(demo, now, width, marks), _axis(width)]
    for number, view in enumerate(demo.views, 1):
        script, entry = view.script, view.entry
        parameters = "".join(f" {name}={value}" for name, value in script.parameters)
        lines.append(_text((f"{number} {script.title}", "bold"), (f"  {script.phone} {parameters}", "dim")))
        if isinstance(script, CallScript):
            lines.append(_strip(entry if isinstance(entry, Call) else None, demo.start, now, width, marks))
        match entry:
            case Call():
                lines += _of_call(entry, view.received)
            case Message():
                lines += _of_message(entry, view.received)
    return Group(*lines)


def _text(*parts: "str | tuple[str, str]") -> "Text":
    from rich.text import Text

    return Text.assemble(*parts, no_wrap=True, overflow="ellipsis")


def _header(demo: Demo, now: Instant, width: int, marks: PhaseMarks) -> "Text":
    left: list[str | tuple[str, str]] = [("mock-esms demo", "bold"), "  "]
    for kind, meaning in _LEGEND:
        left += [(marks[kind], STYLES[kind]), f" {meaning}  "]
    text = _text(*left)
    clock = f"{_clock_time(now)}, {demo.speed:g} x speed"
    text.append(" " * max(1, width - text.cell_len - len(clock)))
    text.append(clock, "bold cyan")
    return text


def _axis(width: int) -> "Text":
    """How long after the start, above the strips."""
    cells = width - _INDENT
    line = ""
    for at in range(0, HORIZON, _TICK):
        line = line.ljust(at * cells // HORIZON) + format_duration(at)
    return _text((" " * _INDENT + line, "dim"))


def _strip(call: Call | None, start: Instant, now: Instant, width: int, marks: PhaseMarks) -> "Text":
    """What happened when, a cell each few seconds; only what has happened is drawn."""
    line = _text(" " * _INDENT)
    if call is not None:
        until = call.attempts[-1].at if call.settled and call.attempts else now
        kinds = strip(serialize_call(call), until, start=start, length=HORIZON, cells=width - _INDENT)
        draw_strip(line, kinds, marks)
    return line


def _of_call(call: Call, received: Sequence[str]) -> Iterator["Text"]:
    """Its dials, its end, and its attempts with what the receiver got of each."""
    for dial in call.dials:
        yield _happening(dial.at, f"dial {dial.number}", _of_dial(dial), "yellow" if dial.outcome is None else "")
    result = call.result
    if result is not None:
        key = f", key {result.ivr}" if result.ivr else ""
        text = f"{result.call_status}, {result.call_duration} s{key}, price {result.price}"
        yield _happening(call.timeline.ends_at, "ended", text, "bold")
    for callback in call.callbacks:
        for attempt, answer, got in _answers(callback, received):
            yield _happening(attempt.at, f"callback {attempt.number}", *answer).append(got, "dim")


def _happening(at: Instant, what: str, text: str, style: str = "") -> "Text":
    return _text((f"  {_clock_time(at)}  ", "dim"), f"{what:<11} ", (text, style))


def _of_dial(dial: Dial) -> str:
    if dial.outcome is None:
        return "rings"
    preposition = _PREPOSITIONS.get(dial.outcome, "after")
    return f"{OUTCOME_TEXT[dial.outcome]} {preposition} {format_duration(dial.ring or 0)}"


def _of_message(message: Message, received: Sequence[str]) -> Iterator["Text"]:
    """What became of it on each channel that had its turn, and how that was reported."""
    for leg, callback in zip(message.legs, message.callbacks, strict=False):
        text = _happening(leg.receivers[0].at or leg.sent_at or message.received_at, leg.channel, _of_leg(leg))
        own = [query for query in received if query.startswith(channel_query(leg.channel))]
        for attempt, answer, got in _answers(callback, own):
            text.append(f"  callback {attempt.number}  ").append(*answer).append(got, "dim")
        yield text


def _of_leg(leg: Leg) -> str:
    receiver = leg.receivers[0]
    if receiver.outcome is None:
        return "is sent"
    said = f"code {leg.code}" if receiver.error is None else f"error {receiver.error}"
    return f"{receiver.outcome}, {said}"


def _answers(callback: Callback, received: Sequence[str]) -> Iterator[tuple[Attempt, tuple[str, str], str]]:
    """Each attempt, how it was answered and in which style that is shown, and what the receiver got."""
    for attempt, query in zip(callback.attempts, chain(received, repeat("")), strict=False):
        last = attempt is callback.attempts[-1]
        yield attempt, _answer(attempt, callback.next_due if last else None), _got(query)


def _answer(attempt: Attempt, due: Instant | None) -> tuple[str, str]:
    if attempt.under_way:
        return "…", "yellow"
    if attempt.acknowledged:
        return f"{attempt.status}", "bold green"
    again = f", again at {_clock_time(due)}" if due is not None else ""
    return f"{attempt.status or attempt.error}{again}", "bold red"


def _got(query: str) -> str:
    """What the receiver got; the id is left out, it is long."""
    shown = "&".join(pair for pair in query.split("&") if pair.partition("=")[0] not in _LONG)
    return f"  got {printable(shown)}" if shown else ""


def _clock_time(instant: Instant) -> str:
    return format_instant(instant)[11:19]
