"""The demo on a terminal: each call as a strip of time that grows, and below it what happened, with rich.

The message needs no strip: a line for each of its channels tells it.
"""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from mock_esms._text import printable
from mock_esms.cli.demo.plain_display import PlainDisplay, next_steps, verdict
from mock_esms.cli.demo.run_demo import CallView, Demo, DemoResult, Display, MessageView
from mock_esms.cli.output import terminal
from mock_esms.journal import Event
from mock_esms.model.callback import Attempt
from mock_esms.model.calls import OUTCOME_TEXT, Call, Dial
from mock_esms.model.message import Leg
from mock_esms.model.times import SECOND, Duration, Instant, format_duration, format_instant

if TYPE_CHECKING:
    from rich.console import Console, Group
    from rich.live import Live
    from rich.text import Text

NARROWEST: Final = 80
LOWEST: Final = 24
"""Columns and rows below which lines of text are shown instead."""
HORIZON: Final[Duration] = 80 * SECOND
"""How much sandbox time a strip is long; the longest call ends a little before."""
_TICK: Final[Duration] = 20 * SECOND
_INDENT: Final = 2
_MARKS: Final = {"ring": "░", "talk": "█", "wait": "·", "refused": "✗", "taken": "✓"}
_ASCII_MARKS: Final = {"ring": "-", "talk": "#", "wait": ".", "refused": "x", "taken": "v"}
_STYLES: Final = {"ring": "yellow", "talk": "green", "wait": "dim", "refused": "bold red", "taken": "bold green"}
_LEGEND: Final = (("ring", "rings"), ("talk", "talks"), ("wait", "waits"), ("refused", "500"), ("taken", "200"))
_LONG: Final = frozenset({"ReferenceId", "SMSID", "channel"})
"""What is not shown of a callback: long, or said already."""
_PREPOSITIONS: Final = {"no_answer": "for"}
"""How long it rang is said with ``after``, but for an outcome that took all of the ringing."""


def demo_display() -> Display:
    """The picture where standard output is a terminal that is large enough, else lines of text."""
    if not sys.stdout.isatty():
        return PlainDisplay()
    console = terminal()
    if console.is_dumb_terminal or console.width < NARROWEST or console.height < LOWEST:
        return PlainDisplay()
    return LiveDisplay(console)


