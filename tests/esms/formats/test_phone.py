import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.esms.formats.phone import CARRIERS, carrier, national

EVERY_PREFIX = [
    *("032", "033", "034", "035", "036", "037", "038", "039", "086", "096", "097", "098"),
    *("070", "076", "077", "078", "079", "089", "090", "093"),
    *("081", "082", "083", "084", "085", "088", "091", "094"),
    *("052", "056", "058", "092", "059", "099", "087", "055"),
]


@pytest.mark.parametrize("prefix", EVERY_PREFIX)
def test_a_number_of_every_mobile_prefix_of_facts_is_accepted_in_each_form(prefix):
    number = f"{prefix}1884844"
    assert national(number) == national(f"84{number[1:]}") == national(f"+84{number[1:]}") == number


def test_the_table_has_no_other_prefix():
    assert sorted(CARRIERS) == sorted(EVERY_PREFIX)


@pytest.mark.parametrize(
    ("phone", "name"),
    [("0321884844", "Viettel"), ("0551884844", "Reddi"), ("02871002454", None), ("0", None), ("", None)],
)
def test_a_mobile_number_has_the_carrier_of_its_prefix(phone, name):
    found = carrier(phone)
    assert (found.name if found is not None else None) == name


@pytest.mark.parametrize(
    ("phone", "form"),
    [
        ("02871002454", "02871002454"),
        ("842871002454", "02871002454"),
        ("+842438234567", "02438234567"),
    ],
)
def test_a_landline_is_accepted(phone, form):
    assert national(phone) == form


@pytest.mark.parametrize(
    "phone",
    [
        "",
        "+",
        "0",
        "84",
        "+84",
        "097469188",  # the number that eSMS was seen to refuse
        "09018884840",
        "901888484",
        "00901888484",
        "0084901888484",
        "840901888484",
        "+840901888484",
        "+0901888484",
        "++84901888484",
        "0901 888 484",
        " 0901888484",
        " 84901888484",
        "0901888484 ",
        "0901888484\n",
        "0901.888.484",
        "0901-888-484",
        "(090)1888484",
        "0901888484x1",
        "0901888484;ext=1",
        "tel:0901888484",
        "O901888484",
        "٠٩٠١٨٨٨٤٨٤",
        "09018884\uff184",
        "090188848²",
        "113",
        "19001234",
        "18001234",
        "0672345678",
        "01201234567",
        "+14155552671",
        "14155552671",
        "0901888484,0901888485",
        "0" * 10_000,
        "84" + "9" * 10_000,
    ],
)
def test_anything_else_is_no_number(phone):
    assert national(phone) is None


@given(st.text())
def test_a_national_form_is_zero_and_digits_and_its_own_national_form(phone):
    form = national(phone)
    if form is not None:
        assert form.isascii()
        assert form.isdigit()
        assert form.startswith("0")
        assert national(form) == form


@given(st.from_regex(r"\A(0|84|\+84)[1-9][0-9]{8,10}\Z"))
def test_the_three_forms_of_a_number_are_judged_alike(phone):
    rest = phone.removeprefix("+84") if phone[0] == "+" else phone[1:] if phone[0] == "0" else phone[2:]
    assert national(f"0{rest}") == national(f"84{rest}") == national(f"+84{rest}")


def test_a_mobile_number_is_judged_without_loading_the_library():
    program = (
        "import sys; from mock_esms.esms.formats.phone import national;"
        "assert national('+84901888484') == '0901888484'; assert national('097469188') is None;"
        "sys.exit('phonenumbers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
