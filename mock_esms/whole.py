"""Answers of which every byte is known when they are made: they go out in one write, without a map of headers.

What nearly every answer of the eSMS side is. aiohttp's own way to the same bytes takes three times as long
(docs/performance.md); a test holds the two against each other.
"""

from email.utils import formatdate
from functools import lru_cache
from typing import Final

from aiohttp import HttpVersion11, hdrs, web
from aiohttp.abc import AbstractStreamWriter

from mock_esms.clock import wall_instant
from mock_esms.esms.answers import Answer
from mock_esms.times import SECOND

SERVER: Final = "mock-esms"
"""The Server header says plainly who answers; nothing else of eSMS's headers is known (FACTS 1)."""


class WholeAnswer(web.StreamResponse):
    """An answer with status 200 to a GET over HTTP/1.1, on a connection that goes on."""

    def __init__(self, answer: Answer) -> None:
        """Put the bytes together; the date is that of now."""
        super().__init__()
        self._whole = _head(answer.content_type, len(answer.body), wall_instant() // SECOND) + answer.body

    @staticmethod
    def fits(request: web.BaseRequest, answer: Answer) -> bool:
        """Whether this answer to this request can go out so."""
        return (
            answer.status == web.HTTPOk.status_code
            and not answer.headers
            and request.method == hdrs.METH_GET
            and request.version == HttpVersion11
            and request.keep_alive
        )

    @property
    def keep_alive(self) -> bool:
        """The connection goes on, as the request wanted."""
        return True

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter:
        """Take the connection; nothing goes out yet."""
        self._writer = request.writer
        return self._writer

    async def write_eof(self, data: bytes = b"") -> None:  # noqa: ARG002 - the whole is known already
        """Let everything out at once."""
        await self._writer.write_eof(self._whole)


@lru_cache(maxsize=64)
def _head(content_type: str, length: int, second: int) -> bytes:
    """Status line and headers in the order in which aiohttp writes them; ``second`` is the date, as Unix time."""
    return (
        f"HTTP/1.1 200 OK\r\n{hdrs.CONTENT_TYPE}: {content_type}\r\n{hdrs.SERVER}: {SERVER}\r\n"
        f"{hdrs.CONTENT_LENGTH}: {length}\r\n{hdrs.DATE}: {formatdate(second, usegmt=True)}\r\n\r\n"
    ).encode()
