import asyncio
import contextlib
import socket
import ssl

import pytest

from mock_esms.config.settings import Egress, Quirks, Settings
from mock_esms.delivery.egress import EgressRule
from mock_esms.delivery.http.client import to_connect
from mock_esms.delivery.http.connect import SocketAddress
from mock_esms.delivery.sender import MAX_HOPS, CallbackSender
from mock_esms.delivery.trust_store import trusting
from mock_esms.errors import UsageError
from mock_esms.model.delivery_plan import ANSWER_LIMIT
from mock_esms.server.app import create_app
from tests.delivery.attempts import attempted
from tests.places import running
from tests.receiver import FAILS, NOT_HTTP, OK, Receiver, answer, serving


@contextlib.asynccontextmanager
async def sender_for(**egress):
    made = CallbackSender(EgressRule(Egress(**egress)), user_agent="test-agent")
    await made.open()
    try:
        yield made
    finally:
        await made.close()


async def send(url, *, milliseconds=5_000, success="200", follow_redirects=False, **egress):
    async with sender_for(**egress) as sender:
        return await attempted(
            sender, url, milliseconds=milliseconds, success=success, follow_redirects=follow_redirects
        )


async def test_a_200_is_acknowledged_and_its_answer_kept():
    async with Receiver.run(OK) as receiver:
        report = await send(f"{receiver.url}/cb")
    assert (report.acknowledged, report.status, report.error, report.answer) == (True, 200, None, "OK")
    assert report.ms > 0


@pytest.mark.parametrize("status", [201, 202, 204, 302, 304, 400, 401, 404, 500, 503])
async def test_every_other_status_is_a_failure(status):
    async with Receiver.run(answer(status)) as receiver:
        report = await send(f"{receiver.url}/cb")
    assert (report.acknowledged, report.status, report.error) == (False, status, None)


async def test_with_success_any_every_status_is_acknowledged_and_only_silence_is_a_failure():
    async with Receiver.run(answer(500), answer(302), "drop") as receiver:
        assert (await send(receiver.url, success="any")).acknowledged
        assert (await send(receiver.url, success="any")).acknowledged
        assert (await send(receiver.url, success="any")).error == "closed"


async def test_with_success_2xx_a_204_is_acknowledged_and_a_302_is_not():
    async with Receiver.run(answer(204), answer(302)) as receiver:
        assert (await send(receiver.url, success="2xx")).acknowledged
        assert not (await send(receiver.url, success="2xx")).acknowledged


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [("drop", "closed"), ("reset", "reset"), (NOT_HTTP, "bad-answer"), (b"HTTP/1.1 banana\r\n\r\n", "bad-answer")],
)
async def test_one_attempt_is_exactly_one_request_on_the_wire_whatever_the_receiver_does(behaviour, error):
    async with Receiver.run(behaviour, OK) as receiver:
        report = await send(f"{receiver.url}/cb")
        assert report.error == error, report
        assert report.detail
        assert len(receiver.requests) == 1, "aiohttp repeated the request behind our back"
        assert receiver.connections == 1


async def test_a_receiver_that_says_nothing_times_out_in_real_time():
    async with Receiver.run("hang") as receiver:
        report = await send(receiver.url, milliseconds=1_000)
        assert (report.error, report.status) == ("timeout", None)
        assert report.detail == "no answer within 1s"
        assert len(receiver.requests) == 1


@pytest.mark.parametrize(("timeout", "connecting"), [(10, 9.75), (1, 0.75), (0.4, 0.3)])
def test_a_connection_must_come_about_before_the_whole_time_is_over(timeout, connecting):
    assert to_connect(timeout) == pytest.approx(connecting)


