"""The values of callbacks: one that reports a call or a message, and each attempt to deliver it. All are frozen."""

from typing import Final, Literal, NamedTuple

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
SendStatus = Literal[1, 2, 4, 5, 7]
"""How far a call or a message has come; 1 and 4 are of advertisements (FACTS 3, FACTS-MESSAGES 7)."""

APPROVING: SendStatus = 1
WAITING: SendStatus = 2
REFUSED: SendStatus = 4
DONE: SendStatus = 5
SENT: SendStatus = 7

LOST_ACKNOWLEDGEMENT: Final = "the scenario takes this acknowledgement as never received (lost_acks)"
"""The ``detail`` of an attempt whose acknowledgement does not count."""


class Hop(NamedTuple):
    """One redirect that was followed: where it led and what was answered there."""

    url: str
    status: int


class WireRequest(NamedTuple):
    """A request as it was sent; what the user's own headers say, and what comes from userinfo, reads ``***``."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: str = ""


class WireResponse(NamedTuple):
    """The head of an answer: names as they came, values trimmed, bytes outside of ASCII read as Latin-1."""

    version: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]

    def header(self, name: str) -> str | None:
        """The first value of a header, its name in any case; None without it."""
        wanted = name.lower()
        return next((value for own, value in self.headers if own.strip().lower() == wanted), None)


class Phases(NamedTuple):
    """How long each step of an attempt took, in real milliseconds; None where there was none.

    ``dns`` is None for an address, and the first three are on a connection that was used before. ``wait`` ends with the
    head of the answer, ``receive`` with the last byte that was read.
    """

    dns: float | None = None
    connect: float | None = None
    tls: float | None = None
    send: float | None = None
    wait: float | None = None
    receive: float | None = None


NO_PHASES: Final = Phases()


class Attempt(NamedTuple):
    """One HTTP request on the wire, from the moment it starts.

    ``ms`` (real milliseconds) is None while it is under way. ``error`` is its class and ``detail`` the sentence behind
    it, ``advice`` why it may have failed and what helps; ``answer`` is the first KiB of the body.

    ``request`` is None when not a byte of it went out, ``response`` without a complete head, ``peer`` (an address with
    its port) without a connection. With ``hops`` these and ``phases`` are of the last request.

    ``try_number`` says which try of the retry policy it is, from 1, and ``copy`` which copy of the first, from 0. One
    that sends an interrupted one again is the same try. Those asked for by hand (``manual``) are counted by themselves.
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
    try_number: int = 1
    copy: int = 0
    manual: bool = False
    request: WireRequest | None = None
    response: WireResponse | None = None
    phases: Phases = NO_PHASES
    peer: str | None = None

    @property
    def under_way(self) -> bool:
        """Whether it has not finished yet."""
        return self.ms is None

    @property
    def interrupted(self) -> bool:
        """Whether it was cut off, so that what was sent says nothing about the receiver."""
        return self.error == "interrupted"

    @property
    def identity(self) -> tuple[bool, int, int]:
        """Which try, and which copy of it: the same for an attempt and one that sends it again."""
        return self.manual, self.try_number, self.copy


class Callback(NamedTuple):
    """A callback and its attempts; ``next_due`` is None when no attempt is planned.

    A delivered one may still have copies to send. ``channel`` is the channel of a message whose leg it reports, empty
    for a call.
    """

    send_status: SendStatus
    state: CallbackState = "pending"
    next_due: Instant | None = None
    attempts: tuple[Attempt, ...] = ()
    channel: str = ""

    @property
    def is_final(self) -> bool:
        """Whether it reports the end, and not progress."""
        return self.send_status in {DONE, REFUSED}

    @property
    def settled(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        if self.state == "pending" or self.next_due is not None:
            return False
        for attempt in self.attempts:  # noqa: SIM110 - asked three times an attempt, and a generator costs more than it
            if attempt.ms is None:
                return False
        return True


def in_order(callbacks: tuple[Callback, ...]) -> tuple[Attempt, ...]:
    """The attempts of all these callbacks, in the order in which they started."""
    return tuple(sorted([attempt for each in callbacks for attempt in each.attempts], key=lambda attempt: attempt.at))
