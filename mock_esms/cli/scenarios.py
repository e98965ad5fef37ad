"""``mock-esms scenarios``: the library, as ``serve`` would play it with the same paths."""

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import click

from mock_esms.cli.completion import complete_scenario
from mock_esms.cli.output import TABLE_WIDTH, WIDE_TABLE, print_document, print_line, print_output, terminal
from mock_esms.errors import DocumentError

if TYPE_CHECKING:
    from rich.console import Console

    from mock_esms.scenarios.library import Library

_PROVES: Final = re.compile(r"\bProves that [^.]+\.")
_SENTENCE: Final = re.compile(r".+?\.(?= |$)")

_F = TypeVar("_F", bound=Callable[..., object])


def _paths(*, required: bool) -> Callable[[_F], _F]:
    metavar = "SCENARIO_FILE_OR_FOLDER..." if required else "[SCENARIO_FILE_OR_FOLDER]..."
    return click.argument("paths", nargs=-1, required=required, type=click.Path(path_type=Path), metavar=metavar)


@click.group("scenarios", no_args_is_help=False)
def command() -> None:
    """Show and check scenarios: what happens to a call, written in YAML."""


@command.command("list")
@_paths(required=False)
def list_command(paths: tuple[Path, ...]) -> None:
    """List the shipped scenarios, and yours: what it is chosen by, name, title, and what it proves.

    A number is the end of the phone to call. Where the output is no terminal, or a narrow one, columns are separated
    by tabs, and the last one is the complete description.
    """
    from mock_esms.scenarios.library import Library

    rows = rows_of(Library(paths))
    if sys.stdout.isatty() and (console := terminal()).width >= TABLE_WIDTH:
        _print_table(console, rows)
        return
    for row in rows:
        print_output(f"{row.chosen_by}\t{row.name}\t{row.title}\t{row.description}")


@command.command("show")
@click.argument("name", shell_complete=complete_scenario)
@_paths(required=False)
def show_command(name: str, paths: tuple[Path, ...]) -> None:
    """Print the YAML of the scenario NAME."""
    from mock_esms.scenarios.library import Library

    print_document([Library(paths).entry(name).text])


@command.command("validate")
@_paths(required=True)
def validate_command(paths: tuple[Path, ...]) -> int:
    """Check scenario files and exit with 1 when one is wrong; each mistake is printed with its place.

    A pattern that no request can fit is printed, too; it is no mistake in the file.
    """
    from mock_esms.config.documents import read_file
    from mock_esms.scenarios.files import scenario_files
    from mock_esms.scenarios.loader import parse_scenario
    from mock_esms.scenarios.never_fits import match_warnings

    files = scenario_files(paths)
    wrong: set[Path] = set()
    for file in files:
        try:
            text = read_file(file)
            scenario = parse_scenario(text, file.stem, str(file))
        except DocumentError as error:
            wrong.add(file)
            print_line(str(error))
        else:
            for warning in match_warnings(scenario.match, text, str(file)):
                print_line(warning.text(str(file)))
            print_line(f"{file}: ok")
    for second, first in _same_names(files):
        wrong.add(second)
        print_line(f"{second}: {first} has this scenario's name already; rename one of the two files")
    print_line(f"{len(files) - len(wrong)} fine, {len(wrong)} wrong")
    return 1 if wrong else 0


@command.command("schema")
@click.option("--config", is_flag=True, help="That of a settings file (serve --config), not of a scenario.")
def schema_command(*, config: bool) -> None:
    """Print the JSON Schema by which editors complete and check scenarios."""
    from mock_esms.scenarios.json_schema import scenario_schema, schema_text, settings_schema

    print_document([schema_text(settings_schema() if config else scenario_schema())])


def _same_names(files: Sequence[Path]) -> Iterable[tuple[Path, Path]]:
    """Files whose scenario's name another file has; ``serve`` refuses these."""
    first: dict[str, Path] = {}
    for file in files:
        earlier = first.setdefault(file.stem, file)
        if earlier is not file:
            yield file, earlier


class ScenarioRow(NamedTuple):
    """A scenario in a list."""

    chosen_by: str
    name: str
    title: str
    description: str
    mine: bool

    @property
    def proves(self) -> str:
        """What it proves about the caller's code, in a sentence; else the first one of the description."""
        found = _PROVES.search(self.description) or _SENTENCE.match(self.description)
        return found[0] if found else self.description


def rows_of(library: "Library") -> list[ScenarioRow]:
    """The scenarios in the order of their numbers; those without one come last, by name."""
    rows: list[tuple[bool, str, ScenarioRow]] = []
    for entry in library.entries():
        globs = entry.match.pairs if entry.match is not None else ()
        number = globs[0][1] if [name for name, _ in globs] == ["phone"] else ""
        text = number or ", ".join(f"{name} {glob}" for name, glob in globs)
        text = text or ("what is left" if entry.name == "default" else "only by name")
        description = " ".join(library.get(entry.name).description.split())
        row = ScenarioRow(text, entry.name, entry.title, description, entry.source != "shipped")
        rows.append((not number, number, row))
    return [row for _, _, row in sorted(rows, key=itemgetter(0, 1))]


def _print_table(console: "Console", rows: Iterable[ScenarioRow]) -> None:
    from rich.table import Table
    from rich.text import Text

    wide = console.width >= WIDE_TABLE
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("number", no_wrap=True)
    table.add_column("name", no_wrap=True)
    table.add_column("what happens")
    if wide:
        table.add_column("what it proves", style="dim")
    for row in rows:
        cells = [Text(row.chosen_by), Text(row.name, style="bold cyan" if row.mine else "cyan"), Text(row.title)]
        table.add_row(*cells, *([Text(row.proves)] if wide else []))
    console.print(table)
