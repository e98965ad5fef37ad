"""Lines of an access log that differ only in who sent them, when, and for which id: read once, and counted.

This is speed alone. Callbacks say few different things, so nearly every line has been seen but for its time and id;
without this a million lines take three times as long (issue 19 promises 100,000 lines a second). What it gives is held
to the plain way by tests/cli/learn/test_repeated_lines.py.
"""

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from mock_esms.cli.learn.reading.access_log import read_access_line
from mock_esms.cli.learn.reading.log_entries import LoggedRequest
from mock_esms.cli.learn.reading.timestamps import AccessLogClock
from mock_esms.model.times import SECOND, Instant

if TYPE_CHECKING:
    from mock_esms.cli.learn.observing.observed_callback import ObservedCallback

MOST: Final = 20_000
"""So many kinds of lines are remembered; when there are more, they are forgotten and the memory begins anew."""
_LINE: Final = re.compile(
    r"\[(\d\d/\w\w\w/\d{4}:\d\d:\d\d:)([0-5]\d)( [+-]\d{4})"
    r'(\] "[^"?]*\?[^" ]*?(?:ReferenceId|SMSID)=)([0-9A-Za-z-]+)(&.*)',
    re.ASCII,
)
"""A line's time: its minute, seconds and zone; what follows up to the id, the id, and the rest."""
_SECONDS: Final = {f"{second:02}": second * SECOND for second in range(60)}


class LinePattern:
    """Lines that are alike, with the first of them; ``taken`` is what the observer has made of it."""

    __slots__ = ("request", "taken")

    def __init__(self, request: LoggedRequest) -> None:
        self.request = request
        self.taken: ObservedCallback | None = None


class RepeatedRequest(NamedTuple):
    """A request like an earlier one, but for its id and time."""

    alike: LinePattern
    sms_id: str
    time: Instant


class RepeatedLines:
    """Finds the lines that are like an earlier one."""

    def __init__(self, clock: AccessLogClock) -> None:
        self._clock = clock
        self._known: dict[tuple[str, str], LinePattern] = {}
        self._minute = ""
        self._zone = ""
        self._begins: Instant = 0
        self._hits = 0
        self._off = False

    def read(self, line: str) -> RepeatedRequest | None:
        """The request of a line, when it is like an earlier one, or others may be like it; None: read it plainly."""
        if self._off or ("ReferenceId=" not in line and "SMSID=" not in line):
            return None
        found = _LINE.search(line)
        if found is None:
            return None
        minute, seconds, zone, before, sms_id, behind = found.groups()
        if minute != self._minute or zone != self._zone:  # most lines are of the minute of the line before
            try:
                begins = self._clock.read(f"{minute}00{zone}")
            except ValueError:  # what stands in these brackets is no time
                return None
            if begins is None:
                return None
            self._minute, self._zone, self._begins = minute, zone, begins
        time = self._begins + _SECONDS[seconds]
        alike = self._known.get((before, behind))
        if alike is not None:
            self._hits += 1
        else:
            alike = self._first(line, "SMSID=" if before.endswith("SMSID=") else "ReferenceId=", sms_id, time)
            if alike is None:
                return None
            self._known[before, behind] = alike
        return RepeatedRequest(alike, sms_id, time)

    def _first(self, line: str, mark: str, sms_id: str, time: Instant) -> LinePattern | None:
        """A line that others may be like: read plainly it tells this time, and this id once, behind its mark."""
        request = read_access_line(line, self._clock) if line.lower().count(mark.lower()) == 1 else None
        if request is None or f"{mark}{sms_id}&" not in request.target or request.time != time:
            return None
        if len(self._known) >= MOST:
            self._off = self._hits < MOST  # something else in each line is unique
            self._known.clear()
            self._hits = 0
        return LinePattern(request)
