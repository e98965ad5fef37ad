"""HAR files, read entry by entry, so that one of any size is held in memory only where it is looked at."""

import json
import re
from collections.abc import Iterator
from typing import IO, Final

from mock_esms.cli.learn.reading.json_log import read_number, read_status
from mock_esms.cli.learn.reading.log_entries import LoggedRequest
from mock_esms.cli.learn.reading.log_source import BLOCK, LONGEST_LINE
from mock_esms.cli.learn.reading.posted_body import PostedBody, read_body
from mock_esms.cli.learn.reading.timestamps import AccessLogClock, read_time

BEGINS: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"log"\s*:\s*\{')
"""How a HAR file begins, and no line of a log does."""
_ENTRIES: Final = re.compile(rb'"entries"\s*:\s*\[')
_SEPARATORS: Final = frozenset(" \t\r\n,")
_OVERLAP: Final = 64
"""So much is looked at again, for the word may stand across two blocks."""


def har_entries(stream: IO[bytes]) -> Iterator[dict[str, object] | None]:
    """Each entry; None where one cannot be read, after which there can be no more."""
    head = b""
    while (start := _ENTRIES.search(head)) is None:
        block = stream.read(BLOCK)
        if not block:
            return
        head = head[-_OVERLAP:] + block
    text, at = head[start.end() :].decode("latin-1"), 0
    decoder = json.JSONDecoder()
    while True:
        while text[at : at + 1] in _SEPARATORS and at < len(text):
            at += 1
        if text.startswith("]", at):
            return
        try:
            entry, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            block = stream.read(max(BLOCK, len(text) - at))  # twice as much each time: an entry is read a few times
            if not block or len(text) - at > LONGEST_LINE:
                yield None
                return
            text, at = text[at:] + block.decode("latin-1"), 0
        else:
            yield entry if isinstance(entry, dict) else None


def read_har_entry(entry: dict[str, object], clock: AccessLogClock) -> LoggedRequest | None:
    """The request of an entry; None when it has none."""
    request, response = entry.get("request"), entry.get("response")
    if not isinstance(request, dict) or not isinstance(request.get("url"), str):
        return None
    error, protocol, method = entry.get("_error"), request.get("httpVersion"), request.get("method")
    posted = _posted(request.get("postData"))
    return LoggedRequest(
        request["url"] if posted is None else posted.query,
        read_time(entry.get("startedDateTime"), clock),
        read_status(response.get("status")) if isinstance(response, dict) else None,
        error if isinstance(error, str) else None,
        read_number(entry.get("time")),
        _header(request.get("headers"), "user-agent"),
        protocol if isinstance(protocol, str) else None,
        method if isinstance(method, str) else None,
        None if posted is None else posted.format,
    )


def _posted(data: object) -> PostedBody | None:
    """What was posted: HAR has it as a text, or the fields of a form one by one."""
    if not isinstance(data, dict):
        return None
    posted = read_body(data.get("text"))
    fields = data.get("params")
    if posted is not None or not isinstance(fields, list):
        return posted
    given = {str(field.get("name")): field.get("value") for field in fields if isinstance(field, dict)}
    listed = read_body(given)
    return None if listed is None else listed._replace(format="form")


def _header(headers: object, wanted: str) -> str | None:
    for header in headers if isinstance(headers, list) else ():
        if isinstance(header, dict) and str(header.get("name")).lower() == wanted:
            value = header.get("value")
            return value if isinstance(value, str) else None
    return None
