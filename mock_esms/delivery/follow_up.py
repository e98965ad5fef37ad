"""What follows the end of an attempt: the rule of CONTRACT 4.5, without the machinery that carries it out. Pure."""

from typing import Final, Literal, NamedTuple

from mock_esms.model.callback import Attempt, AttemptError, Callback
from mock_esms.model.delivery_plan import CallbackPlan
from mock_esms.model.times import Duration

NEVER_SENT: Final[frozenset[AttemptError]] = frozenset({"blocked", "bad-url"})
"""What no further attempt could change."""


class Delivered(NamedTuple):
    """The receiver has acknowledged it; with ``cancels_retry`` a retry is planned that is not needed any more."""

    cancels_retry: bool


class Retry(NamedTuple):
    """The next try is due ``wait`` milliseconds from now."""

    try_number: int
    wait: Duration


FollowUp = Delivered | Retry | Literal["blocked", "exhausted", "as-planned"]
"""Blocked: it can never be sent. Exhausted: the retry policy allows no further try.

As planned: nothing follows from it; what is planned stays planned, and decides.
"""


def follow_up(callback: Callback, ended: Attempt, plan: CallbackPlan) -> FollowUp:
    """What follows when an attempt has ended; ``callback`` has it among its attempts, as it ended.

    The first try is over when the last of its copies is: only then does a failure count, and it counts once.
    """
    if ended.acknowledged:
        return Delivered(cancels_retry=callback.next_due is not None and _first_try_is_over(callback, plan))
    if ended.manual:
        return "as-planned"
    if ended.error in NEVER_SENT:
        return "blocked"
    if ended.interrupted or callback.state == "delivered" or not _first_try_is_over(callback, plan):
        return "as-planned"
    wait = plan.policy.next_wait(ended.try_number)
    return "exhausted" if wait is None else Retry(ended.try_number + 1, wait)


def _first_try_is_over(callback: Callback, plan: CallbackPlan) -> bool:
    """Whether every copy of the first try has ended; one that was interrupted is still to be sent again."""
    ended = {
        attempt.copy
        for attempt in callback.attempts
        if attempt.try_number == 1 and not (attempt.manual or attempt.under_way or attempt.interrupted)
    }
    return len(ended) >= plan.copies_of(callback.send_status)
