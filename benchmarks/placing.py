"""Requests to place a call: full work (validation, scenario, journal, scheduling) beside a constant answer."""

import shutil
import sys
import tempfile
from collections.abc import Iterator

from benchmarks.comparison import Comparison, Promise, in_turn
from benchmarks.extent import Extent
from benchmarks.messages import lua_of_messages
from benchmarks.processes import OURS, THEIRS, Server, figures_of, serving
from benchmarks.queries import lua
from benchmarks.sandbox import ask, sandbox

has_wrk = shutil.which("wrk") is not None
CONNECTIONS = "64"
_RECEIVER = "http://127.0.0.1:9000"
"""Nobody listens there: the clock stands still, so no callback goes out."""
_WARM_UP_SECONDS = 0.5
_FAR_FROM_WARM_UP = 1_000_000


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Requests a second over 64 connections, with and without a sandbox behind them."""
    rounds, seconds = (1, 0.3) if extent.quick else (5, 2.0)

    def bare() -> float:
        with serving("benchmarks.bare_server", core=OURS) as server:
            return load(server, extent, seconds)[0]

    of_ours, of_bare = in_turn(rounds, lambda: ours(extent, seconds), bare)
    yield Comparison(
        name="requests that place a call", unit="requests/s", ours=of_ours, bare=of_bare, promise=Promise(0.6)
    )


def ours(extent: Extent, seconds: float) -> float:
    """Requests a second that a new sandbox accepts, once it is warm."""
    with sandbox() as server:
        rate, answered = load(server, extent, seconds)
        accepted = ask(server, "/_mock/calls?limit=1")["total"]
        assert accepted >= answered, f"only {accepted} of {answered} requests were accepted"
        return rate


def load(server: Server, extent: Extent, seconds: float, *, messages: bool = False) -> tuple[float, int]:
    """Requests a second once the server is warm, and how many were answered in all."""
    warm_up, _ = _requests(server, _WARM_UP_SECONDS, first=0, messages=messages)
    before = server.cpu() if extent.cpu else 0.0
    answered, took = _requests(server, seconds, first=_FAR_FROM_WARM_UP, messages=messages)
    return answered / (server.cpu() - before if extent.cpu else took), warm_up + answered


def _requests(server: Server, seconds: float, *, first: int, messages: bool) -> tuple[int, float]:
    """Load the server for so long; gives the number of answers and the seconds."""
    if has_wrk:
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write((lua_of_messages if messages else lua)(_RECEIVER, first))
            script.flush()
            wrk = ("wrk", "--threads", "1", "--connections", CONNECTIONS, "--timeout", "30s")
            long = ("--duration", f"{max(1, round(seconds))}s", "--script", script.name)
            figures = figures_of(*wrk, *long, server.url, core=THEIRS)
    else:
        client = (sys.executable, "-m", "benchmarks.caller", server.url, "--callback-to", _RECEIVER)
        how = ("--first", str(first), "--seconds", str(seconds), "--connections", CONNECTIONS)
        figures = figures_of(*client, *how, *(("--messages",) if messages else ()), core=THEIRS)
    assert figures["failed"] == 0, figures
    return figures["requests"], figures["seconds"]
