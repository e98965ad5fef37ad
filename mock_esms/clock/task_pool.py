"""Work in flight: what takes real time, run as tasks with one owner, in order, and never too many at once."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Final

log: Final = logging.getLogger("mock_esms.scheduler")

Subject = Any
Work = Callable[[Subject], Awaitable[None]]

MAX_ON_THE_WIRE: Final = 256
"""Tasks at one time; further work waits in the order in which it was started, so that descriptors do not run out."""


class InFlight:
    """A request of eSMS's that is not answered yet: as long as it stays, the clock does not jump.

    A context manager; whoever cannot use it so calls ``leave``, once or several times.
    """

    __slots__ = ("_pool", "_stays")

    def __init__(self, pool: "TaskPool") -> None:
        """It has come."""
        self._pool = pool
        self._stays = True
        pool.requests += 1

    def leave(self) -> None:
        """It is answered, or the answer is being held back on the sandbox's own clock."""
        if self._stays:
            self._stays = False
            self._pool.requests -= 1
            self._pool.on_end()

    def __enter__(self) -> None:
        """It stays until the end of the block."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave."""
        self.leave()


class TaskPool:
    """Owns every task of the sandbox; ``on_end`` is called each time that something in flight has ended."""

    __slots__ = ("_limit", "_open", "_ready", "_running", "on_end", "requests")

    def __init__(self, on_end: Callable[[], None], *, limit: int = MAX_ON_THE_WIRE) -> None:
        """Nothing is in flight; nothing runs before ``open``."""
        self.on_end = on_end
        self.requests = 0
        self._limit = limit
        self._open = False
        self._ready: deque[tuple[Work, Subject]] = deque()
        self._running: dict[asyncio.Task[None], Subject] = {}

    def open(self) -> None:
        """Begin to run work, in the event loop that runs now."""
        self._open = True
        self._launch()

    @property
    def in_flight(self) -> int:
        """How much is under way: requests being answered, work running or waiting for room."""
        return self.requests + self.working

    @property
    def working(self) -> int:
        """How much work runs or waits for room."""
        return len(self._running) + len(self._ready)

    def start(self, work: Work, subject: Subject) -> None:
        """Run ``work(subject)`` as a task, in the order of this call, as soon as there is room."""
        self._ready.append((work, subject))
        self._launch()

    def _launch(self) -> None:
        while self._ready and len(self._running) < self._limit and self._open:
            work, subject = self._ready.popleft()
            task = asyncio.create_task(_run(work, subject))
            self._running[task] = subject
            task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._running.pop(task, None)
        self._launch()
        self.on_end()

    def cut_off(self, about: Callable[[Subject], bool] | None = None) -> Awaitable[None]:
        """Cut off the work about whose subject this is true (None: all of it); it has ended when awaited."""
        if about is None:
            self._ready.clear()
            doomed = list(self._running)
        else:
            self._ready = deque(entry for entry in self._ready if not about(entry[1]))
            doomed = [task for task, subject in self._running.items() if about(subject)]
        for task in doomed:
            task.cancel()
        return _ended(doomed)

    async def close(self, grace: float) -> None:
        """Start nothing more, let what runs finish for ``grace`` real seconds, then cut it off."""
        self._open = False
        self._ready.clear()
        if self._running and grace > 0:
            await asyncio.wait(list(self._running), timeout=grace)
        await self.cut_off()


async def _run(work: Work, subject: Subject) -> None:
    try:
        await work(subject)
    except Exception:
        log.exception("internal error in work about %r; this is a defect of mock-esms, please report it", subject)


async def _ended(tasks: list[asyncio.Task[None]]) -> None:
    if tasks:
        await asyncio.wait(tasks)
