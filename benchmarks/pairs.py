"""A request and the callback that follows it, both by one process, beside servers that call back, too.

The call of the sandbox rings, lasts and waits for no time at all, on the real clock. Client and receiver are one
process on the other core; it keeps 64 pairs on their way. Beside plain aiohttp each callback has a connection of its
own, on both sides; beside servers that keep their connections the sandbox keeps its own, too (``quirks.connection``).
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.comparison import Comparison, Promise, in_turn
from benchmarks.extent import Extent
from benchmarks.peers.catalogue import CALLING_BACK
from benchmarks.peers.peer import Peer, running
from benchmarks.processes import OURS, THEIRS, Server, figures_of, free_port, serving
from benchmarks.sandbox import sandbox

_AT_ONCE = """
title: Answered and hung up at once, and reported in the same moment
dials:
  - answered: {ring: 0s, talk: 0s}
callback: {delay: 0s}
"""
_TIMES = {"WireMock": 6, "MockServer": 4, "Prism": 3, "Mockoon": 15}
"""What is promised beside each."""
_WARM_UP = 1.0
_SECONDS = 3.0
_GLIMPSE = 256
"""So many pairs with ``--quick``, however long they take."""
_FAR_FROM_WARM_UP = 1_000_000


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Pairs a second over 64 connections, beside plain aiohttp and each peer that is installed."""

    def bare() -> float:
        with serving("benchmarks.bare_pairs", core=OURS) as server:
            return _rate(server, extent, free_port())

    of_ours, of_bare = in_turn(_rounds(extent), lambda: _ours(extent), bare)
    yield Comparison(
        name="pairs of request and callback, beside plain aiohttp", unit="pairs/s", ours=of_ours, bare=of_bare
    )
    for peer in CALLING_BACK:
        if peer.installed(extent.peers):
            yield _beside(peer, extent)


@contextmanager
def calling_back_at_once(connection: str = "close") -> Iterator[Server]:
    """A sandbox on the real clock in which every call ends, and is reported, in the moment in which it is placed."""
    with tempfile.TemporaryDirectory() as folder:
        scenario = Path(folder, "default.yaml")
        scenario.write_text(_AT_ONCE, encoding="utf-8")
        with sandbox(str(scenario), clock="real", connection=connection) as server:
            yield server


def pair(server: Server, port: int, *options: str) -> dict[str, Any]:
    """What the client prints; callbacks are to come to ``port``."""
    command = (sys.executable, "-m", "benchmarks.pairing", server.url, "--port", str(port), *options)
    figures = figures_of(*command, core=THEIRS)
    assert figures["failed"] == 0, figures["failed"]
    return figures


def _rounds(extent: Extent) -> int:
    return 1 if extent.quick else 5


def _ours(extent: Extent, connection: str = "close") -> float:
    with calling_back_at_once(connection) as server:
        return _rate(server, extent, free_port())


def _beside(peer: Peer, extent: Extent) -> Comparison:
    port = free_port()
    with running(peer, extent.peers, f"http://127.0.0.1:{port}") as other:
        if not extent.quick:
            pair(other, port, "--seconds", str(peer.warm_up))
        # The others keep their connections, and so does the sandbox beside them.
        of_ours, of_peer = in_turn(
            _rounds(extent), lambda: _ours(extent, "keep-alive"), lambda: _rate(other, extent, port)
        )
    return Comparison(
        name=f"pairs of request and callback, beside {peer.name}",
        unit="pairs/s",
        ours=of_ours,
        bare=of_peer,
        promise=Promise(_TIMES[peer.name]),
    )


def _rate(server: Server, extent: Extent, port: int) -> float:
    """Pairs a second once the server is warm."""
    if extent.quick:
        long = ("--count", str(_GLIMPSE))
    else:
        long = ("--seconds", str(_SECONDS))
        pair(server, port, "--seconds", str(_WARM_UP))
    before = server.cpu() if extent.cpu else 0.0
    figures = pair(server, port, "--first", str(_FAR_FROM_WARM_UP), *long)
    return float(figures["pairs"] / (server.cpu() - before if extent.cpu else figures["seconds"]))
