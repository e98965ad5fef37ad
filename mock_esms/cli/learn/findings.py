"""All that was learnt: for each kind of callback its rows, and what settings and scenarios are written from."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import NamedTuple

from mock_esms.cli.learn.comparing.comparison_row import ComparisonRow
from mock_esms.cli.learn.comparing.delivery_rows import delivery_rows, sender_rows
from mock_esms.cli.learn.comparing.redelivery import Redelivery, redelivery_of
from mock_esms.cli.learn.comparing.value_rows import value_rows
from mock_esms.cli.learn.observing.deliveries import Deliveries
from mock_esms.cli.learn.observing.observer import Observer
from mock_esms.cli.learn.reading.log_reader import LogReader
from mock_esms.esms.callbacks.callback_kinds import KINDS, CallbackKind
from mock_esms.model.times import format_duration


class KindFindings(NamedTuple):
    """What was learnt of one kind of callback."""

    kind: CallbackKind
    deliveries: Deliveries
    redelivery: Redelivery
    rows: tuple[ComparisonRow, ...]


class Findings(NamedTuple):
    """What was learnt of each kind that was seen, calls first; empty when no log had a callback."""

    kinds: Mapping[str, KindFindings]


def learn(observer: Observer) -> Findings:
    """Draw the conclusions from what was observed."""
    found: dict[str, KindFindings] = {}
    for name, deliveries in observer.deliveries().items():
        redelivery = redelivery_of(deliveries, observer.last)
        rows = (
            *delivery_rows(deliveries, redelivery, observer.timeouts[name]),
            *value_rows(KINDS[name], observer.shapes, deliveries),
            *sender_rows(observer.agents[name], observer.protocols[name], observer.sent_by[name]),
        )
        found[name] = KindFindings(KINDS[name], deliveries, redelivery, rows)
    return Findings(found)


def as_json(learnt: Findings, reader: LogReader, observer: Observer) -> dict[str, object]:
    """Everything (CONTRACT 17); beside the kinds, what was read."""
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
            "unfilled": observer.shapes.unfilled,
            "clock_set_back": observer.jumps,
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
                "number": wait.number,
                "count": wait.observed.count,
                "fits": format_duration(wait.fits),
                "median_ms": wait.observed.median,
                "low_ms": wait.observed.low,
                "high_ms": wait.observed.high,
            }
            for wait in redelivery.waits
        ],
        "after_status": {
            str(code): {"sent_again": after.again, "not_sent_again": after.not_again}
            for code, after in redelivery.after.items()
        },
        "delay_ms": None if delay is None else {"count": delay.count, "median_ms": delay.median},
    }
