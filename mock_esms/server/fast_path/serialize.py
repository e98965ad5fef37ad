"""Responses as bytes, head and all: the same that aiohttp would send, put together in one step.

A test holds the two against each other, for every status.
"""

from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from typing import Final

from aiohttp import hdrs

from mock_esms.clock.clock import wall_instant
from mock_esms.esms.response import EsmsResponse
from mock_esms.model.times import SECOND

SERVER: Final = "mock-esms"
"""The Server header says plainly who responds; nothing else of eSMS's headers is known (FACTS 1)."""

_WITHOUT_BODY: Final = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})
_PHRASES: Final = {status.value: status.phrase for status in HTTPStatus}


def serialize_response(response: EsmsResponse) -> bytes:
    """A response to a GET over HTTP/1.1, on a connection that goes on; the date is that of now."""
    if response.headers:
        message = "a response with headers of its own is aiohttp's to send"
        raise ValueError(message)
    head = _head(response.status, response.content_type, len(response.body), wall_instant() // SECOND)
    return head + response.body


@lru_cache(maxsize=64)
def _head(status: int, content_type: str, length: int, second: int) -> bytes:
    """Status line and headers in the order in which aiohttp writes them; ``second`` is the date, as Unix time."""
    lines = [
        f"HTTP/1.1 {status} {_PHRASES.get(status, '')}",
        f"{hdrs.CONTENT_TYPE}: {content_type}",
        f"{hdrs.SERVER}: {SERVER}",
        f"{hdrs.CONTENT_LENGTH}: {length}",
        f"{hdrs.DATE}: {formatdate(second, usegmt=True)}",
    ]
    if status in _WITHOUT_BODY:
        del lines[3]
    return "\r\n".join([*lines, "", ""]).encode()
