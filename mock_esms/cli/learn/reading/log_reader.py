"""Reads logs of any kind that is known, line by line, and remembers what could not be read."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, NamedTuple

from mock_esms.cli.learn.reading.access_log import is_access_line, read_access_line
from mock_esms.cli.learn.reading.har_log import BEGINS, har_entries, read_har_entry
from mock_esms.cli.learn.reading.json_log import marked, names_id, read_json_line
from mock_esms.cli.learn.reading.log_entries import LogEntry
from mock_esms.cli.learn.reading.log_source import BLOCK, TOO_LONG, lines_of, name_of, open_log
from mock_esms.cli.learn.reading.repeated_lines import RepeatedLines, RepeatedRequest
from mock_esms.cli.learn.reading.timestamps import AccessLogClock

_READY: Final = "mock-esms record ready: "
"""What `record` prints before its lines, where it writes them to standard output."""
SHOWN: Final = 3
"""So many broken lines are reported with their places."""


class BrokenLine(NamedTuple):
    """Where a line could not be read."""

    file: str
    line: int


class LogReader:
    """Reads one log after the other; ``lines``, ``broken`` and ``first_broken`` tell what came by."""

    def __init__(self) -> None:
        self.files = 0
        self.lines = 0
        self.broken = 0
        self.first_broken: list[BrokenLine] = []
        self._clock = AccessLogClock()

    def read(self, path: Path) -> Iterator[LogEntry | RepeatedRequest]:
        """What a log tells of callbacks; other requests are passed over. Raises ``UsageError`` as ``open_log``."""
        with open_log(path) as stream:
            self.files += 1
            peek = getattr(stream, "peek", None)
            if peek is not None and BEGINS.match(peek(BLOCK)[:BLOCK]):
                yield from self._read_har(stream, name_of(path))
            else:
                yield from self._read_lines(stream, name_of(path))

    def _read_lines(self, stream: IO[bytes], name: str) -> Iterator[LogEntry | RepeatedRequest]:
        number = 0
        clock = self._clock
        alike_lines = RepeatedLines(clock)
        for lines in lines_of(stream):
            for line in lines:
                number += 1
                alike = alike_lines.read(line)
                if alike is not None:
                    yield alike
                elif line.lstrip("\ufeffï»¿ \t")[:1] == "{" and names_id(line.lower()):
                    entries = read_json_line(line.lstrip("ï»¿"), clock)
                    if entries is None:
                        self._report_broken(name, number)
                    else:
                        yield from entries
                elif not marked(line.lower()):
                    if not is_access_line(line) and not _is_other(line):
                        self._report_broken(name, number)
                else:
                    request = read_access_line(line, clock)
                    if request is None:
                        self._report_broken(name, number)
                    else:
                        yield request
        self.lines += number

    def _read_har(self, stream: IO[bytes], name: str) -> Iterator[LogEntry | RepeatedRequest]:
        """An entry counts as a line."""
        number = 0
        for entry in har_entries(stream):
            number += 1
            request = None if entry is None else read_har_entry(entry, self._clock)
            if request is None:
                self._report_broken(name, number)
            elif marked(request.target.lower()):
                yield request
        self.lines += number

    def _report_broken(self, name: str, number: int) -> None:
        self.broken += 1
        if len(self.first_broken) < SHOWN:
            self.first_broken.append(BrokenLine(name, number))


def _is_other(line: str) -> bool:
    """Whether a line without a callback is in order all the same: it is empty, or an object of a JSON log."""
    text = line.strip()
    return not text or text.startswith(_READY) or (text[0] == "{" and text[-1] == "}" and TOO_LONG not in text)
