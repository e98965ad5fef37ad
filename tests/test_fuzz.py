"""Bytes, queries and bodies that nobody thought of, on both sides: no 500, no traceback, no hang, and service goes on.

A run of the suite tries some hundred, the same each time; `make soak` tries many more, others each time.
"""

import json
import logging
import re
import socket
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.esms.operations import EVERY_OPERATION
from mock_esms.sandbox.blocking import Sandbox
from mock_esms.server.control.endpoints import ENDPOINTS
from tests import sms, zalo

LONG = 100
"""Real seconds after which a connection counts as hanging."""
PATIENCE = 0.1
"""Real seconds of silence after which a server is taken to wait for more."""
GOOD = b"GET /_mock/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
REST = "HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")


class Caught(logging.Handler):
    """Every record that tells of an exception, or that asyncio complains of something.

    That a step took long (PYTHONASYNCIODEBUG=1) says something about the machine only.
    """

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        slow = record.name == "asyncio" and message.startswith("Executing ")
        if record.exc_info or "defect" in message or (record.name.startswith("asyncio") and not slow):
            self.records.append(record)


@pytest.fixture(scope="module")
def caught():
    handler = Caught()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


@pytest.fixture(scope="module")
def address(caught):
    with pytest.MonkeyPatch.context() as patch, Sandbox() as sandbox:
        patch.setattr("mock_esms.server.bodies.BODY_WITHIN", 1.0)
        parts = urlsplit(sandbox.url)
        yield parts.hostname, parts.port


def said_to(address, octets, patience=PATIENCE):
    """All that comes back until the server closes; where it waits for more, it is told that nothing more will come."""
    came, patient = b"", True
    with socket.create_connection(address, timeout=LONG) as connection:
        try:
            connection.sendall(octets)
            connection.settimeout(patience)
            while True:
                try:
                    piece = connection.recv(65_536)
                except TimeoutError:
                    assert patient, f"it hangs after {octets!r}"
                    patient = False
                    connection.settimeout(LONG)
                    connection.shutdown(socket.SHUT_WR)
                    continue
                if not piece:
                    return came
                came += piece
        except ConnectionError:
            return came  # a reset is an end, too


def holds(address, caught, octets):
    """Send it: whatever comes is no 500, nothing went wrong inside, and a good request is answered afterwards."""
    statuses = [int(status) for status in STATUS.findall(said_to(address, octets + GOOD))]
    assert [status for status in statuses if status >= 500] == [], octets
    assert [logging.Formatter().format(record) for record in caught.records] == [], octets
    assert STATUS.findall(said_to(address, GOOD, LONG)) == [b"200"], octets


