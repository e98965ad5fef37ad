"""Callbacks that fail six times over a day of sandbox time, on the auto clock, beside a loop over a ClientSession.

The calls are placed while the clock stands still. Then it is set to auto, and jumps from attempt to attempt.
"""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.comparison import Comparison, Promise, in_turn
from benchmarks.extent import Extent
from benchmarks.processes import THEIRS, Server, serving
from benchmarks.sandbox import ask, place, sandbox
from benchmarks.sending import bare_attempts

_FOR_A_DAY = """
title: Answered and hung up at once; six sends of the report fail over a day
dials:
  - answered: {ring: 0s, talk: 0s}
callback: {delay: 1s, retries: 5, wait: [1m, 10m, 1h, 5h, 18h]}
"""
_ATTEMPTS = 6
_BETWEEN_LOOKS = 0.05
_STATUS = 500


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Attempts a second; with ``--long`` of 100,000 calls, once."""
    rounds, count, bare_count = (3, 1_000, 6_000)
    if extent.quick:
        rounds, count, bare_count = (1, 5, 30)
    elif extent.long:
        rounds, count, bare_count = (1, 100_000, 20_000)
    with serving("benchmarks.receiver", "--status", str(_STATUS), core=THEIRS) as receiver:
        of_ours, of_bare = in_turn(
            rounds,
            lambda: _ours(extent, receiver, count),
            lambda: bare_attempts(extent, receiver.url, bare_count, "--status", str(_STATUS)),
        )
    yield Comparison(
        name=f"{count:,} calls, auto clock, {_ATTEMPTS} failing attempts each",
        unit="attempts/s",
        ours=of_ours,
        bare=of_bare,
        promise=Promise(1.1),
    )


def _ours(extent: Extent, receiver: Server, count: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        scenario = Path(folder, "default.yaml")
        scenario.write_text(_FOR_A_DAY, encoding="utf-8")
        with sandbox(str(scenario)) as server:
            place(server, count, receiver.url)
            began, used = time.perf_counter(), server.cpu() if extent.cpu else 0.0
            ask(server, "/_mock/clock", {"mode": "auto"}, method="PUT")
            while ask(server, "/_mock/clock")["pending"] or _settled(server) < count:
                time.sleep(_BETWEEN_LOOKS)
            seconds = server.cpu() - used if extent.cpu else time.perf_counter() - began
            _prove_exhausted(server)
            return count * _ATTEMPTS / seconds


def _settled(server: Server) -> int:
    """Calls that have come to their end; what is on the wire is not pending, and not yet settled."""
    found = ask(server, "/_mock/calls?settled=true&limit=1")
    return int(found["total"] + found["dropped"])


def _prove_exhausted(server: Server) -> None:
    for call in ask(server, "/_mock/calls?settled=true&limit=100")["calls"]:
        [callback] = call["callbacks"]
        assert callback["state"] == "exhausted", callback
        assert len(callback["attempts"]) == _ATTEMPTS, callback
