"""The pytest plugin: the fixtures ``esms`` and ``async_esms``, the marker ``esms``, the ini option ``esms_strict``.

It has no hook on anybody's tests, and imports nothing but pytest until the first test asks for a fixture; so it needs
neither pytest-asyncio nor pytest-aiohttp, and works beside them. The sandbox lives in a thread of its own, one for each
test session (each worker of pytest-xdist is one), and is reset before each test.
"""

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mock_esms.clock.clock import ClockMode
    from mock_esms.config.settings import Settings
    from mock_esms.sandbox.async_sandbox import AsyncSandbox
    from mock_esms.sandbox.blocking import Sandbox

_CLOCKS: Final = ("auto", "manual", "real")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the ini options."""
    parser.addini(
        "esms_strict",
        "fail each test that uses esms or async_esms when a callback was exhausted, blocked or is still pending at its "
        "end, a scenario was armed and never used, or a request had warnings or an unknown address",
        type="bool",
        default=False,
    )
    parser.addini(
        "esms_scenarios", "files and folders with scenarios for esms and async_esms", type="paths", default=[]
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line(
        "markers",
        "esms(clock='auto', strict=False): how the sandbox of this test's esms or async_esms behaves: its clock (auto, "
        "manual, real), and whether the test fails for what the ini option esms_strict lists.",
    )


@pytest.fixture(scope="session")
def esms_settings() -> "Settings | None":
    """The settings of the session's sandbox; override it to have accounts of your own (``mock_esms.Settings``)."""
    return None


@pytest.fixture(scope="session")
def esms_sandbox(esms_settings: "Settings | None", pytestconfig: pytest.Config) -> "Iterator[Sandbox]":
    """The sandbox of the session; tests use ``esms`` or ``async_esms``, which reset it before."""
    from mock_esms.sandbox.blocking import Sandbox  # noqa: PLC0415 - suites that do not use it must not pay for it

    with Sandbox(esms_settings, scenarios=pytestconfig.getini("esms_scenarios")) as sandbox:
        yield sandbox


@pytest.fixture
def esms(esms_sandbox: "Sandbox", request: pytest.FixtureRequest) -> "Iterator[Sandbox]":
    """A sandbox of the eSMS API, as new: ``esms.url`` is its base URL, ``esms.on(…)`` says what happens."""
    clock, strict = _marked(request)
    esms_sandbox.reset()
    esms_sandbox.set_clock(mode=clock, speed=1.0)
    yield esms_sandbox
    found = esms_sandbox.complaints() if strict else ""
    told = esms_sandbox.told()
    if told:
        # pytest prints it when the test has failed, and only then.
        request.node.add_report_section("teardown", "mock-esms", told)
    if found:
        pytest.fail(f"esms is strict:\n{found}", pytrace=False)


@pytest.fixture
def async_esms(esms: "Sandbox") -> "AsyncSandbox":
    """The same sandbox for ``async def`` tests: what waits is awaited, and never blocks the test's loop."""
    return esms.asynchronous


def _marked(request: pytest.FixtureRequest) -> "tuple[ClockMode, bool]":
    """What the nearest marker says, and the ini option where it says nothing."""
    clock: ClockMode = "auto"
    strict = bool(request.config.getini("esms_strict"))
    marks = list(request.node.iter_markers("esms"))
    for mark in reversed(marks):
        unknown = [*map(str, mark.args), *(name for name in mark.kwargs if name not in ("clock", "strict"))]
        clock, strict = mark.kwargs.get("clock", clock), mark.kwargs.get("strict", strict)
        if unknown or clock not in _CLOCKS or not isinstance(strict, bool):
            message = f"@pytest.mark.esms takes clock ({', '.join(_CLOCKS)}) and strict (True, False), not {mark}"
            raise pytest.UsageError(message)
    return clock, strict
