"""What takes real time: tasks with one owner, started in order, never too many at once; and requests being answered."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

from mock_esms.clock.event_queue import ArgumentFilter, EventArgument

log: Final = logging.getLogger("mock_esms.scheduler")

Work = Callable[[EventArgument], Awaitable[None]]

MAX_ON_THE_WIRE: Final = 256
"""Tasks at one time; further work waits in the order in which it was started, so that descriptors do not run out."""

MOST_IN_ONE_TURN: Final = 64
"""Tasks that begin in one turn of the event loop: each opens a connection in its first step, and requests wait for all
of them (docs/performance.md, "longest wait while the clock advances")."""


class InFlightRequest:
    """A request of the eSMS side that is being answered: until it is ``done``, the clock does not jump."""

    __slots__ = ("_in_flight", "_pool")

    def __init__(self, pool: "TaskPool") -> None:
        """It has come."""
        self._pool = pool
        self._in_flight = True
        pool.requests += 1

    def done(self) -> None:
        """It is answered, or its answer waits for the sandbox's own clock. Once is enough, more often does no harm."""
        if self._in_flight:
            self._in_flight = False
            self._pool.requests -= 1
            self._pool.on_end()


class TaskPool:
    """Owns every task of the sandbox; ``on_end`` is called each time that something in flight has ended."""

    __slots__ = ("_begun", "_limit", "_open", "_queue", "_running", "on_end", "requests")

    def __init__(self, on_end: Callable[[], None], *, limit: int = MAX_ON_THE_WIRE) -> None:
        """Nothing is in flight; nothing runs before ``open``."""
        self.on_end = on_end
        self.requests = 0
        self._limit = limit
        self._open = False
        self._begun = 0
        self._queue: deque[tuple[Work, EventArgument]] = deque()
        self._running: dict[asyncio.Task[None], EventArgument] = {}

    def open(self) -> None:
        """Begin to run work, in the event loop that runs now."""
        self._open = True
        self._launch()

    @property
    def in_flight(self) -> int:
        """How much is under way: requests being answered, work that runs or waits for room."""
        return self.requests + self.working

    @property
    def working(self) -> int:
        """How much work runs or waits for room."""
        return len(self._running) + len(self._queue)

    def start(self, work: Work, argument: EventArgument) -> None:
        """Run ``work(argument)`` as a task, in the order of this call, as soon as there is room."""
        self._queue.append((work, argument))
        self._launch()

    def _launch(self) -> None:
        while self._queue and len(self._running) < self._limit and self._open:
            if self._begun == MOST_IN_ONE_TURN:
                return  # the next turn goes on
            if not self._begun:
                asyncio.get_running_loop().call_soon(self._turn_over)
            self._begun += 1
            work, argument = self._queue.popleft()
            task = asyncio.create_task(_run(work, argument))
            self._running[task] = argument
            task.add_done_callback(self._finished)

    def _turn_over(self) -> None:
        self._begun = 0
        self._launch()

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._running.pop(task, None)
        self._launch()
        self.on_end()

    def cancel(self, matching: ArgumentFilter | None = None) -> Awaitable[None]:
        """Cancel the work that is meant (None: all of it); it has ended when the result has been awaited."""
        if matching is None:
            self._queue.clear()
            cancelled = list(self._running)
        else:
            self._queue = deque(entry for entry in self._queue if not matching(entry[1]))
            cancelled = [task for task, argument in self._running.items() if matching(argument)]
        for task in cancelled:
            task.cancel()
        return _ended(cancelled)

    async def close(self, grace: float) -> None:
        """Start nothing more, let what runs finish for ``grace`` real seconds, then cancel it."""
        self._open = False
        self._queue.clear()
        if self._running and grace > 0:
            await asyncio.wait(list(self._running), timeout=grace)
        await self.cancel()


async def _run(work: Work, argument: EventArgument) -> None:
    try:
        await work(argument)
    except Exception:
        log.exception("internal error in work about %r; this is a defect of mock-esms, please report it", argument)


async def _ended(tasks: list[asyncio.Task[None]]) -> None:
    if tasks:
        await asyncio.wait(tasks)
