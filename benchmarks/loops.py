"""The event loop that ``mock-esms serve`` takes, so that the bare sides run on the same one."""

import asyncio
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

name = "uvloop" if find_spec("uvloop") is not None else "asyncio"


def runner() -> asyncio.Runner:
    """A runner with a loop of uvloop where it is installed, else of asyncio."""
    factory: Callable[[], asyncio.AbstractEventLoop] | None = None
    if name == "uvloop":
        factory = import_module("uvloop").new_event_loop
    return asyncio.Runner(loop_factory=factory)
