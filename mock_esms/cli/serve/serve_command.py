"""``mock-esms serve``: runs the sandbox. Flags win over the environment, the environment over the settings file."""

from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict, Unpack

import click

from mock_esms.cli.options import ACCOUNT, DURATION, INSTANT, SPEED, TEXT, Keys, egress_options, option
from mock_esms.cli.serve.gc_tuning import uncollected
from mock_esms.cli.tls_options import authority_options, tls_of
from mock_esms.cli.urls import DEFAULT_PORT, LOOPBACK
from mock_esms.errors import UsageError

if TYPE_CHECKING:
    from mock_esms.cli.logs import LogFormat
    from mock_esms.clock.clock import ClockMode
    from mock_esms.config.settings import FileSettings, Settings

MAX_LIMIT: Final = 100_000_000
_CLOCKS: Final = ("real", "auto", "manual")


class ServeOptions(TypedDict):
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
    pending_limit: int
    grace: int
    store: Path | None
    allow_callback: tuple[str, ...]
    rewrite_callback: tuple[tuple[str, str], ...]
    callback_ca: str | None
    control_token: str | None
    allow_host: tuple[str, ...]
    tls_port: int | None
    ca_dir: Path | None
    tls_name: tuple[str, ...]
    log_format: "LogFormat"
    verbose: bool
    quiet: bool


@click.command("serve")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[SCENARIO_FILE_OR_FOLDER]...")
@option("--host", TEXT, "Address to listen on.", default=LOOPBACK, show_default=True)
@option("--port", click.IntRange(0, 65535), "Port; 0 takes any free one.", default=DEFAULT_PORT, show_default=True)
@option("--config", click.Path(path_type=Path), "Settings file (YAML): accounts, callback, egress, quirks.")
@option("--account", ACCOUNT, "An account; repeatable. Replaces the built-in test account.", multiple=True)
@option("--clock", click.Choice(_CLOCKS), "How sandbox time passes.", default="real", show_default=True)
@option("--speed", SPEED, "Sandbox seconds a real second, with --clock real.", default="1", show_default=True)
@option("--now", INSTANT, "When sandbox time starts, such as 2026-01-05T09:00:00+07:00.  [default: now]")
@option("--seed", TEXT, "What everything random is drawn from.", default="0", show_default=True)
@option(
    "--journal-limit",
    click.IntRange(1, MAX_LIMIT),
    "Settled calls, and requests, that are kept.",
    default=10_000,
    show_default=True,
)
@option(
    "--pending-limit",
    click.IntRange(1, MAX_LIMIT),
    "How much may be pending; beyond it calls are answered 503.",
    default=1_000_000,
    show_default=True,
)
@option("--grace", DURATION, "How long callbacks in flight may take at the end.", default="10s", show_default=True)
@option(
    "--store", click.Path(path_type=Path), "SQLite file to go on from, and to keep everything in.  [default: memory]"
)
@egress_options
@option("--control-token", TEXT, "What the control API wants as Authorization: Bearer.", metavar="TOKEN")
@option("--allow-host", TEXT, "Name by which the control API may be called; repeatable.", metavar="NAME", multiple=True)
@option("--tls-port", click.IntRange(0, 65535), "Port for HTTPS beside HTTP; 0 takes any free one.")
@authority_options
@option("--log-format", click.Choice(("text", "json")), "The log on stderr.", default="text", show_default=True)
@click.option("-v", "--verbose", is_flag=True, help="Log more.")
@click.option("-q", "--quiet", is_flag=True, help="Log only what is wrong.")
def command(paths: tuple[Path, ...], **options: Unpack[ServeOptions]) -> int:
    """Run the sandbox until Ctrl-C.

    Without paths it plays the shipped scenarios (`mock-esms scenarios list`). With paths it plays yours; the shipped
    ones stay there by name.

    Each option has a twin in the environment, MOCK_ESMS_PORT for --port; where an option is repeatable, the twin has
    commas. Options win over the environment, the environment over the settings file. A list that is given replaces
    the other's.
    """
    if options["verbose"] and options["quiet"]:
        message = "--verbose and --quiet contradict each other; give one of them"
        raise UsageError(message)
    with uncollected():
        import logging

        # From deep within imports of ours it would reach the end of a chunk of Python's stack, and 3.11 maps and unmaps
        # memory for each call across that: a quarter of the kernel's time for a start.
        import aiohttp.web  # noqa: F401

        from mock_esms.cli.logs import start_logging

        level = logging.DEBUG if options["verbose"] else logging.WARNING if options["quiet"] else logging.INFO
        start_logging(options["log_format"], level=level)
        settings = settings_of(options)

        from mock_esms.cli.serve.run_server import serve
        from mock_esms.sandbox.hosted_app import HostedApp

        tls = tls_of(options["port"], options["tls_port"], options["ca_dir"], options["tls_name"])
        hosted = HostedApp(settings, paths, host=options["host"], port=options["port"], tls=tls or False)
    return serve(hosted, settings, options["host"], tls)


def settings_of(options: ServeOptions) -> "Settings":
    """The settings that file and options give together; raises ``UsageError`` where they are wrong."""
    from mock_esms.config.account import Account
    from mock_esms.config.settings import Egress, Settings

    file = _file_settings(options["config"])
    given = options["account"]
    _refuse_equal_keys(given)
    accounts = tuple(Account(api_key=keys.api_key, secret_key=keys.secret_key) for keys in given)
    return Settings(
        accounts=accounts or file.accounts,
        callback=file.callback,
        egress=Egress(
            allow=options["allow_callback"] or file.egress.allow,
            rewrite=dict(options["rewrite_callback"]) or file.egress.rewrite,
            ca=options["callback_ca"] or file.egress.ca,
        ),
        quirks=file.quirks,
        clock=options["clock"],
        speed=options["speed"],
        now=options["now"],
        seed=options["seed"],
        journal_limit=options["journal_limit"],
        pending_limit=options["pending_limit"],
        grace=options["grace"],
        store=options["store"],
        control_token=options["control_token"],
        allow_hosts=options["allow_host"],
    )


def _file_settings(path: Path | None) -> "FileSettings":
    if path is None:
        from mock_esms.config.settings import FileSettings

        return FileSettings()
    from mock_esms.config.settings_file import read_settings

    return read_settings(path)


def _refuse_equal_keys(accounts: tuple[Keys, ...]) -> None:
    """Raise where two accounts have one key; by their positions: whoever swaps key and secret would see the secret."""
    first: dict[str, int] = {}
    for position, keys in enumerate(accounts, 1):
        earlier = first.setdefault(keys.api_key, position)
        if earlier != position:
            message = f"--account: number {position} has the key of number {earlier}; each account has a key of its own"
            raise UsageError(message)
