"""A line of a JSON log: any server's with a request target in it, or one that ``record`` or ``export`` wrote."""

import json
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Final
from urllib.parse import unquote_plus

from mock_esms.cli.learn.log_entries import LogEntry, LoggedCall, LoggedRequest
from mock_esms.cli.learn.timestamps import AccessLogClock, read_time
from mock_esms.esms.callback_kinds import ID_NAMES

LoggedObject = Mapping[str, object]

_TIMES: Final = ("time", "ts", "timestamp", "@timestamp", "StartUTC", "time_iso8601", "time_local", "msec")
_STATUSES: Final = ("status", "DownstreamStatus", "status_code", "statusCode")
_AGENTS: Final = frozenset(("useragent", "httpuseragent", "requestuseragent"))
_PROTOCOLS: Final = frozenset(("proto", "protocol", "serverprotocol", "requestprotocol", "httpversion"))
_ELSEWHERE: Final = frozenset(("referer", "referrer", "httpreferer", "requestreferer", "callbackurl"))
"""Fields whose address is not that of the request."""
_MARKS: Final = tuple(f"{name}=" for name in ID_NAMES)
_DEEPEST: Final = 8
_NOT_SENT: Final = ("blocked", "bad-url", "interrupted")
"""Errors of what never went over the wire, or was not eSMS's doing."""
_LARGEST_STATUS: Final = 999


def read_json_line(line: str, clock: AccessLogClock) -> Iterator[LogEntry] | None:
    """What a line tells, which is nothing when no target is in it; None when it is broken."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict):
        return None
    if isinstance(entry.get("callbacks"), list):
        return _exported(entry, clock)
    if entry.get("kind") == "request" and "sms_id" in entry:
        return _recorded(entry, clock)
    return _served(entry, clock)


def _served(entry: LoggedObject, clock: AccessLogClock) -> Iterator[LoggedRequest]:
    """A line of a server: the first field with a callback's parameters in it, and what stands around it."""
    found = _Fields()
    found.look_into(entry)
    if found.target is None:
        return
    status = next((status for name in _STATUSES if (status := read_status(entry.get(name))) is not None), None)
    error = entry.get("error") if status is None else None
    if error in _NOT_SENT:
        return
    yield LoggedRequest(
        found.target,
        _time(entry, clock),
        status,
        error if isinstance(error, str) else None,
        read_number(entry.get("ms")),
        found.agent,
        found.protocol,
    )


def _recorded(entry: LoggedObject, clock: AccessLogClock) -> Iterator[LoggedCall]:
    """A request to eSMS that ``record`` wrote, with the id that it was answered."""
    times = [time for name in ("time", "send_date") if (time := read_time(entry.get(name), clock)) is not None]
    if isinstance(entry["sms_id"], str) and times:
        yield LoggedCall(entry["sms_id"], begins=max(times))


def _exported(call: LoggedObject, clock: AccessLogClock) -> Iterator[LogEntry]:
    """A call as the control API shows it: each attempt that went over the wire, and the call's end."""
    ended = read_time(call.get("ended_at"), clock)
    if isinstance(call.get("sms_id"), str) and ended is not None:
        yield LoggedCall(str(call["sms_id"]), ends=ended)
    callbacks = call["callbacks"]
    for callback in callbacks if isinstance(callbacks, list) else ():
        attempts = callback.get("attempts") if isinstance(callback, dict) else None
        for attempt in attempts if isinstance(attempts, list) else ():
            if isinstance(attempt, dict) and attempt.get("error") not in _NOT_SENT:
                yield from _attempt(attempt, clock)


def _attempt(attempt: LoggedObject, clock: AccessLogClock) -> Iterator[LoggedRequest]:
    url, error = attempt.get("url"), attempt.get("error")
    found = _Fields()
    request = attempt.get("request")
    headers = request.get("headers") if isinstance(request, dict) else None
    for header in headers if isinstance(headers, list) else ():
        match header:
            case [str(name), str(value)]:
                found.look_into({name: value})
    if isinstance(url, str):
        yield LoggedRequest(
            url,
            read_time(attempt.get("at"), clock),
            read_status(attempt.get("status")),
            error if isinstance(error, str) else None,
            read_number(attempt.get("ms")),
            found.agent,
        )


class _Fields:
    """Looks through a line for the target, the User-Agent and the protocol, wherever a server puts them."""

    def __init__(self) -> None:
        self.target: str | None = None
        self.agent: str | None = None
        self.protocol: str | None = None

    def look_into(self, entry: LoggedObject, depth: int = 0) -> None:
        """Look at every field, and at those of the fields in it."""
        for name, value in entry.items():
            key = name.lower().replace("-", "").replace("_", "")
            if isinstance(value, dict):
                if depth < _DEEPEST:
                    self.look_into(value, depth + 1)
                continue
            text = value[0] if isinstance(value, list) and value else value  # Caddy lists the values of a header
            if isinstance(text, str):
                self._look_at(key, text)

    def _look_at(self, key: str, text: str) -> None:
        if key in _AGENTS:
            self.agent = self.agent or text
        elif key in _PROTOCOLS:
            self.protocol = self.protocol or text
        elif self.target is None and key not in _ELSEWHERE and marked(text.lower()):
            words = text.split(" ")
            self.target = next(word for word in words if marked(word.lower()))
            if words[-1].startswith("HTTP/"):
                self.protocol = self.protocol or words[-1]


def marked(lower: str) -> bool:
    """Whether a text in lower case can hold a callback: the name of an id with an equals sign is in it."""
    return any(mark in lower for mark in _MARKS)


def _time(entry: LoggedObject, clock: AccessLogClock) -> int | None:
    return next((time for name in _TIMES if (time := read_time(entry.get(name), clock)) is not None), None)


def read_status(value: object) -> int | None:
    """A status of HTTP, written as a number or a text; None where it is none."""
    number = read_number(value)
    return int(number) if number is not None and 1 <= number <= _LARGEST_STATUS else None


def read_number(value: object) -> float | None:
    """A number, written as one or as a text; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if isfinite(number) else None


def readable(agent: str) -> str:
    """A header as it was meant, for logs are read as Latin-1 and written in UTF-8."""
    try:
        return agent.encode("latin-1").decode()
    except UnicodeError:
        return unquote_plus(agent)
