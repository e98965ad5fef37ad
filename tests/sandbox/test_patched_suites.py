"""What suites do to their process: they stop time, fork, forbid sockets, patch threads. No fixture may hang there."""

import asyncio
import multiprocessing
import os
import subprocess
import sys
import textwrap

import pytest
import requests
from freezegun import freeze_time

from mock_esms import AsyncSandbox, Sandbox
from mock_esms.errors import UnmetError, UsageError
from tests.documents import CHECKOUT
from tests.places import KEYS, MAKE_CALL


def place(url: str) -> str:
    return str(requests.get(url + MAKE_CALL, params={**KEYS, "Phone": "0901888484"}, timeout=100).json()["SMSID"])


def test_time_that_a_suite_has_stopped_does_not_stop_the_sandbox():
    with Sandbox() as esms, freeze_time("2026-01-05"):
        sms_id = place(esms.url)
        assert esms.wait().sms_id == sms_id
        with pytest.raises(UnmetError, match=r"after 0\.2 real seconds"):
            esms.wait(phone="0999999999", timeout=0.2)


def test_a_sandbox_that_starts_in_stopped_time_runs_too():
    with freeze_time("2026-01-05"), Sandbox() as esms:
        place(esms.url)
        assert esms.wait().settled


def test_what_was_placed_in_stopped_time_is_settled_and_measured_when_time_goes_on():
    with Sandbox() as esms:
        with freeze_time("2026-01-05"):
            place(esms.url)
        assert esms.wait().settled


async def test_an_event_loop_whose_time_is_stopped_is_told_at_once_with_the_tools_name():
    async with AsyncSandbox() as esms:
        with freeze_time("2026-01-05"), pytest.raises(UsageError, match=r"freezegun\.api has taken the place"):
            await esms.wait()
        with freeze_time("2026-01-05", real_asyncio=True):
            await asyncio.to_thread(place, esms.url)
            assert (await esms.wait()).settled


async def test_the_fixtures_side_for_async_tests_does_not_mind_that_the_tests_loop_stands_still():
    with Sandbox() as esms, freeze_time("2026-01-05"):
        await asyncio.to_thread(place, esms.url)
        assert (await esms.asynchronous.wait()).settled


def _in_a_child(esms: Sandbox, told: "multiprocessing.SimpleQueue[str]") -> None:
    place(esms.url)
    for use in (
        lambda: esms.calls,
        lambda: esms.wait(timeout=1),
        lambda: esms.on(phone="09*").answered(),
        lambda: esms.advance("1m"),
        esms.reset,
        lambda: esms.asynchronous.calls,
    ):
        try:
            use()
        except UsageError as error:
            told.put(str(error))
        else:
            told.put("was answered")
    esms.stop()


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded, use of fork:DeprecationWarning")
def test_a_forked_child_is_told_to_use_the_address_and_the_parent_goes_on():
    fork = multiprocessing.get_context("fork")
    told = fork.SimpleQueue()
    with Sandbox() as esms:
        child = fork.Process(target=_in_a_child, args=(esms, told))
        child.start()
        child.join()
        assert child.exitcode == 0
        sentences = [told.get() for _ in range(6)]
        sentence = (
            f"this sandbox runs in process {os.getpid()}, and this is a child of it, where nothing would ever answer; "
            f"a child uses the sandbox over HTTP: give it esms.url ({esms.url})"
        )
        assert sentences == [sentence] * 6
        assert esms.wait().settled


class ForbiddenError(RuntimeError):
    """As pytest-socket forbids it."""


def test_what_keeps_the_loop_from_starting_reaches_whoever_starts_it(monkeypatch):
    def forbid(*_given: object, **_more: object) -> None:
        message = "a test tried to use socket.socket"
        raise ForbiddenError(message)

    monkeypatch.setattr("socket.socketpair", forbid)
    with pytest.raises(ForbiddenError, match="tried to use") as raised:
        Sandbox().start()
    assert raised.value.__notes__ == ["mock-esms could not start the event loop of its sandbox"]


PATCHED = """
from gevent import monkey
monkey.patch_all()
import mock_esms, requests
with mock_esms.Sandbox() as esms:
    esms.on(phone="09*").no_answer()
    params = {"ApiKey": "test-api-key", "SecretKey": "test-secret-key", "TemplateId": "1", "Phone": "0901888484"}
    requests.get(esms.url + "/MainService.svc/json/MakeCallRecord_V2", params=params, timeout=100)
    print(esms.wait().result.call_status, len(esms.calls))
"""

FULL = """
import mock_esms, os, resource
sandbox = mock_esms.Sandbox()
resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")), 4096))
try:
    sandbox.start()
except OSError as error:
    print(error.strerror, error.__notes__)
"""


def run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(program)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="gevent is for CPython")
def test_threads_that_gevent_has_patched_work():
    assert run(PATCHED) == "NO ANSWER 1\n"


@pytest.mark.skipif(sys.platform != "linux", reason="it counts descriptors as Linux shows them")
def test_a_process_without_descriptors_is_told_so_and_does_not_hang():
    assert run(FULL) == "Too many open files ['mock-esms could not start the event loop of its sandbox']\n"
