"""What is a client's own; what it has in common with a sandbox that runs here is in tests/sandbox/test_either.py."""

import asyncio
import inspect
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

import mock_esms
from mock_esms import AsyncClient, AsyncSandbox, Client, Sandbox, Settings
from mock_esms.errors import NotNowError, UnmetError, UsageError, WrongValueError
from tests.places import KEYS, MAKE_CALL, START
from tests.receiver import Receiver
from tests.sms import CARE, CARE_PATH

CHECKOUT = Path(__file__).parents[2]
PHONE = "0901888484"
OF_ITS_OWN_PROCESS = {
    "asynchronous", "ca_file", "checks", "exchange", "https_url", "inside", "lost", "own_loop",
    "components", "seen", "start", "stop", "waits",
}  # fmt: skip
"""What a sandbox has because it runs here."""


def place(url: str, phone: str = PHONE, **more: str) -> str:
    answer = requests.get(url + MAKE_CALL, params={**KEYS, "Phone": phone, **more}, timeout=100).json()
    assert answer["CodeResult"] == "100", answer
    return str(answer["SMSID"])


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(Settings(clock="auto", now=START, grace=0)) as served:
        yield served


@pytest.fixture
def served(sandbox):
    sandbox.reset()
    sandbox.set_clock(mode="auto")
    return sandbox


# --- the same API -----------------------------------------------------------------------------------------------------


def offered(kind: type) -> dict[str, list[object]]:
    """The names that a class offers, with the names, kinds and defaults of their parameters."""
    names: dict[str, list[object]] = {}
    for name in dir(kind):
        member = inspect.getattr_static(kind, name)
        if name.startswith("_") or not (inspect.isfunction(member) or isinstance(member, property)):
            continue
        function: Any = member.fget if isinstance(member, property) else member
        names[name] = [
            (parameter.name, parameter.kind, parameter.default)
            for parameter in inspect.signature(function).parameters.values()
        ]
    return names


@pytest.mark.parametrize(("here", "elsewhere"), [(Sandbox, Client), (AsyncSandbox, AsyncClient)])
def test_a_client_offers_to_a_test_what_a_sandbox_offers_by_the_same_names(here, elsewhere):
    wanted = {name: parameters for name, parameters in offered(here).items() if name not in OF_ITS_OWN_PROCESS}
    assert len(wanted) > 25
    assert {name: offered(elsewhere).get(name) for name in wanted} == wanted
    waits = {name for name in wanted if inspect.iscoroutinefunction(getattr(here, name))}
    assert {name for name in wanted if inspect.iscoroutinefunction(getattr(elsewhere, name))} == waits


def test_the_values_are_those_that_the_sandbox_has_itself(served):
    client = Client(served.url)
    client.on().no_answer().then.interactive().callback(copies=2, policy="svix", set={"Ivr": 7})
    place(served.url, MaxRetry="1", CallbackUrl="http://127.0.0.1:9/?ReferenceId=")
    requests.post(served.url + CARE_PATH, json=dict(CARE), timeout=100)
    served.settle()
    assert client.find() == served.calls
    assert client.messages == served.messages
    assert client.requests == served.requests
    assert client.clock == served.clock
    assert client.inbox(PHONE) == served.inbox(PHONE)
    assert client.account(rates={"zns_status": 30}) == served.account(rates={"zns_status": 30})


async def test_steps_have_reached_the_sandbox_un_awaited_and_what_waits_is_awaited(served):
    async with AsyncClient(served.url) as esms:
        said = esms.on(phone=PHONE).no_answer()
        assert served.components.library.armed[0].name == "on-1"
        assert "no_answer" in served.components.library.entry("on-1").text
        said.times(2)
        assert served.components.library.armed[0].left == 2
        sms_id = await asyncio.to_thread(place, served.url)
        call = await esms.wait(phone=PHONE)
        assert (call.sms_id, call.dials[0].outcome) == (sms_id, "no_answer")
        assert [found.sms_id for found in await esms.wait(count=1)] == [sms_id]
        assert [found.sms_id for found in esms.calls] == [request.sms_id for request in esms.requests] == [sms_id]
        assert [found.settled for found in await esms.settle()] == [True]
        before = esms.clock.now
        await esms.advance("5m")
        assert esms.clock.now - before >= 300_000
        with pytest.raises(UnmetError, match="0 of 1 message had settled after 0 real seconds"):
            await esms.wait_message(timeout=0)
        with pytest.raises(UnmetError, match="no code had come"):
            await esms.otp(PHONE, timeout=0)
        with pytest.raises(UnmetError, match="had been received already"):
            await esms.wait_never("1m")
        with pytest.raises(NotNowError):
            await esms.advance(to="2026-01-05T08:00:00")
        await esms.wait_never_message("1m")
        await esms.reset()
        assert esms.calls == ()


async def test_whoever_stops_awaiting_leaves_no_wait_behind_in_the_sandbox(served):
    esms = AsyncClient(served.url)
    subscribed = len(served.components.journal.events._subscribers)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(esms.wait(timeout=1_000), 0.05)
    gone = threading.Event()

    def look() -> None:
        if len(served.components.journal.events._subscribers) == subscribed:
            gone.set()
        else:
            served.hosted.own_loop._loop.call_later(0.01, look)

    served.hosted.own_loop._loop.call_soon_threadsafe(look)
    assert await asyncio.to_thread(gone.wait, 100)


