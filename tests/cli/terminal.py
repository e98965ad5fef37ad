"""A terminal of our own for commands that look different on one: a pseudo-terminal, and what would be seen on it."""

import os
import pty
import re
import select
import struct
import subprocess
import termios
from collections.abc import Callable
from contextlib import suppress
from fcntl import ioctl
from typing import Self

from mock_esms.clock.clock import perf_counter
from tests.cli.running import CHECKOUT, COMMAND, LONG, environment

WIDTH, HEIGHT = 120, 60
_PART = re.compile(r"\x1b\[(?P<number>\d*)[\d;?]*(?P<order>[A-Za-z])|(?P<sign>[\r\n])|(?P<text>[^\x1b\r\n]+)")


class Screen:
    """What stands on a terminal that was written to: lines of text, and a cursor. It never scrolls."""

    def __init__(self) -> None:
        """Begin empty."""
        self.lines: list[str] = [""]
        self._row = self._column = 0

    def write(self, text: str) -> None:
        """Take in text with the few orders that our programs give: up, erase the line; colours are not seen."""
        for part in _PART.finditer(text):
            if part["text"]:
                self._put(part["text"])
            elif part["sign"] == "\r":
                self._column = 0
            elif part["sign"] == "\n":
                self._row += 1
                self.lines += [""] * (self._row + 1 - len(self.lines))
            elif part["order"] == "A":
                self._row = max(0, self._row - int(part["number"] or 1))
            elif part["order"] == "K":
                self.lines[self._row] = ""

    def _put(self, text: str) -> None:
        line = self.lines[self._row].ljust(self._column)
        self.lines[self._row] = line[: self._column] + text + line[self._column + len(text) :]
        self._column += len(text)


class Terminal:
    """A command on a terminal."""

    def __init__(self, *args: str) -> None:
        """Start it."""
        self.screen = Screen()
        self._rest = ""
        self._master, slave = pty.openpty()
        ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
        self.popen = subprocess.Popen(
            [*COMMAND, *args],
            env={**environment(), "TERM": "xterm", "PYTHONIOENCODING": "utf-8"},
            cwd=CHECKOUT,
            stdin=slave,
            stdout=slave,
            stderr=slave,
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self.popen.poll() is None:
            self.popen.kill()
        self.popen.wait()
        os.close(self._master)

    def end(self) -> int:
        """Read until the program has ended, which would else wait for a reader; gives its status."""
        with suppress(OSError):  # nobody writes any more, as Linux says it
            while select.select([self._master], [], [], LONG)[0] and os.read(self._master, 65_536):
                pass
        return self.popen.wait(LONG)

    def shows(self, seen: Callable[[list[str]], bool], what: str) -> None:
        """Return as soon as the screen is as it should be; fail with the screen when it never is."""
        end = perf_counter() + LONG
        while not seen(self.screen.lines):
            ready, _, _ = select.select([self._master], [], [], max(0.0, end - perf_counter()))
            assert ready, f"{what}; the screen shows:\n" + "\n".join(self.screen.lines)
            # An order may be cut in two; what is after the last whole one waits for its rest.
            text = self._rest + os.read(self._master, 65_536).decode()
            whole = text.rfind("\x1b", max(0, len(text) - 12))
            cut = whole if whole >= 0 and not re.match(r"\x1b\[[\d;?]*[A-Za-z]", text[whole:]) else len(text)
            self._rest = text[cut:]
            self.screen.write(text[:cut])