class LiveDisplay:
    """Shows everything at once, in place."""

    def __init__(self, console: "Console") -> None:
        """Draw on this console."""
        self._console = console
        self._live: Live | None = None

    def begin(self, demo: Demo) -> None:
        """Draw the empty picture."""
        from rich.live import Live

        self._live = Live(self._picture(demo), console=self._console, auto_refresh=False)
        self._live.start(refresh=True)

    def happened(self, demo: Demo, _number: int, _event: Event) -> None:
        """Draw it anew."""
        self.tick(demo)

    def tick(self, demo: Demo) -> None:
        """Draw it anew."""
        if self._live is not None:
            self._live.update(self._picture(demo), refresh=True)

    def end(self, result: DemoResult) -> None:
        """Write the result below the picture."""
        style = "bold red" if result.differences else "bold green"
        self._console.print()
        for line in verdict(result):
            self._console.print(line, style=style, markup=False, soft_wrap=True)
            style = ""
        self._console.print()
        for line in next_steps():
            self._console.print(line, markup=False, soft_wrap=True)

    def close(self) -> None:
        """Stop drawing; the last picture stays."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def _picture(self, demo: Demo) -> "Group":
        encoding = self._console.encoding.lower()
        marks = _MARKS if encoding.startswith("utf") else _ASCII_MARKS
        return picture(demo, width=self._console.width, marks=marks)


def picture(demo: Demo, *, width: int, marks: dict[str, str]) -> "Group":
    """All lines of the picture at this moment."""
    from rich.console import Group

    now = demo.now()
    lines = [_header(demo, now, width, marks), _axis(width)]
    for number, view in enumerate(demo.calls, 1):
        parameters = " ".join(f"{name}={value}" for name, value in view.script.parameters)
        lines.append(_title(number, view.script.title, f"{view.script.phone}  {parameters}"))
        lines.append(_strip(view.call, demo.start, now, width, marks))
        lines += _happenings(view)
    message = demo.message
    lines.append(_title(len(demo.calls) + 1, message.script.title, message.script.phone))
    lines += _channels(message)
    return Group(*lines)


def _text(*parts: "str | tuple[str, str]") -> "Text":
    from rich.text import Text

    return Text.assemble(*parts, no_wrap=True, overflow="ellipsis")


def _header(demo: Demo, now: Instant, width: int, marks: dict[str, str]) -> "Text":
    left: list[str | tuple[str, str]] = [("mock-esms demo", "bold"), "  "]
    for kind, meaning in _LEGEND:
        left += [(marks[kind], _STYLES[kind]), f" {meaning}  "]
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


def _title(number: int, title: str, what: str) -> "Text":
    return _text((f"{number} {title}", "bold"), (f"  {what}", "dim"))


def _strip(call: Call | None, start: Instant, now: Instant, width: int, marks: dict[str, str]) -> "Text":
    """What happened when, a cell each few seconds; only what has happened is drawn."""
    strip = _text(" " * _INDENT)
    if call is None:
        return strip
    cells = width - _INDENT
    kinds = [""] * cells
    for kind, begin, end in _spans(call, now):
        # What comes late, on a busy machine, is drawn at the end rather than not at all.
        first = min((begin - start) * cells // HORIZON, cells - 1)
        last = max(first, (min(end, now) - start) * cells // HORIZON - 1)
        for cell in range(first, min(last + 1, cells)):
            kinds[cell] = kind
    for kind in kinds:
        strip.append(marks.get(kind, " "), _STYLES.get(kind, ""))
    return strip


def _spans(call: Call, now: Instant) -> Iterator[tuple[str, Instant, Instant]]:
    """From when to when it rang, talked, waited; later ones are drawn over earlier ones."""
    last = call.attempts[-1].at if call.settled and call.attempts else now
    yield "wait", call.received_at, last
    for dial in call.dials:
        ring_end = now if dial.ring is None else dial.at + dial.ring
        yield "ring", dial.at, ring_end
        if dial.outcome == "answered":
            yield "talk", ring_end, call.timeline.ends_at
    for attempt in call.attempts:
        if not attempt.under_way:
            yield "taken" if attempt.acknowledged else "refused", attempt.at, attempt.at


def _happenings(view: CallView) -> Iterator["Text"]:
    call = view.call
    if call is None:
        return
    for dial in call.dials:
        yield _happening(dial.at, f"dial {dial.number}", _of_dial(dial), "yellow" if dial.outcome is None else "")
    result = call.result
    if result is not None:
        key = f", key {result.ivr}" if result.ivr else ""
        text = f"{result.call_status}, {result.call_duration} s{key}, price {result.price}"
        yield _happening(call.timeline.ends_at, "ended", text, "bold")
    received = view.received()
    for attempt, query in zip(call.attempts, (*received, *("",) * len(call.attempts)), strict=False):
        yield _of_attempt(attempt, query, call)


def _happening(at: Instant, what: str, text: str, style: str = "") -> "Text":
    return _text((f"  {_clock_time(at)}  ", "dim"), f"{what:<11} ", (text, style))


def _of_dial(dial: Dial) -> str:
    if dial.outcome is None:
        return "rings"
    preposition = _PREPOSITIONS.get(dial.outcome, "after")
    return f"{OUTCOME_TEXT[dial.outcome]} {preposition} {format_duration(dial.ring or 0)}"


def _channels(view: MessageView) -> Iterator["Text"]:
    """What became of the message on each channel that had its turn, and how that was reported."""
    message = view.message
    if message is None:
        return
    for leg, callback in zip(message.legs, message.callbacks, strict=False):
        at = leg.receivers[0].at or leg.sent_at or message.received_at
        text = _happening(at, leg.channel, _of_leg(leg))
        received = [query for query in view.received() if query.startswith(view.script.query(leg.channel))]
        for attempt, query in zip(callback.attempts, (*received, *("",) * len(callback.attempts)), strict=False):
            answer, style = _answer(attempt, callback.next_due, last=attempt == callback.attempts[-1])
            text.append(f"  callback {attempt.number}  ").append(answer, style).append(_got(query), "dim")
        yield text


def _of_leg(leg: Leg) -> str:
    receiver = leg.receivers[0]
    if receiver.outcome is None:
        return "is sent"
    said = f"code {leg.code}" if receiver.error is None else f"error {receiver.error}"
    return f"{receiver.outcome}, {said}"


def _of_attempt(attempt: Attempt, query: str, call: Call) -> "Text":
    """An attempt: its answer, and what the receiver got."""
    answer, style = _answer(attempt, call.callbacks[-1].next_due, last=attempt == call.attempts[-1])
    text = _happening(attempt.at, f"callback {attempt.number}", answer, style)
    text.append(_got(query), "dim")
    return text


def _answer(attempt: Attempt, due: Instant | None, *, last: bool) -> tuple[str, str]:
    """How an attempt was answered, and in which style that is shown."""
    if attempt.under_way:
        return "…", "yellow"
    if attempt.acknowledged:
        return f"{attempt.status}", "bold green"
    again = f", again at {_clock_time(due)}" if last and due is not None else ""
    return f"{attempt.status or attempt.error}{again}", "bold red"


def _got(query: str) -> str:
    """What the receiver got; the id is left out, it is long."""
    shown = "&".join(pair for pair in query.split("&") if pair.partition("=")[0] not in _LONG)
    return f"  got {printable(shown)}" if shown else ""


def _clock_time(instant: Instant) -> str:
    return format_instant(instant)[11:19]
