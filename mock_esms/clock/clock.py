"""The sandbox's clock: real, auto or manual; and the machine's own time, which no tool that a test uses can freeze.

The clock says what time it is and can be moved forward; it does not know what is due. The scheduler decides when an
``auto`` or ``manual`` clock moves (CONTRACT 3).
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Final, Literal, NamedTuple

from mock_esms.errors import NotNowError
from mock_esms.model.times import SECOND, Instant, format_instant

ClockMode = Literal["real", "auto", "manual"]

# freezegun puts functions of its own in the place of ``time.monotonic`` and its like, in every module that has one of
# them under a name. The clock below them it leaves alone. Windows does not offer that clock; there an event loop
# can be frozen.
perf_counter: Final[Callable[[], float]] = (
    partial(time.clock_gettime, time.CLOCK_MONOTONIC) if hasattr(time, "clock_gettime") else time.monotonic
)
"""Real seconds from some fixed point, in every mode: how long something took on the wire."""


def wall_instant() -> Instant:
    """The machine's own date and time."""
    return time.time_ns() // 1_000_000


class ClockState(NamedTuple):
    """What ``/_mock/clock`` answers; ``pending`` counts the events that are due later.

    ``rate`` is sandbox seconds a real second at present: 0 while the clock stands still.
    """

    mode: ClockMode
    speed: float
    rate: float
    now: Instant
    next_due: Instant | None
    pending: int


class Clock:
    """Sandbox time: it runs at ``speed`` in ``real`` mode and stands still otherwise; it never goes backwards.

    While a person is on the line (``add_people``), ``auto`` runs in real time too. ``read`` gives real seconds
    from any fixed point; tests pass their own.
    """

    __slots__ = ("_base", "_mode", "_people", "_read", "_read_base", "_speed", "on_change")

    def __init__(
        self,
        mode: ClockMode = "real",
        *,
        now: Instant | None = None,
        speed: float = 1.0,
        read: Callable[[], float] = perf_counter,
    ) -> None:
        """Start at ``now``, or at the machine's own time."""
        self._read = read
        self._mode: ClockMode = mode
        self._speed = speed
        self._people = 0
        self._base: Instant = wall_instant() if now is None else now
        self._read_base = read()
        self.on_change: Callable[[], None] | None = None

    @property
    def mode(self) -> ClockMode:
        """``real``, ``auto`` or ``manual``."""
        return self._mode

    @property
    def speed(self) -> float:
        """Sandbox seconds a real second, in ``real`` mode."""
        return self._speed

    @property
    def rate(self) -> float:
        """Sandbox seconds a real second at present; 0 while the clock stands still."""
        if self._mode == "real":
            return self._speed
        return 1.0 if self._mode == "auto" and self._people else 0.0

    def state(self, *, next_due: Instant | None, pending: int) -> ClockState:
        """The clock as it stands, with what the scheduler knows of what is to come."""
        return ClockState(
            mode=self.mode, speed=self.speed, rate=self.rate, now=self.now(), next_due=next_due, pending=pending
        )

    def now(self) -> Instant:
        """The present instant."""
        if self._mode == "manual":
            return self._base
        rate = self.rate
        if not rate:
            return self._base
        return self._base + int((self._read() - self._read_base) * rate * SECOND)

    def move_to(self, instant: Instant) -> None:
        """Jump forward; an instant that has passed already changes nothing."""
        if instant > self.now():
            self.start_at(instant)

    def refuse_past(self, instant: Instant) -> None:
        """Raise ``NotNowError`` for an instant that has passed: time never goes backwards."""
        now = self.now()
        if instant < now:
            message = f"time never goes backwards: it is {format_instant(now)}, {format_instant(instant)} has passed"
            raise NotNowError(message)

    def start_at(self, instant: Instant) -> None:
        """Begin at another instant, earlier or later, as long as nothing has happened yet."""
        self._base = instant
        self._read_base = self._read()
        self._notify()

    def set(self, *, mode: ClockMode | None = None, speed: float | None = None) -> None:
        """Change the mode or the speed from now on; the present instant stays what it is."""
        self._rebase()
        if mode is not None:
            self._mode = mode
        if speed is not None:
            self._speed = speed
        self._notify()

    def add_people(self, people: int) -> None:
        """So many people more, or fewer, are on the line: an ``auto`` clock runs in real time while there is one."""
        self._rebase()
        self._people = max(0, self._people + people)

    def real_seconds_until(self, instant: Instant) -> float:
        """Real seconds until a clock that runs gets there by itself."""
        # Half a millisecond more, because the clock rounds down: when a timer fires, the instant must have come.
        wait = instant - self.now()
        return (wait + 0.5) / (SECOND * self.rate) if wait > 0 else 0.0

    def _rebase(self) -> None:
        self._base = self.now()
        self._read_base = self._read()

    def _notify(self) -> None:
        if self.on_change is not None:
            self.on_change()
