"""What the log says of attempts."""

import logging

import pytest

from mock_esms.delivery.log_messages import log_outcome
from mock_esms.model.callback import Attempt
from tests.makers import make_call

NOW = 1_767_578_400_000
FAILED = Attempt(number=1, at=NOW, url="http://127.0.0.1:9000/voice", status=500, ms=1.0)


@pytest.mark.parametrize(
    ("wait", "told"),
    [(299_999, "next in 5m."), (9_999, "next in 9s999ms."), (61_400, "next in 1m1s."), (0, "next in 0s.")],
)
def test_a_long_wait_is_told_in_whole_seconds(caplog, wait, told):
    with caplog.at_level(logging.WARNING, "mock_esms.delivery"):
        log_outcome(make_call(), FAILED, "pending", NOW + wait, NOW)
    assert told in caplog.text
