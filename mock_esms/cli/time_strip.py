"""A call or message as a strip of time, cell by cell, as ``tail`` and ``demo`` draw it on a terminal."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from mock_esms.cli.client import EventData
from mock_esms.model.times import SECOND, Duration, Instant, parse_instant

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

PhaseMarks = Mapping[str, str]

MARKS: Final[PhaseMarks] = {"ring": "░", "talk": "█", "send": "▒", "wait": "·", "refused": "✗", "taken": "✓"}
"""How each kind of phase is drawn: an attempt is refused or taken by the receiver."""
ASCII_MARKS: Final[PhaseMarks] = {"ring": "-", "talk": "#", "send": "=", "wait": ".", "refused": "x", "taken": "v"}
STYLES: Final = {
    "ring": "yellow",
    "talk": "green",
    "send": "cyan",
    "wait": "dim",
    "refused": "bold red",
    "taken": "bold green",
}


def marks_for(console: "Console") -> PhaseMarks:
    """The marks that a terminal can show."""
    return MARKS if console.encoding.lower().startswith("utf") else ASCII_MARKS


def draw_strip(text: "Text", kinds: list[str], marks: PhaseMarks) -> None:
    """Append the cells to a line of text."""
    for kind in kinds:
        text.append(marks.get(kind, " "), STYLES.get(kind, ""))


def strip(entry: EventData, now: Instant, *, start: Instant, length: Duration, cells: int) -> list[str]:
    """What went on in each cell of a strip that is ``length`` long, until now.

    What comes later than the strip is long is drawn at its end rather than not at all.
    """
    kinds = [""] * cells
    for kind, begin, end in _phases(entry, now):
        first = max(0, min((begin - start) * cells // length, cells - 1))
        last = max(first, (min(end, now) - start) * cells // length - 1)
        for cell in range(first, min(last + 1, cells)):
            kinds[cell] = kind
    return kinds


def _phases(entry: EventData, now: Instant) -> Iterator[tuple[str, Instant, Instant]]:
    """From when to when it rang, talked, was on its way and waited, and its attempts; later ones lie over earlier."""
    yield "wait", parse_instant(entry["received_at"]), now
    ended_at = parse_instant(entry["ended_at"]) if entry.get("ended_at") else now
    for dial in entry.get("dials", ()):
        begin = parse_instant(dial["at"])
        answered = now if dial["ring"] is None else begin + round(dial["ring"] * SECOND)
        yield "ring", begin, answered
        if dial["outcome"] == "answered":
            yield "talk", answered, ended_at
    for leg in entry.get("legs", ()):
        if leg["sent_at"] is not None:
            yield "send", parse_instant(leg["sent_at"]), ended_at
    for callback in entry["callbacks"]:
        for attempt in callback["attempts"]:
            if attempt["ms"] is not None:
                at = parse_instant(attempt["at"])
                yield "taken" if attempt["acknowledged"] else "refused", at, at
