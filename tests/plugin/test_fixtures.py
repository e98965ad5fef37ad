import tomllib

import pytest

from tests.plugin.suites import CHECKOUT

pytest_plugins = ["pytester"]

ASYNC_TEST = """
import asyncio
{imports}

{mark}
async def test_retry(async_esms, shop):
    shop.fails = 1
    async_esms.on(phone="09*").no_answer().then.answered(press=1).callback(lost_acks=1)
    await asyncio.to_thread(shop.confirm_by_phone, async_esms.url, MaxRetry=1)
    call = await async_esms.wait(phone="09*")
    assert [a.status for a in call.attempts] == [503, 200, 200]
    assert [d.outcome for d in call.dials] == ["no_answer", "answered"]
    await async_esms.wait_never("1h", phone="091*")
    async_esms.verify(times=1, phone="09*")
"""


def test_a_test_says_what_the_person_does_and_waits_for_the_result(suite):
    result = suite.run("""
def test_order_is_confirmed(esms, shop):
    esms.on(phone="0901888484").no_answer().then.answered(talk=13, press="1")
    shop.fails = 2
    shop.confirm_by_phone(base_url=esms.url, MaxRetry=1)
    call = esms.wait(phone="0901888484")
    assert call.result.call_status == "ANSWERED"
    assert call.result.ivr == "1"
    assert [d.outcome for d in call.dials] == ["no_answer", "answered"]
    assert [a.status for a in call.attempts] == [503, 503, 200]
    assert [r["CallDuration"] for r in shop.results] == ["13"] * 3
    assert (len(esms.calls), len(esms.requests), esms.unmatched) == (1, 1, ())
""")
    result.assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("plugins", "ini", "imports", "mark"),
    [
        (("pytest_asyncio.plugin",), "asyncio_mode = auto", "", ""),
        (("pytest_asyncio.plugin",), "asyncio_mode = strict", "import pytest", "@pytest.mark.asyncio"),
        (("pytest_asyncio.plugin", "pytest_aiohttp.plugin"), "asyncio_mode = auto", "", ""),
        (
            ("anyio.pytest_plugin",),
            "",
            'import pytest\n@pytest.fixture\ndef anyio_backend(): return "asyncio"',
            "@pytest.mark.anyio",
        ),
    ],
    ids=["asyncio-auto", "asyncio-strict", "aiohttp", "anyio"],
)
def test_an_async_test_awaits_the_same_under_each_asyncio_plugin(suite, plugins, ini, imports, mark):
    option = "asyncio_default_fixture_loop_scope = function" if "asyncio_mode" in ini else ""
    result = suite.run(ASYNC_TEST.format(imports=imports, mark=mark), plugins=plugins, ini=f"{ini}\n{option}")
    result.assert_outcomes(passed=1)


def test_nothing_of_one_test_is_left_in_the_next(suite):
    result = suite.run("""
import pytest

def test_one(esms, shop):
    esms.on(phone="*").failed().always()
    esms.account(balance=0)
    esms.account("another", balance=7)
    assert b"103" in shop.confirm_by_phone(esms.url)
    esms.account()
    shop.confirm_by_phone(esms.url)
    assert esms.wait().result.call_status == ""
    esms.set_clock(mode="manual")

@pytest.mark.esms(clock="manual")
def test_a_manual_clock(esms, shop):
    assert (esms.calls, esms.requests) == ((), ())
    shop.confirm_by_phone(esms.url)
    before = esms.clock.now
    esms.advance("4s")
    assert esms.clock.now - before == 4000
    (call,) = esms.find(phone="0901888484")
    assert (call.state, shop.results) == ("ended", [])
    esms.advance()
    assert esms.find(settled="true") == esms.calls

def test_another(esms, shop):
    assert esms.clock.mode == "auto"
    assert b"101" in shop.confirm_by_phone(esms.url, ApiKey="another")
    shop.confirm_by_phone(esms.url)
    assert esms.wait().result.call_status == "ANSWERED"
""")
    result.assert_outcomes(passed=3)


def test_each_worker_of_xdist_has_a_sandbox_of_its_own(suite, pytester):
    result = suite.run(
        """
import os, pathlib, pytest

@pytest.mark.parametrize("order", range(4))
def test_order(esms, shop, order):
    esms.on(phone="09*").answered(press=order)
    shop.confirm_by_phone(esms.url)
    assert esms.wait().result.ivr == str(order)
    assert len(esms.calls) == 1
    pathlib.Path(f"{os.environ['PYTEST_XDIST_WORKER']}-{esms.url.rpartition(':')[2]}").touch()
""",
        "-n2",
        plugins=("xdist",),
    )
    result.assert_outcomes(passed=4)
    used = sorted(path.name.split("-") for path in pytester.path.glob("gw*"))
    assert [worker for worker, _ in used] == ["gw0", "gw1"]
    assert len({port for _, port in used}) == 2


def test_a_suite_may_bring_settings_and_scenarios_of_its_own(suite, pytester):
    (pytester.path / "stories").mkdir()
    (pytester.path / "stories" / "engaged.yaml").write_text('title: Engaged\nmatch: {phone: "*1"}\ndials: [busy: {}]\n')
    result = suite.run(
        """
import pytest
from mock_esms import Account, Settings

@pytest.fixture(scope="session")
def esms_settings():
    return Settings(clock="auto", accounts=(Account(api_key="mine", secret_key="hidden"),))

def test_mine(esms, shop):
    shop.confirm_by_phone(esms.url, phone="0901888481", ApiKey="mine", SecretKey="hidden")
    call = esms.wait(api_key="mine")
    assert (call.scenario, call.dials[0].outcome) == ("engaged", "busy")

def test_by_name(esms, shop):
    esms.play("engaged", phone="0901888482")
    shop.confirm_by_phone(esms.url, phone="0901888482", ApiKey="mine", SecretKey="hidden")
    assert esms.wait().scenario == "engaged"
""",
        ini="esms_scenarios = stories",
    )
    result.assert_outcomes(passed=2)


def test_a_suite_that_does_not_use_the_plugin_pays_nothing_for_it(suite):
    result = suite.run("""
import asyncio, sys, threading

def test_nothing_is_loaded_and_nothing_runs():
    loaded = {name.partition(".")[0] for name in sys.modules}
    assert not loaded & {"aiohttp", "pydantic", "yaml", "faker", "phonenumbers", "rich"}
    ours = [name for name in sys.modules if name.startswith("mock_esms.")]
    assert ours == ["mock_esms._version", "mock_esms.pytest_plugin"]
    assert threading.active_count() == 1
""")
    result.assert_outcomes(passed=1)


def test_pytest_finds_the_plugin_of_an_installed_package_by_itself():
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"mock_esms": "mock_esms.pytest_plugin"}
