"""``mock-esms learn``: its options, and the order in which things are done."""

from pathlib import Path
from typing import Final

import click

from mock_esms.cli.output import print_line
from mock_esms.errors import UsageError

NOTHING_FOUND: Final = 1
_WANTED: Final = (
    "looked for targets with ReferenceId and another parameter of a voice callback (CallStatus, SendStatus, …), or "
    "SMSID and another one of a message's (SendStatus, TypeId, …)"
)


@click.command("learn")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True), metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="All of it, as JSON.")
@click.option("--facts", is_flag=True, help="Only counts and waits, as JSON: a fact sheet to send to us.")
@click.option(
    "--settings", type=click.Path(path_type=Path), metavar="FILE", help="Write a settings file (serve --config)."
)
@click.option(
    "--scenarios",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write a scenario for each kind of story, and one that draws from all of them.",
)
@click.option("--dry-run", is_flag=True, help="Write no file; show what would be written, and what was not kept.")
def command(  # noqa: PLR0913 - each option is one
    files: tuple[Path, ...],
    *,
    as_json: bool,
    facts: bool,
    settings: Path | None,
    scenarios: Path | None,
    dry_run: bool,
) -> int:
    """Learn from the logs of your receiver how eSMS really behaves, beside what the sandbox does.

    FILE is an access log (combined or common), JSON lines of any server, HAR, or what record and export wrote;
    compressed too; - is standard input. Nothing leaves this machine.
    """
    if as_json and facts:
        message = "--json and --facts are two outputs; give one of them"
        raise UsageError(message)

    from mock_esms.cli.learn import findings_report
    from mock_esms.cli.learn.findings import learn
    from mock_esms.cli.learn.writing import write_files

    if settings is not None:
        write_files.check_settings(settings)
    if scenarios is not None:
        write_files.check_scenarios(scenarios)
    learnt = learn(files)
    if learnt.kinds and settings is not None:
        write_files.write_settings(settings, learnt, dry_run=dry_run)
    if learnt.kinds and scenarios is not None:
        write_files.write_scenarios(scenarios, learnt, dry_run=dry_run)
    findings_report.show(learnt, "json" if as_json else "facts" if facts else "rows")
    if not learnt.kinds:
        print_line(f"mock-esms: no callback was found; {_WANTED}", err=True)
        return NOTHING_FOUND
    if dry_run:
        print_line(f"mock-esms: {findings_report.REPLACED}", err=True)
    return 0
