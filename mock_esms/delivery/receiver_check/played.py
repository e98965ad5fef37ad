"""One case that was played: what was sent, what came back, and the verdict."""

from collections import Counter
from dataclasses import dataclass

from mock_esms.delivery.receiver_check.case import Case, CaseSend
from mock_esms.model.callback import Attempt


@dataclass(frozen=True, slots=True)
class SentCallback:
    """One callback of a case and what came of it; ``reached`` is whether a connection came about."""

    send: CaseSend
    attempt: Attempt
    reached: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a case passed, what the receiver does, and what eSMS would do next; ``advice`` may be empty."""

    ok: bool
    text: str
    next: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of one case."""

    case: Case
    sent: tuple[SentCallback, ...]
    judged: Verdict

    @property
    def name(self) -> str:
        """The case's name."""
        return self.case.name

    @property
    def ok(self) -> bool:
        """Whether it passed."""
        return self.judged.ok

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """Each request on the wire, in the order in which they were sent."""
        return tuple(sent.attempt for sent in self.sent)

    @property
    def statuses(self) -> str:
        """What was answered, in short: ``200``, ``200, 500``, ``94x 200, 7x timeout``."""
        counted = Counter(status_or_error(attempt) for attempt in self.attempts)
        return ", ".join(f"{count}x {what}" if count > 1 else what for what, count in counted.items())

    @property
    def ms(self) -> float:
        """The longest that an answer took, in real milliseconds."""
        return max(attempt.ms or 0.0 for attempt in self.attempts)

    @property
    def verdict(self) -> str:
        """What the receiver does, and what eSMS would do next: one sentence."""
        return f"{self.judged.text}: {self.judged.next}"


def status_or_error(attempt: Attempt) -> str:
    """The status of an attempt, or its class of error."""
    return attempt.error or str(attempt.status)
