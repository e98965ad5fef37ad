"""The only owner of timers and of work in flight: what is due, when the clock may move, what is on its way.

One heap holds everything that is due later, one timer wakes the scheduler, and one pool of tasks does what takes real
time. There is no task and no timer for a pending event.

How time moves (CONTRACT 3): ``real`` time moves by itself and the timer follows it. In ``auto`` and ``manual`` the
clock jumps from one due instant to the next, and only when nothing is in flight: in ``auto`` after ``QUIET`` real
seconds in which nothing was, in ``manual`` when somebody advances.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from types import TracebackType
from typing import Any, Final

from mock_esms.clock import Clock, ClockMode
from mock_esms.errors import NotNowError
from mock_esms.times import Duration, Instant, format_instant

QUIET: Final = 0.020
"""Real seconds in which nothing may be in flight before an ``auto`` clock jumps (CONTRACT 3)."""

MAX_ON_THE_WIRE: Final = 256
"""Tasks at one time; further work waits in the order in which it was started, so that descriptors do not run out."""

_BATCH: Final = 256
"""Events handled before the loop gets a turn: a flood of events must not hold up requests."""

log: Final = logging.getLogger("mock_esms.scheduler")

Subject = Any
Action = Callable[[Subject], None]
Work = Callable[[Subject], Awaitable[None]]
Ticket = int


@dataclass(frozen=True, slots=True)
class ClockState:
    """What ``/_mock/clock`` tells; ``pending`` counts the events that are due later."""

    mode: ClockMode
    speed: float
    now: Instant
    next_due: Instant | None
    pending: int


@dataclass(frozen=True, slots=True)
class _Goal:
    """Somebody waits until everything due up to ``target`` (None: everything there is) has finished."""

    target: Instant | None
    reached: asyncio.Future[None]


class _InFlight:
    """Counts the eSMS requests between their last byte received and their answer ready; a context manager."""

    __slots__ = ("_scheduler", "count")

    def __init__(self, scheduler: "Scheduler") -> None:
        self._scheduler = scheduler
        self.count = 0

    def __enter__(self) -> None:
        self.count += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.count -= 1
        self._scheduler._work_ended()  # noqa: SLF001 - the two are one thing; this half exists to be entered


class Scheduler:
    """Runs actions when they are due and work as soon as there is room for it. Lives in one event loop."""

    def __init__(self, clock: Clock, *, max_on_the_wire: int = MAX_ON_THE_WIRE) -> None:
        """Take the clock over: from now on only the scheduler moves it. Nothing runs before ``open``."""
        self._clock = clock
        self._loop: asyncio.AbstractEventLoop
        self._heap: list[tuple[Instant, Ticket, Action, Subject]] = []
        self._cancelled: set[Ticket] = set()
        self._last_ticket: Ticket = 0
        self._ready: deque[tuple[Work, Subject]] = deque()
        self._running: dict[asyncio.Task[None], Subject] = {}
        self._max_on_the_wire = max_on_the_wire
        self._goals: list[_Goal] = []
        self._pump_planned = False
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at: Instant | None = None
        self._last_work = 0.0
        self._closed = True
        self.request_in_flight: Final = _InFlight(self)

    def open(self) -> None:
        """Begin to run, in the event loop that runs now."""
        self._loop = asyncio.get_running_loop()
        self._last_work = self._loop.time()
        self._closed = False
        self._plan_pump()

    # --- what is due -------------------------------------------------------------------------------------------

    def schedule(self, due: Instant, action: Action, subject: Subject) -> Ticket:
        """Call ``action(subject)`` at ``due``; what is due at one instant runs in the order of this call.

        The ticket cancels it. It must not be used once the action has run.
        """
        self._last_ticket = ticket = self._last_ticket + 1
        heappush(self._heap, (due, ticket, action, subject))
        if self._timer is None or self._timer_at is None or due < self._timer_at:
            self._plan_pump()
        return ticket

    def cancel(self, ticket: Ticket) -> None:
        """Forget an action that has not run yet."""
        self._cancelled.add(ticket)
        if 2 * len(self._cancelled) > len(self._heap):
            self._drop(lambda _subject: False)
        self._plan_pump()

    async def forget(self, about: Callable[[Subject], bool] | None = None) -> None:
        """Drop everything that is due, waiting or on the wire and ``about`` which this is true (None: all of it).

        Work on the wire is cut off and has ended when this returns.
        """
        if about is None:
            self._heap.clear()
            self._cancelled.clear()
            self._ready.clear()
            doomed = list(self._running)
        else:
            self._drop(about)
            self._ready = deque(entry for entry in self._ready if not about(entry[1]))
            doomed = [task for task, subject in self._running.items() if about(subject)]
        for task in doomed:
            task.cancel()
        if doomed:
            await asyncio.wait(doomed)
        self._plan_pump()

    def _drop(self, about: Callable[[Subject], bool]) -> None:
        self._heap = [entry for entry in self._heap if entry[1] not in self._cancelled and not about(entry[3])]
        heapify(self._heap)
        self._cancelled.clear()

    def _next_due(self) -> Instant | None:
        heap, cancelled = self._heap, self._cancelled
        while heap and heap[0][1] in cancelled:
            cancelled.discard(heappop(heap)[1])
        return heap[0][0] if heap else None

    # --- what is on its way ------------------------------------------------------------------------------------

    def start(self, work: Work, subject: Subject) -> None:
        """Run ``work(subject)`` as a task of the scheduler's own, in the order of this call, when there is room."""
        self._ready.append((work, subject))
        self._launch()

    @property
    def in_flight(self) -> int:
        """How much is under way: eSMS requests being answered, work running or waiting for room."""
        return self.request_in_flight.count + len(self._running) + len(self._ready)

    def _launch(self) -> None:
        while self._ready and len(self._running) < self._max_on_the_wire and not self._closed:
            work, subject = self._ready.popleft()
            task = self._loop.create_task(self._run(work, subject))
            self._running[task] = subject
            task.add_done_callback(self._finished)

    async def _run(self, work: Work, subject: Subject) -> None:
        try:
            await work(subject)
        except Exception:
            log.exception("internal error in work about %r; this is a defect of mock-esms, please report it", subject)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._running.pop(task, None)
        self._launch()
        self._work_ended()

    def _work_ended(self) -> None:
        self._last_work = self._loop.time()
        if not self.in_flight and (self._goals or (self._timer is None and self._heap)):
            self._plan_pump()

    # --- how time moves ----------------------------------------------------------------------------------------

    def state(self) -> ClockState:
        """The clock as it stands."""
        clock = self._clock
        return ClockState(
            clock.mode, clock.speed, clock.now(), self._next_due(), len(self._heap) - len(self._cancelled)
        )

    def set_clock(self, *, mode: ClockMode | None = None, speed: float | None = None) -> None:
        """Change how time passes from now on."""
        self._clock.set(mode=mode, speed=speed)
        self._clear_timer()
        self._plan_pump()

    async def advance(self, *, by: Duration | None = None, to: Instant | None = None) -> None:
        """Move the clock forward from due instant to due instant and return when all that was due has finished.

        ``by`` is milliseconds, ``to`` an instant; without either, until nothing is due any more. Raises
        ``NotNowError`` when ``to`` has passed already, or when the sandbox ends meanwhile.
        """
        if to is not None:
            self.refuse_past(to)
        target = self._clock.now() + by if by is not None else to
        if self._closed:
            raise NotNowError(_CLOSED)
        goal = _Goal(target, self._loop.create_future())
        self._goals.append(goal)
        self._plan_pump()
        try:
            await goal.reached
        finally:
            if goal in self._goals:
                self._goals.remove(goal)

    def refuse_past(self, instant: Instant) -> None:
        """Raise ``NotNowError`` for an instant that has passed: time never goes backwards."""
        now = self._clock.now()
        if instant < now:
            message = f"time never goes backwards: it is {format_instant(now)}, {format_instant(instant)} has passed"
            raise NotNowError(message)

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
        while (due := self._next_due()) is not None:
            if due > self._clock.now():
                if not self._may_jump(due):
                    break
                self._clock.move_to(due)
                self._clear_timer()
            if done == _BATCH:
                self._plan_pump()
                return
            done += 1
            _, _, action, subject = heappop(self._heap)
            try:
                action(subject)
            except Exception:
                log.exception("internal error about %r; this is a defect of mock-esms, please report it", subject)
        self._reach_goals(due)
        self._set_timer(due)

    def _may_jump(self, due: Instant) -> bool:
        if self.in_flight:
            return False
        if any(goal.target is None or goal.target >= due for goal in self._goals):
            return True
        return self._clock.mode == "auto" and self._loop.time() - self._last_work >= QUIET

    def _reach_goals(self, next_due: Instant | None) -> None:
        if not self._goals or self.in_flight:
            return
        for goal in sorted(self._goals, key=lambda goal: (goal.target is None, goal.target or 0)):
            if next_due is not None and (goal.target is None or goal.target >= next_due):
                return
            if goal.target is not None:
                self._clock.move_to(goal.target)
                self._clear_timer()  # in real time the next event has come nearer
            self._goals.remove(goal)
            if not goal.reached.done():
                goal.reached.set_result(None)

    def _set_timer(self, due: Instant | None) -> None:
        if due is None or self._clock.mode == "manual":
            self._clear_timer()
            return
        if self._clock.mode == "real":
            if self._timer_at == due:
                return
            wait, at = self._clock.real_seconds_until(due), due
        else:
            if self.in_flight:
                self._clear_timer()
                return  # the end of the work pumps again
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

    # --- the end -----------------------------------------------------------------------------------------------

    async def close(self, grace: float = 0.0) -> None:
        """Start nothing more, let work on the wire finish for ``grace`` real seconds, then cut it off."""
        self._closed = True
        self._clear_timer()
        self._ready.clear()
        for goal in self._goals:
            if not goal.reached.done():
                goal.reached.set_exception(NotNowError(_CLOSED))
        if self._running and grace > 0:
            await asyncio.wait(list(self._running), timeout=grace)
        doomed = list(self._running)
        for task in doomed:
            task.cancel()
        if doomed:
            await asyncio.wait(doomed)


_CLOSED: Final = "the sandbox is ending"
