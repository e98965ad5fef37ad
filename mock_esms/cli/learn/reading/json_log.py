"""A line of a JSON log: any server's with a request target in it, or one that ``record`` or ``export`` wrote."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from mock_esms.cli.learn.reading.json_values import (
    list_of,
    object_of,
    read_number,
    read_status,
    read_text,
    read_user_agent,
)
from mock_esms.cli.learn.reading.log_entries import GET, LogEntry, LoggedCall, LoggedRequest
from mock_esms.cli.learn.reading.posted_body import PostedBody, read_body, with_posted
from mock_esms.cli.learn.reading.timestamps import read_time
from mock_esms.esms.callbacks.callback_kinds import ID_NAMES
from mock_esms.model.delivery_plan import BodyFormat

LoggedObject = Mapping[str, object]

_TIMES: Final = ("time", "ts", "timestamp", "@timestamp", "StartUTC", "time_iso8601", "time_local", "msec")
_STATUSES: Final = ("status", "DownstreamStatus", "status_code", "statusCode")
_AGENTS: Final = frozenset(("useragent", "httpuseragent", "requestuseragent"))
_PROTOCOLS: Final = frozenset(("proto", "protocol", "serverprotocol", "requestprotocol", "httpversion"))
_METHODS: Final = frozenset(("method", "requestmethod", "httpmethod"))
_QUERIES: Final = frozenset(("args", "query", "querystring", "requestquery", "urlquery"))
"""Fields that hold the query alone, which looks like a form."""
_ELSEWHERE: Final = frozenset(("referer", "referrer", "httpreferer", "requestreferer", "callbackurl"))
"""Fields whose address is not that of the request."""
_RECORDED: Final = '"sms_id"'
"""What a request has that ``record`` wrote, and a call that ``export`` wrote."""
_MARKS: Final = tuple(f"{name}=" for name in ID_NAMES)
_DEEPEST: Final = 8
_NOT_SENT: Final = ("blocked", "bad-url", "interrupted")
"""Errors of what never went over the wire, or was not eSMS's doing."""


def read_json_line(line: str) -> Iterator[LogEntry] | None:
    """What a line tells, which is nothing when no target is in it; None when it is broken."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict):
        return None
    if isinstance(entry.get("callbacks"), list):
        return _exported(entry)
    if entry.get("kind") == "request" and "sms_id" in entry:
        return _recorded(entry)
    return _served(entry)


def _served(entry: LoggedObject) -> Iterator[LoggedRequest]:
    """A line of a server: the first field with a callback's parameters in it, and what stands around it."""
    found = _RequestSearch()
    found.look_into(entry)
    if found.target is None:
        return
    status = next((status for name in _STATUSES if (status := read_status(entry.get(name))) is not None), None)
    error = entry.get("error") if status is None else None
    if error in _NOT_SENT:
        return
    yield LoggedRequest(
        target=found.target,
        time=next((time for name in _TIMES if (time := read_time(entry.get(name))) is not None), None),
        status=status,
        error=read_text(error),
        ms=read_number(entry.get("ms")),
        user_agent=found.agent,
        protocol=found.protocol,
        method=found.method,
        posted=found.posted_as,
    )


def _recorded(entry: LoggedObject) -> Iterator[LoggedCall]:
    """A request to eSMS that ``record`` wrote, with the id that it was answered."""
    times = [time for name in ("time", "send_date") if (time := read_time(entry.get(name))) is not None]
    if isinstance(entry["sms_id"], str) and times:
        yield LoggedCall(entry["sms_id"], begins=max(times))


def _exported(call: LoggedObject) -> Iterator[LogEntry]:
    """A call as the control API shows it: each attempt that went over the wire, and the call's end."""
    ended = read_time(call.get("ended_at"))
    if isinstance(call.get("sms_id"), str) and ended is not None:
        yield LoggedCall(str(call["sms_id"]), ends=ended)
    for callback in map(object_of, list_of(call["callbacks"])):
        posted: PostedBody | None = None
        for attempt in map(object_of, list_of(callback.get("attempts"))):
            if isinstance(attempt.get("url"), str) and attempt.get("error") not in _NOT_SENT:
                # An attempt that found no receiver has no request, and would have posted what the others did.
                posted = read_body(object_of(attempt.get("request")).get("body")) or posted
                yield with_posted(_attempt(attempt), posted)


def _attempt(attempt: LoggedObject) -> LoggedRequest:
    request = object_of(attempt.get("request"))
    return LoggedRequest(
        target=str(attempt["url"]),
        time=read_time(attempt.get("at")),
        status=read_status(attempt.get("status")),
        error=read_text(attempt.get("error")),
        ms=read_number(attempt.get("ms")),
        user_agent=read_user_agent(map(list_of, list_of(request.get("headers")))),
        method=read_text(request.get("method")),
    )


class _RequestSearch:
    """Looks through a line for the target or body, and for who sent it and how, wherever a server puts them."""

    def __init__(self) -> None:
        self.target: str | None = None
        self.agent: str | None = None
        self.protocol: str | None = None
        self.method: str | None = None
        self.posted: BodyFormat | None = None

    def look_into(self, entry: LoggedObject, depth: int = 0) -> None:
        """Look at every field, and at those of the fields in it."""
        for name, value in entry.items():
            key = name.lower().replace("-", "").replace("_", "")
            if isinstance(value, dict):
                if depth < _DEEPEST and not self._found_in(key, value):
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
        elif key in _METHODS:
            self.method = self.method or text.upper()
        elif key not in _ELSEWHERE:
            words = text.split(" ")
            if words[-1].startswith("HTTP/"):
                self.method, self.protocol = self.method or words[0].upper(), self.protocol or words[-1]
            if self.target is None and not self._found_in(key, text) and marked(text.lower()):
                self.target = next(word for word in words if marked(word.lower()))

    def _found_in(self, key: str, content: object) -> bool:
        """Whether it is the body of a callback, or its query apart; the first one that comes is looked for."""
        posted = read_body(content) if self.target is None else None
        if posted is not None:
            self.target, self.posted = posted.query, None if key in _QUERIES else posted.format
        return posted is not None

    @property
    def posted_as(self) -> BodyFormat | None:
        """How the body was written, where there was one; without a method a query alone may be none."""
        return None if self.method == GET or (self.method is None and self.posted == "form") else self.posted


def marked(lower: str) -> bool:
    """Whether a text in lower case can hold a callback's target: the name of an id with an equals sign is in it."""
    return "id=" in lower and any(mark in lower for mark in _MARKS)


def names_id(lower: str) -> bool:
    """Whether a line of a JSON log, in lower case, can tell anything: the name of an id is in it, or record's own."""
    return _RECORDED in lower or any(name in lower for name in ID_NAMES)
