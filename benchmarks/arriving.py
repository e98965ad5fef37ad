"""From the answer to MakeCall to the arrival of its callback, nothing else going on, beside one bare round trip.

The client has both in hand: it reads the answer, and it receives the callback. The round trip is a request to a handler
that returns a constant, over a connection that is open already; the callback opens one of its own, as always.
"""

import sys
from collections.abc import Iterator
from statistics import median

from benchmarks.comparison import Comparison, Promise, in_turn
from benchmarks.extent import Extent
from benchmarks.pairs import calling_back_at_once, pair
from benchmarks.processes import OURS, THEIRS, figures_of, free_port, serving

_MOST_ROUND_TRIPS = 2


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Milliseconds, the median of each round; one call at a time."""
    rounds, count = (1, 20) if extent.quick else (9, 400)

    def ours() -> float:
        with calling_back_at_once() as server:
            figures = pair(server, free_port(), "--connections", "1", "--count", str(count))
            return 1000 * float(median(figures["waits"]))

    def bare() -> float:
        with serving("benchmarks.bare_server", core=OURS) as server:
            command = (sys.executable, "-m", "benchmarks.caller", server.url, "--connections", "1", "--trips")
            figures = figures_of(*command, "--count", str(count), core=THEIRS)
            return 1000 * float(median(figures["trips"]))

    of_ours, of_bare = in_turn(rounds, ours, bare)
    yield Comparison(
        name="from the answer to the callback's arrival, beside a round trip",
        unit="ms",
        ours=of_ours,
        bare=of_bare,
        promise=Promise(_MOST_ROUND_TRIPS, at_most=True),
    )
