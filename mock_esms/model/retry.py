"""The retry policy of a callback: data, and one question that can be asked of it.

A retry is data and a new job, never a loop that sleeps: whoever delivers asks ``next_wait`` after a failure and
schedules the next attempt itself.
"""

from dataclasses import dataclass

from mock_esms.model.times import Duration


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often a failed callback is sent again, and how long after the failed attempt's end (FACTS 3).

    ``retries`` counts the attempts after the first. ``waits`` are milliseconds; the last one repeats; an empty tuple
    means at once.
    """

    retries: int
    waits: tuple[Duration, ...]

    def next_wait(self, failed: int) -> Duration | None:
        """How long to wait after the ``failed``-th failed attempt (from 1), or None when no more may follow."""
        if failed > self.retries:
            return None
        if not self.waits:
            return 0
        return self.waits[min(failed, len(self.waits)) - 1]
