"""``mock-esms serve``: runs the sandbox. Flags win over the environment, the environment over the settings file."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypedDict, TypeVar, Unpack

import click

from mock_esms.cli.words import ACCOUNT, DEFAULT_PORT, DURATION, FROM_TO, INSTANT, LOOPBACK, SPEED, TEXT, Keys, twin
from mock_esms.errors import UsageError

if TYPE_CHECKING:
    from mock_esms.cli.logs import LogFormat
    from mock_esms.clock import ClockMode
    from mock_esms.settings import FileSettings, Settings

MAX_JOURNAL: Final = 100_000_000
_CLOCKS: Final = ("real", "auto", "manual")
_F = TypeVar("_F", bound=Callable[..., object])


class Options(TypedDict):
    """The options as click hands them over; an empty tuple and None mean that one was not given."""

    host: str
    port: int
    config: Path | None
    account: tuple[Keys, ...]
    clock: "ClockMode"
    speed: float
    now: int | None
    seed: str
    journal_limit: int
    grace: int
    allow_callback: tuple[str, ...]
    rewrite_callback: tuple[tuple[str, str], ...]
    control_token: str | None
    allow_host: tuple[str, ...]
    log_format: "LogFormat"
    verbose: bool
    quiet: bool


def _option(name: str, kind: "click.ParamType[Any]", text: str, **more: Any) -> Callable[[_F], _F]:  # noqa: ANN401 - click's own parameters, handed on
    """An option with its environment twin."""
    return click.option(name, type=kind, envvar=twin(name), help=text, **more)


@click.command("serve")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[SCENARIO_FILE_OR_FOLDER]...")
@_option("--host", TEXT, "Address to listen on.", default=LOOPBACK, show_default=True)
@_option("--port", click.IntRange(0, 65535), "Port; 0 takes any free one.", default=DEFAULT_PORT, show_default=True)
@_option("--config", click.Path(path_type=Path), "Settings file (YAML): accounts, callback, egress, quirks.")
@_option("--account", ACCOUNT, "An account; repeatable. Replaces the built-in test account.", multiple=True)
@_option("--clock", click.Choice(_CLOCKS), "How sandbox time passes.", default="real", show_default=True)
@_option("--speed", SPEED, "Sandbox seconds a real second, with --clock real.", default="1", show_default=True)
@_option("--now", INSTANT, "When sandbox time starts, such as 2026-01-05T09:00:00+07:00.  [default: now]")
@_option("--seed", TEXT, "What everything random is drawn from.", default="0", show_default=True)
@_option(
    "--journal-limit",
    click.IntRange(1, MAX_JOURNAL),
    "Settled calls, and requests, that are kept.",
    default=10_000,
    show_default=True,
)
@_option("--grace", DURATION, "How long callbacks in flight may take at the end.", default="10s", show_default=True)
@_option(
    "--allow-callback",
    TEXT,
    "Host glob or network to which callbacks may go, beside loopback and private ones; repeatable.",
    metavar="PATTERN",
    multiple=True,
)
@_option("--rewrite-callback", FROM_TO, "Host to be called in another's place; repeatable.", multiple=True)
@_option("--control-token", TEXT, "What the control API wants as Authorization: Bearer.", metavar="TOKEN")
@_option(
    "--allow-host", TEXT, "Name by which the control API may be called; repeatable.", metavar="NAME", multiple=True
)
@_option("--log-format", click.Choice(("text", "json")), "The log on stderr.", default="text", show_default=True)
@click.option("-v", "--verbose", is_flag=True, help="Log more.")
@click.option("-q", "--quiet", is_flag=True, help="Log only what is wrong.")
def command(paths: tuple[Path, ...], **options: Unpack[Options]) -> int:
    """Run the sandbox until Ctrl-C.

    Without paths it plays the shipped scenarios (`mock-esms scenarios list`). With paths it plays yours; the shipped
    ones stay there by name.

    Each option has a twin in the environment, MOCK_ESMS_PORT for --port; where an option is repeatable, the twin has
    commas. Options win over the environment, the environment over the settings file. A list that is given replaces
    the other's.
    """
    import logging

    from mock_esms.cli.logs import start_logging

    if options["verbose"] and options["quiet"]:
        message = "--verbose and --quiet contradict each other; give one of them"
        raise UsageError(message)
    level = logging.DEBUG if options["verbose"] else logging.WARNING if options["quiet"] else logging.INFO
    start_logging(options["log_format"], level=level)
    settings = settings_of(options)

    from mock_esms.cli.serving import serve
    from mock_esms.sandbox import AsyncSandbox
    from mock_esms.scenario import Library

    sandbox = AsyncSandbox(settings, library=Library(paths), host=options["host"], port=options["port"])
    return serve(sandbox, settings, options["host"])


def settings_of(options: Options) -> "Settings":
    """The settings that file and options give together; raises ``UsageError`` where they are wrong."""
    from mock_esms.settings import Account, Egress, Settings

    file = _file_settings(options["config"])
    given = options["account"]
    _refuse_twins(given)
    accounts = tuple(Account(api_key=keys.api_key, secret_key=keys.secret_key) for keys in given)
    return Settings(
        accounts=accounts or file.accounts,
        callback=file.callback,
        egress=Egress(
            allow=options["allow_callback"] or file.egress.allow,
            rewrite=dict(options["rewrite_callback"]) or file.egress.rewrite,
        ),
        quirks=file.quirks,
        clock=options["clock"],
        speed=options["speed"],
        now=options["now"],
        seed=options["seed"],
        journal_limit=options["journal_limit"],
        grace=options["grace"],
        control_token=options["control_token"],
        allow_hosts=options["allow_host"],
    )


def _file_settings(path: Path | None) -> "FileSettings":
    if path is None:
        from mock_esms.settings import FileSettings

        return FileSettings()
    from mock_esms.settings_file import read_settings

    return read_settings(path)


def _refuse_twins(accounts: tuple[Keys, ...]) -> None:
    """Two accounts of one key; told by their positions, because whoever swaps key and secret would see the secret."""
    first: dict[str, int] = {}
    for position, keys in enumerate(accounts, 1):
        earlier = first.setdefault(keys.api_key, position)
        if earlier != position:
            message = f"--account: number {position} has the key of number {earlier}; each account has a key of its own"
            raise UsageError(message)
