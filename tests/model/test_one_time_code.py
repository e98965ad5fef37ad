"""Which code a person was told (CONTRACT 13): the variable named otp, code or ma, else 4 to 8 digits by themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.model.one_time_code import code_in


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("123456 la ma xac minh dang ky Baotrixemay cua ban", "123456"),
        ("Ma: 1234.", "1234"),
        ("Ma cua ban la 12345678!", "12345678"),
        ("(0042)", "0042"),
        ("Ma 1111, khong phai 2222", "1111"),
        ("Ma 123 hay 1234", "1234"),
        ("Don 123456789 co ma 4321", "4321"),
        ("A1234 hay B5678", ""),
        ("1NTTJ6", ""),
        ("gia 1.250.000 d", ""),
        ("12/10/2026 luc 14:3000", ""),
        ("0901-888-484", ""),
        ("https://shop.vn/5678", ""),
        ("", ""),
        ("١٢٣٤", ""),
    ],
)
def test_a_code_is_the_first_group_of_4_to_8_digits_that_stands_alone(text, code):
    assert code_in(text) == code


@pytest.mark.parametrize("name", ["otp", "OTP", "code", "Code", "ma", "MA"])
def test_a_variable_of_that_name_is_the_code_whatever_the_text_says(name):
    assert code_in("Ma 1234", [("customer", "Lan"), (name, "1NTTJ6")]) == "1NTTJ6"


def test_the_first_such_variable_with_a_value_counts():
    assert code_in("", [("otp", ""), ("customer_code", "9999"), ("ma", "7788"), ("code", "1")]) == "7788"


@given(st.text(max_size=60))
def test_what_is_found_stands_in_the_text_and_is_4_to_8_digits(text):
    code = code_in(text)
    assert code in text
    assert not code or (4 <= len(code) <= 8 and code.isascii() and code.isdigit())


@given(st.from_regex(r"[0-9]{4,8}", fullmatch=True), st.sampled_from(["{}", "Ma {} la", "({})", "Ma:\n{}", "{} , {}"]))
def test_digits_between_spaces_are_found_wherever_they_stand(code, text):
    assert code_in(text.replace("{}", code)) == code
