"""HAR files, read entry by entry, so that one of any size is held in memory only where it is looked at."""

import json
import re
from collections.abc import Iterator
from typing import Final

from mock_esms.cli.learn.reading.json_values import (
    list_of,
    object_of,
    read_number,
    read_status,
    read_text,
    read_user_agent,
)
from mock_esms.cli.learn.reading.log_entries import LoggedRequest
from mock_esms.cli.learn.reading.log_source import BLOCK, LONGEST_LINE, LogBytes
from mock_esms.cli.learn.reading.posted_body import PostedBody, read_body, with_posted
from mock_esms.cli.learn.reading.timestamps import read_time

BEGINS: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"log"\s*:\s*\{')
"""How a HAR file begins, and no line of a log does."""
_ENTRIES: Final = re.compile(rb'"entries"\s*:\s*\[')
_SEPARATORS: Final = frozenset(" \t\r\n,")
_OVERLAP: Final = 64
"""So much is looked at again, for the word may stand across two blocks."""


def har_entries(log: LogBytes) -> Iterator[dict[str, object] | None]:
    """Each entry; None where one cannot be read, after which there can be no more."""
    head = b""
    while (start := _ENTRIES.search(head)) is None:
        block = log.read(BLOCK)
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
            block = log.read(max(BLOCK, len(text) - at))  # twice as much each time: an entry is read a few times
            if not block or len(text) - at > LONGEST_LINE:
                yield None
                return
            text, at = text[at:] + block.decode("latin-1"), 0
        else:
            yield entry if isinstance(entry, dict) else None


def read_har_entry(entry: dict[str, object]) -> LoggedRequest | None:
    """The request of an entry; None when it has none."""
    request = object_of(entry.get("request"))
    if not isinstance(request.get("url"), str):
        return None
    headers = map(object_of, list_of(request.get("headers")))
    logged = LoggedRequest(
        target=str(request["url"]),
        time=read_time(entry.get("startedDateTime")),
        status=read_status(object_of(entry.get("response")).get("status")),
        error=read_text(entry.get("_error")),
        ms=read_number(entry.get("time")),
        user_agent=read_user_agent([header.get("name"), header.get("value")] for header in headers),
        protocol=read_text(request.get("httpVersion")),
        method=read_text(request.get("method")),
    )
    return with_posted(logged, _posted(object_of(request.get("postData"))))


def _posted(data: dict[str, object]) -> PostedBody | None:
    """What was posted: HAR has it as a text, or the fields of a form one by one."""
    posted = read_body(data.get("text"))
    if posted is not None:
        return posted
    fields = map(object_of, list_of(data.get("params")))
    listed = read_body({str(field.get("name")): field.get("value") for field in fields})
    return None if listed is None else listed._replace(format="form")
