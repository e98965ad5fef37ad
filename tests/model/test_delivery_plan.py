import pytest

from mock_esms.model.delivery_plan import RetryPolicy


def test_each_failure_is_followed_by_the_next_wait_and_the_last_wait_repeats():
    policy = RetryPolicy(retries=5, waits=(10, 30, 60))
    assert [policy.next_wait(failed) for failed in range(1, 7)] == [10, 30, 60, 60, 60, None]


def test_no_retries_means_one_attempt():
    assert RetryPolicy(retries=0, waits=(10,)).next_wait(1) is None


def test_without_waits_retries_follow_at_once():
    assert RetryPolicy(retries=2, waits=()).next_wait(1) == 0


@pytest.mark.parametrize("retries", [0, 1, 5, 100])
def test_there_are_never_more_attempts_than_one_and_the_retries(retries):
    policy = RetryPolicy(retries=retries, waits=(1, 2))
    attempts = 1
    while policy.next_wait(attempts) is not None:
        attempts += 1
    assert attempts == 1 + retries
