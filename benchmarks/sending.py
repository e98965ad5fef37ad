"""Callback attempts: a sandbox whose callbacks all fall due at one instant, beside a loop over a ClientSession."""

import sys
from collections.abc import Iterator

from benchmarks.comparison import Comparison, Promise, in_turn
from benchmarks.extent import Extent
from benchmarks.processes import OURS, THEIRS, figures_of, serving
from benchmarks.sandbox import advance, place, prove_delivered, sandbox

_TO_THE_CALLBACK = "4500ms"
"""The default call rings for one second and talks for three; the callback comes one second later."""


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Attempts a second, 256 at a time, each on a connection of its own."""
    rounds, count = (1, 200) if extent.quick else (5, 4_000)
    with serving("benchmarks.receiver", core=THEIRS) as receiver:

        def ours() -> float:
            with sandbox() as server:
                place(server, count, receiver.url)
                advance(server, by=_TO_THE_CALLBACK)
                seconds = advance(server, until="idle")
                prove_delivered(server, count)
                return count / seconds

        def bare() -> float:
            return bare_attempts(receiver.url, count)

        of_ours, of_bare = in_turn(rounds, ours, bare)
    yield Comparison(name="callback attempts", unit="attempts/s", ours=of_ours, bare=of_bare, promise=Promise(0.85))


def bare_attempts(receiver: str, count: int) -> float:
    """Attempts a second of the bare loop."""
    figures = figures_of(sys.executable, "-m", "benchmarks.bare_sender", receiver, str(count), core=OURS)
    return float(figures["requests"] / figures["seconds"])
