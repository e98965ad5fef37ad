"""Printing: to whoever reads, in colour where it is seen, and without a fuss where nobody reads any more."""

import os
import sys
from collections.abc import Mapping
from typing import Any, Final, Literal, TextIO

import click

Tone = Literal["plain", "good", "bad", "warning", "faint"]

_STYLES: Final[Mapping[Tone, Mapping[str, Any]]] = {
    "plain": {},
    "good": {"fg": "green"},
    "bad": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow"},
    "faint": {"dim": True},
}


def say(text: str, *, err: bool = False) -> None:
    """Print a line at once; where nobody reads any more (a closed pipe) it is lost without a word."""
    stream = sys.stderr if err else sys.stdout
    if stream is None:
        return  # started without that stream
    try:
        click.echo(text, err=err)
    except (OSError, ValueError):
        silence(stream)


def echo(text: str, tone: Tone = "plain") -> None:
    """Print a line at once, in the colour of its tone where that is seen (NO_COLOR is respected)."""
    click.echo(click.style(text, **_STYLES[tone]) if wants_colours(sys.stdout) else text)


def silence(stream: TextIO) -> None:
    """Let what is written to a closed pipe or a full disk go nowhere, or the interpreter complains of it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def occupy_streams() -> None:
    """Lead standard streams that were closed from the start nowhere, before a connection gets one of their numbers.

    What is meant for a stream would go to that client; and uvloop ends the process when it is to close such a number.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one


def wants_colours(stream: TextIO) -> bool:
    """Whether somebody looks at a terminal that shows colours; NO_COLOR is respected."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
