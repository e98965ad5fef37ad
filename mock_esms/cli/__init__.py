"""The command line, a file or a folder a command.

::

    serve/      ``serve_command`` (options), ``run_server`` (until a signal), ``banner``, ``gc_tuning``,
                ``file_descriptors``
    call/       ``call_command``, ``request``, ``arm``, ``follow_one``;
                with --random ``bulk``, ``people``, ``load``, ``follow_many``, ``progress``, ``tally``
    tail/       ``tail_command``, ``filter``, ``panel``, ``active_entries``
    demo/       ``scripts``, ``run_demo``, ``receiver``, and its two displays
    check/      ``run_check``, ``check_displays``, ``junit_report``, ``json_report``
    export/     ``har_export``, ``junit_export``
    learn/      what a receiver's logs tell about eSMS
    record/     what goes between an application and eSMS, written down
    mcp/        the sandbox as tools of an agent
    inbox, inbound, scenarios, ready, ca

What the commands share: ``program`` (finds commands, prints mistakes), ``output`` (all printing), ``output_path``
(files to be written), ``options`` and ``environment`` (their twins), ``tls_options``, ``completion``, ``client`` (talks
to a sandbox that runs), ``urls``, ``send_once`` (no request twice), ``signals`` (Ctrl-C), ``event_text`` and
``message_text`` (events as lines of text), ``time_strip`` (a call as a strip of time), ``examples`` (lines to paste),
``logs``.

Nothing heavy is imported here: each command imports what it needs when it runs.
"""

import click

from mock_esms._version import STORE_FORMAT, __version__
from mock_esms.cli.output import print_output
from mock_esms.cli.program import Program

__all__ = ["main"]


def _print_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - as click gives it
    """Print our version, and in a second line what decides how a sandbox runs here; nothing heavy is imported."""
    if not value or ctx.resilient_parsing:
        return
    import platform
    from importlib.metadata import PackageNotFoundError, version

    try:
        loop = f"uvloop {version('uvloop')}"
    except PackageNotFoundError:
        loop = "no uvloop"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    print_output(f"mock-esms {__version__}")
    print_output(f"{python}, aiohttp {version('aiohttp')}, {loop}, store format {STORE_FORMAT}")
    ctx.exit()


@click.group(
    "mock-esms",
    cls=Program,
    commands_in={
        "serve": "mock_esms.cli.serve.serve_command",
        "demo": "mock_esms.cli.demo",
        "call": "mock_esms.cli.call.call_command",
        "tail": "mock_esms.cli.tail.tail_command",
        "inbox": "mock_esms.cli.inbox",
        "inbound": "mock_esms.cli.inbound",
        "scenarios": "mock_esms.cli.scenarios",
        "check": "mock_esms.cli.check",
        "ready": "mock_esms.cli.ready",
        "export": "mock_esms.cli.export",
        "learn": "mock_esms.cli.learn.learn_command",
        "record": "mock_esms.cli.record.record_command",
        "ca": "mock_esms.cli.ca",
        "mcp": "mock_esms.cli.mcp.mcp_command",
    },
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show versions and exit.",
)
@click.pass_context
def main(ctx: click.Context) -> None:
    """A sandbox of eSMS: place calls, send messages, get the callbacks, reproduce what goes wrong between them.

    New here? Run `mock-esms demo`, then `mock-esms serve`.
    """
    if ctx.invoked_subcommand is None:
        print_output(ctx.get_help())
