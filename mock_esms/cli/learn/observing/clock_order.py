"""Whether the times of a log run forward: lines may stand a little out of order, but a clock may also be set back.

Where the clock jumped back for good, the sends before and after it cannot be compared. A log that does so all the
time has no order of its own (it was merged, or shuffled), and its times are believed.
"""

from typing import Final

from mock_esms.model.times import MINUTE, Instant

LATE: Final = MINUTE
"""A line may be so much older than the latest one before: servers write a line when its answer is finished."""
FEW: Final = 5
"""A clock is not set back more often in one log."""
SHORT: Final = 10
"""So few lines that are older were late; it was not the clock."""


class ClockOrder:
    """Numbers the stretches of one log in which the clock ran on; ``stretch`` is that of the line that came last."""

    def __init__(self, first: int) -> None:
        """The first stretch has the number ``first``."""
        self._first = first
        self._latest: list[Instant] = []
        self._jumps = 0
        self._before = first
        self.stretch = first
        self.next_number = first + 1
        self._behind = 0
        self._short: dict[int, int] = {}

    def follow(self, time: Instant) -> int:
        """The stretch to which a line of this time belongs."""
        latest = self._latest
        if len(latest) == 1 and time >= latest[0]:  # as nearly always
            latest[0] = time
        elif not latest:
            latest.append(time)
        elif time >= latest[0] - LATE and len(latest) > 1:
            self._return()
            latest[:] = [max(time, latest[0])]
        elif time < latest[-1] - LATE:
            self._jump(time)
        else:
            latest[-1] = max(latest[-1], time)
            self._behind += len(latest) > 1
        return self.stretch

    def _jump(self, time: Instant) -> None:
        self._jumps += 1
        self._latest[1:] = [time]
        self._behind = 1
        if self._jumps <= FEW:
            self._before, self.stretch = self.stretch, self.next_number
            self.next_number += 1

    def _return(self) -> None:
        """The times are again where they would be without the jump: if that came soon, there was none."""
        if self._behind < SHORT and self._jumps <= FEW:
            self._short[self.stretch] = self._before
            self.stretch = self._before
        self._behind = 0

    @property
    def latest(self) -> Instant:
        """The latest time of all lines; 0 when there were none."""
        return max(self._latest, default=0)

    @property
    def unordered(self) -> bool:
        """Whether times go back and forth, so that they say nothing of the clock."""
        return self._jumps > FEW

    def joined(self) -> dict[int, int]:
        """Each stretch that is none of its own, with the one to which it belongs."""
        if self.unordered:
            return dict.fromkeys(range(self._first + 1, self.next_number), self._first)
        if 0 < self._behind < SHORT:
            self._return()  # the last lines were late
        joined: dict[int, int] = {}
        for stretch in range(self._first + 1, self.next_number):  # an earlier one has the lower number
            if stretch in self._short:
                before = self._short[stretch]
                joined[stretch] = joined.get(before, before)
        return joined

    @property
    def jumps(self) -> int:
        """How often the clock was set back, when ``joined`` has been asked."""
        return 0 if self.unordered else self.next_number - self._first - 1 - len(self._short)
