import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.esms.inquiries.status_operations import GET_BALANCE
from mock_esms.esms.messages.sms_operations import SEND_VOICE_JSON
from mock_esms.esms.requests.body import ParameterSources, UnreadableBodyError, read_parameters
from mock_esms.esms.requests.query_string import parse_query

JSON = "application/json"


def read_json(body, content_type=JSON):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read_parameters(
        (SEND_VOICE_JSON,), ParameterSources(parse_query("Phone=of+the+query"), (), content_type, raw)
    )


def values(body, content_type=JSON):
    return read_json(body, content_type)[0].values


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("8", "8"),
        (8, "8"),
        (8.0, "8.0"),
        (True, "true"),
        (False, "false"),
        ("", ""),
        ("a b+c&d=e%20/ễ", "a b+c&d=e%20/ễ"),
        (10**30, "1" + "0" * 30),
    ],
)
def test_texts_numbers_and_true_or_false_are_taken_as_their_text(value, text):
    assert values({"SmsType": value}) == {"smstype": text}


def test_null_counts_as_absent():
    assert "sandbox" not in values({"Sandbox": None, "Phone": "1"})


def test_a_number_is_taken_as_it_is_written():
    assert values(b'{"SmsType": 8.50, "Phone": 0.10, "Content": 1e2}') == {
        "smstype": "8.50",
        "phone": "0.10",
        "content": "1e2",
    }


def test_names_are_case_sensitive_and_one_in_another_case_is_warned_of():
    query, warnings = read_json(b'{"phone":"1","Content":"2","foo":{"a":[1]}}')
    assert query.get("Phone") is None
    assert query.get("Content") == "2"
    assert [warning.code for warning in warnings] == ["json-name-in-another-case"]
    assert "write Phone" in warnings[0].message


def test_a_name_that_the_operation_does_not_know_is_ignored_whatever_it_holds():
    assert values({"Foo": {"deep": [1]}, "Phone": "1"})["phone"] == "1"


@pytest.mark.parametrize(
    "content_type", [JSON, "text/json", "APPLICATION/JSON; charset=UTF-8", 'text/json;charset="utf-8"']
)
def test_json_is_read_under_each_of_its_names(content_type):
    assert values({"Phone": "1"}, content_type) == {"phone": "1"}


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "application/x-www-form-urlencoded", "application/xml", f"{JSON}; charset=utf-16"],
)
def test_another_content_type_is_not_read(content_type):
    with pytest.raises(UnreadableBodyError):
        values({"Phone": "1"}, content_type)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b"null",
        b'{"Phone":[1]}',
        b'{"Phone":{}}',
        b'{"Phone":NaN}',
        b'{"Phone":"\xff"}',
        b"[" * 9999,
    ],
)
def test_what_is_no_object_of_plain_values_is_not_read(body):
    with pytest.raises(UnreadableBodyError):
        values(body)


def test_a_byte_order_mark_does_not_matter():
    assert values(b'\xef\xbb\xbf{"Phone":"1"}') == {"phone": "1"}


def test_secrets_are_masked_as_in_a_query():
    query, _ = read_json(b'{"SecretKey":"hush","Phone":"1"}')
    assert query.masked == "SecretKey=***&Phone=1"


def test_the_values_of_an_address_are_read_like_a_query():
    query, _ = read_parameters((GET_BALANCE,), ParameterSources(parse_query("ApiKey=of+the+query"), ("a b", "s+&=")))
    assert (query.get("ApiKey"), query.get("SecretKey"), query.masked) == ("a b", "s+&=", "ApiKey=a%20b&SecretKey=***")


@given(st.binary())
def test_no_body_makes_anything_else_be_raised(raw):
    try:
        values(raw)
    except UnreadableBodyError:
        return


@given(
    st.dictionaries(
        st.text(), st.none() | st.text(st.characters(exclude_categories=())) | st.integers() | st.booleans()
    )
)
def test_every_object_of_plain_values_is_read(data):
    values(data)
