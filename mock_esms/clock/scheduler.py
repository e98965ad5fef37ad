"""The only owner of timers and of work in flight: what is due, and when the clock may move.

One heap (``event_queue``) holds everything that is due later, one timer wakes the scheduler, and one pool
(``task_pool``) runs what takes real time. There is no task and no timer for a pending event.

How time moves (CONTRACT 3): ``real`` time moves by itself and the timer follows it. In ``auto`` and ``manual`` the
clock jumps from one due instant to the next, and only when nothing is in flight: in ``auto`` after ``QUIET`` real
seconds in which nothing was, in ``manual`` when somebody advances.
"""

import asyncio
import logging
from collections.abc import Awaitable
from typing import Final, NamedTuple

from mock_esms.clock.clock import Clock, ClockMode, ClockState
from mock_esms.clock.event_queue import Action, ArgumentFilter, EventArgument, EventQueue, ScheduledEvent
from mock_esms.clock.free_in_steps import free_in_steps
from mock_esms.clock.task_pool import MAX_ON_THE_WIRE, InFlightRequest, TaskPool, Work
from mock_esms.errors import NotNowError
from mock_esms.model.times import Duration, Instant

QUIET: Final = 0.020
"""Real seconds in which nothing may be in flight before an ``auto`` clock jumps (CONTRACT 3)."""

_BATCH: Final = 256
"""Events handled before the loop gets a turn: a flood of events must not hold up requests."""

_CLOSED: Final = "the sandbox is ending"

log: Final = logging.getLogger("mock_esms.scheduler")


class _AdvanceTarget(NamedTuple):
    """Somebody waits until everything due up to ``instant`` (None: everything there is) has finished."""

    instant: Instant | None
    reached: asyncio.Future[None]


