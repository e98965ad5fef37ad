"""Reads logs of any kind that is known, line by line, and remembers what could not be read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from mock_esms.cli.learn.reading.access_log import is_access_line, read_access_line
from mock_esms.cli.learn.reading.har_log import BEGINS, har_entries, read_har_entry
from mock_esms.cli.learn.reading.json_log import marked, names_id, read_json_line
from mock_esms.cli.learn.reading.log_entries import LogEntry
from mock_esms.cli.learn.reading.log_source import BLOCK, TOO_LONG, LogBytes, lines_of, name_of, open_log
from mock_esms.cli.learn.reading.repeated_lines import RepeatedLines, RepeatedRequest

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

    def read(self, path: Path) -> Iterator[LogEntry | RepeatedRequest]:
        """What a log tells of callbacks; other requests are passed over. Raises ``UsageError`` as ``open_log``."""
        with open_log(path) as log:
            self.files += 1
            read = self._read_har if BEGINS.match(log.peek(BLOCK)[:BLOCK]) else self._read_lines
            yield from read(log, name_of(path))

    def _read_lines(self, log: LogBytes, name: str) -> Iterator[LogEntry | RepeatedRequest]:
        number = 0
        repeated_lines = RepeatedLines()
        for lines in lines_of(log):
            for line in lines:
                number += 1
                repeated = repeated_lines.read(line)
                if repeated is not None:
                    yield repeated
                elif line.lstrip("\ufeffï»¿ \t")[:1] == "{" and names_id(line.lower()):
                    entries = read_json_line(line.lstrip("ï»¿"))
                    if entries is None:
                        self._report_broken(name, number)
                    else:
                        yield from entries
                elif not marked(line.lower()):
                    if not is_access_line(line) and not _is_other(line):
                        self._report_broken(name, number)
                else:
                    request = read_access_line(line)
                    if request is None:
                        self._report_broken(name, number)
                    else:
                        yield request
        self.lines += number

    def _read_har(self, log: LogBytes, name: str) -> Iterator[LogEntry | RepeatedRequest]:
        """An entry counts as a line."""
        number = 0
        for entry in har_entries(log):
            number += 1
            request = None if entry is None else read_har_entry(entry)
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
