"""What is read here means to aiohttp the same; what is not plain is left to it."""

import asyncio

import pytest
from aiohttp import HttpVersion11
from aiohttp.base_protocol import BaseProtocol
from aiohttp.http import HttpRequestParser
from aiohttp.http_exceptions import HttpProcessingError
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.esms.requests.request import RawRequest
from mock_esms.server.fast_path.http_bytes import parse_simple_request

PATH = "/MainService.svc/json/MakeCallRecord_V2"

SAFE = st.text("abcXYZ019-._~:/?@!$&'()*+,;=%", max_size=20)
VALUES = st.sampled_from(["localhost", "127.0.0.1:8080", "*/*", "text/xml", "keep-alive", "Keep-Alive", "", "a  b"])
NAMES = st.sampled_from(["Accept", "ACCEPT", "Accept-Encoding", "User-Agent", "X-Request-Id", "Cookie", "Origin"])
HEADERS = st.lists(st.tuples(NAMES, st.sampled_from([": ", ":"]), VALUES), max_size=5, unique_by=lambda each: each[0])
ODD_NAMES = [
    "Connection",
    "Proxy-Connection",
    "Content-Length",
    "Content-Encoding",
    "Expect",
    "Transfer-Encoding",
    "Upgrade",
    "host",
    "Bad Name",
    "",
]
ODD_VALUES = [
    "close",
    "keep-alive, upgrade",
    "0",
    "5",
    "05",
    "+5",
    "chunked",
    "100-continue",
    "websocket",
    "a\tb",
    "é",
    "\x00",
    " x",
]
ODD = st.one_of(
    st.text(st.characters(min_codepoint=0, max_codepoint=0xFF), max_size=12),
    st.sampled_from(["\n", "\r", "\r\n\r\n", "\r\n ", " ", "#", "[", "é", "x", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"]),
    st.builds("{}: {}\r\n".format, st.sampled_from(ODD_NAMES), st.sampled_from(ODD_VALUES)),
)
"""What makes a request less plain, wherever it is put."""


@st.composite
def requests(draw):
    """A plain request, or one in which something is not right."""
    method = draw(st.sampled_from(["GET"] * 6 + ["POST"] * 6 + ["get", "PUT", "HEAD"]))
    version = draw(st.sampled_from(["HTTP/1.1"] * 12 + ["HTTP/1.0", "HTTP/2.0", ""]))
    target = draw(st.sampled_from([PATH, f"{PATH}?", f"{PATH}?Phone=0901888484", "/", "*", "http://h/x?y"]))
    host = draw(st.sampled_from(["Host: localhost\r\n"] * 8 + ["Host:\r\n", ""]))
    headers = [f"{name}{colon}{value}\r\n" for name, colon, value in draw(HEADERS)]
    body = draw(st.text('{}"é\r\n ', min_size=1, max_size=12)) if method in {"POST", "PUT"} else ""
    length = [f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"] if body else []
    headers.insert(draw(st.integers(0, len(headers))), "".join(length))
    pieces = [f"{method} ", target, draw(SAFE), f" {version}\r\n", host, *headers, "\r\n", body]
    for odd in draw(st.lists(ODD, max_size=2)):
        pieces.insert(draw(st.integers(0, len(pieces))), odd)
    return "".join(pieces).encode("latin-1")


def read_by_aiohttp(octets):
    """The messages that aiohttp finds, and whether it would take what follows for something else than HTTP."""
    loop = asyncio.new_event_loop()
    try:
        parser = HttpRequestParser(BaseProtocol(loop), loop, 2**16)
        messages, upgraded, _ = parser.feed_data(octets)
    finally:
        loop.close()
    return messages, upgraded


@given(requests())
def test_what_is_plain_means_the_same_to_aiohttp(octets):
    asked = parse_simple_request(octets, None)
    if asked is None:
        return
    [(message, payload)], upgraded = read_by_aiohttp(octets)
    assert (message.method, message.version) == (asked.method, HttpVersion11)
    assert not any((upgraded, message.upgrade, message.should_close, message.chunked, message.compression))
    assert payload.is_eof()
    body = b"".join(payload.read_nowait(-1) for _ in range(payload.total_bytes > 0))
    assert asked == RawRequest(
        message.url.raw_path,
        message.url.raw_query_string,
        message.headers["Host"],
        message.headers.get("Accept"),
        method=message.method,
        content_type=message.headers.get("Content-Type", "") if body else "",
        body=body,
    )


def head(*lines, first=f"GET {PATH}?Phone=0901888484 HTTP/1.1"):
    return "\r\n".join([first, *lines, "", ""]).encode("latin-1")


CLIENTS = {
    "curl": ["Host: localhost:8080", "User-Agent: curl/8.5.0", "Accept: */*"],
    "requests": [
        "Host: localhost:8080",
        "User-Agent: python-requests/2.32",
        "Accept-Encoding: gzip, deflate",
        "Accept: */*",
        "Connection: keep-alive",
    ],
    "node": ["host: localhost:8080", "connection: keep-alive", "accept: */*", "sec-fetch-mode: cors"],
    "java": ["Host: localhost:8080", "User-Agent: Java-http-client/17", "traceparent: 00-0af7651916cd43dd-01"],
    "wrk": ["Host: 127.0.0.1:8080"],
}


@pytest.mark.parametrize("client", CLIENTS)
def test_the_requests_of_usual_clients_are_plain(client):
    asked = parse_simple_request(head(*CLIENTS[client]), None)
    assert asked is not None
    assert (asked.path, asked.query) == (PATH, "Phone=0901888484")
    assert asked.host == CLIENTS[client][0].partition(": ")[2]


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8", "text/plain"])
def test_so_are_those_that_post_with_head_and_body_together(client, content_type):
    body = '{"Content": "Mã\r\n\r\n"}'.encode()
    posted = head(
        *CLIENTS[client],
        f"Content-Type: {content_type}",
        f"Content-Length: {len(body)}",
        first=f"POST {PATH}/ HTTP/1.1",
    )
    asked = parse_simple_request(posted + body, None)
    assert asked is not None
    assert (asked.method, asked.path, asked.content_type, asked.body) == ("POST", f"{PATH}/", content_type, body)


HOST = "Host: localhost"
POST = f"POST {PATH}/ HTTP/1.1"
NOT_PLAIN = {
    "a part": head(HOST)[:-2],
    "two at a time": head(HOST) * 2,
    "one and a part": head(HOST) + b"GET /",
    "with a body": head(HOST, "Content-Length: 5") + b"hello",
    "that says how long its body is": head(HOST, "Content-Length: 0"),
    "posted without a body": head(HOST, first=POST),
    "posted with an empty body": head(HOST, "Content-Length: 0", first=POST),
    "posted with a part of its body": head(HOST, "Content-Length: 6", first=POST) + b"hello",
    "posted with more than its body": head(HOST, "Content-Length: 4", first=POST) + b"hello",
    "posted with two lengths": head(HOST, "Content-Length: 5", "Content-Length: 5", first=POST) + b"hello",
    "posted with a signed length": head(HOST, "Content-Length: +5", first=POST) + b"hello",
    "posted in gzip": head(HOST, "Content-Length: 5", "Content-Encoding: gzip", first=POST) + b"hello",
    "posted after a word": head(HOST, "Content-Length: 5", "Expect: 100-continue", first=POST) + b"hello",
    "posted in pieces": head(HOST, "Transfer-Encoding: chunked", first=POST) + b"5\r\nhello\r\n0\r\n\r\n",
    "in pieces": head(HOST, "Transfer-Encoding: chunked"),
    "that waits for a word": head(HOST, "Expect: 100-continue"),
    "that wants another protocol": head(HOST, "Connection: upgrade", "Upgrade: websocket"),
    "the last on its connection": head(HOST, "Connection: close"),
    "the last before a proxy": head(HOST, "Proxy-Connection: close"),
    "HTTP/1.0": head(HOST, first=f"GET {PATH} HTTP/1.0"),
    "to nobody": head(),
    "to two hosts": head(HOST, HOST),
    "a header over two lines": head(HOST, "Accept: */*", " and more"),
    "a header without a name": head(HOST, ": x"),
    "a header without a colon": head(HOST, "Accept"),
    "a name with a space behind it": head(HOST, "Accept : */*"),
    "letters outside ASCII": head(HOST, "X-Name: Nguyễn".encode().decode("latin-1")),
    "an address outside ASCII": head(HOST, first=f"GET {PATH}?Name=\xe9 HTTP/1.1"),
    "an address with a space": head(HOST, first=f"GET {PATH}?Name=a b HTTP/1.1"),
    "an address with a fragment": head(HOST, first=f"GET {PATH}#x HTTP/1.1"),
    "another method": head(HOST, first=f"HEAD {PATH} HTTP/1.1"),
    "too long": head(HOST, first=f"GET {PATH}?{'x' * 8200} HTTP/1.1"),
    "too many headers": head(HOST, *(f"X-{number}: x" for number in range(65))),
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01",
    "nothing": b"",
}


@pytest.mark.parametrize("what", NOT_PLAIN)
def test_whatever_else_there_is_is_left_to_aiohttp(what):
    assert parse_simple_request(NOT_PLAIN[what], None) is None


def test_aiohttp_itself_refuses_a_request_that_the_property_draws():
    """The property above would prove nothing if aiohttp took everything."""
    with pytest.raises(HttpProcessingError):
        read_by_aiohttp(NOT_PLAIN["a name with a space behind it"])
