"""Requests to place a call, beside servers that others have written for the purpose: those in ``peers`` that answer.

All run on one core, one at a time under load, and get the same requests from the same client. A peer is started once
and warmed up, since a Java machine needs seconds until it has compiled what it runs; a sandbox is new in every round.
"""

from collections.abc import Iterator

from benchmarks import placing
from benchmarks.comparison import Comparison, Promise, in_turn
from benchmarks.extent import Extent
from benchmarks.peers.catalogue import ANSWERING
from benchmarks.peers.peer import Peer, running

_TIMES_WIREMOCK = 5
_TIMES_ANY = 3


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Requests a second over 64 connections, beside each peer that is installed."""
    for peer in ANSWERING:
        if peer.installed(extent.peers):
            yield _beside(peer, extent)


def _beside(peer: Peer, extent: Extent) -> Comparison:
    rounds, seconds = (1, 0.3) if extent.quick else (5, 2.0)
    with running(peer, extent.peers) as other:

        def theirs() -> float:
            return placing.load(other, extent, seconds)[0]

        if not extent.quick:
            placing.load(other, extent, peer.warm_up)
        of_ours, of_peer = in_turn(rounds, lambda: placing.ours(extent, seconds), theirs)
    return Comparison(
        name=f"requests that place a call, beside {peer.name}",
        unit="requests/s",
        ours=of_ours,
        bare=of_peer,
        promise=Promise(_TIMES_WIREMOCK if peer.name == "WireMock" else _TIMES_ANY),
    )
