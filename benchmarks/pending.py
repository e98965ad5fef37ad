"""Many calls pending at once: what each costs in memory, and how fast an advancing clock gets through them."""

from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.comparison import Comparison, Promise
from benchmarks.extent import Extent
from benchmarks.processes import THEIRS, serving
from benchmarks.sandbox import advance, place, prove_delivered, sandbox
from benchmarks.sending import bare_attempts

_EVENTS_LEFT = 2
"""Of a pending call without CallbackUrl: its ringing ends, its talk ends; its dial has begun already."""
_MOST_BYTES = 2048


class _Passage(NamedTuple):
    """Bytes that each pending call took (None: nobody here can tell), and calls a second when the clock advanced."""

    size: float | None
    rate: float


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Bytes a pending call; calls a second with a callback each; events a second without callbacks."""
    count, silent_count, bare_count = (1_000, 1_000, 200) if extent.quick else (100_000, 30_000, 4_000)
    with serving("benchmarks.receiver", core=THEIRS) as receiver:
        before = bare_attempts(receiver.url, bare_count)
        called_back = _through(count, receiver.url)
        bare = (before + bare_attempts(receiver.url, bare_count)) / 2
    silent = _through(silent_count, None)
    if called_back.size is not None:
        yield Comparison(
            name=f"{count:,} pending calls, resident memory",
            unit="bytes each",
            ours=(called_back.size,),
            promise=Promise(_MOST_BYTES, at_most=True),
        )
    yield Comparison(
        name="advance through them, a callback each",
        unit="calls/s",
        ours=(called_back.rate,),
        bare=(bare,),
        promise=Promise(0.5),
    )
    yield Comparison(
        name="advance without callbacks", unit="events/s", ours=(silent.rate * _EVENTS_LEFT,), bare=(bare,)
    )


def _through(count: int, callback_to: str | None) -> _Passage:
    """Place so many calls, then advance until nothing is left to happen."""
    with sandbox() as server:
        place(server, 1, callback_to, first=count)
        empty = server.resident()
        place(server, count, callback_to)
        full = server.resident()
        seconds = advance(server, until="idle")
        prove_delivered(server, count + 1)
        return _Passage(None if empty is None or full is None else (full - empty) / count, count / seconds)
