"""Many calls pending at once: how fast an advancing clock gets through them."""

from collections.abc import Iterator

from benchmarks.comparison import Comparison, Promise
from benchmarks.extent import Extent
from benchmarks.processes import THEIRS, serving
from benchmarks.sandbox import advance, place, prove_delivered, sandbox
from benchmarks.sending import bare_attempts

_EVENTS_LEFT = 2
"""Of a pending call without CallbackUrl: its ringing ends, its talk ends; its dial has begun already."""


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Calls a second with a callback each; events a second without callbacks."""
    count, silent_count, bare_count = (1_000, 1_000, 200) if extent.quick else (100_000, 30_000, 4_000)
    with serving("benchmarks.receiver", core=THEIRS) as receiver:
        before = bare_attempts(extent, receiver.url, bare_count)
        called_back = _through(extent, count, receiver.url)
        bare = (before + bare_attempts(extent, receiver.url, bare_count)) / 2
    silent = _through(extent, silent_count, None)
    yield Comparison(
        name="advance through them, a callback each",
        unit="calls/s",
        ours=(called_back,),
        bare=(bare,),
        promise=Promise(0.5),
    )
    yield Comparison(name="advance without callbacks", unit="events/s", ours=(silent * _EVENTS_LEFT,), bare=(bare,))


def _through(extent: Extent, count: int, callback_to: str | None) -> float:
    """Place so many calls, then advance until nothing is left to happen; gives calls a second."""
    with sandbox() as server:
        place(server, count, callback_to)
        before = server.cpu() if extent.cpu else 0.0
        took = advance(server, until="idle")
        prove_delivered(server, count)
        return count / (server.cpu() - before if extent.cpu else took)
