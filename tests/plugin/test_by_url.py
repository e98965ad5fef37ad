"""The fixtures with a sandbox that runs elsewhere: the same tests pass, and sessions that share it do not meet."""

import pytest

from mock_esms import Client
from mock_esms.client.connection import ControlRequest
from tests.cli.running import Process

pytest_plugins = ["pytester"]

SUITE = """
import asyncio
from datetime import timedelta

import pytest


def confirm(shop, esms, **more):
    return shop.confirm_by_phone(esms.url, ApiKey=esms.api_key, SecretKey=esms.secret_key, **more)


@pytest.mark.parametrize("key", range(3))
def test_the_person_presses_a_key_and_the_receiver_fails_first(esms, shop, key):
    esms.on(phone="0901888484").no_answer().then.answered(talk=13, press=key)
    shop.fails = 2
    confirm(shop, esms, MaxRetry=1)
    call = esms.wait(phone="0901888484")
    assert call.result.ivr == str(key)
    assert [dial.outcome for dial in call.dials] == ["no_answer", "answered"]
    assert [attempt.status for attempt in call.attempts] == [503, 503, 200]
    assert (esms.calls, len(esms.requests)) == ((call,), 1)
    assert esms.verify(times=1) == (call,)


def test_a_failure_shows_the_timeline(esms, shop):
    confirm(shop, esms)
    with pytest.raises(AssertionError, match="does not fit: phone is '0901888484', not '1'") as raised:
        esms.wait(phone="1", timeout=0)
    assert "ended: ANSWERED" in str(raised.value) or "has not ended yet" in str(raised.value)


def test_an_account_is_ones_own_and_what_it_was_in_the_next_test(esms, shop):
    esms.account(balance=0)
    assert b'"103"' in confirm(shop, esms)


def test_in_the_next_test(esms, shop):
    assert b'"100"' in confirm(shop, esms)
    esms.settle()
    assert [call.request.api_key for call in esms.calls] == [esms.api_key]
    before = esms.clock.now
    esms.advance(timedelta(minutes=5))
    assert esms.clock.now - before >= 300_000


@pytest.mark.asyncio
async def test_what_waits_is_awaited(async_esms, shop):
    async_esms.play("busy", phone="*4")
    await asyncio.to_thread(confirm, shop, async_esms)
    call = await async_esms.wait(phone="09*")
    assert call.scenario == "busy"
    assert async_esms.calls == (call,)
"""
PASSES = 7


@pytest.fixture(scope="module")
def url():
    with Process("serve", "--port", "0", "--clock", "auto", "--grace", "0", "--control-token", "t") as served:
        yield served.out.next().removeprefix("mock-esms ready: ")


@pytest.fixture
def token(monkeypatch):
    monkeypatch.setenv("MOCK_ESMS_CONTROL_TOKEN", "t")


def accounts(url: str) -> list[str]:
    answer = Client(url, "t").session.connection.send(ControlRequest("GET", "/accounts"))
    return [account["api_key"] for account in answer["accounts"]]


def run(suite, test, *arguments, ini="", plugins=()):
    modes = "asyncio_mode = strict\nasyncio_default_fixture_loop_scope = function\n"
    return suite.run(test, *arguments, plugins=("pytest_asyncio.plugin", *plugins), ini=modes + ini)


def test_the_same_file_of_tests_passes_in_one_process(suite, monkeypatch):
    monkeypatch.delenv("MOCK_ESMS_URL", raising=False)
    run(suite, SUITE).assert_outcomes(passed=PASSES)


def test_and_with_two_workers_against_one_sandbox_in_another_process(suite, url, token, monkeypatch):
    monkeypatch.setenv("MOCK_ESMS_URL", url)
    run(suite, SUITE, "-n2", plugins=("xdist",), ini="esms_url = http://127.0.0.1:9\n").assert_outcomes(passed=PASSES)
    assert accounts(url) == ["test-api-key"]
    assert Client(url, "t").calls == ()


def test_markers_settings_and_strictness_hold_there_too(suite, url, token, monkeypatch):
    monkeypatch.delenv("MOCK_ESMS_URL", raising=False)
    result = run(
        suite,
        """
import pytest
from mock_esms import Account, Settings

@pytest.fixture(scope="session")
def esms_settings():
    return Settings(accounts=(Account(api_key="x", secret_key="y", caller_id="0281234567"),))

@pytest.mark.esms(clock="manual")
def test_another_clock(esms):
    pass

@pytest.mark.esms(clock="auto", strict=True)
def test_strict(esms, shop):
    esms.on(phone="1").busy()
    shop.confirm_by_phone(esms.url)  # another account's: no concern of this one
    shop.confirm_by_phone(esms.url, ApiKey=esms.api_key, SecretKey=esms.secret_key)
    assert esms.wait().caller_id == "0281234567"
""",
        ini=f"esms_url = {url}\n",
    )
    result.assert_outcomes(passed=1, errors=2)
    result.stdout.fnmatch_lines(
        [
            f"this test wants a clock that is manual, and that of the sandbox at {url} is auto; *",
            "esms is strict:",
            "armed and never used: on-* for phone=1, api_key=pytest-*",
        ]
    )
    assert "Traceback" not in result.stdout.str()
    assert accounts(url) == ["test-api-key"]


def test_no_sandbox_there_is_told_in_one_sentence(suite, monkeypatch):
    monkeypatch.setenv("MOCK_ESMS_URL", "http://127.0.0.1:9")
    result = run(suite, "def test_it(esms): pass")
    result.assert_outcomes(errors=1)
    told = (
        "the fixture esms cannot use the sandbox that MOCK_ESMS_URL names: no sandbox listens at http://127.0.0.1:9; *"
    )
    result.stdout.fnmatch_lines([told])
    assert "def esms" not in result.stdout.str()