def test_both_sides_of_a_client_are_of_one_account(served):
    with Client(served.url).own_account() as esms:
        esms.asynchronous.on().busy()
        place(served.url, ApiKey=esms.api_key, SecretKey=esms.secret_key)
        place(served.url)
        assert [call.scenario for call in esms.asynchronous.calls] == ["on-1"]
        assert [call.request.api_key for call in esms.settle()] == [esms.api_key]
    assert [call.request.api_key for call in served.calls] == ["test-api-key"]
    assert not served.components.library.knows("on-1")


async def test_a_receiver_is_checked_from_where_the_test_runs(served):
    client = Client(served.url)
    async with Receiver.run() as receiver:
        assert (await client.asynchronous.check_receiver(receiver.url, only=("answered",))).ok
        result = await asyncio.to_thread(client.check_receiver, receiver.url, only=("answered",))
        assert [case.name for case in result.cases] == ["answered"]
    with pytest.raises(UsageError):
        client.check_receiver("http://127.0.0.1:9/")
    assert served.requests == ()


def test_settling_gives_up_after_so_many_real_seconds(served):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        place(served.url, CallbackUrl=f"http://127.0.0.1:{mute.getsockname()[1]}/")
        with pytest.raises(UnmetError, match=r"something was still due or on the wire after 0\.1 real seconds"):
            Client(served.url).settle(timeout=0.1)
    served.reset()


# --- importing --------------------------------------------------------------------------------------------------------


def loaded_by(statement: str) -> set[str]:
    """The modules that a statement loads into an interpreter that finds nothing but the standard library and us."""
    code = f"import sys; sys.path.insert(0, {str(CHECKOUT)!r})\n{statement}\nprint(*sys.modules)"
    # -I -S: no packages at all are installed for this interpreter.
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize("name", ["Client", "AsyncClient"])
def test_importing_a_client_loads_little_beside_http_client_and_json(name):
    bare = loaded_by("import http.client, json, typing, importlib")
    ours = loaded_by(f"from mock_esms import {name}")
    assert {module for module in ours - bare if not module.startswith("mock_esms")} == set()
    assert len({module for module in ours if module.startswith("mock_esms")}) < 15


def test_a_client_works_where_nothing_is_installed_but_itself(served):
    place(served.url)
    loaded = loaded_by(
        f"from mock_esms import Client\nwith Client({served.url!r}).own_account() as own:\n"
        f"    own.on(phone='*').no_answer(ring='4s').times(2)\n    own.verify(times=0)\n    own.account(balance=1)\n"
        f"    try:\n        own.wait(timeout=0)\n"
        f"    except AssertionError as error:\n        assert 'call 1 to' in str(error)\n"
        f"esms = Client({served.url!r})\nassert esms.wait(phone='*').settled\nassert esms.clock.mode == 'auto'"
    )
    assert loaded & {"aiohttp", "click", "phonenumbers", "rich", "yaml"} == set()


# --- what cannot be talked to -----------------------------------------------------------------------------------------


class Impostor(BaseHTTPRequestHandler):
    """Answers everything with what the server holds."""

    server: "ImpostorServer"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *_args):
        pass


class ImpostorServer(HTTPServer):
    answer = b""


@pytest.fixture
def impostor():
    with ImpostorServer(("127.0.0.1", 0), Impostor) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("client", [Client, AsyncClient])
@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"<html>hello</html>", "is no mock-esms$"),
        (b"[]", "is no mock-esms$"),
        (b'{"status": "ok", "version": "0.0.1"}', r"is mock-esms 0\.0\.1, and this is the client of"),
    ],
)
def test_what_is_no_sandbox_of_this_version_is_told_at_once_with_its_address(impostor, client, answer, told):
    impostor.answer = answer
    with pytest.raises(UsageError, match=told) as raised:
        client(f"http://127.0.0.1:{impostor.server_port}")
    assert f"http://127.0.0.1:{impostor.server_port}" in str(raised.value)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://127.0.0.1:9", r"no sandbox listens at http://127\.0\.0\.1:9; start one with `mock-esms serve`"),
        ("127.0.0.1:8080", "is no address of a sandbox"),
        ("http://127.0.0.1:port", "is no address of a sandbox"),
        ("http://nobody.invalid", r"http://nobody\.invalid cannot be talked to"),
    ],
)
def test_an_address_where_no_sandbox_is_is_told_at_once(url, told):
    with pytest.raises(UsageError, match=told):
        Client(url)


def test_a_wrong_token_is_told_at_once_and_the_right_one_is_taken():
    with Sandbox(Settings(clock="auto", control_token="right")) as esms:
        with pytest.raises(UsageError, match="wants a control token"):
            Client(esms.url)
        with pytest.raises(UsageError, match="does not take this control token"):
            Client(esms.url, "wrong")
        assert Client(esms.url, "right").calls == ()


async def test_a_sandbox_that_has_ended_is_told_by_whoever_awaits_it():
    with Sandbox() as sandbox:
        esms = AsyncClient(sandbox.url)
    with pytest.raises(UsageError, match="no sandbox listens at"):
        await esms.wait()


def test_what_a_test_gives_that_no_scenario_can_hold_is_told(served):
    with pytest.raises(WrongValueError, match="can hold"):
        Client(served.url).on().reply(message=object())  # type: ignore[arg-type]


def test_both_are_public_names():
    assert {"Client", "AsyncClient"} <= set(mock_esms.__all__)
