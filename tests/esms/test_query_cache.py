"""A query that is read by its frame gives what reading the whole of it gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.esms import query_string, voice
from mock_esms.esms.operations import MAKE_CALL_RECORD, OPERATIONS
from mock_esms.esms.query_cache import cut
from mock_esms.esms.query_string import Query, parse_query

NOW = 1_767_578_400_000
CALLBACK = "http%3A%2F%2F127.0.0.1%3A9000%2Fvoice%3FReferenceId%3D%26Phone%3D1"
PIECES = st.sampled_from(
    [
        "Phone=0901888484",
        "Phone=84901888484",
        "Phone=12",
        "Phone=",
        "Phone",
        "phone=0901888484",
        "xPhone=0901888484",
        "Phone=%2B84901888484",
        "Phone=+84901888484",
        "RequestId=order-42",
        "RequestId=",
        "RequestID=order-42",
        f"RequestId={'x' * 51}",
        "RequestId=a%20b",
        "RequestId=a+b",
        "ApiKey=k",
        "SecretKey=hush",
        "TemplateId=t",
        "MaxRetry=2",
        "MaxRetry=abc",
        "SendDate=2026/01/06 09:00:00",
        "Ivr=1",
        "NumberForward=0901888485",
        f"CallbackUrl={CALLBACK}",
        "CallbackUrl=http://127.0.0.1/voice?a=Phone=5",
        "foo=bar",
        "",
    ]
)


def both_ways(raw):
    """The query, and the request with its warnings, read by the frame and read as a whole."""
    return [
        (
            query.raw,
            query.masked,
            query.values,
            query.named,
            request.parameters,
            request._replace(raw_parameters=()),
            warnings,
        )
        for query in (parse_query(raw), Query(raw))
        for request, warnings in [voice.read_call(MAKE_CALL_RECORD, query, now=NOW)]
    ]


@given(st.lists(PIECES, max_size=9))
def test_a_query_read_by_its_frame_is_the_query(pieces):
    by_frame, whole = both_ways("&".join(pieces))
    assert by_frame == whole
    assert list(by_frame[2]) == list(whole[2])


@given(st.text())
def test_any_text_is_read_the_same_way(raw):
    by_frame, whole = both_ways(query_string._clean(raw))
    assert by_frame == whole


@pytest.mark.parametrize("order", [1, -1])
def test_requests_that_differ_in_phone_and_request_id_share_their_frame(order):
    pieces = ["ApiKey=k", "SecretKey=hush", "TemplateId=t", "Phone={}", "MaxRetry=2", "RequestId={}", "WaitRetry=9"]
    text = "&".join(pieces[::order]).replace("{}", "{0}")
    raws = [text.replace("Phone={0}", f"Phone={phone}").replace("{0}", name) for phone, name in ONE_AND_OTHER]
    one, other = (parse_query(raw) for raw in raws)
    assert one.frame is not None
    assert one.frame == other.frame
    assert [query.get("Phone") for query in (one, other)] == [phone for phone, _ in ONE_AND_OTHER]
    assert [query.get("RequestId") for query in (one, other)] == [name for _, name in ONE_AND_OTHER]
    assert [query.masked for query in (one, other)] == [raw.replace("hush", "***") for raw in raws]


ONE_AND_OTHER = [("0901888484", "order-1"), ("84961888485", "order-22")]


def test_the_first_request_leaves_nothing_of_its_own_in_the_frame():
    frame = cut("ApiKey=k&Phone=0901888484&RequestId=order-1&TemplateId=t")
    assert frame is not None
    assert frame[0] == "ApiKey=k&Phone=&RequestId=&TemplateId=t"


def test_operations_of_one_name_are_not_mixed_up():
    rest = next(each for each in OPERATIONS.values() if each.host == "rest" and each.does == "call")
    raw = "ApiKey=k&SecretKey=s&Phone=0901888484&SmsType=8&Content=1234"
    asked = [voice.read_call(each, parse_query(raw), now=NOW)[0] for each in (rest, MAKE_CALL_RECORD, rest)]
    assert [request.operation for request in asked] == [rest.name, MAKE_CALL_RECORD.name, rest.name]
    assert asked[0] == asked[2]
    assert "Content" in dict(asked[0].parameters)
    assert "Content" not in dict(asked[1].parameters)
