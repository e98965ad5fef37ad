"""Lines of an access log that differ only in who sent them, when, and for which id: read once, and counted.

This is speed alone. Callbacks say few different things, so nearly every line has been seen but for its time and id;
without this a million lines take three times as long (issue 19 promises 100,000 lines a second). What it gives is held
to the plain way by tests/cli/learn/test_alike.py.
"""

from typing import TYPE_CHECKING, Final, NamedTuple

from mock_esms.cli.learn.access_log import read_access_line
from mock_esms.cli.learn.logged import LoggedRequest
from mock_esms.cli.learn.timestamps import STAMP, AccessLogClock
from mock_esms.model.times import SECOND, Instant

if TYPE_CHECKING:
    from mock_esms.cli.learn.taken import Taken

MOST: Final = 20_000
"""So many kinds of lines are remembered; when there are more, they are forgotten and the memory begins anew."""
_SECONDS: Final = len("05/Jan/2026:09:00:")
_ZONE: Final = len(" +0700")
_MARKS: Final = ("ReferenceId=", "SMSID=")


class Alike:
    """Lines that are alike, with the first of them; ``taken`` is what the observer has made of it."""

    __slots__ = ("request", "taken")

    def __init__(self, request: LoggedRequest) -> None:
        self.request = request
        self.taken: Taken | None = None


class AlikeRequest(NamedTuple):
    """A request like an earlier one, but for its id and time."""

    alike: Alike
    sms_id: str
    time: Instant


class AlikeLines:
    """Finds the lines that are like an earlier one."""

    def __init__(self, clock: AccessLogClock) -> None:
        self._clock = clock
        self._known: dict[str, Alike] = {}
        self._mark = _MARKS[0]
        self._minute = ""
        self._zone = ""
        self._begins: Instant = 0
        self._hits = 0
        self._off = False

    def read(self, line: str) -> AlikeRequest | None:
        """The request of a line, when it is like an earlier one, or others may be like it; None: read it plainly."""
        bracket = line.find("[") + 1
        start = line.find(self._mark, bracket + STAMP)
        if start < 0 or self._off or not bracket:
            self._look_for_another(line)
            return None
        start += len(self._mark)
        end = line.find("&", start)
        sms_id = line[start:end] if end > start else ""
        if not sms_id.replace("-", "").isalnum():
            return None
        stamp = line[bracket : bracket + STAMP]
        key = line[bracket + STAMP : start] + line[end:]
        alike = self._known.get(key)
        if alike is None:
            alike = self._remember(key, line, sms_id, stamp)
            if alike is None:
                return None
        else:
            self._hits += 1
        time = self._time_of(stamp)
        return None if time is None else AlikeRequest(alike, sms_id, time)

    def _time_of(self, stamp: str) -> Instant | None:
        """The time of a stamp; most lines are of the minute of the line before."""
        seconds = stamp[_SECONDS:-_ZONE]
        if stamp[:_SECONDS] == self._minute and stamp[-_ZONE:] == self._zone and seconds.isdecimal():
            return self._begins + int(seconds) * SECOND
        time = self._read(stamp)
        if time is not None:
            self._minute, self._zone, self._begins = stamp[:_SECONDS], stamp[-_ZONE:], time - int(seconds) * SECOND
        return time

    def _remember(self, key: str, line: str, sms_id: str, stamp: str) -> Alike | None:
        if key[:1] != "]" or key.lower().count(self._mark.lower()) != 1:
            return None
        request = read_access_line(line, self._clock)
        if request is None or f"{self._mark}{sms_id}&" not in request.target or request.time != self._read(stamp):
            return None
        if len(self._known) >= MOST:
            self._off = self._hits < MOST  # something else in each line is unique
            self._known.clear()
            self._hits = 0
        alike = self._known[key] = Alike(request)
        return alike

    def _read(self, stamp: str) -> Instant | None:
        try:
            return self._clock.read(stamp)
        except ValueError:  # what stands in these brackets is no time
            return None

    def _look_for_another(self, line: str) -> None:
        """Another kind of callback may be what most lines are from now on."""
        self._mark = next((mark for mark in _MARKS if mark in line), self._mark)
