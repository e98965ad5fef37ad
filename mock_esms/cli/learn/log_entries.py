"""What a log tells: a request that a receiver got, or when a call began and ended."""

from typing import Final, NamedTuple

from mock_esms.model.times import Instant


class LoggedRequest(NamedTuple):
    """One request to the receiver, as far as the log tells it.

    ``target`` is a path with its query, an address, or a query alone. ``status`` is what the receiver answered,
    ``error`` the class of error where there was no answer (CONTRACT 4), ``ms`` how long it took.
    """

    target: str
    time: Instant | None = None
    status: int | None = None
    error: str | None = None
    ms: float | None = None
    user_agent: str | None = None
    protocol: str | None = None


class LoggedCall(NamedTuple):
    """When a call or message was due to begin, and when it ended; known from ``record`` and ``export`` alone."""

    sms_id: str
    begins: Instant | None = None
    ends: Instant | None = None


LogEntry = LoggedRequest | LoggedCall

LATEST: Final[Instant] = 32_503_680_000_000
"""The year 3000: what is later is no time."""
