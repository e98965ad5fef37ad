"""The values of callbacks: one that reports a call, and each attempt to deliver it. As frozen as ``calls``."""

from typing import Literal, NamedTuple

from mock_esms.model.times import Instant

CallbackState = Literal["pending", "delivered", "exhausted", "blocked", "dropped"]
AttemptError = Literal[
    "timeout",
    "connection-refused",
    "dns",
    "tls",
    "reset",
    "closed",
    "bad-answer",
    "bad-url",
    "blocked",
    "interrupted",
]
SendStatus = Literal[2, 5, 7]

WAITING: SendStatus = 2
DONE: SendStatus = 5
SENT: SendStatus = 7


class Hop(NamedTuple):
    """One redirect that was followed: where it led and what was answered there."""

    url: str
    status: int


class Attempt(NamedTuple):
    """One HTTP request on the wire, from the moment it starts.

    ``ms`` (real milliseconds) is None while it is under way. ``error`` is its class and ``detail`` the sentence behind
    it, ``advice`` why it may have failed and what helps; ``answer`` is the first KiB of the body.

    ``tries`` says which try of the retry policy it is, from 1, and ``copy`` which copy of the first, from 0. One that
    repeats an interrupted one is the same try. Those asked for by hand are counted downwards from -1.
    """

    number: int
    at: Instant
    url: str
    status: int | None = None
    error: AttemptError | None = None
    detail: str = ""
    advice: str = ""
    ms: float | None = None
    answer: str = ""
    acknowledged: bool = False
    hops: tuple[Hop, ...] = ()
    tries: int = 1
    copy: int = 0

    @property
    def under_way(self) -> bool:
        """Whether it has not finished yet."""
        return self.ms is None


class Callback(NamedTuple):
    """A callback and its attempts; ``next_due`` is None when no attempt is planned.

    A delivered one may still have copies to send.
    """

    send_status: SendStatus
    state: CallbackState = "pending"
    next_due: Instant | None = None
    attempts: tuple[Attempt, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        if self.state == "pending" or self.next_due is not None:
            return False
        return not any(attempt.under_way for attempt in self.attempts)
