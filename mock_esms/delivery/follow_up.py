"""What follows the end of an attempt: the rule of CONTRACT 4.5, without the machinery that carries it out. Pure."""

from dataclasses import dataclass
from typing import Final

from mock_esms.model.callback import Attempt, AttemptError, Callback
from mock_esms.model.delivery_plan import CallbackPlan
from mock_esms.model.times import Duration

NEVER_SENT: Final[frozenset[AttemptError]] = frozenset({"blocked", "bad-url"})
"""What no further attempt could change."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """The receiver has acknowledged it; with ``cancels_retry`` a retry is planned that is not needed any more."""

    cancels_retry: bool


@dataclass(frozen=True, slots=True)
class Blocked:
    """It can never be sent."""


@dataclass(frozen=True, slots=True)
class Retry:
    """The next try is due ``wait`` milliseconds from now."""

    try_number: int
    wait: Duration


@dataclass(frozen=True, slots=True)
class Exhausted:
    """The retry policy allows no further try."""


@dataclass(frozen=True, slots=True)
class AsPlanned:
    """Nothing follows from it: what is planned stays planned, and decides."""


FollowUp = Delivered | Blocked | Retry | Exhausted | AsPlanned


def follow_up(callback: Callback, ended: Attempt, plan: CallbackPlan) -> FollowUp:
    """What follows when an attempt has ended; ``callback`` has it among its attempts, as it ended.

    The first try is over when the last of its copies is: only then does a failure count, and it counts once.
    """
    if ended.acknowledged:
        return Delivered(cancels_retry=callback.next_due is not None and _first_try_is_over(callback, plan))
    if ended.manual:
        return AsPlanned()
    if ended.error in NEVER_SENT:
        return Blocked()
    if ended.interrupted or callback.state == "delivered" or not _first_try_is_over(callback, plan):
        return AsPlanned()
    wait = plan.policy.next_wait(ended.try_number)
    return Exhausted() if wait is None else Retry(ended.try_number + 1, wait)


def _first_try_is_over(callback: Callback, plan: CallbackPlan) -> bool:
    """Whether every copy of the first try has ended; one that was interrupted is still to be sent again."""
    ended = {
        attempt.copy
        for attempt in callback.attempts
        if attempt.try_number == 1 and not (attempt.manual or attempt.under_way or attempt.interrupted)
    }
    return len(ended) >= plan.copies_of(callback.send_status)
