"""The variables of ZNS templates: FACTS-MESSAGES 2 (S3, S6, S7), 3 (O6, O7, O9) and 4 (R7)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.config.account import ZnsParameter, ZnsTemplate
from mock_esms.esms.operation import VariablesForm
from mock_esms.esms.zalo.zns_variables import (
    Variable,
    named_variables,
    read_variables,
    template_of_text,
    values_in,
    variables_problem,
    zns_text,
)

OTP = ZnsTemplate(
    id="205644",
    text="Mã của bạn: {{otp}}. {{otp}} hết hạn ngày {{day}}",
    params=(
        ZnsParameter(name="otp", type="type_number", max_length=10),
        ZnsParameter(name="day", type="type_date", max_length=10, required=False),
    ),
)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("object", '{"otp":"123456","day":"05/01/2026"}'),
        ("pairs", '[{"key":"otp","value":"123456"},{"key":"day","value":"05/01/2026"}]'),
        ("values", '["123456","05/01/2026"]'),
    ],
)
def test_each_of_the_three_forms_says_the_same(form: VariablesForm, text: str) -> None:
    read = read_variables(text, form)
    assert read is not None
    assert named_variables(read, OTP) == (Variable("otp", "123456"), Variable("day", "05/01/2026"))


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("object", '["1"]'),
        ("object", "otp=1"),
        ("object", '{"otp":{"deep":1}}'),
        ("pairs", '{"otp":"1"}'),
        ("pairs", '["1"]'),
        ("values", '{"otp":"1"}'),
        ("values", '[["1"]]'),
        ("values", "[" * 100_000),
    ],
)
def test_variables_in_another_form_cannot_be_read(form: VariablesForm, text: str) -> None:
    assert read_variables(text, form) is None


def test_numbers_and_truths_count_as_their_text_and_null_as_absent() -> None:
    assert read_variables('{"a":12.50,"b":true,"c":null}', "object") == (Variable("a", "12.50"), Variable("b", "true"))
    assert read_variables("[1,null]", "values") == (Variable("", "1"), Variable("", ""))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"otp": "123456"}, None),
        ({"otp": "123456", "day": "29/02/2024"}, None),
        ({"day": "29/02/2024"}, "zns-variable-missing"),
        ({"otp": ""}, "zns-variable-missing"),
        ({"otp": "1", "name": "Lan"}, "zns-variable-unknown"),
        ({"otp": "12345678901"}, "zns-variable-too-long"),
        ({"otp": "12a"}, "zns-variable-type"),
        ({"otp": "1", "day": "30/02/2024"}, "zns-variable-type"),
        ({"otp": "1", "day": "2024/02/1"}, "zns-variable-type"),
    ],
)
def test_what_is_wrong_with_a_variable_has_its_own_code(given: dict[str, str], code: str | None) -> None:
    found = variables_problem(tuple(Variable(name, value) for name, value in given.items()), OTP)
    assert (found and found.code) == code


def test_more_values_than_a_template_has_variables_are_too_many() -> None:
    found = variables_problem(named_variables((Variable("", "1"), Variable("", ""), Variable("", "x")), OTP), OTP)
    assert found is not None
    assert found.code == "zns-variable-unknown"
    assert "it has otp, day" in found.message


def test_a_number_has_at_most_twelve_digits_and_an_address_has_no_spaces() -> None:
    template = ZnsTemplate(
        id="1",
        params=(
            ZnsParameter(name="n", type="type_number"),
            ZnsParameter(name="u", type="type_cta_url"),
        ),
    )
    good = variables_problem((Variable("n", "1" * 12), Variable("u", "https://a.vn/x?y=1")), template)
    long = variables_problem((Variable("n", "1" * 13), Variable("u", "https://a.vn/x?y=1")), template)
    spaced = variables_problem((Variable("n", "1"), Variable("u", "a b")), template)
    assert good is None
    assert long is not None
    assert spaced is not None
    assert (long.code, spaced.code) == ("zns-variable-type", "zns-variable-type")


def test_a_template_without_params_has_those_in_its_text_of_any_kind() -> None:
    template = ZnsTemplate(id="1", text="Chào {{name}}, mã {{ otp }}, {{name}}!")
    values = named_variables((Variable("", "Lan"), Variable("", "x" * 500)), template)
    assert values == (Variable("name", "Lan"), Variable("otp", "x" * 500))
    assert variables_problem(values, template) is None
    assert zns_text((Variable("name", "Lan"), Variable("otp", "1")), template) == "Chào Lan, mã 1, Lan!"


def test_nothing_is_held_against_a_template_that_nobody_knows() -> None:
    assert variables_problem((Variable("any", "thing"),), None) is None
    assert variables_problem((Variable("any", "thing"),), ZnsTemplate(id="1")) is None


def test_without_a_text_the_receiver_reads_the_variables() -> None:
    assert zns_text((Variable("otp", "123456"), Variable("", "Lan")), None) == "otp: 123456\nLan"


def test_a_full_text_fits_the_template_that_it_was_made_of() -> None:
    other = ZnsTemplate(id="1", text="Đơn {{order}} đã giao")
    found = template_of_text("Mã của bạn: 99. 99 hết hạn ngày 05/01/2026", (other, OTP))
    assert found == (OTP, (Variable("otp", "99"), Variable("day", "05/01/2026")))
    assert template_of_text("Mã của bạn: 99. 98 hết hạn ngày 05/01/2026", (other, OTP)) is None
    assert template_of_text("Mã của bạn: ab. ab hết hạn ngày 05/01/2026", (other, OTP)) is None


LETTERS = st.text("ab ", max_size=6)


@given(
    st.lists(st.tuples(LETTERS, st.sampled_from(["x", "y", "z"])), max_size=4),
    LETTERS,
    st.text("ab ", max_size=14),
    st.dictionaries(st.sampled_from(["x", "y", "z"]), LETTERS),
)
def test_the_values_in_a_text_are_those_that_a_pattern_finds(pieces, last, text, values):
    template = "".join(f"{before}{{{{{name}}}}}" for before, name in pieces) + last
    groups = set()
    pattern = ""
    for before, name in pieces:
        pattern += re.escape(before) + (f"(?P={name})" if name in groups else f"(?P<{name}>.*?)")
        groups.add(name)
    made = "".join(before + values.get(name, "") for before, name in pieces) + last
    for each in (text, made):
        found = re.compile(pattern + re.escape(last), re.DOTALL).fullmatch(each)
        assert values_in(each, template) == (None if found is None else found.groupdict())


@pytest.mark.parametrize("template", ["{{a}} {{b}} {{c}} {{d}} {{e}} {{f}}!", "{{a}} {{b}} {{c}} {{a}} {{b}} {{c}}!"])
def test_a_long_text_that_fits_nowhere_is_given_up_soon(template):
    assert values_in(" " * 60_000, template) is None
