import errno
import socket
import ssl
import urllib.request

import aiohttp
import pytest
from yarl import URL

from mock_esms.config.settings import Settings
from mock_esms.errors import AddressInUseError, UsageError
from mock_esms.sandbox.async_sandbox import AsyncSandbox
from mock_esms.sandbox.blocking import Sandbox
from mock_esms.server.tls import Tls
from tests.places import KEYS, MAKE_CALL, START

CALL = MAKE_CALL + "?" + "&".join(f"{name}={value}" for name, value in KEYS.items()) + "&Phone="


def trusting(sandbox):
    return ssl.create_default_context(cafile=sandbox.ca_file)


async def test_http_and_https_lead_to_one_state(tmp_path):
    async with (
        AsyncSandbox(Settings(clock="manual", now=START), tls=Tls(ca_dir=tmp_path)) as sandbox,
        aiohttp.ClientSession() as session,
    ):
        for number, url in enumerate((sandbox.url, sandbox.https_url)):
            async with session.get(
                URL(f"{url}{CALL}090188848{number}", encoded=True), ssl=trusting(sandbox)
            ) as response:
                assert (await response.json())["CodeResult"] == "100"
        assert [call.request.phone for call in sandbox.calls] == ["0901888480", "0901888481"]
        assert sandbox.url.startswith("http://127.0.0.1:")
        assert sandbox.https_url.startswith("https://127.0.0.1:")


def test_a_blocking_sandbox_speaks_https_to_a_client_that_is_given_its_file(tmp_path):
    with Sandbox(tls=Tls(ca_dir=tmp_path)) as esms:
        with urllib.request.urlopen(f"{esms.https_url}{CALL}0901888484", context=trusting(esms)) as response:  # noqa: S310 - our own address
            assert b'"CodeResult":"100"' in response.read()
        assert esms.wait().request.phone == "0901888484"


async def test_tls_true_is_the_authority_of_the_user(tmp_path, monkeypatch):
    monkeypatch.setattr("mock_esms.server.tls.https._users_folder", lambda: tmp_path)
    async with AsyncSandbox(tls=True) as sandbox:
        assert sandbox.ca_file == tmp_path / "ca.pem"


async def test_a_sandbox_without_https_says_how_to_have_it():
    async with AsyncSandbox() as sandbox:
        for asked in ("https_url", "ca_file"):
            with pytest.raises(UsageError, match="speaks no HTTPS; make it with tls=True"):
                getattr(sandbox, asked)


async def test_a_port_for_https_that_is_taken_is_told_with_its_option_and_no_door_stays_open(tmp_path):
    async with AsyncSandbox() as first:
        taken = int(first.url.rpartition(":")[2])
        second = AsyncSandbox(tls=Tls(port=taken, ca_dir=tmp_path))
        with pytest.raises(AddressInUseError, match=f"port {taken} of 127.0.0.1 is in use .* --tls-port"):
            await second.start()
        with pytest.raises(UsageError, match="does not run"):
            _ = second.url


async def test_the_control_api_is_not_answered_by_the_name_of_esms_over_https_either(tmp_path):
    async with AsyncSandbox(tls=Tls(ca_dir=tmp_path)) as sandbox, aiohttp.ClientSession() as session:
        url = f"{sandbox.https_url}/_mock/clock"
        async with session.get(url, ssl=trusting(sandbox), headers={"Host": "voiceapi.esms.vn"}) as response:
            assert (response.status, (await response.json())["error"]["code"]) == (403, "host-not-allowed")
        async with session.get(url, ssl=trusting(sandbox)) as response:
            assert response.status == 200


async def test_the_control_api_tells_a_page_of_its_https_origin_from_one_of_http(tmp_path):
    async with AsyncSandbox(tls=Tls(ca_dir=tmp_path)) as sandbox, aiohttp.ClientSession() as session:
        own = sandbox.https_url
        for origin, status in ((own, 200), (own.replace("https:", "http:"), 403), (sandbox.url, 403)):
            async with session.get(f"{own}/_mock/clock", ssl=trusting(sandbox), headers={"Origin": origin}) as response:
                assert response.status == status, origin


