"""The machine's own time, which no tool that a test uses can freeze or move."""

import time
from collections.abc import Callable
from functools import partial
from typing import Final

# freezegun puts functions of its own in the place of ``time.monotonic`` and its like, in every module that has one of
# them under a name. The clock below them it leaves alone. Windows does not offer that clock; there an event loop
# can be frozen.
monotonic: Final[Callable[[], float]] = (
    partial(time.clock_gettime, time.CLOCK_MONOTONIC) if hasattr(time, "clock_gettime") else time.monotonic
)
"""Real seconds from some fixed point."""
