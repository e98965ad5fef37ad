"""WCF's rule for the Content-Type of a JSON body (FACTS 1), by the published source of .NET Framework."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.esms.requests.content_type import decode_json

TEXT = '{"Content":"Nguyễn"}'


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "text/json",
        "Application/JSON",
        "application/json;",
        "application/json ; charset=utf-8",
        "application/json; charset=utf-8",
        "application/json;charset=utf-8;",
        "application/json;charset=UTF-8;x=y",
        'application/json; charset="utf-8"',
        "application/json; x=y; charset=utf-8",
        "application/json; x=y",
        'application/json; profile="a;b"',
        "application/json; charset=utf-8; odata=verbose;;",
    ],
)
def test_what_stands_behind_the_media_type_does_not_matter_as_long_as_the_charset_is_known(content_type):
    assert decode_json(content_type, TEXT.encode()) == TEXT


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "json",
        "text/plain",
        "application/jsonp",
        "application/problem+json",
        "application/json, text/json",
        "application/json charset=utf-8",
        "application/json; charset=iso-8859-1",
        "application/json; charset=utf8",
        "application/json; charset",
        "application/json; x",
        "application/json;;",
    ],
)
def test_anything_else_is_not_read(content_type):
    with pytest.raises(ValueError, match=r"no JSON|cannot be read"):
        decode_json(content_type, TEXT.encode())


@pytest.mark.parametrize(
    ("charset", "encoding"), [("utf-16", "utf-16"), ("utf-16LE", "utf-16-le"), ("UTF-16BE", "utf-16-be")]
)
def test_utf_16_is_read_where_it_is_named_and_where_it_shows(charset, encoding):
    octets = TEXT.encode(encoding)
    assert decode_json(f"application/json; charset={charset}", octets) == TEXT
    assert decode_json("application/json", octets) == TEXT


@given(st.text(), st.binary())
def test_no_header_and_no_body_make_anything_else_be_raised(content_type, body):
    for header in (content_type, f"application/json;{content_type}"):
        try:
            decode_json(header, body)
        except ValueError:
            continue
