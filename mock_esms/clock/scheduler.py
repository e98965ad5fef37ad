"""The only owner of timers and of work in flight: what is due, and when the clock may move.

One heap (``agenda``) holds everything that is due later, one timer wakes the scheduler, and one pool (``work``) runs
what takes real time. There is no task and no timer for a pending event.

How time moves (CONTRACT 3): ``real`` time moves by itself and the timer follows it. In ``auto`` and ``manual`` the
clock jumps from one due instant to the next, and only when nothing is in flight: in ``auto`` after ``QUIET`` real
seconds in which nothing was, in ``manual`` when somebody advances.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from mock_esms._freeing import Freeing
from mock_esms.clock.clock import Clock, ClockMode, ClockState
from mock_esms.clock.event_queue import Action, EventQueue, Subject, Ticket
from mock_esms.clock.task_pool import MAX_ON_THE_WIRE, InFlight, TaskPool, Work
from mock_esms.errors import NotNowError
from mock_esms.model.times import Duration, Instant

QUIET: Final = 0.020
"""Real seconds in which nothing may be in flight before an ``auto`` clock jumps (CONTRACT 3)."""

_BATCH: Final = 256
"""Events handled before the loop gets a turn: a flood of events must not hold up requests."""

_CLOSED: Final = "the sandbox is ending"

log: Final = logging.getLogger("mock_esms.scheduler")


@dataclass(frozen=True, slots=True)
class _AdvanceTarget:
    """Somebody waits until everything due up to ``target`` (None: everything there is) has finished."""

    target: Instant | None
    reached: asyncio.Future[None]


class Scheduler:
    """Runs actions when they are due and work as soon as there is room for it. Lives in one event loop."""

    def __init__(self, clock: Clock, *, max_on_the_wire: int = MAX_ON_THE_WIRE) -> None:
        """Take the clock over: from now on only the scheduler moves it. Nothing runs before ``open``."""
        self._clock = clock
        self._loop: asyncio.AbstractEventLoop
        self._agenda = EventQueue()
        self._pool = TaskPool(self._work_ended, limit=max_on_the_wire)
        self._goals: list[_AdvanceTarget] = []
        self._waiting: set[asyncio.Future[None]] = set()
        self._pump_planned = False
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at: Instant | None = None
        self._last_work = 0.0
        self._freeing = Freeing()
        self.let_go: Final = self._freeing.add
        self.refuse_past: Final = clock.refuse_past
        self._closed = True

    def open(self) -> None:
        """Begin to run, in the event loop that runs now."""
        self._loop = asyncio.get_running_loop()
        self._last_work = self._loop.time()
        self._closed = False
        self._pool.open()
        self._freeing.open(self._loop)
        self._plan_pump()

    # --- what is due, and what is on its way -------------------------------------------------------------------

    def schedule(self, due: Instant, action: Action, subject: Subject) -> Ticket:
        """Call ``action(subject)`` at ``due``; what is due at one instant runs in the order of this call.

        The ticket cancels it. It must not be used once the action has run.
        """
        ticket = self._agenda.put(due, action, subject)
        if self._timer_at is None or due < self._timer_at:
            self._plan_pump()
        return ticket

    def cancel(self, ticket: Ticket) -> None:
        """Forget an action that has not run yet."""
        self._agenda.cancel(ticket)
        self._plan_pump()

    def take(self, about: Callable[[Subject], bool]) -> list[tuple[Instant, Action, Subject]]:
        """Take out what is due later and ``about`` which this is true, in its order; it does not happen any more."""
        taken = self._agenda.take(about)
        self._plan_pump()
        return taken

    def start(self, work: Work, subject: Subject) -> None:
        """Run ``work(subject)`` as a task of the scheduler's own, in the order of this call, when there is room."""
        self._pool.start(work, subject)

    def stay(self) -> InFlight:
        """A request of eSMS's is being answered, for longer than this step of the loop."""
        return InFlight(self._pool)

    def answered(self) -> None:
        """A request of eSMS's was answered in this very step of the loop; an ``auto`` clock is quiet from now on."""
        self._work_ended()

    @property
    def in_flight(self) -> int:
        """How much is under way: eSMS requests being answered, work running or waiting for room."""
        return self._pool.in_flight

    @property
    def pending(self) -> int:
        """How much is to come or under way: what memory grows with when nothing settles."""
        return len(self._agenda) + self._pool.working

    def forget(self, about: Callable[[Subject], bool] | None = None) -> Awaitable[None]:
        """Drop everything that is due, waiting or on the wire and ``about`` which this is true (None: all of it).

        Work on the wire is cut off; it has ended when the result has been awaited.
        """
        if about is None:
            self.let_go(self._agenda.clear())
            self._let_go()
        else:
            self._agenda.drop(about)
        self._plan_pump()
        return self._pool.cut_off(about)

    def _work_ended(self) -> None:
        self._last_work = self._loop.time()
        if (self._goals or (self._timer_at is None and self._agenda)) and not self._pool.in_flight:
            self._plan_pump()

    # --- what time it is ---------------------------------------------------------------------------------------

    def state(self) -> ClockState:
        """The clock as it stands."""
        clock = self._clock
        return ClockState(clock.mode, clock.speed, clock.rate, clock.now(), self._agenda.next_due(), len(self._agenda))

    def set_clock(self, *, mode: ClockMode | None = None, speed: float | None = None) -> None:
        """Change how time passes from now on."""
        self._clock.set(mode=mode, speed=speed)
        self._time_passes_otherwise()

    def hold(self) -> None:
        """A person is on the line: an ``auto`` clock runs in real time until everyone has let go of it."""
        self._clock.hold()
        self._time_passes_otherwise()

    def release(self, holds: int = 1) -> None:
        """So many people fewer are on the line."""
        self._clock.release(holds)
        self._time_passes_otherwise()

    async def until(self, due: Instant) -> None:
        """Wait for an instant of the sandbox's clock, or until everything is forgotten or the sandbox ends."""
        if due <= self._clock.now() or self._closed:
            return
        come: asyncio.Future[None] = self._loop.create_future()
        self._waiting.add(come)
        ticket = self.schedule(due, _come, come)
        try:
            await come
        finally:
            if come.cancelled() and come in self._waiting:
                self.cancel(ticket)
            self._waiting.discard(come)

    def _let_go(self) -> None:
        for come in self._waiting:
            _come(come)
        self._waiting.clear()

    async def advance(self, *, by: Duration | None = None, to: Instant | None = None) -> None:
        """Move the clock forward from due instant to due instant and return when all that was due has finished.

        ``by`` is milliseconds, ``to`` an instant; without either, until nothing is due any more. Raises
        ``NotNowError`` when ``to`` has passed already, or when the sandbox ends meanwhile.
        """
        if to is not None:
            self.refuse_past(to)
        if self._closed:
            raise NotNowError(_CLOSED)
        target = self._clock.now() + by if by is not None else to
        goal = _AdvanceTarget(target, self._loop.create_future())
        self._goals.append(goal)
        self._plan_pump()
        try:
            await goal.reached
        finally:
            if goal in self._goals:
                self._goals.remove(goal)

    # --- the pump ----------------------------------------------------------------------------------------------

    def _plan_pump(self) -> None:
        if not self._pump_planned and not self._closed:
            self._pump_planned = True
            self._loop.call_soon(self._pump)

    def _pump(self) -> None:
        """Run what is due, jump as far as is allowed, tell who waited, and set the timer for the rest."""
        self._pump_planned = False
        if self._closed:
            return
        done = 0
        while (due := self._agenda.next_due()) is not None:
            if due > self._clock.now():
                if not self._may_jump(due):
                    break
                self._clock.move_to(due)
                self._clear_timer()
            if done == _BATCH:
                self._plan_pump()
                return
            done += 1
            action, subject = self._agenda.pop()
            try:
                action(subject)
            except Exception:
                log.exception("internal error about %r; this is a defect of mock-esms, please report it", subject)
        self._reach_goals(due)
        self._set_timer(due)

    def _may_jump(self, due: Instant) -> bool:
        if self._pool.in_flight:
            return False
        if any(goal.target is None or goal.target >= due for goal in self._goals):
            return True
        return self._clock.mode == "auto" and not self._clock.rate and self._loop.time() - self._last_work >= QUIET

    def _reach_goals(self, next_due: Instant | None) -> None:
        if not self._goals or self._pool.in_flight:
            return
        for goal in sorted(self._goals, key=lambda goal: (goal.target is None, goal.target or 0)):
            if next_due is not None and (goal.target is None or goal.target >= next_due):
                return
            if goal.target is not None:
                self._clock.move_to(goal.target)
                self._clear_timer()  # in real time the next event has come nearer
            self._goals.remove(goal)
            _come(goal.reached)

    def _set_timer(self, due: Instant | None) -> None:
        if due is None:
            self._clear_timer()
            return
        if self._clock.mode == "manual":
            self._clear_timer()
            self._timer_at = self._clock.now() + 1  # only what is due at once needs the pump before somebody advances
            return
        if self._clock.rate:
            if self._timer_at == due:
                return
            wait, at = self._clock.real_seconds_until(due), due
        elif self._pool.in_flight:
            self._clear_timer()
            return  # the end of the work pumps again
        else:
            # Anything that comes to be due at the present instant must pump at once; what is due later need not.
            wait, at = max(0.0, QUIET - (self._loop.time() - self._last_work)), self._clock.now() + 1
        self._clear_timer()
        self._timer = self._loop.call_later(wait, self._timer_fired)
        self._timer_at = at

    def _timer_fired(self) -> None:
        self._timer = self._timer_at = None
        self._pump()

    def _clear_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._timer_at = None

    def _time_passes_otherwise(self) -> None:
        self._clear_timer()
        self._plan_pump()

    # --- the end -----------------------------------------------------------------------------------------------

    async def close(self, grace: float = 0.0) -> None:
        """Start nothing more, let work on the wire finish for ``grace`` real seconds, then cut it off."""
        self._closed = True
        self._freeing.close()
        self._clear_timer()
        self._let_go()
        for goal in self._goals:
            if not goal.reached.done():
                goal.reached.set_exception(NotNowError(_CLOSED))
        await self._pool.close(grace)


def _come(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)
