import pytest

from mock_esms.esms.formats.phone import CARRIERS, national
from mock_esms.esms.formats.phone_advice import SINCE_2018, advice_on_phone


@pytest.mark.parametrize(
    ("phone", "code", "meant"),
    [
        ("901888484", "phone-without-zero", "0901888484"),
        ("2871002454", "phone-without-zero", "02871002454"),
        ("01201234567", "phone-of-before-2018", "0701234567"),
        ("1201234567", "phone-of-before-2018", "0701234567"),
        ("841691234567", "phone-of-before-2018", "0391234567"),
        ("+841991234567", "phone-of-before-2018", "0591234567"),
    ],
)
def test_a_phone_that_is_108_is_told_as_it_was_probably_meant(phone, code, meant):
    advice = advice_on_phone(phone)
    assert national(phone) is None
    assert advice is not None
    assert advice.code == code
    assert f"{meant}" in advice.message


@pytest.mark.parametrize(
    "phone",
    ["0901888484", "84901888484", "+84901888484", "02871002454", "", "abc", "01301234567", "9018884", "113", "0"],
)
def test_nothing_is_said_of_a_phone_that_is_right_or_of_one_that_nobody_can_guess(phone):
    assert advice_on_phone(phone) is None


def test_each_number_of_before_2018_is_one_of_a_network_that_is_known_today():
    assert {prefix: since for prefix, since in SINCE_2018.items() if since not in CARRIERS} == {}
    assert len(set(SINCE_2018.values())) == len(SINCE_2018)
