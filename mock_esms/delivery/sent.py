"""Whether the request of an attempt has gone out: a timeout before that has another cause than one that comes after.

aiohttp's tracing tells it, too, but a traced attempt takes a twelfth longer (docs/performance.md).
"""

from contextvars import ContextVar
from typing import TYPE_CHECKING

from aiohttp import ClientRequest, ClientResponse

if TYPE_CHECKING:
    from aiohttp.connector import Connection


class SentMark:
    """One attempt's own mark: ``out`` is true as soon as its first request has been written to a connection."""

    __slots__ = ("out",)

    def __init__(self) -> None:
        """Nothing has gone out."""
        self.out = False


going_out: ContextVar[SentMark] = ContextVar("going_out")
"""The mark of the present attempt."""


class MarkingRequest(ClientRequest):
    """A request that sets the mark of its attempt when it has been written."""

    async def send(self, conn: "Connection") -> ClientResponse:
        """Write the request, and then say so."""
        response = await super().send(conn)
        going_out.get().out = True
        return response
