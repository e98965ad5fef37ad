"""How long each step of an attempt took."""

from typing import Final, Literal

from mock_esms.clock.clock import perf_counter
from mock_esms.model.callback import Phases
from mock_esms.model.times import SECOND

Phase = Literal["dns", "connect", "tls", "send", "wait", "receive"]
_DIGITS: Final = 1000
"""Milliseconds are given to the thousandth, rounded down: the phases never add up to more than the whole."""


class PhaseTimer:
    """Adds up the time of each step; a step that comes twice, such as connecting to a second address, is one phase."""

    __slots__ = ("_phase", "_seconds", "_since")

    def __init__(self) -> None:
        """No step has begun."""
        self._seconds: dict[Phase, float] = {}
        self._phase: Phase | None = None
        self._since = 0.0

    def enter(self, phase: Phase) -> None:
        """A step begins now, and the one before has ended."""
        now = perf_counter()
        self.leave(now)
        self._phase, self._since = phase, now

    def leave(self, at: float | None = None) -> None:
        """The present step has ended: now, or when ``perf_counter`` said ``at``."""
        if self._phase is not None:
            now = perf_counter() if at is None else at
            self._seconds[self._phase] = self._seconds.get(self._phase, 0.0) + max(0.0, now - self._since)
            self._phase = None

    def phases(self) -> Phases:
        """What each step took; the present one is not among them."""
        return Phases(**{phase: int(seconds * SECOND * _DIGITS) / _DIGITS for phase, seconds in self._seconds.items()})
