import pytest

from mock_esms.esms.responses.result_codes import RESULT_CODES, text_of


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("101", "Authorize Failed"),
        ("103", "Balance not enough to send message"),
        ("104", "Template not found"),
        ("124", "Request exist 1"),
    ],
)
def test_a_text_that_esms_was_seen_to_write_is_given_to_the_letter(code, text):
    assert text_of(code) == text
    assert RESULT_CODES[code].seen


def test_the_text_of_108_echoes_the_phone_as_it_arrived():
    assert text_of("108", phone="097469188") == "The phone number 097469188 is not valid."


def test_a_phone_that_looks_like_a_template_is_echoed_as_it_is():
    assert text_of("108", phone="{phone} {0}") == "The phone number {phone} {0} is not valid."


def test_every_code_of_facts_that_a_call_or_an_sms_may_get_is_known():
    of_voice = {99, 100, 101, 102, 103, 104, 105, 106, 108, 118, 124, 140, 143}
    of_sms = {107, 120, 146, 163, 177, 201, 300}
    assert of_voice | of_sms <= set(map(int, RESULT_CODES))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("104", "Brand name code is not exist"),
        ("107", "Each request has at least 30 numbers to be approved"),
        ("124", "Request exist 1"),
        ("146", "Sai template Brandname CSKH"),
    ],
)
def test_a_text_that_esms_was_seen_to_write_of_a_message_is_given_to_the_letter(code, text):
    assert text_of(code, of_message=True) == text
    assert RESULT_CODES[code].seen


def test_every_refusal_has_a_text():
    assert [code for code in RESULT_CODES if not text_of(code)] == ["100"]


def test_a_code_that_the_table_does_not_know_has_no_text():
    assert text_of("777") == ""
