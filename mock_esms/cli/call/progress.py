"""How far something has got: a bar on a terminal, a count now and then where nobody watches."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

from mock_esms.cli.output import print_line, terminal

if TYPE_CHECKING:
    from rich.progress import Progress

STEPS: Final = 10
"""So many counts are printed from nothing to all."""


class Steps(Protocol):
    """Shows how many are done."""

    def step(self) -> None:
        """One more is done."""


@contextmanager
def progress(what: str, total: int) -> Iterator[Steps]:
    """Show on standard error how many of ``total`` are done: ``what`` says it in a word or two."""
    stream = sys.stderr
    if stream is None or not stream.isatty():
        yield Counts(what, total)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = terminal(err=True)
    if console.is_dumb_terminal:
        yield Counts(what, total)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        yield _OnBar(bar, what, total)


class Counts:
    """Prints a line at each tenth: ``placed: 300 of 1000``."""

    def __init__(self, what: str, total: int) -> None:
        """Count up to ``total``."""
        self._what = what
        self._total = total
        self._done = 0

    def step(self) -> None:
        """One more is done."""
        before = self._done * STEPS // self._total
        self._done += 1
        if self._done * STEPS // self._total > before:
            print_line(f"{self._what}: {self._done} of {self._total}", err=True)


class _OnBar:
    """Moves a bar of rich."""

    def __init__(self, bar: "Progress", what: str, total: int) -> None:
        """Add a task to the bar."""
        self._bar = bar
        self._task = bar.add_task(what, total=total)

    def step(self) -> None:
        """One more is done."""
        self._bar.advance(self._task)
