"""A sample of durations: how many, their median and spread, in bounded memory; and the round duration that fits them.

Everything is deterministic: the same durations in the same order give the same numbers.
"""

import math
from array import array
from collections.abc import Iterable
from typing import Final

from mock_esms.model.times import HOUR, MINUTE, SECOND, Duration

MOST_DURATIONS: Final = 8_192
"""So many durations are in memory; of more, every second one, then every fourth, and so on."""

_VERY_ROUND: Final = (HOUR, 15 * MINUTE, 5 * MINUTE, MINUTE, 30 * SECOND)
_ROUND: Final = (15 * SECOND, 10 * SECOND, 5 * SECOND)
_FINE: Final = 100
"""Below ten seconds a duration of a precise log is given to the tenth of a second."""
_SHORT: Final = 10 * SECOND
_EVEN: Final = 0.05
"""A wait is rounded by at most this part of itself, however uncertain it is."""
_ERROR_OF_THE_MIDDLE: Final = 1.2
"""That of the middle half's mean, in parts of a mean's."""
_SPREAD_OF_NORMAL: Final = 2.5631
"""From the tenth to the ninetieth hundredth of a normal distribution lie so many standard deviations."""


class DurationSample:
    """Durations in milliseconds, one after the other."""

    __slots__ = ("_kept", "_stride", "count")

    def __init__(self) -> None:
        self.count = 0
        self._kept = array("q")
        self._stride = 1

    def add(self, duration: Duration) -> None:
        """One more."""
        if self.count % self._stride == 0:
            if len(self._kept) >= MOST_DURATIONS:
                self._kept = self._kept[::2]
                self._stride *= 2
            if self.count % self._stride == 0:
                self._kept.append(duration)
        self.count += 1

    def share(self, least: Duration) -> float:
        """Which part of them is at least so long."""
        return sum(1 for duration in self._kept if duration >= least) / len(self._kept) if self._kept else 0.0

    def summary(self) -> "Summary":
        """What there is to say of them; there must be one at least."""
        return Summary(self.count, sorted(self._kept))

    @classmethod
    def merged(cls, samples: Iterable["DurationSample"]) -> "DurationSample":
        """Several as one; where each has another part of its own, the larger parts weigh more."""
        merged = cls()
        count = 0
        for sample in samples:
            for duration in sample._kept:  # noqa: SLF001 - one of its own kind
                merged.add(duration)
            count += sample.count
        merged.count = count
        return merged


class Summary:
    """Count, median and spread (from the tenth to the ninetieth hundredth), in milliseconds.

    ``middle`` is the mean of the middle half: as safe from accidents as the median, and finer where a log has whole
    seconds only.
    """

    __slots__ = ("count", "high", "low", "median", "middle", "precise")

    def __init__(self, count: int, durations: list[Duration]) -> None:
        """Of durations in their order, the shortest first."""
        self.count = count
        self.low, self.median, self.high = (_at(durations, part) for part in (0.1, 0.5, 0.9))
        quarter = len(durations) // 4
        half = durations[quarter : len(durations) - quarter]
        self.middle = sum(half) / len(half)
        self.precise = any(duration % SECOND for duration in durations)

    @property
    def rounded(self) -> Duration:
        """The roundest duration that the middle cannot be told from; else the nearest second, or tenth where short."""
        deviation = (self.high - self.low) / _SPREAD_OF_NORMAL
        few = 1 + 2 / self.count  # the spread of a few says little itself
        error = few * _ERROR_OF_THE_MIDDLE * deviation / math.sqrt(self.count)
        for grids, allowed in ((_VERY_ROUND, 2 * error), (_ROUND, error)):
            for grid in grids:
                candidate = _nearest(self.middle, grid)
                if candidate and abs(candidate - self.middle) <= min(allowed, _EVEN * self.middle):
                    return candidate
        return _nearest(self.middle, _FINE if self.precise and self.middle < _SHORT else SECOND)

    @property
    def scattered(self) -> bool:
        """Whether no single duration stands for all of them: they spread over a quarter of it, and seconds."""
        return self.high - self.low > max(5 * SECOND, self.median / 4)


def _at(durations: list[Duration], part: float) -> Duration:
    place = part * (len(durations) - 1)
    low = math.floor(place)
    high = min(low + 1, len(durations) - 1)
    return round(durations[low] + (durations[high] - durations[low]) * (place - low))


def _nearest(duration: float, grid: Duration) -> Duration:
    return round(duration / grid) * grid
