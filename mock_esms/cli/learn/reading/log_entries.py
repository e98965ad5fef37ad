"""What a log tells: a request that a receiver got, or when a call began and ended."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from mock_esms.model.delivery_plan import BodyFormat
from mock_esms.model.times import Instant

GET: Final = "GET"
POSTED: Final[Mapping[BodyFormat, str]] = MappingProxyType({"json": "POST with JSON", "form": "POST with a form"})
"""How a callback was sent whose parameters were in its body."""


class LoggedRequest(NamedTuple):
    """One request to the receiver, as far as the log tells it.

    ``target`` is a path with its query, an address, or a query alone; where a body was posted, it is what that said.
    ``status`` is what the receiver answered, ``error`` the class of error where there was no answer (CONTRACT 4),
    ``ms`` how long it took.
    """

    target: str
    time: Instant | None = None
    status: int | None = None
    error: str | None = None
    ms: float | None = None
    user_agent: str | None = None
    protocol: str | None = None
    method: str | None = None
    posted: BodyFormat | None = None

    @property
    def sent_by(self) -> str | None:
        """The method, and where the parameters were; None when the log does not tell it."""
        if self.posted is not None:
            return POSTED[self.posted]
        if not self.method:
            return None
        return GET if self.method == GET else f"{self.method} with a query"


class LoggedCall(NamedTuple):
    """When a call or message was due to begin, and when it ended; known from ``record`` and ``export`` alone."""

    sms_id: str
    begins: Instant | None = None
    ends: Instant | None = None


LogEntry = LoggedRequest | LoggedCall
