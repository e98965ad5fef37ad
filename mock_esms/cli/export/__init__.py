"""``mock-esms export``: writes what a store holds, as JSON Lines, HAR or JUnit XML, call by call.

``har_export`` and ``junit_export`` write one format each. One call is in memory at a time, so a store may be large.
"""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mock_esms.cli.options import option
from mock_esms.cli.output import print_document, print_line
from mock_esms.cli.output_path import refuse_output_path, writes_to
from mock_esms.errors import UsageError

if TYPE_CHECKING:
    from mock_esms.model.journal_entry import JournalEntry

FORMATS: Final = ("jsonl", "har", "junit")

EachEntry = Callable[[], "Iterator[JournalEntry]"]
"""The calls and messages of a store, oldest first; asked twice, the same twice."""


@click.command("export")
@option("--store", click.Path(path_type=Path), "The store to read.", required=True, metavar="FILE")
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="jsonl",
    show_default=True,
    help="jsonl: calls and messages as the control API shows them; har: attempts; junit: a case for each callback.",
)
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="FILE", help="Where to write.  [default: standard output]"
)
def command(store: Path, format_: str, output: Path | None) -> None:
    """Write what a store holds, also while a sandbox is using it. Secrets are masked."""
    from mock_esms.journal.store import stored_entries

    with stored_entries(store) as each_entry:
        pieces = _pieces(format_, each_entry)
        if output is None:
            print_document(pieces)
        else:
            _refuse_output(output, store)
            _write(output, pieces)


def _pieces(format_: str, each_entry: EachEntry) -> Iterator[str]:
    """The document, piece by piece."""
    match format_:
        case "har":
            from mock_esms.cli.export.har_export import har

            return har(each_entry)
        case "junit":
            from mock_esms.cli.export.junit_export import junit

            return junit(each_entry)
        case _:
            return _json_lines(each_entry)


def _json_lines(each_entry: EachEntry) -> Iterator[str]:
    import json

    from mock_esms.model.application import Application
    from mock_esms.model.calls import Call
    from mock_esms.model.inbound import Inbound
    from mock_esms.model.message import Message
    from mock_esms.server.control.entries.applications import serialize_application
    from mock_esms.server.control.entries.calls import serialize_call
    from mock_esms.server.control.entries.inbound import serialize_inbound
    from mock_esms.server.control.entries.messages import serialize_message

    for entry in each_entry():
        match entry:
            case Call():
                shown: object = serialize_call(entry)
            case Message():
                shown = serialize_message(entry)
            case Inbound():
                shown = serialize_inbound(entry)
            case Application():
                shown = serialize_application(entry)
        yield json.dumps(shown, ensure_ascii=False) + "\n"


def _refuse_output(output: Path, store: Path) -> None:
    """Raise ``UsageError`` when nothing can be written there, or only over the store."""
    refuse_output_path("--output", output)
    if output.exists() and output.samefile(store):
        message = f"--output {output} is the store itself; name another file"
        raise UsageError(message)


def _write(output: Path, pieces: Iterable[str]) -> None:
    """Write to a file, or into what is none, such as /dev/stdout or a named pipe."""
    with writes_to(f"--output {output}"):
        if output.exists() and not output.is_file():
            with output.open("wb") as device:
                device.writelines(_encoded(pieces))
        else:
            _write_at_once(output.resolve(), pieces)  # a link goes on leading to the file
    print_line(f"mock-esms: wrote {output}", err=True)


def _write_at_once(output: Path, pieces: Iterable[str]) -> None:
    """Write a file that is there complete or not at all: until it is complete, it has another name."""
    with tempfile.NamedTemporaryFile("wb", dir=output.parent, prefix=f".{output.name}.", delete=False) as file:
        part = Path(file.name)
        try:
            file.writelines(_encoded(pieces))
            file.close()
            part.chmod(0o666 & ~_umask())
            part.replace(output)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def _umask() -> int:
    """What this user takes away from the permissions of new files; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    return (piece.encode(errors="replace") for piece in pieces)
