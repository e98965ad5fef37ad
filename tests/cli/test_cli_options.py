import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.cli.environment import twin
from mock_esms.cli.options import ACCOUNT, TEXT, Keys, read_keys, read_pair
from mock_esms.cli.urls import listening_url, reachable


def test_an_account_is_split_at_the_first_colon():
    assert read_keys("key:a:b") == Keys("key", "a:b")


@pytest.mark.parametrize("text", ["hunter2", ":hunter2", " :hunter2"])
def test_a_wrong_account_is_refused_without_repeating_it(text):
    with pytest.raises(ValueError, match="KEY:SECRET") as error:
        read_keys(text)
    assert "hunter2" not in str(error.value)


def test_an_account_without_a_secret_is_refused():
    with pytest.raises(ValueError, match="the secret is empty"):
        read_keys("key:")


def test_the_secret_is_not_shown_where_an_account_is():
    assert "hunter2" not in repr(read_keys("key:hunter2"))


@given(st.text(min_size=1).filter(lambda text: "=" not in text), st.text())
def test_a_pair_is_split_at_the_first_equals_sign(left, right):
    assert read_pair(f"{left}={right}") == (left, right)


@pytest.mark.parametrize("text", ["", "name", "=value"])
def test_what_is_no_pair_is_refused(text):
    with pytest.raises(ValueError, match="NAME=VALUE"):
        read_pair(text)


def test_repeated_values_are_separated_by_commas_in_the_environment():
    assert TEXT.split_envvar_value("a, b,,c ") == ["a", "b", "c"]
    assert ACCOUNT.split_envvar_value("a:1,b:2") == ["a:1", "b:2"]


def test_each_option_has_a_twin_in_the_environment():
    assert twin("--journal-limit") == "MOCK_ESMS_JOURNAL_LIMIT"


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:1"),
        ("0.0.0.0", "http://127.0.0.1:1"),  # noqa: S104 - text, nothing is bound
        ("::", "http://[::1]:1"),
        ("[::]", "http://[::1]:1"),
        ("::1", "http://[::1]:1"),
        ("localhost", "http://localhost:1"),
    ],
)
def test_a_server_that_is_bound_to_a_host_is_reached_from_the_same_machine(host, url):
    assert listening_url(reachable(host), 1) == url
