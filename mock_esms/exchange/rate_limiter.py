"""How often an account may ask, call or send: so many requests a second of the sandbox's time, where it sets that.

A bucket of requests that fills with time: as many as a second brings may come at once, then one for each that is
brought (assumed; FACTS-MESSAGES 4 gives only the number a second).
"""

from typing import Final, Literal, NamedTuple

from mock_esms.esms.operation import RateName
from mock_esms.model.times import SECOND, Instant

Limited = RateName | Literal["placing"]
"""What is counted: the questions that ``rates`` names, or requests to call or to send (``requests_per_second``)."""


class Bucket(NamedTuple):
    """How many requests were left at a moment."""

    left: float
    at: Instant


class RateLimiter:
    """Counts the requests of all accounts; what was counted lives as long as the sandbox."""

    def __init__(self) -> None:
        """Begin with full buckets."""
        self._buckets: Final[dict[tuple[str, Limited], Bucket]] = {}

    def allows(self, api_key: str, name: Limited, rate: float, now: Instant) -> bool:
        """Whether one more request is answered at this moment; one that is refused counts for nothing."""
        most = max(rate, 1.0)
        bucket = self._buckets.get((api_key, name), Bucket(most, now))
        left = min(bucket.left + (now - bucket.at) * rate / SECOND, most)
        allowed = left >= 1
        self._buckets[api_key, name] = Bucket(left - 1 if allowed else left, now)
        return allowed

    def forget(self, api_key: str | None = None) -> None:
        """Fill the buckets of an account, or of all."""
        for key in [key for key in self._buckets if api_key in (None, key[0])]:
            del self._buckets[key]