class Scheduler:
    """Runs actions when they are due and work as soon as there is room for it. Lives in one event loop."""

    def __init__(self, clock: Clock, *, max_on_the_wire: int = MAX_ON_THE_WIRE) -> None:
        """Take the clock over: from now on only the scheduler moves it. Nothing runs before ``open``."""
        self._clock = clock
        self._loop: asyncio.AbstractEventLoop
        self._queue = EventQueue()
        self._pool = TaskPool(self._work_ended, limit=max_on_the_wire)
        self._targets: list[_AdvanceTarget] = []
        self._waiters: set[asyncio.Future[None]] = set()
        self._run_planned = False
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at: Instant | None = None
        self._last_work = 0.0
        self._closed = True

    def open(self) -> None:
        """Begin to run, in the event loop that runs now."""
        self._loop = asyncio.get_running_loop()
        self._last_work = self._loop.time()
        self._closed = False
        self._pool.open()
        self._plan_run()

    # --- what is due, and what is on its way -------------------------------------------------------------------

    def schedule(self, due: Instant, action: Action, argument: EventArgument) -> ScheduledEvent:
        """Call ``action(argument)`` at ``due``; what is due at one instant runs in the order of this call.

        ``cancel`` takes the result, which must not be used once the action has run.
        """
        event = self._queue.put(due, action, argument)
        if self._timer_at is None or due < self._timer_at:
            self._plan_run()
        return event

    def cancel(self, event: ScheduledEvent) -> None:
        """Cancel an action that has not run yet."""
        self._queue.cancel(event)
        self._plan_run()

    def take(self, matching: ArgumentFilter) -> list[ScheduledEvent]:
        """Take out what is due later and is meant, in its order; it does not happen any more."""
        taken = self._queue.take(matching)
        self._plan_run()
        return taken

    def start(self, work: Work, argument: EventArgument) -> None:
        """Run ``work(argument)`` as a task of the scheduler's own, in the order of this call, when there is room."""
        self._pool.start(work, argument)

    def request_begun(self) -> InFlightRequest:
        """A request of the eSMS side takes longer to be answered than this step of the loop."""
        return InFlightRequest(self._pool)

    def request_answered(self) -> None:
        """A request of the eSMS side was answered within this step of the loop: the quiet time begins anew."""
        self._work_ended()

    @property
    def in_flight(self) -> int:
        """How much is under way: eSMS requests being answered, work running or waiting for room."""
        return self._pool.in_flight

    @property
    def pending(self) -> int:
        """How much is to come or under way: what memory grows with when nothing settles."""
        return len(self._queue) + self._pool.working

    def forget(self, matching: ArgumentFilter | None = None) -> Awaitable[None]:
        """Cancel everything that is due, waiting for room or on the wire, and is meant (None: all of it).

        All of it at once; when the result has been awaited, work on the wire has ended and memory is freed.
        """
        if matching is None:
            cancelled = self._queue.clear()
            self._wake_waiters()
        else:
            cancelled = self._queue.take(matching)
        self._plan_run()
        return _ended(self._pool.cancel(matching), cancelled)

    def _work_ended(self) -> None:
        self._last_work = self._loop.time()
        if (self._targets or (self._timer_at is None and self._queue)) and not self._pool.in_flight:
            self._plan_run()

    # --- what time it is ---------------------------------------------------------------------------------------

    def state(self) -> ClockState:
        """The clock as it stands."""
        return self._clock.state(next_due=self._queue.next_due(), pending=len(self._queue))

    def set_clock(self, *, mode: ClockMode | None = None, speed: float | None = None) -> None:
        """Change how time passes from now on."""
        self._clock.set(mode=mode, speed=speed)
        self._rate_changed()

    def enter_real_time(self) -> None:
        """One more person is on the line: an ``auto`` clock runs in real time until the last has left it."""
        self._clock.add_people(1)
        self._rate_changed()

    def leave_real_time(self, people: int = 1) -> None:
        """So many people fewer are on the line."""
        self._clock.add_people(-people)
        self._rate_changed()

    async def until(self, due: Instant) -> None:
        """Wait for an instant of the sandbox's clock, or until everything is forgotten or the sandbox ends."""
        if due <= self._clock.now() or self._closed:
            return
        waiter: asyncio.Future[None] = self._loop.create_future()
        self._waiters.add(waiter)
        event = self.schedule(due, _wake, waiter)
        try:
            await waiter
        finally:
            if waiter.cancelled() and waiter in self._waiters:
                self.cancel(event)
            self._waiters.discard(waiter)

    def _wake_waiters(self) -> None:
        for waiter in self._waiters:
            _wake(waiter)
        self._waiters.clear()

    async def advance(self, *, by: Duration | None = None, to: Instant | None = None) -> None:
        """Move the clock forward from due instant to due instant and return when all that was due has finished.

        ``by`` is milliseconds, ``to`` an instant; without either, until nothing is due any more. Raises
        ``NotNowError`` when ``to`` has passed already, or when the sandbox ends meanwhile.
        """
        if to is not None:
            self._clock.refuse_past(to)
        if self._closed:
            raise NotNowError(_CLOSED)
        target = _AdvanceTarget(
            instant=self._clock.now() + by if by is not None else to, reached=self._loop.create_future()
        )
        self._targets.append(target)
        self._plan_run()
        try:
            await target.reached
        finally:
            if target in self._targets:
                self._targets.remove(target)

    # --- running what is due -------------------------------------------------------------------------------------

    def _plan_run(self) -> None:
        if not self._run_planned and not self._closed:
            self._run_planned = True
            self._loop.call_soon(self._run_due)

    def _run_due(self) -> None:
        """Run what is due, jump as far as is allowed, wake who waited, and set the timer for the rest."""
        self._run_planned = False
        if self._closed:
            return
        done = 0
        while (due := self._queue.next_due()) is not None:
            if due > self._clock.now():
                if not self._may_jump(due):
                    break
                self._clock.move_to(due)
                self._clear_timer()
            if done == _BATCH:
                self._plan_run()
                return
            done += 1
            event = self._queue.pop()
            try:
                event.action(event.argument)
            except Exception:
                log.exception(
                    "internal error about %r; this is a defect of mock-esms, please report it", event.argument
                )
        self._reach_targets(due)
        self._set_timer(due)

    def _may_jump(self, due: Instant) -> bool:
        if self._pool.in_flight:
            return False
        if any(target.instant is None or target.instant >= due for target in self._targets):
            return True
        return self._clock.mode == "auto" and not self._clock.rate and self._loop.time() - self._last_work >= QUIET

    def _reach_targets(self, next_due: Instant | None) -> None:
        if not self._targets or self._pool.in_flight:
            return
        for target in sorted(self._targets, key=lambda target: (target.instant is None, target.instant or 0)):
            if next_due is not None and (target.instant is None or target.instant >= next_due):
                return
            if target.instant is not None:
                self._clock.move_to(target.instant)
                self._clear_timer()  # in real time the next event has come nearer
            self._targets.remove(target)
            _wake(target.reached)

    def _set_timer(self, due: Instant | None) -> None:
        if due is None:
            self._clear_timer()
            return
        if self._clock.mode == "manual":
            self._clear_timer()
            self._timer_at = self._clock.now() + 1  # only what is due at once runs before somebody advances
            return
        if self._clock.rate:
            if self._timer_at == due:
                return
            wait, at = self._clock.real_seconds_until(due), due
        elif self._pool.in_flight:
            self._clear_timer()
            return  # the end of the work looks again
        else:
            # What comes to be due at the present instant must run at once; what is due later need not.
            wait, at = max(0.0, QUIET - (self._loop.time() - self._last_work)), self._clock.now() + 1
        self._clear_timer()
        self._timer = self._loop.call_later(wait, self._timer_fired)
        self._timer_at = at

    def _timer_fired(self) -> None:
        self._timer = self._timer_at = None
        self._run_due()

    def _clear_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._timer_at = None

    def _rate_changed(self) -> None:
        self._clear_timer()
        self._plan_run()

    # --- the end -----------------------------------------------------------------------------------------------

    async def close(self, grace: float = 0.0) -> None:
        """Start nothing more, let work on the wire finish for ``grace`` real seconds, then cancel it."""
        self._closed = True
        self._clear_timer()
        self._wake_waiters()
        for target in self._targets:
            if not target.reached.done():
                target.reached.set_exception(NotNowError(_CLOSED))
        await self._pool.close(grace)


async def _ended(work: Awaitable[None], cancelled: list[ScheduledEvent]) -> None:
    await work
    await free_in_steps([cancelled])


def _wake(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)
