"""The demo as lines of text, for pipes and logs; and its last words, which both ways of showing it share."""

import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote

import click

from mock_esms.cli.demo.run import Display, Ending
from mock_esms.cli.demo.scripts import STORIES
from mock_esms.cli.event_text import event_lines
from mock_esms.cli.options import DEFAULT_PORT, LOOPBACK, url_of
from mock_esms.cli.serve.banner import RECEIVER
from mock_esms.config.settings import DEFAULT_ACCOUNT
from mock_esms.journal import Event
from mock_esms.model.times import SECOND, format_duration
from mock_esms.server.control.serializers import serialize_event

INTRODUCTION: Final = (
    "Three calls over HTTP to a sandbox in this process, and their callbacks to a small receiver beside it."
)


class PlainDisplay:
    """Prints a line an event."""

    def begin(self, show: Display) -> None:
        """Tell what will be told."""
        click.echo(INTRODUCTION)
        click.echo(f"Times are the sandbox's, which run {show.speed:g} times as fast as yours.")
        for number, track in enumerate(show.tracks, 1):
            parameters = "".join(f" {name}={value}" for name, value in track.story.parameters)
            click.echo(f"({number}) {track.story.title}: {track.story.phone}{parameters}")
        click.echo()

    def happened(self, _show: Display, track: int, event: Event) -> None:
        """Print what happened."""
        for line in event_lines(event.kind, serialize_event(event)):
            click.echo(f"({track + 1}) {line}")

    def tick(self, show: Display) -> None:
        """Nothing: only what happens is worth a line."""

    def end(self, ending: Ending) -> None:
        """Tell how it came out."""
        click.echo()
        for line in verdict(ending):
            click.echo(line)
        click.echo()
        for line in next_steps():
            click.echo(line)

    def close(self) -> None:
        """Nothing was taken."""


def verdict(ending: Ending) -> Iterator[str]:
    """Whether everything came as told, in a few lines."""
    if ending.differences:
        yield "NOT AS TOLD:"
        yield from (f"  {difference}" for difference in ending.differences)
        return
    yield (
        f"As told: {ending.calls} calls, {ending.dials} dials, {ending.callbacks} callbacks sent, "
        f"{ending.refused} of them refused and sent again."
    )
    sandbox_time = format_duration(ending.sandbox_time // SECOND * SECOND)
    yield f"{sandbox_time} of sandbox time took {ending.real_seconds:.1f} s."


def next_steps() -> Iterator[str]:
    """What to try next, to be pasted."""
    command = _command()
    url = url_of(LOOPBACK, DEFAULT_PORT)
    query = (
        f"ApiKey={DEFAULT_ACCOUNT.api_key}&SecretKey={DEFAULT_ACCOUNT.secret_key}&TemplateId=demo"
        f"&Phone={STORIES[0].phone}&CallbackUrl={quote(RECEIVER, safe='')}"
    )
    yield "Try next, each in a terminal of its own (CallbackUrl is where you listen):"
    yield f"  {command} serve"
    yield f"  {command} tail"
    yield f"  curl {shlex.quote(f'{url}/MainService.svc/json/MakeCallRecord_V2?{query}')}"


def _command() -> str:
    """How this program can be started again from here."""
    if shutil.which("mock-esms"):
        return "mock-esms"
    python = Path(sys.executable)
    shown = os.path.relpath(python) if python.is_relative_to(Path.cwd()) else str(python)
    return f"{shlex.quote(shown)} -m mock_esms"
