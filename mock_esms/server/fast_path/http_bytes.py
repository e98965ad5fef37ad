"""HTTP/1.1 as bytes: the simplest requests parsed, which nearly every client of eSMS sends, and responses serialized.

Only what cannot be misunderstood is parsed here, and a head is parsed once: an application says the same about itself
with every request. A GET comes without a body, a POST with one whose length its head says. Whatever is less simple is
aiohttp's to parse; a property test holds both parsers to each other. A response is the same that aiohttp would send,
put together in one step; a test holds the two against each other, for every status.
"""

import re
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from typing import Final, NamedTuple

from mock_esms.clock.clock import wall_instant
from mock_esms.esms.requests.request import RawRequest
from mock_esms.esms.responses.response import EsmsResponse
from mock_esms.model.times import SECOND

SERVER: Final = "mock-esms"
"""The Server header says plainly who responds; nothing else of eSMS's headers is known (FACTS 1)."""

_LONGEST: Final = 8_190
"""Bytes of a request without its body; aiohttp takes no longer line."""
_MOST_LINES: Final = 64
_LINE_END: Final = b"\r\n"
_HEAD_END: Final = b"\r\n\r\n"
_REQUEST_LINE: Final = re.compile(rb"(GET|POST) (/[A-Za-z0-9\-._~:/?@!$&'()*+,;=%]*) HTTP/1\.1\r\n")
"""In the address stands what may (RFC 3986), but for brackets and the sign of a fragment."""
_HEADER: Final = re.compile(rb"([A-Za-z0-9-]+): ?([!-~](?:[ -~]*[!-~])?)?", re.ASCII)
_NOT_SIMPLE: Final = frozenset(
    {"content-encoding", "expect", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}
)
"""Headers that say how a body is sent, what follows, or something about the connection."""
_LENGTH: Final = re.compile(r"[1-9]\d{0,6}", re.ASCII)
"""A Content-Length as every client writes it; without a body, a POST is aiohttp's."""

_WITHOUT_BODY: Final = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})
_PHRASES: Final = {status.value: status.phrase for status in HTTPStatus}


class _Head(NamedTuple):
    """What the headers of a request say; ``length`` is that of the body, 0 without one."""

    host: str
    accept: str | None
    content_type: str
    length: int


def parse_simple_request(octets: bytes, remote: str | None) -> RawRequest | None:
    """The one request that these bytes are, None when they are anything else: a part, several, or not simple.

    Simple is a complete GET of HTTP/1.1 without a body, or POST with one, on a connection that goes on.
    """
    line = _REQUEST_LINE.match(octets)
    if line is None:
        return None
    posted = line[1] == b"POST"
    body_at = octets.find(_HEAD_END) + len(_HEAD_END) if posted else len(octets)
    head = _parse_head(octets[line.end() : body_at]) if body_at <= _LONGEST else None
    if head is None or len(octets) - body_at != head.length or (posted and not head.length):
        return None
    path, _, query = line[2].decode("ascii").partition("?")
    if not posted:
        return RawRequest(path=path, query=query, host=head.host, accept=head.accept, remote=remote)
    return RawRequest(
        path=path,
        query=query,
        host=head.host,
        accept=head.accept,
        method="POST",
        content_type=head.content_type,
        body=octets[body_at:],
        remote=remote,
    )


@lru_cache(maxsize=256)
def _parse_head(octets: bytes) -> _Head | None:
    """What the lines after the first one say; None when these are not simple."""
    if not octets.endswith(_HEAD_END):
        return None
    lines = [_HEADER.fullmatch(line) for line in octets.removesuffix(_HEAD_END).split(_LINE_END)]
    headers = {line[1].decode().lower(): (line[2] or b"").decode() for line in lines if line is not None}
    if len(headers) < len(lines) or len(lines) > _MOST_LINES or not _NOT_SIMPLE.isdisjoint(headers):
        return None  # a line that is none, or a name that comes twice
    if headers.get("connection", "keep-alive").lower() != "keep-alive" or "host" not in headers:
        return None
    length = headers.get("content-length")
    if length is not None and _LENGTH.fullmatch(length) is None:
        return None
    return _Head(headers["host"], headers.get("accept"), headers.get("content-type", ""), int(length or 0))


def serialize_response(response: EsmsResponse) -> bytes:
    """A response to a GET or POST over HTTP/1.1, on a connection that goes on; the date is that of now."""
    if response.headers:
        message = "a response with headers of its own is aiohttp's to send"
        raise ValueError(message)
    head = _response_head(response.status, response.content_type, len(response.body), wall_instant() // SECOND)
    return head + response.body


@lru_cache(maxsize=64)
def _response_head(status: int, content_type: str, length: int, second: int) -> bytes:
    """Status line and headers in the order in which aiohttp writes them; ``second`` is the date, as Unix time."""
    lines = [
        f"HTTP/1.1 {status} {_PHRASES.get(status, '')}",
        f"Content-Type: {content_type}",
        f"Server: {SERVER}",
        f"Content-Length: {length}",
        f"Date: {formatdate(second, usegmt=True)}",
    ]
    if status in _WITHOUT_BODY:
        del lines[3]
    return "\r\n".join([*lines, "", ""]).encode()
