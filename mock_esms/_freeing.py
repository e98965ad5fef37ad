"""Freeing memory in small steps: a million calls take longer to be freed than anybody should wait for an answer."""

import asyncio
from collections import deque
from collections.abc import Iterator
from typing import Final

_AT_A_TIME: Final = 0.002
"""Real seconds before the loop gets a turn."""
_NO_MORE: Final = object()


class Freeing:
    """Goes through steps that free memory, between everything else that happens in a loop."""

    __slots__ = ("_left", "_loop")

    def __init__(self) -> None:
        """Nothing is to be freed."""
        self._left: deque[Iterator[None]] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        """Work in this loop from now on."""
        self._loop = loop

    def close(self) -> None:
        """Nobody waits for anything any more: what is left goes at once."""
        self._loop = None
        self._left.clear()

    def add(self, steps: Iterator[None]) -> None:
        """Go on with these steps; at once with all of them where no loop runs."""
        if self._loop is None:
            return  # what they hold goes with them
        self._left.append(steps)
        if len(self._left) == 1:
            self._loop.call_soon(self._some)

    def _some(self) -> None:
        if self._loop is None:
            return
        until = self._loop.time() + _AT_A_TIME
        while self._left and self._loop.time() < until:
            if next(self._left[0], _NO_MORE) is _NO_MORE:
                self._left.popleft()
        if self._left:
            self._loop.call_soon(self._some)
