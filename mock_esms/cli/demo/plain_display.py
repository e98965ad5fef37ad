"""The demo as lines of text, for pipes and logs; and its last lines, which both displays share."""

import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final

from mock_esms.cli.demo.run_demo import Demo, DemoResult
from mock_esms.cli.demo.scripts import SCRIPTS
from mock_esms.cli.event_text import event_lines
from mock_esms.cli.examples import RECEIVER, curl_line
from mock_esms.cli.output import print_line
from mock_esms.cli.urls import DEFAULT_PORT, LOOPBACK, listening_url
from mock_esms.journal import Event
from mock_esms.model.calls import Call
from mock_esms.model.times import SECOND, format_duration
from mock_esms.server.control.history.event_json import serialize_event

INTRODUCTION: Final = (
    "Three calls and a message, asked for over HTTP of a sandbox in this process; callbacks go to a receiver beside it."
)


class PlainDisplay:
    """Prints a line an event."""

    def drawing(self, demo: Demo) -> AbstractContextManager[object]:
        """Say what will be asked for; nothing is drawn in place."""
        print_line(INTRODUCTION)
        print_line(f"Times are the sandbox's, which run {demo.speed:g} times as fast as yours.")
        for number, view in enumerate(demo.views, 1):
            parameters = "".join(f" {name}={value}" for name, value in view.script.parameters)
            print_line(f"({number}) {view.script.title}: {view.script.phone}{parameters}")
        print_line("")
        return nullcontext()

    def happened(self, number: int, event: Event) -> None:
        """Print what happened."""
        for line in event_lines(event.kind, serialize_event(event)):
            print_line(f"({number + 1}) {line}")


def print_result(result: DemoResult) -> None:
    """Print what has come of it all, and what to try next."""
    print_line("")
    first, *more = verdict(result)
    print_line(first, "bad" if result.differences else "good")
    for line in (*more, "", *next_steps()):
        print_line(line)


def verdict(result: DemoResult) -> Iterator[str]:
    """Whether everything came as expected, in a few lines."""
    if result.differences:
        yield "NOT AS EXPECTED:"
        yield from (f"  {difference}" for difference in result.differences)
        return
    calls = [entry for entry in result.entries if isinstance(entry, Call)]
    attempts = [attempt for entry in result.entries for attempt in entry.attempts]
    yield (
        f"As expected: {len(calls)} calls, {sum(len(call.dials) for call in calls)} dials, "
        f"{len(result.entries) - len(calls)} message, {len(attempts)} callbacks sent, "
        f"{sum(not attempt.acknowledged for attempt in attempts)} of them refused and sent again."
    )
    sandbox_time = format_duration(result.sandbox_time // SECOND * SECOND)
    yield f"{sandbox_time} of sandbox time took {result.real_seconds:.1f} s."


def next_steps() -> Iterator[str]:
    """What to try next, to be pasted."""
    command = _command()
    url = listening_url(LOOPBACK, DEFAULT_PORT)
    yield "Try next, each in a terminal of its own (CallbackUrl is where you listen):"
    yield f"  {command} serve"
    yield f"  {command} tail"
    yield f"  {curl_line(url, phone=SCRIPTS[0].phone, callback_url=RECEIVER)}"


def _command() -> str:
    """How this program can be started again from here."""
    if shutil.which("mock-esms"):
        return "mock-esms"
    python = Path(sys.executable)
    shown = os.path.relpath(python) if python.is_relative_to(Path.cwd()) else str(python)
    return f"{shlex.quote(shown)} -m mock_esms"
