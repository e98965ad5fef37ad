"""Values survive the way into a store and back, whatever is in them."""

import json
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_esms.config.account import Account
from mock_esms.journal.changes import ArmedState
from mock_esms.journal.store.load import StoredClock
from mock_esms.model.codec import decoded, encoded, stored_fields, text_of_json
from tests.journal.store.values import drawn


@pytest.mark.parametrize("kind", [Account, ArmedState, StoredClock])
@given(st.data())
@settings(max_examples=20)
def test_a_value_comes_back_as_it_was(kind, data):
    value = data.draw(drawn(kind))
    assert decoded(kind, json.loads(text_of_json(encoded(value)))) == value


def test_an_account_is_stored_with_its_defaults_so_that_other_defaults_do_not_change_it():
    account = Account(api_key="shop", secret_key="s")
    assert list(encoded(account, defaults=True)) == [field.name for field in stored_fields(Account)]


class Vague(NamedTuple):
    answer: str | bytes


class Mapped(NamedTuple):
    headers: dict[str, str]


@pytest.mark.parametrize("value", [Vague("x"), Mapped({})])
def test_a_type_that_json_cannot_bring_back_is_refused(value):
    with pytest.raises(TypeError, match="cannot be stored"):
        encoded(value)
