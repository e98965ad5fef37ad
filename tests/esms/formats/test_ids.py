import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.esms.formats.ids import call_id, documented_id, id_of_documented, message_id

DOCUMENTED_ID = "8eb2af6d-fb4c-4814-b9cc-4c0e3ed32edf"


@given(st.binary(min_size=16, max_size=16))
def test_an_id_is_the_version_4_guid_of_its_bytes(octets):
    assert call_id(octets) == str(uuid.UUID(bytes=octets, version=4))


def test_an_id_of_another_length_is_refused():
    with pytest.raises(ValueError, match="16 bytes, not of 15"):
        call_id(bytes(15))


def test_the_documented_id_can_be_made():
    assert call_id(bytes.fromhex(DOCUMENTED_ID.replace("-", ""))) == DOCUMENTED_ID


def test_the_id_is_printed_as_the_documentation_prints_it():
    assert documented_id(DOCUMENTED_ID) == "8eb2af6d-fb4c4814-b9cc-4c0e3ed32edf "


@given(st.binary(min_size=16, max_size=16).map(call_id))
def test_an_id_that_was_printed_is_known_again_with_and_without_its_space_and_in_any_case(made):
    printed = documented_id(made)
    for given_back in (printed, printed.strip(), printed.upper(), f" {printed}"):
        assert id_of_documented(given_back) == made


@pytest.mark.parametrize("text", ["", "x", DOCUMENTED_ID, f"{DOCUMENTED_ID[:-1]} ", "8eb2af6dfb4c4814b9cc4c0e3ed32edf"])
def test_any_other_text_stays_as_it_is(text):
    assert id_of_documented(text) == text


@given(st.binary(min_size=16, max_size=16))
def test_the_id_of_a_message_is_32_hexadecimal_digits_and_two_or_three_decimal_ones(octets):
    made = message_id(octets)
    assert made[:32] == octets.hex()
    assert 10 <= int(made[32:]) <= 999
    assert made[32] != "0"
