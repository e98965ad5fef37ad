"""Requests to send an SMS, counted in instructions as ``counting`` counts calls; the gate has no time for it."""

from collections.abc import Iterator

from benchmarks.comparison import Comparison
from benchmarks.counting import compared
from benchmarks.extent import Extent

_MOST_TIMES_BARE = 2.0
"""Half the rate of the bare handler, which is the promise (``posting``)."""


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Thousands of instructions a request; nothing where valgrind is not installed."""
    requests = (100, 200) if extent.quick else (200, 600)
    yield from compared("SMS posted as JSON, counted", requests, _MOST_TIMES_BARE, messages=True)
