"""The machine's own time, which no tool that a test uses can freeze or move."""

import asyncio
import time
from collections.abc import Callable
from functools import partial
from types import BuiltinFunctionType
from typing import Final

# freezegun puts functions of its own in the place of ``time.monotonic`` and its like, in every module that has one of
# them under a name. The clock below them it leaves alone. Windows does not offer that clock; there the loop below can
# be frozen.
monotonic: Final[Callable[[], float]] = (
    partial(time.clock_gettime, time.CLOCK_MONOTONIC) if hasattr(time, "clock_gettime") else time.monotonic
)
"""Real seconds from some fixed point."""

_A_MOMENT: Final = 0.001
"""Real seconds in which every clock that runs moves."""


class MachineTimeLoop(asyncio.SelectorEventLoop):
    """An event loop whose timers follow the machine's clock, whatever a test has patched."""

    def time(self) -> float:
        """Real seconds from some fixed point."""
        return monotonic()


def stopped_by(loop: asyncio.AbstractEventLoop) -> str | None:
    """The tool that has stopped the clock of this event loop, so that none of its timers ever fires; usually None."""
    if isinstance(time.monotonic, BuiltinFunctionType):
        return None
    first, began = loop.time(), monotonic()
    while monotonic() - began < _A_MOMENT:
        pass
    return time.monotonic.__module__ if loop.time() == first else None
