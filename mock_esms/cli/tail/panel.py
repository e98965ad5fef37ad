"""The calls under way as strips of time that grow, in place below the lines of ``tail``, with rich."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from mock_esms._text import printable
from mock_esms.cli.event_text import summary
from mock_esms.cli.message_text import message_summary
from mock_esms.cli.output import Tone, drawing_terminal, styled
from mock_esms.cli.tail.active_entries import ActiveEntries, next_due, phone_of
from mock_esms.cli.time_strip import MARKS, PhaseMarks, draw_strip, marks_for, strip
from mock_esms.clock.clock import perf_counter
from mock_esms.model.times import SECOND, Instant, format_duration, format_instant, parse_instant

if TYPE_CHECKING:
    from rich.console import Console, Group
    from rich.text import Text

NARROWEST: Final = 80
LOWEST: Final = 16
"""Columns and rows of a terminal below which there are only lines."""
SHOWN: Final = 8
"""Strips at a time: the latest calls and messages."""
EACH_SECOND: Final = 4
"""How often it is drawn anew."""
_STATES: Final = {
    "talking": "talking",
    "queued": "waits for a line",
    "approving": "waits for approval",
    "waiting": "scheduled",
}
_BEFORE: Final = 36
_AFTER: Final = 26
"""Columns before and after a strip."""


class Panel:
    """What is drawn; events come in one thread, and drawing happens in another."""

    def __init__(self, clock: Mapping[str, Any], *, console: "Console", marks: PhaseMarks) -> None:
        """Begin with the sandbox's clock."""
        self._lock = Lock()
        self._entries = ActiveEntries()
        self._console = console
        self._width = console.width
        self._marks = marks
        self._rate = 0.0
        self._read = 0.0
        self.clock(clock)

    def print(self, text: str, tone: Tone = "plain") -> None:
        """Print a line above the panel.

        Whatever went to the terminal past the console would be written into the panel, and wiped away with it.
        """
        from rich.text import Text

        # Soft: a long address is one line to those who copy it.
        self._console.print(Text.from_ansi(styled(text, tone)), soft_wrap=True)

    def clock(self, clock: Mapping[str, Any]) -> None:
        """Run as the sandbox's clock runs now."""
        with self._lock:
            self._rate = float(clock.get("rate", 0.0))
            self._entries.now = max(self._entries.now, parse_instant(clock["now"]))
            self._read = perf_counter()

    def apply(self, event: str, data: Mapping[str, Any]) -> None:
        """Show what an event changes."""
        with self._lock:
            # Where the clock has gone on by itself the event only says so; else it has jumped.
            self._entries.now = self._now()
            self._entries.apply(event, data)
            self._read = perf_counter()

    def _now(self) -> Instant:
        return self._entries.now + int((perf_counter() - self._read) * self._rate * SECOND)

    def picture(self) -> "Group":
        """The latest calls and messages, and above them the sandbox's time."""
        from rich.console import Group
        from rich.text import Text

        with self._lock:
            now = self._now()
            calls = list(self._entries)
            if not calls:
                return Group()
            more = f", the latest {SHOWN}" if len(calls) > SHOWN else ""
            title = f"{format_instant(now)[11:19]}  {len(calls)} under way{more}  "
            legend = "  ".join(f"{self._marks[kind]} {kind}" for kind in MARKS)
            lines = [Text.assemble((title, "bold cyan"), (legend, "dim"), no_wrap=True, overflow="ellipsis")]
            lines += [self._line(call, now) for call in calls[-SHOWN:]]
        return Group(Text("─" * self._width if self._marks is MARKS else "-" * self._width, style="dim"), *lines)

    def _line(self, call: Mapping[str, Any], now: Instant) -> "Text":
        from rich.text import Text

        phone = printable(phone_of(call))[:12]
        line = Text.assemble(
            (f"{phone:<13}", "bold"),
            (f"{printable(call['scenario'])[:21]:<22} ", "dim"),
            no_wrap=True,
            overflow="ellipsis",
        )
        start = parse_instant(call["received_at"])
        cells = self._width - _BEFORE - _AFTER
        draw_strip(line, strip(call, now, start=start, length=max(now - start, 1), cells=cells), self._marks)
        line.append(f" {progress_text(call, now)}")
        return line


def progress_text(call: Mapping[str, Any], now: Instant) -> str:
    """How far a call or message is, in a few words."""
    due = next_due(call)
    if due is not None:
        return f"callback in {format_duration(max(0, -(-(due - now) // SECOND)) * SECOND)}"
    state = call["state"]
    if state == "ended":
        return message_summary(call["result"]) if "legs" in call else summary(call["result"])
    if state in _STATES:
        return _STATES[state]
    if "legs" in call:
        return f"{call['legs'][-1]['channel']} sent"
    if not call["dials"]:
        return "scheduled"
    dial = call["dials"][-1]
    return f"dial {dial['number']} rings" if dial["outcome"] is None else f"waits after dial {dial['number']}"


@contextmanager
def panel(clock: Callable[[], Mapping[str, Any]]) -> Iterator[Panel | None]:
    """A panel below whatever is printed meanwhile; None where standard output is no terminal that has room for it.

    ``clock`` asks the sandbox for its clock.
    """
    console = drawing_terminal(width=NARROWEST, height=LOWEST)
    if console is None:
        yield None
        return
    from rich.live import Live

    drawn = Panel(clock(), console=console, marks=marks_for(console))
    with Live(console=console, get_renderable=drawn.picture, refresh_per_second=EACH_SECOND, transient=True):
        yield drawn
