"""A request that is read through the cache is the request that is read without it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.esms.requests.request import EsmsRequest, RawRequest, read_request
from mock_esms.esms.requests.request_cache import cut, read_request_cached

NOW = 1_767_578_400_000
ROOT = "/MainService.svc/json"
MAKE_CALL = f"{ROOT}/MakeCallRecord_V2"
ADDRESSES = [
    MAKE_CALL,
    f"{ROOT}/MAKECALL",
    f"{ROOT}/SendMultipleMessage_V4_get",
    f"{ROOT}/GetSendStatus",
    f"{ROOT}/GetBalance/k/s",
    f"{ROOT}/Nothing",
    "/",
]
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
        "SmsType=8",
        "Content=1234",
        "RefId=a",
        "foo=bar",
        "",
    ]
)


def raw_request(query, path=MAKE_CALL, host="localhost", **more):
    return RawRequest(path=path, query=query, host=host, **more)


def without_sharing(request):
    """The request with everything that it shares with others filled in."""
    if not isinstance(request, EsmsRequest):
        return request
    call_request = request.call_request
    return request._replace(call_request=call_request._replace(raw_parameters=call_request.parameters))


def assert_the_same_both_ways(raw):
    plain = read_request(raw, now=NOW)
    for _ in range(2):  # what comes first fills the cache, what comes then is taken from it
        cached = read_request_cached(raw, now=NOW)
        assert type(cached) is type(plain)
        assert without_sharing(cached) == without_sharing(plain)


@given(
    pieces=st.lists(PIECES, max_size=9),
    path=st.sampled_from(ADDRESSES),
    host=st.sampled_from(["localhost", "voiceapi.esms.vn", "rest.esms.vn"]),
    accept=st.sampled_from([None, "*/*", "text/xml"]),
    remote=st.sampled_from([None, "127.0.0.1"]),
)
def test_a_request_read_through_the_cache_is_the_request(pieces, path, host, accept, remote):
    assert_the_same_both_ways(raw_request("&".join(pieces), path, host, accept=accept, remote=remote))


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_read_the_same_way(query):
    assert_the_same_both_ways(raw_request(query))


@given(st.text(st.characters(exclude_categories=()), max_size=5))
def test_so_is_a_request_with_any_text_in_it(text):
    assert_the_same_both_ways(raw_request(f"Phone=0901888484&RequestId=order-1&TemplateId={text}"))


@pytest.mark.parametrize("method", ["POST", "PUT", "HEAD"])
def test_another_method_is_never_taken_for_a_get(method):
    usual = "ApiKey=k&SecretKey=hush&TemplateId=t&Phone=0901888484"
    read_request_cached(raw_request(usual), now=NOW)
    assert_the_same_both_ways(raw_request(usual, method=method))


@pytest.mark.parametrize("order", [1, -1])
def test_requests_that_differ_in_phone_and_request_id_share_what_they_have_in_common(order):
    pieces = ["ApiKey=k", "SecretKey=hush", "TemplateId=t", "Phone={}", "MaxRetry=2", "RequestId={}", "WaitRetry=9"]
    text = "&".join(pieces[::order]).replace("{}", "{0}")
    queries = [text.replace("Phone={0}", f"Phone={phone}").replace("{0}", name) for phone, name in ONE_AND_OTHER]
    one, other = (read_request_cached(raw_request(query), now=NOW) for query in queries)
    assert isinstance(one, EsmsRequest)
    assert isinstance(other, EsmsRequest)
    assert one.call_request.raw_parameters is other.call_request.raw_parameters
    assert ("Phone", None) in one.call_request.raw_parameters
    assert [request.call_request.phone for request in (one, other)] == [phone for phone, _ in ONE_AND_OTHER]
    assert [request.call_request.request_id for request in (one, other)] == [name for _, name in ONE_AND_OTHER]
    assert [request.query for request in (one, other)] == [query.replace("hush", "***") for query in queries]


ONE_AND_OTHER = [("0901888484", "order-1"), ("0961888485", "order-22")]


def test_nothing_of_a_request_of_its_own_is_cached():
    found = cut("ApiKey=k&Phone=0901888484&RequestId=order-1&TemplateId=t")
    assert found is not None
    assert found[0] == "ApiKey=k&Phone=&RequestId=&TemplateId=t"


def test_a_secret_is_not_in_what_is_shown_of_a_request():
    raw = raw_request("ApiKey=k&SecretKey=hush&TemplateId=t&Phone=0901888484")
    assert "hush" not in repr(raw)
    assert "hush" not in repr(read_request_cached(raw, now=NOW))