METHODS = st.sampled_from(["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "CONNECT", "get"])
PATHS = st.sampled_from(
    [
        *(operation.path.replace("{", "").replace("}", "") for operation in EVERY_OPERATION),
        *(f"/_mock{each.path.replace('{', '').replace('}', '')}" for each in ENDPOINTS if each.path != "/events"),
        *("/", "//", "*", "/_mock", "/_mock/", "/%00", "/%zz", "/..;/x", "/MainService.svc", "http://[::1/", "x"),
    ]
)
NAMES = st.sampled_from(
    ["ApiKey", "SecretKey", "Phone", "TemplateId", "CallbackUrl", "SendDate", "RequestId", "limit", "after", "x[]"]
)
VALUES = st.one_of(
    st.sampled_from(["test-api-key", "test-secret-key", "0901888484", "1", "http://127.0.0.1:1/", "http://[::1"]),
    st.text(max_size=20).map(lambda text: quote(text, safe="", errors="replace")),
    st.text(max_size=20),
)
QUERIES = st.lists(st.tuples(NAMES, VALUES).map("=".join), max_size=6).map("&".join)
BODIES = st.one_of(
    st.binary(max_size=60),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=6,
    ).map(lambda value: json.dumps(value).encode()),
)
HEADERS = st.lists(
    st.sampled_from(
        [
            *("Host: localhost", "Host: evil.example", "Host:", "Host: [::1", "Connection: close", "Connection: x"),
            *("Content-Length: 5", "Content-Length: -1", "Content-Length: 99999999999999999999", "Content-Length: x"),
            *("Transfer-Encoding: chunked", "Transfer-Encoding: gzip", "Transfer-Encoding: identity, chunked"),
            *("Content-Type: application/json", "Content-Type: text/plain; charset=utf-16", "Content-Type: ;;"),
            *("Content-Encoding: gzip", "Expect: 100-continue", "Expect: x", "Upgrade: websocket", "Upgrade: h2c"),
            *("Accept: application/xml", "Accept: ;q=x,,*/*;q=9", "Origin: null", "Authorization: Bearer", "Range: x"),
            *("Last-Event-ID: x", "Last-Event-ID: 99999999999999999999", "Cookie: \xff=\xfe", "X: a\x00b", ": x", " y"),
        ]
    ),
    max_size=6,
)


@st.composite
def requests(draw):
    """A request that is nearly one: whole or half, with odd headers, chunks and bytes in between."""
    query = draw(QUERIES)
    target = f"{draw(PATHS)}?{query}" if query else draw(PATHS)
    version = draw(st.sampled_from(["1.1", "1.1", "1.1", "1.0", "2.0", ""]))
    lines = [f"{draw(METHODS)} {target} HTTP/{version}", *draw(HEADERS)]
    if draw(st.booleans()):
        lines.append("Host: localhost")
    body = draw(BODIES)
    match draw(st.sampled_from(["none", "length", "chunks", "broken chunks"])):
        case "length":
            lines.append(f"Content-Length: {len(body)}")
        case "chunks":
            lines.append("Transfer-Encoding: chunked")
            body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        case "broken chunks":
            lines.append("Transfer-Encoding: chunked")
            body = b"%x;x=y\r\n%s" % (len(body) + 1, body)
        case _:
            body = b""
    return "\r\n".join(lines).encode("utf-8", "surrogatepass") + b"\r\n\r\n" + body


@st.composite
def streams(draw):
    """Several requests behind each other, with bytes taken out, put in, or cut off."""
    octets = b"".join(draw(st.lists(requests(), min_size=1, max_size=4)))
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(octets)))
        octets = octets[:place] + draw(st.binary(max_size=4)) + octets[place + draw(st.integers(0, 4)) :]
    return octets[: draw(st.integers(len(octets) // 2, len(octets)))] if draw(st.booleans()) else octets


@given(streams())
def test_no_bytes_make_the_server_stumble(address, caught, octets):
    holds(address, caught, octets)


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"\r\n" * 100,
        b"\x00" * 100_000,
        b"\xff" * 100_000,
        b"A" * 1_000_000,
        b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: a\r\n" * 100_000 + b"\r\n",
        GOOD.replace(b"close", b"keep-alive") * 500,
        b"POST /_mock/wait HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\n{\r\n" * 20_000,
        b"POST /_mock/wait HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
        b"GET /_mock/calls HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
    ids=lambda octets: f"{octets[:30]!r} {len(octets)}",
)
def test_what_is_known_to_make_servers_stumble_does_not(address, caught, octets):
    holds(address, caught, octets)


PAIRS = st.lists(st.tuples(NAMES | st.text(max_size=10), VALUES), max_size=9)


@given(operation=st.sampled_from(EVERY_OPERATION), pairs=PAIRS)
def test_no_query_makes_an_operation_stumble(address, caught, operation, pairs):
    query = "&".join(f"{quote(name, safe='', errors='replace')}={value}" for name, value in pairs)
    usual = "ApiKey=test-api-key&SecretKey=test-secret-key&TemplateId=1&Phone=0901888484"
    path = operation.path.replace("{", "").replace("}", "")
    target = quote(f"{path}?{usual}&{query}", safe="/?&=%", errors="replace")
    holds(address, caught, f"{operation.method} {target} {REST}\r\n".encode())


CHANGING = [each for each in ENDPOINTS if each.method != "get" and each.path not in {"/wait", "/clock"}]
"""Without those that wait by themselves, and the clock, which another test may need to run."""


@given(each=st.sampled_from(CHANGING), body=BODIES)
def test_no_body_makes_the_control_api_stumble(address, caught, each, body):
    path = f"/_mock{each.path.replace('{', '').replace('}', '')}"
    head = f"{each.method.upper()} {path} {REST}Content-Length: {len(body)}\r\n\r\n"
    holds(address, caught, head.encode() + body)


SENDS = [
    (zalo.PAYLOAD_PATH, zalo.WITH_PAYLOAD),
    (zalo.MULTICHANNEL_PATH, zalo.MULTICHANNEL),
    (zalo.BULK_PATH, zalo.BULK),
    (zalo.V6_PATH, zalo.V6),
    (zalo.V5_PATH, zalo.V5),
    (zalo.V4_PATH, zalo.JOURNEY),
    (sms.ADVERT_PATH, {**sms.ADVERT, "Phones": sms.PHONES[:3]}),
    (sms.CARE_PATH, sms.CARE),
]
PLACES = st.sampled_from(
    ["Phone", "Phones", "Params", "OAID", "TempID", "message", "payload", "elements", "buttons", "x"]
)
JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["0901888484", "zalo"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLACES, inner, max_size=3),
    max_leaves=5,
)


def changed(draw, value):
    """The value with something in it, at any depth, replaced or left out."""
    if isinstance(value, dict) and value and draw(st.booleans()):
        name = draw(st.sampled_from(sorted(value)))
        rest = {each: inner for each, inner in value.items() if each != name}
        return rest if draw(st.integers(0, 5)) == 0 else {**rest, name: changed(draw, value[name])}
    if isinstance(value, list) and value and draw(st.booleans()):
        place = draw(st.integers(0, len(value) - 1))
        return [*value[:place], changed(draw, value[place]), *value[place + 1 :]]
    return draw(JSON_VALUES)


@st.composite
def nearly_right(draw):
    """A request to send, of which one member is other than it should be."""
    path, body = draw(st.sampled_from(SENDS))
    name = draw(st.sampled_from(sorted({*body, "CallbackUrl", "RequestId"} - {"ApiKey", "SecretKey"})))
    return path, json.dumps({**body, name: changed(draw, body.get(name))}).encode()


@given(asked=nearly_right())
def test_no_member_of_another_kind_makes_a_message_stumble(address, caught, asked):
    path, body = asked
    head = f"POST {path} {REST}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    holds(address, caught, head.encode() + body)
