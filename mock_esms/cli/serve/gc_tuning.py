"""Python's garbage collector while serving: it looks at what is new, and only where that is quick at all there is.

Calls are values without cycles, so that it finds nothing in them. The promise that needs this is the longest wait,
50 ms with 100,000 pending calls (docs/performance.md): without it others waited for 153 ms while the calls were placed,
with it for 12. Cycles come about where connections and attempts fail; nearly all are young when they are garbage.

While the sandbox is imported and put together it rests: nothing of that is garbage, and looking for some took a
twentieth of the start.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import asyncio

YOUNG: Final = 5_000
"""New objects after which it looks at them; Python's own 700 is for small programs."""
_OFTEN: Final = 5
"""So many looks at new objects until what has outlived them is looked at once more."""
_NEVER: Final = 1_000_000_000
"""So many of these until Python by itself looks at everything."""

EVERY: Final = 60.0
"""Real seconds until it looks at everything, where that is quick."""
FEW: Final = 20_000
"""So many calls are looked through in some hundredths of a second."""
_PATIENCE: Final = 30
"""So many times it is put off where there are more; then it is done all the same, and memory cannot grow for ever."""

_LARGE: Final = 4 << 20
"""Bytes; more than anything is read at a time. They are never touched, so they cost no memory."""


@contextmanager
def uncollected() -> Iterator[None]:
    """What is made within this block stays for good, and is never looked at."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


class GcTuning:
    """Looks at everything now and then; ``count`` gives how many calls are in the journal."""

    def __init__(self, count: Callable[[], int]) -> None:
        """Nothing is changed before ``begin``."""
        self._count = count
        self._put_off = 0
        self._next: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Collect so from now on; what is there already stays for good and is not looked at any more."""
        gc.freeze()
        gc.set_threshold(YOUNG, _OFTEN, _NEVER)
        _let_glibc_reuse_large_blocks()
        self._plan()

    def end(self) -> None:
        """Look no more."""
        if self._next is not None:
            self._next.cancel()

    def look(self) -> None:
        """Look at everything, unless there is so much that it is put off once more."""
        if self._count() <= FEW or self._put_off >= _PATIENCE:
            self._put_off = 0
            gc.collect()
        else:
            self._put_off += 1

    def _plan(self) -> None:
        from asyncio import get_running_loop  # it is heavy, and `uncollected` is wanted before it is there

        self._next = get_running_loop().call_later(EVERY, self._due)

    def _due(self) -> None:
        self.look()
        self._plan()


def _let_glibc_reuse_large_blocks() -> None:
    """Let the C library reuse blocks of the size that asyncio reads into, instead of giving each back to the kernel.

    asyncio reads up to 256 KiB at a time, glibc maps a block of that size anew and unmaps it again, and raises the size
    from which it does so to that of the largest block that was given back: so one larger block is given back here.
    """
    bytes(_LARGE)
