"""Printing: lines for people, documents for programs; a stream that is closed or full ends no work.

What a command has done stands, whether its lines can be printed or not (``print_line``). Where printing is what it is
for (``print_output``, ``print_document``), a full disk is an error. ``prepare_streams`` comes before all printing.
"""

import codecs
import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, Literal, TextIO

import click

if TYPE_CHECKING:
    from rich.console import Console

Tone = Literal["plain", "good", "bad", "warning", "faint"]

_STYLES: Final[Mapping[Tone, Mapping[str, Any]]] = {
    "plain": {},
    "good": {"fg": "green"},
    "bad": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow"},
    "faint": {"dim": True},
}
_ESCAPES: Final = "mock_esms.escapes"
"""The name of our codec error handler."""
_USUAL_WIDTH: Final = 80
_USUAL_HEIGHT: Final = 25
TABLE_WIDTH: Final = 60
WIDE_TABLE: Final = 110
"""Columns below which no table is drawn, and from which on it has room for a column more."""


def print_line(text: str, tone: Tone = "plain", *, err: bool = False) -> None:
    """Print a line at once, in the colour of its tone where that is seen; where it cannot be printed, it is lost."""
    stream = sys.stderr if err else sys.stdout
    if stream is None:
        return  # used without `prepare_streams`, and started without that stream
    with output_may_fail(stream):
        _print(text, tone, stream)


def print_remark(text: str) -> None:
    """Print a sentence of this program about its work on standard error; where it cannot be printed, it is lost."""
    print_line(f"mock-esms: {text}", err=True)


def print_output(text: str, tone: Tone = "plain") -> None:
    """Print a line of what the command was asked for. Raises ``OSError`` where nobody takes it."""
    _print(text, tone, sys.stdout)


def print_document(pieces: Iterable[str]) -> None:
    """Print a document: in UTF-8, whatever the locale, unless people read it on a terminal. Raises ``OSError``."""
    stream = sys.stdout
    if stream.isatty() or not isinstance(stream, io.TextIOWrapper):
        stream.writelines(pieces)
    else:
        stream.flush()
        stream.buffer.writelines(piece.encode(errors="replace") for piece in pieces)
    stream.flush()


def _print(text: str, tone: Tone, stream: TextIO) -> None:
    click.echo(styled(text, tone) if tone != "plain" and wants_colours(stream) else text, file=stream)


def styled(text: str, tone: Tone) -> str:
    """The text with the escape sequences of its tone."""
    return click.style(text, **_STYLES[tone])


@contextmanager
def output_may_fail(stream: TextIO) -> Iterator[None]:
    """Lose what cannot be written to this stream within the block, and what is written to it later.

    A reader that has gone wanted no more. Any other reason is printed once, on standard error.
    """
    try:
        yield
    except (OSError, ValueError) as error:
        discard(stream)
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError) and stream is not sys.stderr:
            why = error.strerror or str(error)
            print_remark(f"standard output is lost, it cannot be written: {why}")


def discard(stream: TextIO) -> None:
    """Send what is written to a stream from now on nowhere, or the interpreter complains of it at its end."""
    with suppress(OSError, ValueError):  # it has no descriptor, or a closed one
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def prepare_streams() -> None:
    r"""Make the three standard streams fit for printing, however the program was started.

    One that was closed from the start leads nowhere, before a connection gets its number: what is meant for a stream
    would go to that client, and uvloop ends the process when it is to close such a number. What a stream's encoding
    lacks is written as ``\u1ea5``, which JSON reads too.
    """
    codecs.register_error(_ESCAPES, _escapes)
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        try:
            os.fstat(number)
            taken = None
        except OSError:
            taken = os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDWR) if taken is None else taken
            setattr(sys, name, open(descriptor, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - it is open until the end
        stream = getattr(sys, name)
        if mode == "w" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ESCAPES)


def _escapes(error: UnicodeError) -> tuple[str, int]:
    """Each UTF-16 unit of what cannot be encoded, as JSON escapes it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)), error.end


def terminal(*, err: bool = False) -> "Console":
    """The terminal on standard output or error, for rich; a width or height of nothing counts as unknown."""
    from rich.console import Console

    console = Console(stderr=err, highlight=False)
    width, height = console.width or _USUAL_WIDTH, console.height or _USUAL_HEIGHT
    if (width, height) != console.size:
        console.size = (width, height)
    return console


def drawing_terminal(*, width: int = 0, height: int = 0, err: bool = False) -> "Console | None":
    """The terminal, for what is drawn in place and anew; None where there is none, or none with so much room."""
    stream = sys.stderr if err else sys.stdout
    if stream is None or not stream.isatty():
        return None
    console = terminal(err=err)
    has_room = console.width >= width and console.height >= height
    return console if has_room and not console.is_dumb_terminal else None


def wants_colours(stream: TextIO) -> bool:
    """Whether somebody looks at a terminal that shows colours; NO_COLOR is respected."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
