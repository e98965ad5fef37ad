import re
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.esms.requests.query_string import parse_query, query_of

ANY_TEXT = st.text(st.characters(exclude_categories=()))
HIDDEN = "s3cr3t-4711"


def in_any_case(name):
    return st.tuples(*(st.sampled_from((letter.lower(), letter.upper())) for letter in name)).map("".join)


def escaped_here_and_there(name):
    letters = (st.sampled_from((letter, f"%{ord(letter):02x}", f"%{ord(letter):02X}")) for letter in name)
    return st.tuples(*letters).map("".join)


@pytest.mark.parametrize("name", ["ApiKey", "APIKEY", "apikey", "APIKey"])
def test_a_name_matches_in_any_case(name):
    assert parse_query(f"{name}=abc").get("ApiKey") == "abc"
    assert parse_query("ApiKey=abc").get(name) == "abc"


def test_a_missing_parameter_is_none():
    assert parse_query("ApiKey=abc").get("Phone") is None


def test_an_empty_parameter_is_an_empty_text():
    assert parse_query("Phone=&ApiKey=abc").get("Phone") == ""


def test_a_name_without_an_equals_sign_is_none_and_changes_nothing():
    assert parse_query("Phone").get("Phone") is None
    assert parse_query("Phone&Phone=1").get("Phone") == "1"
    assert parse_query("Phone=1&Phone").get("Phone") == "1"


def test_repeated_parameters_are_joined_by_a_comma_whatever_their_case():
    assert parse_query("Phone=1&PHONE=2&phone=").get("Phone") == "1,2,"


def test_only_the_first_equals_sign_divides():
    assert parse_query("VarStr=a=b=c").get("VarStr") == "a=b=c"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("a+b%2Bc", "a b+c"),
        ("Nguy%E1%BB%85n", "Nguyễn"),
        ("Nguyễn", "Nguyễn"),
        ("%zz%4", "%zz%4"),
        ("100%", "100%"),
        ("%u00e1", "%u00e1"),
        ("%FF", "\ufffd"),
        ("%C3(", "\ufffd("),
        ("\udcff", "\ufffd"),
        ("\udce1\udcbb\udc85", "ễ"),
        ("\ud800", "\ufffd\ufffd\ufffd"),
        ("%253A", "%3A"),
    ],
)
def test_a_value_is_decoded_as_utf_8_and_what_cannot_be_decoded_is_kept_or_replaced(raw, value):
    assert parse_query(f"x={raw}").get("x") == value


def test_a_name_is_decoded_too():
    assert parse_query("Api%4Bey=abc").get("ApiKey") == "abc"


def test_names_gives_every_piece_in_the_order_of_arrival():
    pieces = parse_query("B=%31&a=2&&b=3&Bare").names
    assert [(piece.name, piece.value, piece.raw) for piece in pieces] == [
        ("B", "1", "B=%31"),
        ("a", "2", "a=2"),
        ("b", "3", "b=3"),
        ("Bare", None, "Bare"),
    ]
    assert [piece.raw_value for piece in pieces] == ["%31", "2", "3", ""]


@pytest.mark.parametrize(
    ("raw", "masked"),
    [
        ("", ""),
        ("ApiKey=a&SecretKey=b&Phone=c", "ApiKey=a&SecretKey=***&Phone=c"),
        ("SECRETKEY=b&secretkey=c", "SECRETKEY=***&secretkey=***"),
        ("Secret%4Bey=b", "Secret%4Bey=***"),
        ("PassCode=b&x=1", "PassCode=***&x=1"),
        ("SecretKey=", "SecretKey=***"),
        ("SecretKey", "SecretKey"),
        ("SecretKey%3Db&x=1", "SecretKey=***&x=1"),
        ("a=1&amp;SecretKey=b", "a=1&amp;SecretKey=***"),
        ("+SecretKey=b", "+SecretKey=***"),
        ("Phone=SecretKey", "Phone=SecretKey"),
    ],
)
def test_masked_hides_the_values_of_secrets_and_nothing_else(raw, masked):
    assert parse_query(raw).masked == masked


@given(ANY_TEXT)
def test_no_text_makes_parse_query_raise(raw):
    query = parse_query(raw)
    query.masked.encode()
    for argument in query.names:
        argument.name.encode()
        (argument.value or "").encode()


@given(st.binary())
def test_no_bytes_on_the_wire_make_parse_query_raise(octets):
    parse_query(octets.decode("utf-8", "surrogateescape")).masked.encode()


@given(st.lists(st.tuples(st.text(min_size=1), st.text()), unique_by=lambda pair: pair[0].lower()))
def test_what_was_encoded_properly_arrives_as_it_was(pairs):
    query = parse_query(urlencode(pairs))
    assert [(argument.name, argument.value) for argument in query.names] == pairs
    assert list(query.values.values()) == [value for _, value in pairs]


@given(
    secrets=st.lists(
        st.sampled_from(["SecretKey", "PassCode"])
        .flatmap(lambda name: st.one_of(in_any_case(name), escaped_here_and_there(name)))
        .map(lambda name: f"{name}={HIDDEN}"),
        min_size=1,
    ),
    others=st.lists(st.tuples(st.text(), st.text()).map(lambda pair: f"{quote(pair[0])}={quote(pair[1])}")),
    random=st.randoms(use_true_random=False),
)
def test_masked_never_contains_a_secret_however_its_name_is_written(secrets, others, random):
    pieces = [*secrets, *others]
    random.shuffle(pieces)
    masked = parse_query("&".join(pieces)).masked
    assert HIDDEN not in masked
    assert len(re.findall(r"=\*\*\*(?=&|$)", masked)) >= len(secrets)
    assert set(others) <= set(masked.split("&")) | {other for other in others if "***" in parse_query(other).masked}


NAMES_AS_CLIENTS_WRITE_THEM = st.sampled_from(["ApiKey", "SECRETKEY", "phone", "Phone", "CallbackUrl", "Foo", ""])


@given(st.lists(st.tuples(NAMES_AS_CLIENTS_WRITE_THEM | ANY_TEXT, ANY_TEXT), max_size=5))
def test_what_came_decoded_is_read_as_the_query_that_it_would_be_written_as(pairs):
    written = "&".join("=".join(quote(text, safe="", errors="replace") for text in pair) for pair in pairs)
    decoded, read = query_of(pairs), parse_query(written)
    assert (decoded.values, decoded.named, decoded.masked) == (read.values, read.named, read.masked)
    assert (decoded.names, decoded.raw) == (read.names, read.raw)
    for mark in "+?":
        assert decoded.has_unencoded(mark) is read.has_unencoded(mark) is False
