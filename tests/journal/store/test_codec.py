"""Values survive the way into a store and back, whatever is in them."""

from dataclasses import fields

import pytest
from hypothesis import given, settings

from mock_esms.config.settings import Account
from mock_esms.journal.changes import AccountState, ArmedState
from mock_esms.journal.store.codec import account_state, account_texts, armed_state, armed_text, key, text_of_key
from tests.journal.store.values import drawn


@given(drawn(AccountState))
@settings(max_examples=20)
def test_an_account_comes_back_as_it_was(state):
    assert account_state(*account_texts(state)) == state


@given(drawn(ArmedState))
@settings(max_examples=20)
def test_what_is_armed_comes_back_as_it_was(state):
    assert armed_state(armed_text(state)) == state


@pytest.mark.parametrize("text", ["order-1", "đơn hàng", "", "a\x00b", "half \ud83d of a pair"])
def test_a_key_comes_back_as_it_was(text):
    assert text_of_key(key(text)) == text


def test_each_field_of_an_account_has_a_place_in_the_store():
    account = Account(api_key="shop", secret_key="s", price_per_minute=None, recordings=("1",), allowed_ips=("::1",))
    text, _ = account_texts(AccountState(account, None))
    assert text is not None
    assert [part.name for part in fields(Account) if f'"{part.name}"' not in text] == []
