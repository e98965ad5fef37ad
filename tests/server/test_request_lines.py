"""What IIS takes raw in a request line reaches the parser encoded, and what nobody can read repeats nothing."""

from itertools import pairwise
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.server.request_lines import NO_ADDRESS, NO_METHOD, TOO_LONG, RequestLines, encode_target, readable_line
from tests.places import KEYS, MAKE_CALL, running
from tests.raw import connected

PLACED = MAKE_CALL + "?" + "&".join(f"{name}={value}" for name, value in KEYS.items()) + "&Phone=0901888484"
STATUS = "/MainService.svc/json/GetBalance_json"
BODY = b'{"ApiKey":"test-api-key","SecretKey":"test-secret-key"}'


@pytest.mark.parametrize(
    ("target", "encoded"),
    [
        (b"/a?x=Nguy\xe1\xbb\x85n", b"/a?x=Nguy%E1%BB%85n"),
        (b"/a?x=caf\xe9", b"/a?x=caf%C3%A9"),
        (b"/a?x=\xe9\xe1\xbb\x85", b"/a?x=%C3%A9%C3%A1%C2%BB%C2%85"),
        (b"/\xc3\xa1?x", b"/%C3%A1?x"),
        (b'/a?x="<>\\^`{|}[]%zz', b'/a?x="<>\\^`{|}[]%zz'),
    ],
)
def test_letters_outside_ascii_are_utf_8_or_else_latin_1_and_all_else_stays(target, encoded):
    assert encode_target(target) == encoded


@given(st.binary())
def test_a_target_becomes_ascii_whatever_it_is(target):
    assert encode_target(target).isascii()


@pytest.mark.parametrize(
    ("line", "readable"),
    [
        (b"GET /a?x=1 HTTP/1.1\r\n", b"GET /a?x=1 HTTP/1.1\r\n"),
        (b"GET /a?x=\xe9 HTTP/1.0\n", b"GET /a?x=%C3%A9 HTTP/1.0\r\n"),
        (b"OPTIONS * HTTP/1.1\r\n", b"OPTIONS * HTTP/1.1\r\n"),
        (b"CONNECT h:443 HTTP/1.1\r\n", b"CONNECT h:443 HTTP/1.1\r\n"),
        (b"PROPFIND /a HTTP/1.1\r\n", b"PROPFIND /a HTTP/1.1\r\n"),
        (b"GET http://h HTTP/1.1\r\n", b"GET http://h HTTP/1.1\r\n"),
        (b"GET /a?SecretKey=hush b HTTP/1.1\r\n", NO_ADDRESS),
        (b"GET /a?SecretKey=hush\r\n", NO_ADDRESS),
        (b"GET a?SecretKey=hush HTTP/1.1\r\n", NO_ADDRESS),
        (b"GET ?SecretKey=hush HTTP/1.1\r\n", NO_ADDRESS),
        (b"GET * HTTP/1.1\r\n", NO_ADDRESS),
        (b"GET http://h:99999/?SecretKey=hush HTTP/1.1\r\n", NO_ADDRESS),
        (b"GET http://[::1/?SecretKey=hush HTTP/1.1\r\n", NO_ADDRESS),
        (b"GET http:///?SecretKey=hush HTTP/1.1\r\n", NO_ADDRESS),
        (b"CONNECT h:99999 HTTP/1.1\r\n", NO_ADDRESS),
        (b"GET /\x00?SecretKey=hush HTTP/1.1\r\n", NO_ADDRESS),
        (b"BREW /?SecretKey=hush HTTP/1.1\r\n", NO_METHOD),
        (b"get /?SecretKey=hush HTTP/1.1\r\n", NO_METHOD),
        (b"SecretKey=hush\r\n", NO_METHOD),
        (b"GET /" + b"x" * 8_190 + b" HTTP/1.1\r\n", TOO_LONG),
    ],
)
def test_a_line_is_made_readable_or_replaced(line, readable):
    assert readable_line(line) == readable


REQUESTS = st.sampled_from(
    [
        b"GET /a?x=1 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\nHost: x\n\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nGET /\xe9 HT",
        b"POST / HTTP/1.1\r\nHost: x\r\ncontent-length:0\r\n\r\n",
        b"GET / HTTP/1.1\r\nbad header\r\n\r\n",
    ]
)


@given(requests=st.lists(REQUESTS, max_size=4), cuts=st.lists(st.integers(0, 200), max_size=6))
def test_requests_that_are_readable_pass_byte_for_byte_in_whatever_pieces_they_come(requests, cuts):
    octets, lines = b"".join(requests), RequestLines()
    places = [0, *sorted(min(cut, len(octets)) for cut in cuts), len(octets)]
    passed = b"".join(lines.feed(octets[begin:end]) for begin, end in pairwise(places))
    assert passed == octets.replace(b"HTTP/1.1\n", b"HTTP/1.1\r\n")
    assert lines.complete


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_nothing_makes_it_raise(pieces):
    lines = RequestLines()
    for piece in pieces:
        lines.feed(piece)