async def test_a_host_that_cannot_be_one_is_told_in_a_sentence():
    with pytest.raises(UsageError, match="cannot be the name of a host; see --host"):
        await AsyncSandbox(host="a" * 70 + ".example").start()


def resolving(monkeypatch, *addresses):
    """Let the name ``both.test`` have these addresses, in this order."""
    real = socket.getaddrinfo

    def look_up(host, port, *given, **more):
        if host != "both.test":
            return real(host, port, *given, **more)
        return [found for address in addresses for found in real(address, port, type=socket.SOCK_STREAM)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


HERE, HERE_TOO, ELSEWHERE = "127.0.0.1", "127.0.0.2", "203.0.113.7"


@pytest.mark.parametrize("addresses", [(HERE, HERE_TOO), (HERE_TOO, HERE), ("::1", HERE)])
async def test_a_name_with_several_addresses_has_one_port_at_all_of_them(addresses, monkeypatch, tmp_path):
    resolving(monkeypatch, *addresses)
    try:
        socket.create_server(
            (addresses[0], 0), family=socket.AF_INET6 if ":" in addresses[0] else socket.AF_INET
        ).close()
    except OSError:
        pytest.skip(f"this machine has no {addresses[0]}")
    async with (
        AsyncSandbox(host="both.test", tls=Tls(ca_dir=tmp_path)) as sandbox,
        aiohttp.ClientSession() as session,
    ):
        for url in (sandbox.url, sandbox.https_url):
            for address in addresses:
                there = URL(url).with_host(address)
                async with session.get(there / "_mock" / "health", ssl=False) as response:
                    assert response.status == 200, there


async def test_an_ipv6_address_may_stand_in_brackets():
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no ::1")
    async with AsyncSandbox(host="[::1]") as sandbox:
        assert URL(sandbox.url).host == "::1"


async def test_a_port_that_is_taken_at_one_address_of_a_name_is_not_the_one_that_is_chosen(monkeypatch):
    resolving(monkeypatch, HERE, HERE_TOO)
    bind, somebody = socket.socket.bind, socket.socket()

    def bind_after_somebody(self, address):
        bind(self, address)
        if not somebody.getsockname()[1]:  # the port that was just found free is somebody's at the other address
            bind(somebody, (HERE_TOO, self.getsockname()[1]))
            somebody.listen()

    monkeypatch.setattr(socket.socket, "bind", bind_after_somebody)
    with somebody:
        async with AsyncSandbox(host="both.test") as sandbox:
            assert URL(sandbox.url).port not in (0, somebody.getsockname()[1])


async def test_an_address_that_the_machine_does_not_have_is_passed_over(monkeypatch):
    resolving(monkeypatch, ELSEWHERE, HERE)
    async with AsyncSandbox(host="both.test") as sandbox:
        assert URL(sandbox.url).host == HERE


@pytest.mark.parametrize(
    ("addresses", "why"),
    [((ELSEWHERE,), "Cannot assign requested address"), ((), "the name has no address")],
)
async def test_a_name_without_an_address_of_this_machine_is_told_in_a_sentence(addresses, why, monkeypatch):
    resolving(monkeypatch, *addresses)
    with pytest.raises(UsageError, match=rf"^cannot listen on both\.test port 0: {why}; see --host and --port$"):
        await AsyncSandbox(host="both.test").start()


async def test_a_family_that_the_machine_does_not_speak_is_passed_over_or_told(monkeypatch):
    made = socket.socket

    def without_ipv6(family=socket.AF_INET, *given, **more):
        if family == socket.AF_INET6:
            raise OSError(errno.EAFNOSUPPORT, "Address family not supported by protocol")
        return made(family, *given, **more)

    monkeypatch.setattr(socket, "socket", without_ipv6)
    resolving(monkeypatch, "::1", HERE)
    async with AsyncSandbox(host="both.test") as sandbox:
        assert URL(sandbox.url).host == HERE
    resolving(monkeypatch, "::1")
    with pytest.raises(UsageError, match=r"cannot listen on both\.test port 0: Address family not supported"):
        await AsyncSandbox(host="both.test").start()
