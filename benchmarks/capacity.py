"""100,000 calls pending at once: what each takes of memory, and how long the event loop lets others wait meanwhile.

What others wait is measured from outside, by a client that asks for ``/_mock/health`` while calls are placed, while
the clock is advanced through all of them, and while they are forgotten. An idle server on the same core is asked at the
same time: what it lets wait is the machine's doing.
"""

from collections.abc import Callable, Iterator

from benchmarks.comparison import Comparison, Promise
from benchmarks.extent import Extent
from benchmarks.pinging import pinging
from benchmarks.processes import OURS, Server, serving
from benchmarks.queries import PATH
from benchmarks.sandbox import advance, ask, place, sandbox

_CONNECTIONS = 4
"""Few, so that a ping waits for the calls that came before it, and not for a queue."""
_MOST_BYTES = 1024
_LONGEST_BLOCK = 50.0
_ROOM = 10


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Bytes each above idle; milliseconds of the longest wait in each phase."""
    count = 1_000 if extent.quick else 100_000
    with sandbox("--pending-limit", str(count + _ROOM)) as server, serving("benchmarks.bare_server", core=OURS) as idle:
        ask(server, "/_mock/health")  # the first request builds the control API, once
        place(server, 1, None, first=count)
        empty = server.resident()
        yield from _waits(server, idle, "placed", count, lambda: place(server, count, None, connections=_CONNECTIONS))
        full = server.resident()
        if empty is not None and full is not None:
            yield Comparison(
                name=f"{count:,} pending calls, resident memory",
                unit="bytes each",
                ours=((full - empty) / count,),
                promise=Promise(_MOST_BYTES, at_most=True),
            )
        pending = ask(server, "/_mock/clock")["pending"]
        assert pending >= count, f"only {pending} of {count} calls are pending"
        yield from _waits(server, idle, "advanced through", count, lambda: advance(server, by="2s"))
        yield from _waits(server, idle, "forgotten (reset)", count, lambda: ask(server, "/_mock/reset", {}))


def _waits(server: Server, idle: Server, done: str, count: int, do: Callable[[], object]) -> Iterator[Comparison]:
    with pinging(server.url, "/_mock/health") as pings, pinging(idle.url, PATH) as others:
        do()
    name = f"longest wait while {count:,} calls are {done}"
    yield Comparison(name=name, unit="ms", ours=(pings.longest * 1000,), promise=Promise(_LONGEST_BLOCK, at_most=True))
    yield Comparison(name=f"{name}: of an idle server beside it", unit="ms", ours=(others.longest * 1000,))
