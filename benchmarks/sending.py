"""Callback attempts: a sandbox whose callbacks all fall due at one instant, beside a loop over a ClientSession."""

import sys
from collections.abc import Iterator

from benchmarks.comparison import Comparison, Promise, in_turn
from benchmarks.extent import Extent
from benchmarks.processes import OURS, THEIRS, figures_of, serving
from benchmarks.sandbox import advance, place, prove_delivered, sandbox

_TO_THE_CALLBACK = "4500ms"
"""The default call rings for one second and talks for three; the callback comes one second later."""
_A_CONNECTION_EACH = 1.4
_KEEP_ALIVE = 1.6


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Attempts a second, 256 at a time: each on a connection of its own, and on connections that are kept."""
    yield _compared("callback attempts", extent, _A_CONNECTION_EACH)
    yield _compared("callback attempts, keep-alive", extent, _KEEP_ALIVE, "--keep-alive")


def _compared(name: str, extent: Extent, times_bare: float, *how: str) -> Comparison:
    rounds, count = (1, 200) if extent.quick else (5, 4_000)
    with serving("benchmarks.receiver", *how, core=THEIRS) as receiver:

        def ours() -> float:
            with sandbox(connection="keep-alive" if how else "close") as server:
                place(server, count, receiver.url)
                advance(server, by=_TO_THE_CALLBACK)
                before = server.cpu() if extent.cpu else 0.0
                took = advance(server, until="idle")
                seconds = server.cpu() - before if extent.cpu else took
                prove_delivered(server, count)
                return count / seconds

        of_ours, of_bare = in_turn(rounds, ours, lambda: bare_attempts(extent, receiver.url, count, *how))
    return Comparison(name=name, unit="attempts/s", ours=of_ours, bare=of_bare, promise=Promise(times_bare))


def bare_attempts(extent: Extent, receiver: str, count: int, *how: str) -> float:
    """Attempts a second of the bare loop, by the clock or by its CPU."""
    figures = figures_of(sys.executable, "-m", "benchmarks.bare_sender", receiver, str(count), *how, core=OURS)
    return float(figures["requests"] / figures["cpu" if extent.cpu else "seconds"])
