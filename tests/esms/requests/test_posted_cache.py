"""A request that is posted and read through the cache is the request that is read without it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.esms.requests.posted_cache import read_posted_cached
from mock_esms.esms.requests.request import EsmsRequest, RawRequest, read_request

NOW = 1_767_578_400_000
ROOT = "/MainService.svc/json"
SMS = f"{ROOT}/SendMultipleMessage_V4_post_json/"
ADDRESSES = [
    SMS,
    SMS.lower(),
    SMS.replace("json", "xml", 1),
    SMS.removesuffix("/"),
    f"{ROOT}/SendMultipleMessage_V4_post/",
    f"{ROOT}/SendMultipleSMSBrandname_json/",
    f"{ROOT}/SendZaloMessage_V4_post_json/",
    f"{ROOT}/SendZaloMessage_V6/",
    f"{ROOT}/GetBalance_json",
    f"{ROOT}/Nothing/",
]
CONTENT_TYPES = [
    "application/json",
    "application/json; charset=utf-8",
    "text/json",
    "text/plain",
    "",
    "a;charset=utf-16",
]
MEMBERS: list[tuple[str, list[object]]] = [
    ("Phone", ["0901888484", "84901888484", "+84901888484", "12", "", "0901888484,0961888485", 901888484, None, []]),
    ("RequestId", ["order-42", "", "x" * 51, "ễ", "\ud800", 42, True, None, {}]),
    ("Content", ["123456 la ma", "Mã của bạn", "\ud83d", "", "a\nb", 7, None, ["x"]]),
    ("phone", ["0901888484"]),
    ("RequestID", ["order-43"]),
    ("ApiKey", ["k"]),
    ("SecretKey", ["hush"]),
    ("Brandname", ["SHOP", "\ud800"]),
    ("BrandName", ["SHOP"]),
    ("SmsType", ["2", 2, "8", "24", 2.5]),
    ("Sandbox", ["1", True, None]),
    ("SendDate", ["2026-01-06 09:00:00", "soon", ""]),
    ("CallbackUrl", ["http://127.0.0.1:9000/sms", "ftp://x", "http://127.0.0.1/?SMSID="]),
    ("TempID", ["205644"]),
    ("TempData", [{"otp": "123456"}]),
    ("RefId", ["a"]),
    ("foo", ["bar", 1.50, [1], float("nan")]),
    ("", ["nameless"]),
]
BODIES = st.lists(
    st.sampled_from(MEMBERS).flatmap(lambda member: st.tuples(st.just(member[0]), st.sampled_from(member[1]))),
    max_size=9,
).flatmap(
    lambda members: st.builds(
        lambda escaped, spaced: json.dumps(
            dict(members), ensure_ascii=escaped, separators=(", ", ": ") if spaced else (",", ":")
        ),
        st.booleans(),
        st.booleans(),
    )
)
USUAL = {
    "ApiKey": "k",
    "SecretKey": "hush",
    "Phone": "0901888484",
    "Content": "123456 la ma",
    "Brandname": "SHOP",
    "SmsType": "2",
    "RequestId": "order-1",
    "CallbackUrl": "http://127.0.0.1:9000/sms",
}


def posted(body, path=SMS, content_type="application/json", **more):
    octets = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
    raw = RawRequest(path=path, query="", host="localhost", method="POST", content_type=content_type, body=octets)
    return raw._replace(**more)


def without_sharing(request):
    """The request with everything that it shares with others filled in."""
    if not isinstance(request, EsmsRequest):
        return request
    call_request = request.call_request
    return request._replace(call_request=call_request._replace(raw_parameters=call_request.parameters, content=""))


def assert_the_same_both_ways(raw):
    plain = read_request(raw, now=NOW)
    for _ in range(2):  # what comes first fills the cache, what comes then is taken from it
        cached = read_posted_cached(raw, now=NOW)
        assert type(cached) is type(plain)
        assert without_sharing(cached) == plain


@given(
    body=BODIES,
    path=st.sampled_from([SMS] * 8 + ADDRESSES),
    content_type=st.sampled_from(CONTENT_TYPES[:1] * 4 + CONTENT_TYPES),
    accept=st.sampled_from([None, "text/xml"]),
)
def test_a_request_read_through_the_cache_is_the_request(body, path, content_type, accept):
    assert_the_same_both_ways(posted(body, path, content_type, accept=accept, remote="127.0.0.1"))


@given(
    changes=st.fixed_dictionaries(
        {}, optional={name: st.text(st.characters(exclude_categories=())) for name in ("Phone", "RequestId", "Content")}
    )
)
def test_so_is_one_with_any_text_in_it(changes):
    assert_the_same_both_ways(posted(json.dumps({**USUAL, **changes})))


@given(st.binary(max_size=12), st.integers(0, 60))
def test_so_is_one_with_any_bytes_in_it(octets, place):
    body = json.dumps(USUAL).encode()
    assert_the_same_both_ways(posted(body[:place] + octets + body[place:]))


@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD"])
def test_another_method_is_never_taken_for_a_post(method):
    read_posted_cached(posted(json.dumps(USUAL)), now=NOW)
    assert_the_same_both_ways(posted(json.dumps(USUAL), method=method))


def test_messages_that_differ_in_phone_request_id_and_content_share_what_they_have_in_common():
    other = {**USUAL, "Phone": "0961888485", "Content": "Mã 654321", "RequestId": "order-22"}
    one, two = (read_posted_cached(posted(json.dumps(body)), now=NOW) for body in (USUAL, other))
    assert isinstance(one, EsmsRequest)
    assert isinstance(two, EsmsRequest)
    assert one.call_request.raw_parameters is two.call_request.raw_parameters
    for name in ("Phone", "Content", "RequestId"):
        assert (name, None) in one.call_request.raw_parameters
        assert [request.call_request.value_of(name) for request in (one, two)] == [USUAL[name], other[name]]
    assert one.call_request.callback_url is two.call_request.callback_url


def test_a_body_with_a_query_beside_it_is_read_with_it():
    assert_the_same_both_ways(posted(json.dumps(USUAL), query="SecretKey=hush&Phone=1"))


def test_a_secret_is_not_in_what_is_shown_of_a_request():
    raw = posted(json.dumps(USUAL))
    assert "hush" not in repr(raw)
    assert "hush" not in repr(read_posted_cached(raw, now=NOW))
