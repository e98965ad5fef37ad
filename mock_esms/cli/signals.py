"""Ctrl-C and SIGTERM, for commands that serve until somebody ends them."""

import asyncio
import signal
from typing import Final

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class Signals:
    """Ctrl-C and SIGTERM, to be awaited one after the other."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take the signals over."""
        self._loop = loop
        self._came: asyncio.Queue[int] = asyncio.Queue()
        for number in _SIGNALS:
            try:
                loop.add_signal_handler(number, self._came.put_nowait, number)
            except NotImplementedError:  # Windows
                signal.signal(number, lambda *came: loop.call_soon_threadsafe(self._came.put_nowait, came[0]))

    async def wait(self) -> int:
        """The next signal."""
        return await self._came.get()

    def restore(self) -> None:
        """Give the signals back."""
        for number in _SIGNALS:
            try:
                self._loop.remove_signal_handler(number)
            except NotImplementedError:  # Windows
                signal.signal(number, signal.SIG_DFL)
