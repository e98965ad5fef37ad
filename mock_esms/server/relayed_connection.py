"""A connection that aiohttp serves: what its parser refuses and IIS takes is put right on the way to it."""

import asyncio
from contextvars import ContextVar, copy_context
from typing import Final

from aiohttp import web

from mock_esms.server.request_lines import RequestLine, RequestLines, request_line


class RelayedConnection(asyncio.Protocol):
    """Stands between a transport and aiohttp's protocol for the rest of a connection."""

    def __init__(self, transport: asyncio.Transport, protocol: web.RequestHandler) -> None:
        """Let this protocol serve the connection from now on."""
        self._protocol = protocol
        self._lines = RequestLines()
        self.sends_no_more = asyncio.Event()
        context = copy_context()
        context.run(SERVED.set, self)
        context.run(protocol.connection_made, transport)  # which begins the task that serves it
        transport.set_protocol(self)

    def data_received(self, data: bytes) -> None:
        """Hand on what has come."""
        readable = self._lines.feed(data)
        if readable:
            self._protocol.data_received(readable)

    def eof_received(self) -> bool:
        """A client that sends no more is still given its responses; aiohttp would close at once.

        Who stops in the middle of a request gets none. Over TLS the connection closes whatever this returns.
        """
        self.sends_no_more.set()
        if not self._lines.complete:
            return False
        self._close_behind_the_last()
        return True

    def request_begins(self) -> None:
        """A request of this connection is about to be handled."""
        if self._lines.begun:
            self._lines.begun.popleft()
        if self.sends_no_more.is_set():
            self._close_behind_the_last()

    def _close_behind_the_last(self) -> None:
        """Have aiohttp close behind the response it works at, if no request waits behind that: it would drop these."""
        if not self._lines.begun:
            self._protocol.close()

    def refused_line(self) -> RequestLine | None:
        """What the request asks that aiohttp refuses now: the oldest that has been begun and is not handled.

        None where that cannot be read, or where it is not clear any more where each request begins.
        """
        return request_line(self._lines.begun[0]) if self._lines.begun else None

    def pause_writing(self) -> None:
        """The client does not read its responses."""
        self._protocol.pause_writing()

    def resume_writing(self) -> None:
        """It reads again."""
        self._protocol.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._protocol.connection_lost(exc)


SERVED: Final[ContextVar[RelayedConnection]] = ContextVar("SERVED")
"""The connection whose requests a task of aiohttp serves; what aiohttp logs does not name it."""
