"""The whole way from logs to what was learnt: for each kind of callback what was seen of it, and how that compares."""

from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from mock_esms.cli.learn.comparing.comparison_row import ComparisonRow
from mock_esms.cli.learn.comparing.delivery_rows import delivery_rows, sender_rows
from mock_esms.cli.learn.comparing.redelivery import Redelivery, redelivery_of
from mock_esms.cli.learn.comparing.value_rows import value_rows
from mock_esms.cli.learn.observing.callback_shapes import CallbackShape
from mock_esms.cli.learn.observing.deliveries import Deliveries
from mock_esms.cli.learn.observing.observer import Observer
from mock_esms.cli.learn.observing.senders import Senders
from mock_esms.cli.learn.reading.log_reader import LogReader
from mock_esms.esms.callbacks.callback_kinds import CALLBACK_KINDS, CallbackKind


class KindFindings(NamedTuple):
    """What was learnt of one kind of callback."""

    kind: CallbackKind
    shapes: list[CallbackShape]
    senders: Senders
    deliveries: Deliveries
    redelivery: Redelivery
    rows: tuple[ComparisonRow, ...]


class Findings(NamedTuple):
    """What was learnt of each kind that was seen, calls first; ``kinds`` is empty when no log had a callback.

    ``reader`` tells what was read. ``unfilled`` counts what looks like a callback and has no id, ``clock_set_back`` how
    often the clock of a log jumped back; ``timed`` says whether any callback had a time.
    """

    kinds: Mapping[str, KindFindings]
    reader: LogReader
    unfilled: int
    clock_set_back: int
    timed: bool


def learn(logs: Iterable[Path]) -> Findings:
    """Read logs, and draw the conclusions. Raises ``UsageError`` when one cannot be read."""
    reader = LogReader()
    with closing(Observer()) as observer:
        for log in logs:
            observer.observe(reader.read(log))
        kinds = {
            name: _findings(CALLBACK_KINDS[name], deliveries, observer)
            for name, deliveries in observer.deliveries().items()
        }
        return Findings(
            kinds=kinds,
            reader=reader,
            unfilled=observer.shapes.unfilled,
            clock_set_back=observer.clock_set_back,
            timed=observer.latest > 0,
        )


def _findings(kind: CallbackKind, deliveries: Deliveries, observer: Observer) -> KindFindings:
    shapes, senders = observer.shapes.of(kind), observer.senders[kind.name]
    redelivery = redelivery_of(deliveries, observer.latest)
    return KindFindings(
        kind=kind,
        shapes=shapes,
        senders=senders,
        deliveries=deliveries,
        redelivery=redelivery,
        rows=(
            *delivery_rows(deliveries, redelivery, senders.timeouts),
            *value_rows(kind, shapes, deliveries),
            *sender_rows(senders),
        ),
    )
