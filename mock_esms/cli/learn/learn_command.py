"""``mock-esms learn``: its options, and the order in which things are done."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from mock_esms.cli.output import print_document, print_line
from mock_esms.errors import UsageError

if TYPE_CHECKING:
    from mock_esms.cli.learn.findings import Findings
    from mock_esms.cli.learn.observing.observer import Observer
    from mock_esms.cli.learn.reading.log_reader import LogReader

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

    from mock_esms.cli.learn.findings import learn
    from mock_esms.cli.learn.findings_report import REPLACED
    from mock_esms.cli.learn.observing.observer import Observer
    from mock_esms.cli.learn.reading.log_reader import LogReader
    from mock_esms.cli.learn.writing.write_files import check_scenarios, check_settings

    if settings is not None:
        check_settings(settings)
    if scenarios is not None:
        check_scenarios(scenarios)
    reader, observer = LogReader(), Observer()
    try:
        for file in files:
            observer.observe(reader.read(file))
        learnt = learn(observer)
        if learnt.kinds:
            _write(learnt, observer, settings, scenarios, dry_run=dry_run)
        _show(learnt, reader, observer, "json" if as_json else "facts" if facts else "table")
    finally:
        observer.close()
    if not learnt.kinds:
        print_line(f"mock-esms: no callback was found; {_WANTED}", err=True)
        return NOTHING_FOUND
    if dry_run:
        print_line(f"mock-esms: {REPLACED}", err=True)
    return 0


def _show(
    learnt: "Findings", reader: "LogReader", observer: "Observer", form: Literal["json", "facts", "table"]
) -> None:
    """Print what was learnt, and on standard error what was read."""
    from mock_esms.cli.learn.findings import as_facts, as_json
    from mock_esms.cli.learn.findings_report import notes, show

    match form:
        case "json":
            print_document([json.dumps(as_json(learnt, reader, observer), ensure_ascii=False), "\n"])
        case "facts":
            print_document([json.dumps(as_facts(learnt), indent=1), "\n"])
        case "table":
            show(learnt)
    for note in notes(reader, observer, learnt):
        print_line(f"mock-esms: {note}", err=True)


def _write(
    learnt: "Findings", observer: "Observer", settings: Path | None, scenarios: Path | None, *, dry_run: bool
) -> None:
    """Write what was asked for, or show it."""
    from mock_esms.cli.learn.writing.scenario_texts import scenario_texts
    from mock_esms.cli.learn.writing.settings_text import settings_text
    from mock_esms.cli.learn.writing.write_files import write_scenarios, write_settings

    if settings is not None:
        text = settings_text(learnt, observer)
        if dry_run:
            _show_document(settings, text)
        else:
            write_settings(settings, text)
            print_line(f"mock-esms: wrote {settings}; use it: mock-esms serve --config {settings}", err=True)
    if scenarios is not None:
        texts = scenario_texts(learnt)
        if not texts:
            print_line("mock-esms: no call or message ended in these logs, so there is no scenario to write", err=True)
        elif dry_run:
            for name, text in texts.items():
                _show_document(scenarios / f"{name}.yaml", text)
        else:
            write_scenarios(scenarios, texts)
            print_line(f"mock-esms: wrote {len(texts)} scenarios into {scenarios}", err=True)


def _show_document(path: Path, text: str) -> None:
    print_line(f"mock-esms: would write {path}:\n{text}", err=True)
