"""Lines of an access log that differ only in who sent them, when, and for which id: read once, and counted.

This is speed alone. Callbacks say few different things, so nearly every line has been seen but for its time and id;
without this a million lines take three times as long (issue 19 promises 100,000 lines a second). What it gives is held
to the plain way by tests/cli/learn/test_repeated_lines.py.
"""

import re
from typing import Final, NamedTuple

from mock_esms.cli.learn.reading.access_log import read_access_line
from mock_esms.cli.learn.reading.log_entries import LoggedRequest
from mock_esms.cli.learn.reading.timestamps import read_stamp
from mock_esms.model.times import Instant

MOST_PATTERNS: Final = 20_000
"""So many are remembered; when there are more, they are forgotten and the memory begins anew."""
_LINE: Final = re.compile(
    r"\[(\d\d/\w\w\w/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})"
    r'(\] "[^"?]*\?[^" ]*?(?:ReferenceId|SMSID)=)([0-9A-Za-z-]+)(&.*)',
    re.ASCII,
)
"""A line's time, what follows up to the id, the id, and the rest."""


class LinePattern:
    """Lines that are alike; ``request`` is what the first of them tells. No two patterns are equal."""

    __slots__ = ("request",)

    def __init__(self, request: LoggedRequest) -> None:
        self.request = request


class RepeatedRequest(NamedTuple):
    """A request like others of its pattern, but for its id and time."""

    pattern: LinePattern
    sms_id: str
    time: Instant


class RepeatedLines:
    """Finds the lines that are like an earlier one."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], LinePattern] = {}
        self._hits = 0
        self._off = False

    def read(self, line: str) -> RepeatedRequest | None:
        """The request of a line, when it is like an earlier one, or others may be like it; None: read it plainly."""
        if self._off or ("ReferenceId=" not in line and "SMSID=" not in line):
            return None
        found = _LINE.search(line)
        if found is None:
            return None
        stamp, before, sms_id, behind = found.groups()
        time = read_stamp(stamp)
        if time is None:
            return None
        pattern = self._known.get((before, behind))
        if pattern is not None:
            self._hits += 1
        else:
            pattern = self._first(line, "SMSID=" if before.endswith("SMSID=") else "ReferenceId=", sms_id, time)
            if pattern is None:
                return None
            self._known[before, behind] = pattern
        return RepeatedRequest(pattern, sms_id, time)

    def _first(self, line: str, mark: str, sms_id: str, time: Instant) -> LinePattern | None:
        """A line that others may be like: read plainly it tells this time, and this id once, behind its mark."""
        request = read_access_line(line) if line.lower().count(mark.lower()) == 1 else None
        if request is None or f"{mark}{sms_id}&" not in request.target or request.time != time:
            return None
        if len(self._known) >= MOST_PATTERNS:
            self._off = self._hits < MOST_PATTERNS  # something else in each line is unique
            self._known.clear()
            self._hits = 0
        return LinePattern(request)
