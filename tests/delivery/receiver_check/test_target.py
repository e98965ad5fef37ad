from datetime import timedelta

import pytest

from mock_esms.delivery.receiver_check.target import target_of
from mock_esms.errors import UsageError

URL = "http://127.0.0.1:9000/voice"


@pytest.mark.parametrize(
    ("given", "milliseconds"),
    [(10, 10_000), (0.5, 500), ("2s", 2_000), (timedelta(seconds=3), 3_000), ("10m", 600_000)],
)
def test_a_timeout_is_seconds_or_a_text_or_a_timedelta(given, milliseconds):
    assert target_of(URL, {"timeout": given}).timeout == milliseconds


@pytest.mark.parametrize("given", [0, -1, "0s", "11m", "soon", float("nan"), float("inf"), timedelta(days=1)])
def test_a_timeout_in_which_nothing_can_answer_or_for_which_nobody_waits_is_refused(given):
    with pytest.raises(UsageError, match="the timeout of a check"):
        target_of(URL, {"timeout": given})


@pytest.mark.parametrize("url", ["127.0.0.1:9000", "ftp://a/", "http://", "http://a:99999/", "http://[::1/", ""])
def test_what_is_no_address_is_refused_with_what_to_change(url):
    with pytest.raises(UsageError, match=r"CallbackUrl.*\(a check calls it"):
        target_of(url, {})


@pytest.mark.parametrize(
    ("url", "template", "whole"),
    [
        ("http://a/b", "Ivr=&CID=", "http://a/b?Ivr=&CID="),
        ("http://a/b?", "?Ivr=", "http://a/b?Ivr="),
        ("http://a/b?x=1", "&ivr", "http://a/b?x=1&ivr"),
        ("http://a/b#top", "Ivr=", "http://a/b?Ivr="),
        ("http://a/b?Ivr=", "", "http://a/b?Ivr="),
    ],
)
def test_a_template_is_put_behind_the_address(url, template, whole):
    assert target_of(url, {"callback_template": template}).template == whole


def test_a_template_without_a_parameter_of_esms_is_refused():
    with pytest.raises(UsageError, match="ReferenceId=&CallDuration=&CallStatus="):
        target_of(URL, {"callback_template": "id=&status="})


@pytest.mark.parametrize(
    "header", ["X-Token", "X-Token:", ": s3cret", "X Y: s3cret", "X-Token: s3cret\r\nY: 1", "X: đ"]
)
def test_what_is_no_header_is_refused_without_showing_its_secret(header):
    with pytest.raises(UsageError) as error:
        target_of(URL, {"headers": [header]})
    assert "header" in str(error.value)
    assert "s3cret" not in str(error.value)


def test_headers_are_lines_or_a_mapping():
    mapping = target_of(URL, {"headers": {"X-A": "1", "X_B": "2: 3"}})
    assert mapping.headers == ("X-A: 1", "X_B: 2: 3")
    assert target_of(URL, {"headers": ["X-A: 1", "X-A: 2"]}).headers == ("X-A: 1", "X-A: 2")
    assert "2: 3" not in repr(mapping)


def test_a_single_glob_needs_no_list():
    assert [case.name for case in target_of(URL, {"only": "burst"}).cases] == ["burst"]
