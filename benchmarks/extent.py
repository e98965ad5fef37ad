"""How much is measured: a glimpse, the usual, or also what takes an hour; and where the peers are."""

from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import CHECKOUT

PEERS = CHECKOUT / ".peers"
"""Where ``make bench-peers`` leaves the servers that others have written; git ignores it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """What whoever runs the benchmarks asked for; ``quick`` wins over ``long``."""

    quick: bool = False
    long: bool = False
    cpu: bool = False
    """Rates are a second of the server's CPU instead of the clock's: for machines that others use meanwhile."""
    peers: Path = PEERS
