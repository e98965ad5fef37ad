"""SMS posted as JSON: beside a bare handler that reads the body, and what each takes of memory while it is pending."""

from collections.abc import Iterator

from benchmarks.comparison import Comparison, Promise, in_turn
from benchmarks.extent import Extent
from benchmarks.placing import load
from benchmarks.processes import OURS, serving
from benchmarks.sandbox import ask, place, sandbox

_MOST_BYTES = 1200
_ROOM = 10


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Requests a second over 64 connections; bytes of each pending message above idle."""
    rounds, seconds = (1, 0.3) if extent.quick else (5, 2.0)

    def bare() -> float:
        with serving("benchmarks.bare_server", core=OURS) as server:
            return load(server, extent, seconds, messages=True)[0]

    of_ours, of_bare = in_turn(rounds, lambda: _ours(extent, seconds), bare)
    yield Comparison(name="SMS posted as JSON", unit="requests/s", ours=of_ours, bare=of_bare, promise=Promise(0.5))
    yield from _pending(1_000 if extent.quick else 50_000)


def _ours(extent: Extent, seconds: float) -> float:
    """SMS a second that a new sandbox accepts, once it is warm."""
    with sandbox() as server:
        rate, answered = load(server, extent, seconds, messages=True)
        accepted = ask(server, "/_mock/messages?limit=1")["total"]
        assert accepted >= answered, f"only {accepted} of {answered} messages were accepted"
        return rate


def _pending(count: int) -> Iterator[Comparison]:
    """Nothing where the system does not say how much memory a process holds."""
    with sandbox("--pending-limit", str(count + _ROOM)) as server:
        place(server, 1, None, first=count, messages=True)
        empty = server.resident()
        place(server, count, None, messages=True)
        full = server.resident()
    if empty is not None and full is not None:
        yield Comparison(
            name=f"{count:,} pending messages, resident memory",
            unit="bytes each",
            ours=((full - empty) / count,),
            promise=Promise(_MOST_BYTES, at_most=True),
        )
