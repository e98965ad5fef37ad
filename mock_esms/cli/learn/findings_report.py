"""What is printed of what was learnt: a table on a terminal, columns elsewhere, JSON, a fact sheet; notes beside it."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Final, Literal

from mock_esms.cli.learn.comparing.comparison_row import ComparisonVerdict
from mock_esms.cli.learn.findings import Findings, KindFindings
from mock_esms.cli.output import print_document, print_line, terminal
from mock_esms.model.times import format_duration

REPLACED: Final = (
    "Kept of each callback: its time, status, order of parameters, User-Agent, protocol, and the values that eSMS is "
    "known to send. Ids became hashes while the log was read; phone numbers and the values of other parameters were "
    "not kept. Nothing leaves this machine."
)
_STYLES: Final[dict[ComparisonVerdict, str]] = {"as assumed": "green", "differs": "yellow", "not seen": "dim"}


def show(learnt: Findings, form: Literal["json", "facts", "rows"]) -> None:
    """Print what was learnt, and on standard error what was read."""
    match form:
        case "json":
            print_document([json.dumps(as_json(learnt), ensure_ascii=False), "\n"])
        case "facts":
            print_document([json.dumps(as_facts(learnt), indent=1), "\n"])
        case "rows":
            _show_rows(learnt)
    for note in _notes(learnt):
        print_line(f"mock-esms: {note}", err=True)


def _show_rows(learnt: Findings) -> None:
    """Every row: columns separated by tabs, or a table for each kind where people read it."""
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
        heading = f"{one.kind.title}: {one.deliveries.ids:,} ids, {one.deliveries.sends:,} sends"
        table = Table(title=heading, title_justify="left", box=None, pad_edge=False, header_style="bold")
        table.add_column("what", max_width=24)
        table.add_column("observed", ratio=3)
        table.add_column("count", justify="right")
        table.add_column("the sandbox", ratio=2)
        table.add_column("verdict", no_wrap=True)
        for row in one.rows:
            verdict = Text(row.verdict, style=_STYLES[row.verdict])
            table.add_row(Text(row.name), Text(row.observed), str(row.count), Text(row.assumed), verdict)
        console.print(table)


def as_json(learnt: Findings) -> dict[str, object]:
    """Everything (CONTRACT 17); beside the kinds, what was read."""
    reader = learnt.reader
    return {
        "kinds": {
            name: {
                "ids": one.deliveries.ids,
                "sends": one.deliveries.sends,
                "not_usable": one.deliveries.unusable,
                "rows": [asdict(row) for row in one.rows],
            }
            for name, one in learnt.kinds.items()
        },
        "read": {
            "files": reader.files,
            "lines": reader.lines,
            "broken": reader.broken,
            "first_broken": [place._asdict() for place in reader.first_broken],
            "unfilled": learnt.unfilled,
            "clock_set_back": learnt.clock_set_back,
        },
    }


def as_facts(learnt: Findings) -> dict[str, object]:
    """The fact sheet: counts and waits, and nothing else, to be sent to whoever keeps the ledger."""
    return {"mock_esms_facts": 1, "kinds": {name: _facts(one) for name, one in learnt.kinds.items()}}


def _facts(one: KindFindings) -> dict[str, object]:
    deliveries, redelivery = one.deliveries, one.redelivery
    delay = deliveries.delay.summary() if deliveries.delay.count else None
    return {
        "ids": deliveries.ids,
        "sends": deliveries.sends,
        "sends_for_one_id": {str(number): count for number, count in sorted(deliveries.counts.items())},
        "given_up_after": None if redelivery.retries is None else redelivery.retries + 1,
        "given_up": redelivery.exhausted,
        "waits": [
            {
                "number": number,
                "count": wait.count,
                "fits": format_duration(wait.rounded),
                "median_ms": wait.median,
                "low_ms": wait.low,
                "high_ms": wait.high,
            }
            for number, wait in enumerate(redelivery.waits, 1)
        ],
        "after_status": {
            str(code): {"sent_again": after.again, "not_sent_again": after.not_again}
            for code, after in redelivery.after.items()
        },
        "delay_ms": None if delay is None else {"count": delay.count, "median_ms": delay.median},
    }


def _notes(learnt: Findings) -> Iterator[str]:
    """What was read, and what of it could not be used, in sentences."""
    reader, kinds = learnt.reader, learnt.kinds.values()
    sends = sum(one.deliveries.sends for one in kinds)
    logs = "1 log" if reader.files == 1 else f"{reader.files} logs"
    yield f"read {reader.lines:,} lines of {logs}: {sends:,} callbacks"
    if reader.broken:
        places = ", ".join(f"{place.file}:{place.line}" for place in reader.first_broken)
        more = ", …" if reader.broken > len(reader.first_broken) else ""
        yield f"{reader.broken:,} broken lines were passed over: {places}{more}"
    if learnt.unfilled:
        yield f"{learnt.unfilled:,} requests that look like callbacks had no id, and were passed over"
    if sends and not learnt.timed:
        yield "no times are in these logs, so nothing is known of waits"
    if learnt.clock_set_back:
        yield (
            f"the clock of a log jumps back {learnt.clock_set_back} times (or several logs were joined; name each as "
            "a file of its own)"
        )
    unusable = sum(one.deliveries.unusable for one in kinds)
    if unusable:
        yield f"{unusable:,} ids are not usable: sent over 1,000 times, or on both sides of such a jump"
