"""``mock-esms scenarios``: the library, as ``serve`` would play it with the same paths."""

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from mock_esms.errors import DocumentError

if TYPE_CHECKING:
    from mock_esms.scenario import Entry

_F = TypeVar("_F", bound=Callable[..., object])


def _paths(*, required: bool) -> Callable[[_F], _F]:
    metavar = "SCENARIO_FILE_OR_FOLDER..." if required else "[SCENARIO_FILE_OR_FOLDER]..."
    return click.argument("paths", nargs=-1, required=required, type=click.Path(path_type=Path), metavar=metavar)


@click.group("scenarios", no_args_is_help=False)
def command() -> None:
    """Show and check scenarios: what happens to a call, told in YAML."""


@command.command("list")
@_paths(required=False)
def list_command(paths: tuple[Path, ...]) -> None:
    """List the shipped scenarios, and yours: name, what it is chosen by, title."""
    from mock_esms.scenario import Library

    entries = Library(paths).entries()
    if sys.stdout.isatty():
        _print_table(entries)
        return
    for entry in entries:
        click.echo("\t".join((entry.name, chosen_by(entry), entry.title)))


@command.command("show")
@click.argument("name")
@_paths(required=False)
def show_command(name: str, paths: tuple[Path, ...]) -> None:
    """Print the YAML of the scenario NAME."""
    from mock_esms.scenario import Library

    click.echo(Library(paths).entry(name).text, nl=False)


@command.command("validate")
@_paths(required=True)
def validate_command(paths: tuple[Path, ...]) -> int:
    """Check scenario files and exit with 1 when one is wrong; each mistake is told with its place."""
    from mock_esms.scenario import load_scenario
    from mock_esms.scenario.files import scenario_files

    files = scenario_files(paths)
    wrong = 0
    for file in files:
        try:
            load_scenario(file)
        except DocumentError as error:
            wrong += 1
            click.echo(str(error))
        else:
            click.echo(f"{file}: ok")
    for second, first in _twins(files):
        wrong += 1
        click.echo(f"{second}: {first} has this scenario's name already; rename one of the two files")
    click.echo(f"{len(files)} {'file' if len(files) == 1 else 'files'} checked, {wrong} wrong")
    return 1 if wrong else 0


def _twins(files: Sequence[Path]) -> Iterable[tuple[Path, Path]]:
    """Files whose scenario's name another file has; ``serve`` refuses these."""
    first: dict[str, Path] = {}
    for file in files:
        earlier = first.setdefault(file.stem, file)
        if earlier is not file:
            yield file, earlier


def chosen_by(entry: "Entry") -> str:
    """What chooses a scenario for a call: its globs, nothing else (``default``), or only its name."""
    if entry.match is not None and entry.match.pairs:
        return ", ".join(f"{name} {glob}" for name, glob in entry.match.pairs)
    return "what is left" if entry.name == "default" else "only by name"


def _print_table(entries: Iterable["Entry"]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("name", no_wrap=True)
    table.add_column("chosen by", no_wrap=True)
    table.add_column("what happens")
    for entry in entries:
        name = Text(entry.name, style="bold cyan" if entry.source != "shipped" else "cyan")
        table.add_row(name, Text(chosen_by(entry)), Text(entry.title))
    Console().print(table)
