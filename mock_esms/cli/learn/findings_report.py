"""Shows what was learnt: a table on a terminal, columns separated by tabs elsewhere; and what was read on the way."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from mock_esms.cli.learn.comparing.comparison_row import ComparisonVerdict
from mock_esms.cli.learn.findings import Findings, KindFindings
from mock_esms.cli.output import print_document, terminal

if TYPE_CHECKING:
    from mock_esms.cli.learn.observing.observer import Observer
    from mock_esms.cli.learn.reading.log_reader import LogReader

REPLACED: Final = (
    "Kept of each callback: its time, status, order of parameters, User-Agent, protocol, and the values that eSMS is "
    "known to send. Ids became hashes while the log was read; phone numbers and the values of other parameters were "
    "not kept. Nothing leaves this machine."
)
_STYLES: Final[dict[ComparisonVerdict, str]] = {"as assumed": "green", "differs": "yellow", "not seen": "dim"}


def show(learnt: Findings) -> None:
    """Print every row."""
    if sys.stdout.isatty():
        _show_tables(learnt)
        return
    print_document(
        "\t".join((name, row.name, row.observed, str(row.count), row.assumed, row.verdict)) + "\n"
        for name, one in learnt.kinds.items()
        for row in one.rows
    )


def _show_tables(learnt: Findings) -> None:
    from rich.table import Table
    from rich.text import Text

    console = terminal()
    for one in learnt.kinds.values():
        table = Table(title=_heading(one), title_justify="left", box=None, pad_edge=False, header_style="bold")
        table.add_column("what", max_width=24)
        table.add_column("observed", ratio=3)
        table.add_column("count", justify="right")
        table.add_column("the sandbox", ratio=2)
        table.add_column("verdict", no_wrap=True)
        for row in one.rows:
            verdict = Text(row.verdict, style=_STYLES[row.verdict])
            table.add_row(Text(row.name), Text(row.observed), str(row.count), Text(row.assumed), verdict)
        console.print(table)


def _heading(one: KindFindings) -> str:
    return f"{one.kind.title}: {one.deliveries.ids:,} ids, {one.deliveries.sends:,} sends"


def notes(reader: "LogReader", observer: "Observer", learnt: Findings) -> Iterator[str]:
    """What was read, and what of it could not be used, in sentences."""
    sends = sum(one.deliveries.sends for one in learnt.kinds.values())
    logs = "1 log" if reader.files == 1 else f"{reader.files} logs"
    yield f"read {reader.lines:,} lines of {logs}: {sends:,} callbacks"
    if reader.broken:
        places = ", ".join(f"{place.file}:{place.line}" for place in reader.first_broken)
        more = ", …" if reader.broken > len(reader.first_broken) else ""
        yield f"{reader.broken:,} broken lines were passed over: {places}{more}"
    if observer.shapes.unfilled:
        yield f"{observer.shapes.unfilled:,} requests that look like callbacks had no id, and were passed over"
    if sends and not observer.timed:
        yield "no times are in these logs, so nothing is known of waits"
    unusable = sum(one.deliveries.unusable for one in learnt.kinds.values())
    if observer.jumps:
        yield (
            f"the clock of a log jumps back {observer.jumps} times (or several logs were joined; name each as "
            "a file of its own)"
        )
    if unusable:
        yield f"{unusable:,} ids are not usable: sent over 1,000 times, or on both sides of such a jump"
