"""Logs on standard error: text for people, or one JSON object a line for machines.

A callback that cannot be delivered is logged at ERROR by the dispatcher, and is the most visible line: bold red on a
terminal.
"""

import json
import logging
import sys
import time
from typing import Final, Literal, TextIO

from mock_esms._text import printable
from mock_esms.cli.output import wants_colours

LogFormat = Literal["text", "json"]

_RESET: Final = "\x1b[0m"
_DIM: Final = "\x1b[2m"
_COLOURS: Final = {logging.WARNING: "\x1b[33m", logging.ERROR: "\x1b[1;31m", logging.CRITICAL: "\x1b[1;31m"}
_ABOVE_ALL: Final = 100
"""Above every level: nothing is logged from it on."""


class TextLines(logging.Formatter):
    """``09:00:00 INFO    message``; further lines of a message are indented, so that each record is seen as one."""

    def __init__(self, *, colours: bool) -> None:
        """Colour warnings and errors where that is wanted."""
        super().__init__()
        self._colours = colours

    def format(self, record: logging.LogRecord) -> str:
        """The record as text."""
        clock = time.strftime("%H:%M:%S", time.localtime(record.created))
        # What receivers answer stands in some messages, and may not move the cursor.
        message = "\n  ".join(printable(line) for line in record.getMessage().split("\n"))
        if record.exc_info:
            message = f"{message}\n{self.formatException(record.exc_info)}"
        level = f"{record.levelname:<7}"
        if not self._colours:
            return f"{clock} {level} {message}"
        colour = _COLOURS.get(record.levelno)
        if colour is None:
            return f"{_DIM}{clock} {level}{_RESET} {message}"
        return f"{colour}{clock} {level} {message}{_RESET}"


class JsonLines(logging.Formatter):
    """One JSON object a line: ``time`` (ISO 8601, UTC), ``level``, ``logger``, ``message``, and ``exception``."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        entry = {
            "time": f"{seconds}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


class _ToStream(logging.StreamHandler[TextIO]):
    """Writes to a stream for as long as somebody reads it."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Lose a record that nobody can read any more; everything else is a defect and may be seen."""
        if not isinstance(sys.exc_info()[1], OSError | ValueError):
            super().handleError(record)


def start_logging(log_format: LogFormat, *, level: int) -> None:
    """Send the log of mock-esms from ``level`` on, and warnings of the libraries below it, to standard error."""
    stream = sys.stderr
    root = logging.getLogger()
    for handler in root.handlers[:]:
        root.removeHandler(handler)
    if stream is None:  # started without a standard error
        root.addHandler(logging.NullHandler())
        return
    handler = _ToStream(stream)
    handler.setFormatter(JsonLines() if log_format == "json" else TextLines(colours=wants_colours(stream)))
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("mock_esms").setLevel(level)


def silence_logs() -> None:
    """Log nothing, for a command that shows what happens in another way."""
    logging.getLogger("mock_esms").setLevel(_ABOVE_ALL)
