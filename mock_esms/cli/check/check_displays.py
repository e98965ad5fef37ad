"""How a check is shown: a table that grows on a terminal, a line a case elsewhere, nothing beside JSON."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from mock_esms._text import printable
from mock_esms.cli.output import TABLE_WIDTH, WIDE_TABLE, drawing_terminal, print_line, print_output
from mock_esms.delivery.receiver_check import Case, CaseResult, CheckResult, Target
from mock_esms.delivery.receiver_check.result import case_lines, details

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


class CheckDisplay:
    """Shows nothing, and keeps the results of the cases that are over."""

    def __init__(self) -> None:
        """Nothing is over."""
        self.results: list[CaseResult] = []

    def drawing(self) -> AbstractContextManager[object]:
        """What is drawn in place while the check goes on; nothing here."""
        return nullcontext()

    def show(self, result: CaseResult) -> None:
        """A case is over."""
        self.results.append(result)

    def end(self, result: CheckResult) -> None:
        """The check is over."""


class CheckLines(CheckDisplay):
    """Prints a line a case, and below it the evidence where the case failed."""

    def __init__(self, *, verbose: bool) -> None:
        """With ``verbose``, print the evidence of every case."""
        super().__init__()
        self._verbose = verbose

    def show(self, result: CaseResult) -> None:
        """Print it."""
        super().show(result)
        first, *more = case_lines(result, detailed=self._verbose or not result.ok)
        print_line(first, "plain" if result.ok else "bad")
        for line in more:
            print_line(line)

    def end(self, result: CheckResult) -> None:
        """Print how many passed."""
        print_line(result.summary, "good" if result.ok else "bad")


class CheckTable(CheckDisplay):
    """Draws all cases as a table, each row as soon as it is known, and the evidence below at the end."""

    def __init__(self, console: "Console", target: Target, *, verbose: bool) -> None:
        """Draw on this console; with ``verbose``, print the evidence of every case."""
        from rich.live import Live

        super().__init__()
        self._console = console
        self._cases = target.cases
        self._verbose = verbose
        self._live = Live(self._picture(), console=console, auto_refresh=False)

    def drawing(self) -> AbstractContextManager[object]:
        """The table; its last picture stays."""
        return self._live

    def show(self, result: CaseResult) -> None:
        """Fill its row."""
        super().show(result)
        self._live.update(self._picture(), refresh=True)

    def end(self, result: CheckResult) -> None:
        """Print the evidence, and how many passed."""
        for case in result.cases:
            if self._verbose or not case.ok:
                print_line("")
                print_line(case.name, "plain" if case.ok else "bad")
                for line in details(case):
                    print_line(f"  {line}")
        print_line("")
        print_line(result.summary, "good" if result.ok else "bad")

    def _picture(self) -> "Table":
        return table(self._cases, self.results, width=self._console.width)


def table(cases: Iterable[Case], results: Iterable[CaseResult], *, width: int) -> "Table":
    """The cases, those of them filled that are over; the first of the others is the one that is being played."""
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, header_style="bold", expand=True)
    drawn.add_column("case", no_wrap=True)
    drawn.add_column("status")
    drawn.add_column("ms", justify="right", no_wrap=True)
    drawn.add_column("verdict", ratio=3)
    if width >= WIDE_TABLE:
        drawn.add_column("what eSMS would do next", ratio=2)
    over = iter(results)
    waiting = iter(("…",))
    for case in cases:
        result = next(over, None)
        if result is None:
            drawn.add_row(Text(case.name, "dim"), Text(next(waiting, ""), "yellow"))
            continue
        style = "green" if result.ok else "bold red"
        cells = [Text(case.name, style), Text(result.statuses), Text(f"{result.ms:.0f}")]
        if width >= WIDE_TABLE:
            cells += [Text(printable(result.judged.text), style), Text(printable(result.judged.next), "dim")]
        else:
            verdict = Text(printable(result.judged.text), style)
            cells.append(verdict.append(f": {printable(result.judged.next)}", "dim not bold"))
        drawn.add_row(*cells)
    return drawn


def check_display(target: Target, *, as_json: bool, verbose: bool) -> CheckDisplay:
    """The table where standard output is a terminal that can show it, else lines; nothing where JSON is wanted."""
    if as_json:
        return CheckDisplay()
    console = drawing_terminal(width=TABLE_WIDTH, height=len(target.cases) + 3)
    return CheckLines(verbose=verbose) if console is None else CheckTable(console, target, verbose=verbose)


def show_list(cases: Iterable[Case]) -> None:
    """Print the cases: aligned on a terminal, elsewhere with tabs between the columns."""
    for line in _listed(tuple(cases), aligned=sys.stdout.isatty()):
        print_output(line)


def _listed(cases: tuple[Case, ...], *, aligned: bool) -> Iterator[str]:
    longest = max(len(case.name) for case in cases)
    for case in cases:
        if aligned:
            yield f"{case.name:<{longest}}  {case.title}; proves that your code {case.proves}"
        else:
            yield f"{case.name}\t{case.title}\t{case.proves}"
