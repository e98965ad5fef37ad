"""The event loop that a sandbox lives in, asked and awaited from any other thread or loop."""

import asyncio
import concurrent.futures
import os
from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeVar

from mock_esms.clock.machine_loop import stopped_by
from mock_esms.errors import UsageError

T = TypeVar("T")

_FROZEN: Final = (
    "the clock of this event loop stands still ({} has taken the place of time.monotonic), so nothing that waits would "
    "ever end; use Sandbox or the fixtures, which have a loop of their own, or leave asyncio's time alone "
    "(freezegun: freeze_time(…, real_asyncio=True))"
)


class OwnLoop:
    """The loop of a sandbox; none until it has started."""

    def __init__(self, url: Callable[[], str]) -> None:
        """Belong to the sandbox that listens at this URL."""
        self._url = url
        self._loop: asyncio.AbstractEventLoop | None = None
        self._process = 0

    def start(self) -> None:
        """From now on the loop that runs here is the sandbox's own."""
        self._loop, self._process = asyncio.get_running_loop(), os.getpid()

    def inside(self, ask: Callable[[], T]) -> T:
        """Call ``ask`` in the sandbox's own loop; at once where that is this one, or does not run."""
        loop = self._loop
        self.refuse_child_process()
        if loop is None or not loop.is_running() or running_loop() is loop:
            return ask()
        answer: concurrent.futures.Future[T] = concurrent.futures.Future()

        def run() -> None:
            try:
                answer.set_result(ask())
            except Exception as error:  # noqa: BLE001 - whoever asked raises it
                answer.set_exception(error)

        loop.call_soon_threadsafe(run)
        return answer.result()

    def refuse_child_process(self) -> None:
        """Raise ``UsageError`` in a process that was forked from the one where the sandbox runs: here nothing runs."""
        if self._process not in (0, os.getpid()):
            message = (
                f"this sandbox runs in process {self._process}, and this is a child of it, where nothing would ever "
                f"answer; a child uses the sandbox over HTTP: give it esms.url ({self._url()})"
            )
            raise UsageError(message)

    async def outside(self, work: Coroutine[Any, Any, T]) -> T:
        """Await work of the sandbox's own loop in whichever loop one is. Raises ``UsageError`` where there is none."""
        here = running_loop()
        if here is not None and (self._loop is None or here is self._loop):
            tool = stopped_by(here)
            if tool is not None:
                work.close()
                raise UsageError(_FROZEN.format(tool))
            return await work
        if here is None or self._loop is None:
            work.close()
            message = (
                "the sandbox can be awaited only under asyncio; elsewhere (trio) run the blocking fixture in a thread: "
                "await trio.to_thread.run_sync(esms.wait)"
            )
            raise UsageError(message)
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))


def running_loop() -> asyncio.AbstractEventLoop | None:
    """The event loop that runs in this thread, None when there is none."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