def test_a_request_that_is_not_complete_is_known():
    for beginning in (b"GET /", b"GET / HTTP/1.1\r\nHo", b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n1234"):
        lines = RequestLines()
        lines.feed(beginning)
        assert not lines.complete, beginning


async def response_to(client, octets, *, half_closes=False):
    async with connected(client.sandbox.url) as wire:
        await wire.send(octets)
        if half_closes:
            wire.writer.write_eof()
        return await wire.to_the_end()


@pytest.mark.parametrize(
    ("request_id", "meant"), [("Nguyễn".encode(), "Nguyễn"), (b"caf\xe9", "café"), (b'"<>{|}^`[]', '"<>{|}^`[]')]
)
@pytest.mark.parametrize("headers", [b"", b"Accept: a\r\nAccept: b\r\n"])
async def test_letters_that_come_raw_are_taken_as_iis_takes_them_and_the_request_is_listed(request_id, meant, headers):
    async with running() as client:
        line = b"GET %s&RequestId=%s HTTP/1.1\r\n" % (PLACED.encode(), request_id)
        first = b"GET /_mock/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"  # aiohttp has the connection from here on
        octets = await response_to(client, first + line + b"Host: x\r\nConnection: close\r\n" + headers + b"\r\n")
        assert b'"CodeResult":"100"' in octets
        assert b"test-secret-key" not in octets
        assert [call.request.request_id for call in client.sandbox.calls] == [meant]
        assert [entry["status"] for entry in (await client.get("/_mock/requests")).json["requests"]] == [200]


async def refused(client, octets):
    """What is listed and counted of a request that is answered 400."""
    octets = await response_to(client, octets)
    assert octets.split(b" ")[1] == b"400"
    assert b"test-secret-key" not in octets
    told = (await client.get("/_mock/requests")).json
    assert "test-secret-key" not in str(told)
    assert all((each["status"], each["operation"]) == (400, None) for each in told["requests"])
    return [(each["method"], each["path"], each["query"]) for each in told["requests"]], told["unreadable"]


@pytest.mark.parametrize("line", ["GET {} x HTTP/1.1", "GET {}", "{} HTTP/1.1", "GET /_mock/{} HTTP/1.1\r\nbad header"])
async def test_what_names_no_method_and_target_is_400_counted_and_its_secret_is_not_repeated(line, caplog):
    async with running() as client:
        assert await refused(client, f"{line.format(PLACED)}\r\nHost: x\r\n\r\n".encode()) == ([], 1)
        assert "test-secret-key" not in caplog.text


MASKED = urlencode({**KEYS, "SecretKey": "***", "Phone": "0901888484"}, safe="*")


@pytest.mark.parametrize(
    ("line", "listed"),
    [
        ("BREW {} HTTP/1.1", ("BREW", MAKE_CALL, MASKED)),
        ("get {} HTTP/1.1", ("get", MAKE_CALL, MASKED)),
        ("TRACE * HTTP/1.1", ("TRACE", "*", "")),
        ("GET x{} HTTP/1.1", ("GET", f"x{MAKE_CALL}", MASKED)),
        ("GET http://a:hush@h:99999{} HTTP/1.1", ("GET", MAKE_CALL, MASKED)),
        ("GET http://a:hush@h{} HTTP/1.1\r\nbad header", ("GET", MAKE_CALL, MASKED)),
        ("CONNECT a:hush@h:0 HTTP/1.1", ("CONNECT", "h:0", "")),
        ("BREW " + STATUS[:-5] + "/key/test-secret-key HTTP/1.1", ("BREW", STATUS[:-5] + "/key/***", "")),
        ("GET {} HTTP/1.1\r\nX: " + "x" * 9_000, ("GET", MAKE_CALL, MASKED)),
    ],
)
async def test_what_cannot_be_served_is_400_and_listed_when_method_and_target_can_be_read(line, listed, caplog):
    async with running() as client:
        assert await refused(client, f"{line.format(PLACED)}\r\nHost: x\r\n\r\n".encode()) == ([listed], 0)
        assert "test-secret-key" not in caplog.text


@pytest.mark.parametrize("end", [b" HTTP/1.1\r\nHost: x\r\n\r\n", b""])
async def test_of_a_line_that_is_too_long_the_beginning_is_listed_whether_its_end_has_come_or_not(end):
    line = f"GET {PLACED}&x=".encode() + b"x" * 9_000
    async with running() as client:
        ((listed,), unreadable) = await refused(client, line + end)
        assert unreadable == 0
        assert listed == ("GET", MAKE_CALL, f"{MASKED}&x=" + "x" * (8_190 - len(f"GET {PLACED}&x=")))


async def test_behind_a_request_that_is_served_the_refused_one_is_listed():
    async with running() as client:
        first = b"POST %s/ HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n" % STATUS.encode()
        async with connected(client.sandbox.url) as wire:
            await wire.send(first)
            assert await wire.answer() == 400
            await wire.send(b"BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n")
            await wire.to_the_end()
        requests = (await client.get("/_mock/requests")).json["requests"]
        assert [(each["method"], each["status"]) for each in requests] == [("POST", 400), ("BREW", 400)]


@pytest.mark.parametrize(
    ("line", "listed"),
    [
        ("OPTIONS * HTTP/1.1", ("OPTIONS", "*", "")),
        ("CONNECT h:443 HTTP/1.1", ("CONNECT", "", "")),
        ("GET http://h HTTP/1.1", ("GET", "", "")),
        ("GET http://h?SecretKey=hush HTTP/1.1", ("GET", "", "SecretKey=***")),
        ("PROPFIND /x HTTP/1.1", ("PROPFIND", "/x", "")),
    ],
)
async def test_a_request_that_reaches_nothing_gets_the_page_of_wcf_and_is_listed(line, listed):
    async with running() as client:
        octets = await response_to(client, f"{line}\r\nHost: voiceapi.esms.vn\r\nConnection: close\r\n\r\n".encode())
        assert octets.startswith(b"HTTP/1.1 404 ")
        assert b"Endpoint not found." in octets
        [entry] = (await client.get("/_mock/requests")).json["requests"]
        assert (entry["method"], entry["path"], entry["query"]) == listed


POST_HEAD = f"POST {STATUS} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json;charset=utf-8;\r\n"


@pytest.mark.parametrize(
    "octets",
    [
        f"GET {PLACED} HTTP/1.1\r\nHost: x\r\n\r\n".encode(),
        f"GET {PLACED} HTTP/1.0\r\nHost: x\r\n\r\n".encode(),
        f"{POST_HEAD}Content-Length: {len(BODY)}\r\n\r\n".encode() + BODY,
    ],
    ids=["a simple GET", "a GET that is aiohttp's", "a POST"],
)
@pytest.mark.parametrize("store", [False, True], ids=["in memory", "with a store"])
async def test_a_client_that_closes_its_sending_side_is_answered(octets, store, tmp_path):
    settings = {"store": tmp_path / "calls.db"} if store else {}
    async with running(**settings) as client:
        came = await response_to(client, octets, half_closes=True)
        assert came.split(b" ")[1] == b"200"
        assert b'"100"' in came


@pytest.mark.parametrize("store", [False, True], ids=["in memory", "with a store"])
@pytest.mark.parametrize("first", ["GET", "POST", "control"])
async def test_so_is_each_of_its_requests_where_it_has_sent_several_at_once(first, store, tmp_path):
    get = f"GET {PLACED} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    octets = {
        "GET": get,
        "POST": f"{POST_HEAD}Content-Length: {len(BODY)}\r\n\r\n".encode() + BODY,
        "control": b"GET /_mock/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    }[first]
    settings = {"store": tmp_path / "calls.db"} if store else {}
    async with running(**settings) as client:
        came = await response_to(client, octets + get + octets + get, half_closes=True)
        assert came.count(b"HTTP/1.1 200 OK") == 4
        came = await response_to(client, get + get, half_closes=True)
        assert came.count(b"HTTP/1.1 200 OK") == 2


async def test_what_comes_behind_a_response_that_is_held_back_is_answered_after_the_sending_side_has_closed():
    async with running() as client, connected(client.sandbox.url) as wire:
        client.sandbox.on().reply(delay="1h")
        get = f"GET {PLACED} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
        await wire.send(get)
        while not client.sandbox.calls:
            await client.get("/_mock/health")
        await wire.send(b"GET /_mock/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        wire.writer.write_eof()
        await client.get("/_mock/health")
        await client.sandbox.advance("1h")
        assert (await wire.to_the_end()).count(b"HTTP/1.1 200 OK") == 2


@pytest.mark.parametrize("version", ["1.1", "1.0"])
async def test_so_is_one_whose_response_a_scenario_holds_back(version):
    async with running() as client, connected(client.sandbox.url) as wire:
        client.sandbox.on().reply(delay="1h")
        await wire.send(f"GET {PLACED} HTTP/{version}\r\nHost: x\r\n\r\n".encode())
        wire.writer.write_eof()
        await client.get("/_mock/health")
        while not client.sandbox.calls:
            await client.get("/_mock/health")
        await client.sandbox.advance("1h")
        assert b'"CodeResult":"100"' in await wire.to_the_end()


@pytest.mark.parametrize("version", ["1.1", "1.0"])
async def test_one_that_closes_its_side_where_no_response_will_ever_come_is_let_go(version):
    async with running() as client, connected(client.sandbox.url) as wire:
        client.sandbox.on().reply(fault="hang")
        await wire.send(f"GET {PLACED} HTTP/{version}\r\nHost: x\r\n\r\n".encode())
        wire.writer.write_eof()
        assert await wire.to_the_end() == b""