async def test_headers_that_trickle_past_the_timeout_are_no_acknowledgement():
    async def trickle(_reader, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nX-Half: ")
        await writer.drain()
        await asyncio.Event().wait()

    async with serving(trickle) as address:
        report = await send(f"http://{address}/", milliseconds=1_000)
    assert (report.error, report.acknowledged) == ("timeout", False)


async def test_a_body_that_never_ends_is_cut_at_one_kib_and_still_acknowledged():
    async with Receiver.run("endless") as receiver:
        report = await send(receiver.url)
    assert report.acknowledged
    assert report.answer == "x" * ANSWER_LIMIT


async def test_a_body_that_stalls_is_acknowledged_by_its_headers():
    stalls = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"

    async def half(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(stalls)
        await asyncio.Event().wait()

    async with serving(half) as address:
        report = await send(f"http://{address}/", milliseconds=1_000)
    assert (report.acknowledged, report.status, report.error, report.answer) == (True, 200, None, "half")


async def test_a_body_that_breaks_off_is_acknowledged_by_its_headers():
    async with Receiver.run(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf") as receiver:
        report = await send(receiver.url)
    assert (report.acknowledged, report.answer) == (True, "half")


async def test_nobody_listening_is_connection_refused():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken_port = taken.getsockname()[1]
        report = await send(f"http://127.0.0.1:{taken_port}/")
    assert report.error == "connection-refused"
    assert report.detail == f"nobody listens on 127.0.0.1 port {taken_port}"


async def test_a_name_that_does_not_resolve_is_dns(monkeypatch):
    async def look_up(_loop, _host, _port):
        raise OSError(None, "Name or service not known")

    monkeypatch.setattr("mock_esms.delivery.http.connect.look_up", look_up)
    report = await send("http://no-such-host.invalid/cb")
    assert report.error == "dns"
    assert report.detail == "the name no-such-host.invalid cannot be resolved: Name or service not known"


async def test_a_receiver_without_tls_behind_https_is_tls():
    async def plain(reader, writer):
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with serving(plain) as address:
        report = await send(f"https://{address}/")
    assert report.error == "tls", report


@contextlib.asynccontextmanager
async def serving_tls(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    async def say_ok(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(OK)
        await writer.drain()

    async with serving(say_ok, ssl=context) as address:
        yield f"https://{address}/"


async def test_a_certificate_that_nobody_vouches_for_is_tls(self_signed):
    async with serving_tls(self_signed) as url:
        report = await send(url)
    assert report.error == "tls", report


async def test_a_certificate_of_an_authority_that_the_user_trusts_is_accepted_for_its_own_name_only(self_signed):
    rule = EgressRule(Egress())
    trusting_sender = CallbackSender(rule, user_agent="test-agent", trust=trusting(str(self_signed)))
    await trusting_sender.open()
    try:
        async with serving_tls(self_signed) as url:
            right, wrong = [
                await attempted(trusting_sender, each, milliseconds=5_000)
                for each in (url, url.replace("127.0.0.1", "localhost"))
            ]
    finally:
        await trusting_sender.close()
    assert right.acknowledged, right
    assert wrong.error == "tls", wrong


@pytest.mark.parametrize(("text", "why"), [(None, "No such file"), ("no certificate", "holds no certificate")])
def test_a_file_that_no_authority_is_in_is_told_at_the_start(text, why, tmp_path):
    file = tmp_path / "ca.pem"
    if text is not None:
        file.write_text(text)
    with pytest.raises(UsageError, match=f"--callback-ca .*ca.pem: .*{why}"):
        create_app(Settings(egress=Egress(ca=str(file))))


@pytest.mark.parametrize("url", ["http://[::1/cb", "http://127.0.0.1:99999/", "http:///cb", "ftp://127.0.0.1/cb"])
async def test_what_is_no_usable_address_is_bad_url(url):
    report = await send(url)
    assert report.error == "bad-url", report


async def test_the_request_target_goes_out_byte_for_byte():
    async with Receiver.run(OK) as receiver:
        await send(f"{receiver.url}/a%7Eb%3a/%2F?x=%3A&y=NO%20ANSWER&&z=%41")
        assert receiver.targets == ["/a%7Eb%3a/%2F?x=%3A&y=NO%20ANSWER&&z=%41"]


async def test_a_request_is_a_get_that_says_who_sends_it_and_asks_for_nothing_special():
    async with Receiver.run(OK) as receiver:
        await send(receiver.url)
        head = receiver.requests[0].decode().split("\r\n")
    assert head[0] == "GET / HTTP/1.1"
    assert "User-Agent: test-agent" in head
    assert not [line for line in head if line.lower().startswith(("accept-encoding", "cookie"))]


async def test_a_signature_is_sent_only_where_one_is_set():
    async with Receiver.run(OK) as receiver:
        for signature in ("X-Signature: abc", ""):
            signing = CallbackSender(EgressRule(Egress()), user_agent="test-agent", headers=[signature])
            await signing.open()
            await attempted(signing, receiver.url, milliseconds=5_000)
            await signing.close()
        signed, unsigned = receiver.requests
    assert b"X-Signature: abc\r\n" in signed
    assert b"ignature" not in unsigned


async def test_further_headers_are_sent_and_may_take_the_place_of_the_user_agent():
    async with Receiver.run(OK) as receiver:
        headers = ["Authorization: Bearer a:b", "x-tag: one", "X-Tag: two", "user-agent: mine", "Host: shop.test"]
        sender = CallbackSender(EgressRule(Egress()), user_agent="test-agent", headers=headers)
        await sender.open()
        await attempted(sender, receiver.url, milliseconds=5_000)
        await sender.close()
        head = receiver.requests[0].decode().lower().split("\r\n")
    assert {"authorization: bearer a:b", "x-tag: one", "x-tag: two", "host: shop.test"} <= set(head)
    assert sorted(line for line in head if line.startswith(("user-agent", "host:"))) == [
        "host: shop.test",
        "user-agent: mine",
    ]


async def test_cookies_of_a_receiver_are_not_sent_back():
    async with Receiver.run(answer(200, headers="Set-Cookie: a=b\r\n")) as receiver:
        async with sender_for() as sender:
            for _ in range(2):
                await attempted(sender, receiver.url, milliseconds=5_000)
        assert b"ookie" not in receiver.requests[1]


async def test_redirects_are_not_followed_unless_asked_for():
    async with Receiver.run(answer(302, headers="Location: /there\r\n"), OK) as receiver:
        report = await send(receiver.url)
        assert (report.status, report.acknowledged, report.hops) == (302, False, ())
        assert len(receiver.requests) == 1


async def test_followed_redirects_are_listed_as_hops():
    async with Receiver.run(answer(302, headers="Location: /there?a=%7E\r\n"), OK) as receiver:
        report = await send(f"{receiver.url}/here", follow_redirects=True)
        assert report.acknowledged
        assert [(hop.url, hop.status) for hop in report.hops] == [(f"{receiver.url}/here", 302)]
        assert receiver.targets == ["/here", "/there?a=%7E"]


async def test_a_circle_of_redirects_ends():
    async with Receiver.run(answer(302, headers="Location: /again\r\n")) as receiver:
        report = await send(receiver.url, follow_redirects=True)
        assert report.error == "bad-url"
        assert len(receiver.requests) == MAX_HOPS + 1


async def test_a_redirect_to_a_forbidden_address_is_blocked():
    async with Receiver.run(answer(302, headers="Location: http://203.0.113.9/\r\n"), OK) as receiver:
        report = await send(receiver.url, follow_redirects=True)
        assert report.error == "blocked"
        assert len(receiver.requests) == 1


@pytest.mark.parametrize("host", ["203.0.113.9", "[2001:db8::1]", "0.0.0.1", "169.254.169.254", "[::ffff:203.0.113.9]"])
async def test_an_address_outside_of_private_networks_is_blocked_without_a_connection(host):
    report = await send(f"http://{host}:9/")
    assert report.error == "blocked"
    assert "--allow-callback" in report.detail


async def test_a_proxy_of_the_environment_has_no_say(monkeypatch):
    async with Receiver.run(OK) as proxy, Receiver.run(OK) as receiver:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert (await send(receiver.url)).acknowledged
        assert (await send("http://203.0.113.9/")).error == "blocked"
        assert (proxy.requests, len(receiver.requests)) == ([], 1)


@pytest.mark.parametrize("address", ["203.0.113.9", "2001:db8::1", "169.254.169.254", "2130706433"])
async def test_no_socket_is_made_for_a_forbidden_address_wherever_it_comes_from(address, monkeypatch):
    async def look_up(_loop, _host, port):
        return [SocketAddress(socket.AF_INET6 if ":" in address else socket.AF_INET, (address, port))]

    def no_socket(*_):
        pytest.fail("a socket was made")

    monkeypatch.setattr("mock_esms.delivery.http.connect.look_up", look_up)
    with monkeypatch.context() as patch:
        patch.setattr("mock_esms.delivery.http.connect.socket.socket", no_socket)
        report = await send("http://looks-harmless.test:9/")
    assert report.error == "blocked"


async def test_a_name_is_judged_by_what_it_resolves_to(monkeypatch):
    async def look_up(_loop, _host, port):
        return [SocketAddress(socket.AF_INET, ("203.0.113.9", port))]

    monkeypatch.setattr("mock_esms.delivery.http.connect.look_up", look_up)
    report = await send("http://looks-harmless.test/")
    assert report.error == "blocked"
    assert "looks-harmless.test (203.0.113.9)" in report.detail


async def test_of_several_addresses_only_the_allowed_ones_are_tried(monkeypatch):
    async with Receiver.run(OK) as receiver:

        async def look_up(_loop, _host, port):
            return [SocketAddress(socket.AF_INET, (address, port)) for address in ("203.0.113.9", "127.0.0.1")]

        monkeypatch.setattr("mock_esms.delivery.http.connect.look_up", look_up)
        report = await send(f"http://both.test:{receiver.port}/")
        assert report.acknowledged, report


async def test_localhost_is_reached_by_its_name():
    async with Receiver.run(OK) as receiver:
        report = await send(f"http://localhost:{receiver.port}/")
        assert report.acknowledged, report


async def test_many_attempts_at_once_are_as_many_requests():
    async with Receiver.run(FAILS) as receiver, sender_for() as sender:
        reports = await asyncio.gather(*(attempted(sender, f"{receiver.url}/{n}") for n in range(100)))
        assert [report.status for report in reports] == [500] * 100
        assert sorted(receiver.targets) == sorted(f"/{n}" for n in range(100))


class KeepingReceiver:
    """Answers the first ``answers`` requests of each connection and then drops it without a word."""

    def __init__(self, answers):
        self.answers, self.connections, self.requests = answers, 0, []

    async def serve(self, reader, writer):
        self.connections += 1
        with contextlib.closing(writer), contextlib.suppress(asyncio.IncompleteReadError):
            for _ in range(self.answers):
                self.requests.append(await reader.readuntil(b"\r\n\r\n"))
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK")
            self.requests.append(await reader.readuntil(b"\r\n\r\n"))


@contextlib.asynccontextmanager
async def two_attempts(*, answers, keep_alive):
    """The reports of two attempts, one after the other, and their receiver."""
    receiver = KeepingReceiver(answers)
    async with await asyncio.start_server(receiver.serve, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/cb"
        sender = CallbackSender(EgressRule(Egress()), user_agent="test-agent", keep_alive=keep_alive)
        await sender.open()
        reports = [await attempted(sender, url, milliseconds=5_000) for _ in range(2)]
        await sender.close()
    yield reports, receiver


@pytest.mark.parametrize(("keep_alive", "connections"), [(False, 2), (True, 1)])
async def test_an_attempt_has_a_connection_of_its_own_unless_the_quirk_says_otherwise(keep_alive, connections):
    async with two_attempts(answers=2, keep_alive=keep_alive) as (reports, receiver):
        assert [report.acknowledged for report in reports] == [True, True]
        assert (receiver.connections, len(receiver.requests)) == (connections, 2)
        assert all((b"Connection: close" in request) is not keep_alive for request in receiver.requests)


async def test_on_a_kept_connection_that_the_receiver_drops_an_attempt_is_still_one_request():
    async with two_attempts(answers=1, keep_alive=True) as (reports, receiver):
        assert [report.error for report in reports] == [None, "closed"]
        assert len(receiver.requests) == 2, "aiohttp sent the request again behind our back"


async def test_the_quirk_reaches_the_sandbox():
    receiver = KeepingReceiver(2)
    quirks = Quirks(connection="keep-alive")
    async with await asyncio.start_server(receiver.serve, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/cb"
        async with running(quirks=quirks) as client:
            for phone in ("0901888481", "0901888482"):
                await client.placed(phone, CallbackUrl=url)
                await client.advance()
    assert (receiver.connections, len(receiver.requests)) == (1, 2)
