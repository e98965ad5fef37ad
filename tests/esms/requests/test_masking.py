import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.esms.requests.masking import shown_path, shown_piece


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/json/GetBalance/key/secret", "/json/GetBalance/key/***"),
        ("/json/GetBalance/key/secret/", "/json/GetBalance/key/***/"),
        ("/json/GetBalance/key/se/cret", "/json/GetBalance/key/***/***"),
        ("/json/GetBalance/key", "/json/GetBalance/key"),
        ("/json/GetBalance//secret", "/json/GetBalance//***"),
        ("/json/getbalance%2Fkey%2Fsecret", "/json/getbalance/key/***"),
        ("/json/MakeCallRecord_V2&SecretKey=abc&Phone=1", "/json/MakeCallRecord_V2&SecretKey=***&Phone=1"),
        ("/json/SecretKey/abc", "/json/SecretKey/***"),
        ("/json/MakeCall%52ecord_V2", "/json/MakeCall%52ecord_V2"),
    ],
)
def test_everything_behind_a_key_or_the_name_of_a_secret_is_masked_in_a_path(path, shown):
    assert shown_path(path) == shown


@pytest.mark.parametrize(
    ("piece", "name", "shown"),
    [
        ("SecretKey=abc", "secretkey", "SecretKey=***"),
        ("SecretKye=abc", "secretkye", "SecretKye=***"),
        ("SecretKey", "secretkey", "SecretKey"),
        ("x=1;SecretKey=abc;y=2", "x", "x=1;SecretKey=***;y=2"),
        ("CallbackUrl=http://h/?a;secret=1", "callbackurl", "CallbackUrl=http://h/?a;secret=1"),
        ("Phone=1", "phone", "Phone=1"),
    ],
)
def test_the_value_of_what_is_named_like_a_secret_is_masked_in_a_query(piece, name, shown):
    assert shown_piece(piece, name) == shown


@given(st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]), min_size=1))
def test_no_secret_behind_a_key_is_ever_shown(secret):
    assert shown_path(f"/MainService.svc/json/GetBalance/key/{secret}") == "/MainService.svc/json/GetBalance/key/***"
