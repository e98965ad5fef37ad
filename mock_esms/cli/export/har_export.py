"""The attempts of all callbacks as HAR 1.2, which browsers' tools and HTTP debuggers open.

There is a page for each call and each message.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from mock_esms._version import __version__
from mock_esms.model.callback import REFUSED, Attempt, WireRequest, WireResponse
from mock_esms.model.calls import CallResult
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.times import format_instant

_UNKNOWN: Final = -1
"""HAR's word for a size that was not measured."""


def har(each_entry: Callable[[], Iterator[JournalEntry]]) -> Iterator[str]:
    """The document, piece by piece."""
    creator = {"name": "mock-esms", "version": __version__}
    yield '{"log": {"version": "1.2", "creator": ' + json.dumps(creator) + ', "pages": ['
    yield from _joined(_page(entry) for entry in each_entry())
    yield '], "entries": ['
    yield from _joined(_entry(entry, attempt) for entry in each_entry() for attempt in entry.attempts)
    yield "]}}\n"


def _joined(values: Iterator[dict[str, Any]]) -> Iterator[str]:
    between = "\n"
    for value in values:
        yield between + json.dumps(value, ensure_ascii=False)
        between = ",\n"


def _page(entry: JournalEntry) -> dict[str, Any]:
    return {
        "startedDateTime": format_instant(entry.received_at),
        "id": entry.sms_id,
        "title": f"{_what(entry)}: {entry.scenario}, {_ended(entry)}",
        "pageTimings": {},
    }


def _what(entry: JournalEntry) -> str:
    """What it is, and whom it is about."""
    operation, phone = entry.request.operation, entry.request.phone
    return f"{operation} to {phone}" if phone else operation


def _ended(entry: JournalEntry) -> str:
    """How it ended, or how far it is."""
    if entry.result is None:
        return entry.state
    if isinstance(entry.result, CallResult):
        return entry.result.call_status or "failed"
    if entry.result.send_status == REFUSED:
        return "refused"
    return f"{entry.result.send_success} of {entry.result.total_receiver} delivered"


def _entry(entry: JournalEntry, attempt: Attempt) -> dict[str, Any]:
    """One attempt; where no answer came, the status is 0, as browsers write it, and the comment says why.

    Behind redirects request, response and timings are of the last request; those before it stand in ``_hops``.
    """
    said = (attempt.error, attempt.detail)
    request, response = attempt.request, attempt.response
    why = "on the wire, no answer yet" if attempt.under_way else ": ".join(filter(None, said))
    return {
        "pageref": entry.sms_id,
        "startedDateTime": format_instant(attempt.at),
        "time": attempt.ms or 0.0,
        "request": {
            "method": "GET" if request is None else request.method,
            "url": attempt.url,
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _headers(request),
            "queryString": [
                {"name": name, "value": value}
                for name, value in parse_qsl(urlsplit(attempt.url).query, keep_blank_values=True)
            ],
            "headersSize": _UNKNOWN,
            "bodySize": 0 if request is None else len(request.body.encode()),
            **({} if request is None or not request.body else {"postData": _post_data(request)}),
        },
        "response": {
            "status": attempt.status or 0,
            "statusText": "" if response is None else response.reason,
            "httpVersion": "HTTP/1.1" if response is None else response.version,
            "cookies": [],
            "headers": _headers(response),
            "content": {
                "size": len(attempt.answer.encode(errors="replace")),
                "mimeType": (response and response.header("Content-Type")) or "",
                "text": attempt.answer,
            },
            "redirectURL": (response and response.header("Location")) or "",
            "headersSize": _UNKNOWN,
            "bodySize": _UNKNOWN,
        },
        "cache": {},
        "timings": _timings(attempt),
        **({} if attempt.peer is None else _server(attempt.peer)),
        "comment": why or ("acknowledged" if attempt.acknowledged else "not acknowledged"),
        "_attempt": attempt.number,
        "_error": attempt.error,
        "_hops": [{"url": hop.url, "status": hop.status} for hop in attempt.hops],
    }


def _headers(message: WireRequest | WireResponse | None) -> list[dict[str, str]]:
    return [] if message is None else [{"name": name, "value": value} for name, value in message.headers]


def _post_data(request: WireRequest) -> dict[str, str]:
    content_type = next((value for name, value in request.headers if name.lower() == "content-type"), "")
    return {"mimeType": content_type, "text": request.body}


def _timings(attempt: Attempt) -> dict[str, float]:
    """HAR's phases: -1 where one does not apply, and ``connect`` with what TLS took, as ``ssl`` tells again.

    What no phase has measured, the time between them and before them, is ``blocked``: so the sum is what it took.
    """
    dns, connect, tls, send, wait, receive = attempt.phases
    measured = sum(time for time in attempt.phases if time is not None)
    return {
        "blocked": round(max(0.0, (attempt.ms or 0.0) - measured), 3),
        "dns": _UNKNOWN if dns is None else dns,
        "connect": _UNKNOWN if connect is None else connect + (tls or 0.0),
        "ssl": _UNKNOWN if tls is None else tls,
        "send": send or 0,
        "wait": wait or 0,
        "receive": receive or 0,
    }


def _server(peer: str) -> dict[str, str]:
    host, _, port = peer.rpartition(":")
    return {"serverIPAddress": host.strip("[]"), "connection": port}
