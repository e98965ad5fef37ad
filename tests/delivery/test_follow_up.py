"""What follows the end of an attempt, decided from what is recorded."""

import pytest

from mock_esms.delivery.follow_up import Delivered, Retry, follow_up
from mock_esms.model.callback import DONE, WAITING, Attempt, Callback
from tests.makers import PLAN

COPIED = PLAN._replace(copies=3, gap=1_000)


def ended(number=1, **fields):
    """An attempt that failed, unless the fields say otherwise."""
    return Attempt(number=number, at=0, url="http://127.0.0.1:9/", **{"status": 500, "ms": 1.0, **fields})


def on_the_wire(number, **fields):
    return Attempt(number=number, at=0, url="http://127.0.0.1:9/", **fields)


def follows(last, *before, plan=PLAN, send_status=DONE, **callback):
    return follow_up(Callback(send_status, attempts=(*before, last), **callback), last, plan)


def test_a_failed_try_is_followed_by_the_next_until_the_policy_has_no_more():
    tries = [ended(number, try_number=number) for number in range(1, 7)]
    assert follows(tries[0]) == Retry(try_number=2, wait=10_000)
    assert follows(tries[4], *tries[:4]) == Retry(try_number=6, wait=10_000)
    assert follows(tries[5], *tries[:5]) == "exhausted"


def test_an_acknowledged_one_needs_no_further_try():
    acknowledged = ended(status=200, acknowledged=True)
    assert follows(acknowledged) == Delivered(cancels_retry=False)
    by_hand = ended(2, status=200, acknowledged=True, manual=True)
    assert follows(by_hand, ended(), next_due=10_000) == Delivered(cancels_retry=True)


def test_copies_that_are_still_to_come_are_no_retry_that_could_be_cancelled():
    acknowledged = ended(status=200, acknowledged=True)
    assert follows(acknowledged, plan=COPIED, next_due=1_000) == Delivered(cancels_retry=False)


@pytest.mark.parametrize("error", ["blocked", "bad-url"])
def test_what_can_never_be_sent_is_blocked_unless_it_was_asked_for_by_hand(error):
    assert follows(ended(status=None, error=error)) == "blocked"
    assert follows(ended(status=None, error=error), plan=COPIED, next_due=1_000) == "blocked"
    assert follows(ended(status=None, error=error, manual=True)) == "as-planned"


def test_a_failure_by_hand_is_not_followed_up():
    assert follows(ended(2, manual=True), ended(), next_due=10_000) == "as-planned"


def test_an_interrupted_one_says_nothing_about_the_receiver():
    assert follows(ended(status=None, error="interrupted")) == "as-planned"


def test_the_first_try_counts_as_one_failure_when_its_last_copy_has_ended():
    first, second, third = (ended(number, copy=number - 1) for number in (1, 2, 3))
    assert follows(first, plan=COPIED) == "as-planned"
    assert follows(third, first, on_the_wire(2, copy=1), plan=COPIED) == "as-planned"
    assert follows(second, first, third, plan=COPIED) == Retry(try_number=2, wait=10_000)


def test_a_copy_that_was_interrupted_has_not_ended_before_it_was_sent_again():
    interrupted = ended(2, copy=1, status=None, error="interrupted")
    first, third, again = ended(1), ended(3, copy=2), ended(4, copy=1)
    assert follows(third, first, interrupted, plan=COPIED) == "as-planned"
    assert follows(again, first, interrupted, third, plan=COPIED) == Retry(try_number=2, wait=10_000)


def test_only_the_final_callback_has_copies():
    assert follows(ended(), plan=COPIED, send_status=WAITING) == Retry(try_number=2, wait=10_000)


def test_a_copy_that_fails_after_another_was_acknowledged_is_not_followed_up():
    acknowledged = ended(1, status=200, acknowledged=True)
    copies = [ended(number, copy=number - 1) for number in (2, 3)]
    assert follows(copies[1], acknowledged, copies[0], plan=COPIED, state="delivered") == "as-planned"
