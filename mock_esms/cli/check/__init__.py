"""``mock-esms check``: plays good and bad days against a receiver, and judges its answers.

Reading order: this file (the options), ``run_check`` (one check from its beginning to its exit status),
``check_displays`` (a table that grows, or lines), ``junit_report`` and ``json_report`` (for programs). The check itself
is ``delivery.receiver_check``.
"""

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from mock_esms.cli.completion import complete_case
from mock_esms.cli.options import DURATION, TEXT, egress_options
from mock_esms.errors import UsageError

if TYPE_CHECKING:
    from mock_esms.delivery.receiver_check import CheckKind


class CheckCommandOptions(TypedDict):
    """The options as click hands them over."""

    kind: "CheckKind"
    list_cases: bool
    only: tuple[str, ...]
    timeout: int
    seed: str | None
    headers: tuple[str, ...]
    callback_template: str
    reference_ids: tuple[str, ...]
    any_body: bool
    probe: str | None
    probe_url: str | None
    probe_path: str
    allow_callback: tuple[str, ...]
    rewrite_callback: tuple[tuple[str, str], ...]
    callback_ca: str | None
    as_json: bool
    junit: Path | None
    verbose: bool


@click.command("check")
@click.argument("url", required=False)
@click.option(
    "--kind",
    type=click.Choice(("voice", "sms", "zalo", "viber")),
    default="voice",
    show_default=True,
    help="Whose callbacks are sent: those of calls, or of messages over one channel.",
)
@click.option("--list", "list_cases", is_flag=True, help="List the cases, and check nothing.")
@click.option(
    "--only",
    type=TEXT,
    multiple=True,
    metavar="GLOB",
    shell_complete=complete_case,
    help="Only cases with such names; repeatable.",
)
@click.option("--timeout", type=DURATION, default="10s", show_default=True, help="How long an answer may take.")
@click.option("--seed", type=TEXT, help="What the made-up ids are drawn from.  [default: new ones each time]")
@click.option(
    "-H",
    "--header",
    "headers",
    type=TEXT,
    multiple=True,
    metavar="NAME:VALUE",
    help="A header that is sent with each callback, for receivers that ask for one; repeatable, never shown.",
)
@click.option("--callback-template", default="", metavar="QUERY", help="Placeholders, as in ReferenceId=&CallStatus=.")
@click.option(
    "--reference-id",
    "reference_ids",
    type=TEXT,
    multiple=True,
    metavar="ID",
    help="An id that the receiver knows, to report instead of made-up ones; repeatable.",
)
@click.option("--any-body", is_flag=True, help="Compare only the status of repeated callbacks, not the body.")
@click.option(
    "--probe",
    metavar="COMMAND",
    help="Prints the number of effects so far (rows, mails); a report that comes several times must have one.",
)
@click.option("--probe-url", metavar="URL", help="The same, as an address that answers the number, or JSON.")
@click.option("--probe-path", default="", metavar="A.B", help="Where the number stands in that JSON.")
@egress_options
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--junit", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write JUnit XML, too.")
@click.option("-v", "--verbose", is_flag=True, help="Show what was sent and what came back for every case.")
def command(url: str | None, **options: Unpack[CheckCommandOptions]) -> int:
    """Check the receiver at URL: send it callbacks as eSMS does on good and on bad days, and judge its answers.

    Exit with 0 when every case passed, 1 when one failed, 2 when nothing listens there.

    URL is a CallbackUrl, with or without placeholders. The callbacks report calls and messages that never were: give
    the address of a test system. It is called only on this machine and in private networks, unless --allow-callback
    says otherwise.

    For example: mock-esms check http://127.0.0.1:9000/voice --junit check.xml
    """
    from mock_esms.cli.check.run_check import list_cases, run

    if options["list_cases"]:
        return list_cases(options["only"], options["kind"])
    if url is None:
        message = "name the URL of the receiver to check, or ask for --list"
        raise UsageError(message)
    return run(url, options)
