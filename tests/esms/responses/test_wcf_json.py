import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.esms.responses.wcf_json import four_places, json_body

NAMES = st.text()
MONEY = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4)


def test_names_stand_in_ordinal_order_and_none_is_left_out():
    assert json_body({"b": 1, "a": "x", "B": True, "gone": None}) == b'{"B":true,"a":"x","b":1}'


def test_a_decimal_is_a_number_with_four_places():
    assert json_body({"TotalPrice": Decimal(850)}) == b'{"TotalPrice":850.0000}'


def test_slashes_are_escaped_and_vietnamese_letters_are_raw_utf_8():
    assert json_body({"x": "a/b Nguyễn"}) == '{"x":"a\\/b Nguyễn"}'.encode()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('"\\', r"\"\\"),
        ("\b\t\n\f\r", r"\b\t\n\f\r"),
        ("\x00\x1f", r"\u0000\u001f"),
        ("\u2028\u2029\x85", r"\u2028\u2029\u0085"),
        ("😀", r"\ud83d\ude00"),
        ("\ud800", r"\ud800"),
        ("\uffff", r"\uffff"),
        ("\x7f", "\x7f"),
    ],
)
def test_what_wcf_escapes_is_escaped(text, written):
    assert json_body({"x": text}) == f'{{"x":"{written}"}}'.encode()


@given(st.dictionaries(NAMES, st.one_of(st.none(), NAMES, st.integers(), st.booleans())))
def test_a_body_is_json_that_says_what_went_in(fields):
    assert json.loads(json_body(fields)) == {name: value for name, value in fields.items() if value is not None}


@given(st.dictionaries(NAMES, MONEY))
def test_an_amount_is_read_back_exactly(fields):
    assert json.loads(json_body(fields), parse_float=Decimal) == fields


@given(st.text(st.characters(exclude_categories=())))
def test_even_half_a_surrogate_pair_gives_valid_json(text):
    json.loads(json_body({"x": text, text: 1}))


@pytest.mark.parametrize(
    ("amount", "text"),
    [("0", "0.0000"), ("450", "450.0000"), ("0.00005", "0.0001"), ("0.00004999", "0.0000"), ("1E+3", "1000.0000")],
)
def test_four_places_rounds_half_up(amount, text):
    assert four_places(Decimal(amount)) == text
