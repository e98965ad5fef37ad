"""An event loop on the machine's own time, and whether a tool has stopped the time of another."""

import asyncio
import time
from types import BuiltinFunctionType
from typing import Final

from mock_esms.clock.clock import perf_counter

_A_MOMENT: Final = 0.001
"""Real seconds in which every clock that runs moves."""


class MachineTimeLoop(asyncio.SelectorEventLoop):
    """An event loop whose timers follow the machine's clock, whatever a test has patched."""

    def time(self) -> float:
        """Real seconds from some fixed point."""
        return perf_counter()


def stopped_by(loop: asyncio.AbstractEventLoop) -> str | None:
    """The tool that has stopped the clock of this event loop, so that none of its timers ever fires; usually None."""
    if isinstance(time.monotonic, BuiltinFunctionType):
        return None
    first, began = loop.time(), perf_counter()
    while perf_counter() - began < _A_MOMENT:
        pass
    return time.monotonic.__module__ if loop.time() == first else None
