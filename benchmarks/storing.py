"""Requests to place a call with a store, where each is on disk before its answer, beside a sandbox without."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.comparison import Comparison, Promise, in_turn
from benchmarks.extent import Extent
from benchmarks.placing import load
from benchmarks.sandbox import ask, sandbox


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Requests a second over 64 connections, with a store and without."""
    rounds, seconds = (1, 0.3) if extent.quick else (7, 2.0)

    def stored() -> float:
        with tempfile.TemporaryDirectory() as folder, sandbox("--store", str(Path(folder, "calls.db"))) as server:
            rate, answered = load(server, extent, seconds)
            accepted = ask(server, "/_mock/calls?limit=1")["total"]
            assert accepted >= answered, f"only {accepted} of {answered} requests were accepted"
            return rate

    def remembered() -> float:
        with sandbox() as server:
            return load(server, extent, seconds)[0]

    of_ours, of_bare = in_turn(rounds, stored, remembered)
    yield Comparison(
        name="requests that place a call, with a store",
        unit="requests/s",
        ours=of_ours,
        bare=of_bare,
        promise=Promise(0.6),
    )
