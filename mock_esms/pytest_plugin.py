"""The pytest plugin: the fixtures ``esms`` and ``async_esms``, the marker ``esms``, and the ini options.

It has no hook on anybody's tests, and imports nothing but pytest until the first test asks for a fixture; so it needs
neither pytest-asyncio nor pytest-aiohttp, and works beside them. The sandbox lives in a thread of its own, one for each
test session (each worker of pytest-xdist is one), and is reset before each test. Where ``MOCK_ESMS_URL`` or the ini
option ``esms_url`` names a sandbox, the fixtures use that one, and each session has an account of its own there.
"""

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mock_esms.client.asynchronous import AsyncClient
    from mock_esms.client.blocking import Client
    from mock_esms.clock.clock import ClockMode
    from mock_esms.config.settings import Settings
    from mock_esms.sandbox.async_sandbox import AsyncSandbox
    from mock_esms.sandbox.blocking import Sandbox

_CLOCKS: Final = ("auto", "manual", "real")
_URL: Final = "MOCK_ESMS_URL"
_TOKEN: Final = "MOCK_ESMS_CONTROL_TOKEN"  # noqa: S105 - the name of the variable


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
    parser.addini(
        "esms_url",
        f"a sandbox that runs elsewhere, which esms and async_esms use; {_URL} in the environment wins",
        default="",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line(
        "markers",
        "esms(clock='auto', strict=False): how the sandbox of this test's esms or async_esms behaves: its clock (auto, "
        "manual, real; a sandbox elsewhere must have it already), and whether the test fails for what the ini option "
        "esms_strict lists.",
    )


@pytest.fixture(scope="session")
def esms_settings() -> "Settings | None":
    """The settings of the session's sandbox; override it to have accounts of your own (``mock_esms.Settings``)."""
    return None


@pytest.fixture(scope="session")
def esms_sandbox(esms_settings: "Settings | None", pytestconfig: pytest.Config) -> "Iterator[Sandbox | Client]":
    """The sandbox of the session; tests use ``esms`` or ``async_esms``, which reset it before."""
    url = os.environ.get(_URL) or pytestconfig.getini("esms_url")
    if url:
        yield from _elsewhere(url, esms_settings)
        return
    from mock_esms.sandbox.blocking import Sandbox  # noqa: PLC0415 - suites that do not use it must not pay for it

    with Sandbox(esms_settings, scenarios=pytestconfig.getini("esms_scenarios")) as sandbox:
        yield sandbox


def _elsewhere(url: str, settings: "Settings | None") -> "Iterator[Client]":
    """An account of this session's own in a sandbox elsewhere, like the first of the settings; forgotten at the end."""
    from mock_esms.client.blocking import Client  # noqa: PLC0415 - as above
    from mock_esms.errors import MockEsmsError  # noqa: PLC0415 - as above

    name = f"pytest-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    try:
        own = Client(url, os.environ.get(_TOKEN)).own_account(name, **_fields(settings))
    except MockEsmsError as error:
        source = _URL if os.environ.get(_URL) else "the ini option esms_url"
        pytest.fail(f"the fixture esms cannot use the sandbox that {source} names: {error}", pytrace=False)
    yield own
    with suppress(MockEsmsError):  # one that has ended meanwhile has forgotten it already
        own.close()


def _fields(settings: "Settings | None") -> dict[str, object]:
    """The fields of the first account of the settings, without its keys."""
    if settings is None:
        return {}
    from mock_esms.config.documents.decoders import to_plain  # noqa: PLC0415 - as above

    plain = to_plain(settings.accounts[0])
    assert isinstance(plain, dict)  # noqa: S101 - an account is a dataclass
    return {name: value for name, value in plain.items() if name not in ("api_key", "secret_key")}


@pytest.fixture
def esms(esms_sandbox: "Sandbox | Client", request: pytest.FixtureRequest) -> "Iterator[Sandbox | Client]":
    """A sandbox of the eSMS API, as new: ``esms.url`` is its base URL, ``esms.on(…)`` says what happens."""
    clock, strict = _marked(request)
    esms_sandbox.reset()
    if hasattr(esms_sandbox, "own_account"):
        _refuse_another_clock(esms_sandbox, clock)
    else:
        esms_sandbox.set_clock(mode=clock or "auto", speed=1.0)
    yield esms_sandbox
    found = esms_sandbox.complaints() if strict else ""
    report = esms_sandbox.timelines()
    if report:
        # pytest prints it when the test has failed, and only then.
        request.node.add_report_section("teardown", "mock-esms", report)
    if found:
        pytest.fail(f"esms is strict:\n{found}", pytrace=False)


def _refuse_another_clock(sandbox: "Sandbox | Client", wanted: "ClockMode | None") -> None:
    """Others use the sandbox, too: nobody may change how time passes there."""
    mode = sandbox.clock.mode if wanted is not None else None
    if mode != wanted:
        message = (
            f"this test wants a clock that is {wanted}, and that of the sandbox at {sandbox.url} is {mode}; serve one "
            f"with --clock {wanted} for it"
        )
        pytest.fail(message, pytrace=False)


@pytest.fixture
def async_esms(esms: "Sandbox | Client") -> "AsyncSandbox | AsyncClient":
    """The same sandbox for ``async def`` tests: what waits is awaited, and never blocks the test's loop."""
    return esms.asynchronous


def _marked(request: pytest.FixtureRequest) -> "tuple[ClockMode | None, bool]":
    """What the nearest marker says, and the ini option where it says nothing; None where no clock is named."""
    clock: ClockMode | None = None
    strict = bool(request.config.getini("esms_strict"))
    marks = list(request.node.iter_markers("esms"))
    for mark in reversed(marks):
        unknown = [*map(str, mark.args), *(name for name in mark.kwargs if name not in ("clock", "strict"))]
        clock, strict = mark.kwargs.get("clock", clock), mark.kwargs.get("strict", strict)
        if unknown or clock not in (None, *_CLOCKS) or not isinstance(strict, bool):
            message = f"@pytest.mark.esms takes clock ({', '.join(_CLOCKS)}) and strict (True, False), not {mark}"
            raise pytest.UsageError(message)
    return clock, strict
