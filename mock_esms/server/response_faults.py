"""Responses of the eSMS side that are late, spoilt, or never come: what a scenario's ``reply`` says (CONTRACT 5).

Faults are apart from the protocol: the response is written as always, and here it is decided what becomes of it.
"""

import asyncio
import socket
import struct
from typing import Final, Protocol, runtime_checkable

from aiohttp import hdrs, web

from mock_esms.clock.scheduler import Scheduler
from mock_esms.esms.responses.response import EsmsResponse
from mock_esms.exchange.request_outcome import RequestOutcome
from mock_esms.journal import Journal
from mock_esms.journal.wait import first_attempt
from mock_esms.scenarios.reply import ReplyFault
from mock_esms.server.fast_path.http_bytes import SERVER

GARBAGE: Final = b"\x16\x03\x01 this is not HTTP \xff\xfe\r\n\r\n"
_RESET_ON_CLOSE: Final = struct.pack("ii", 1, 0)
"""SO_LINGER with zero seconds: closing the socket sends RST."""


def http_response(response: EsmsResponse) -> web.Response:
    """The response as aiohttp sends it."""
    headers = (*response.headers, (hdrs.CONTENT_TYPE, response.content_type), (hdrs.SERVER, SERVER))
    return web.Response(status=response.status, body=response.body, headers=headers)


@runtime_checkable
class HalfClosable(Protocol):
    """A connection that tells when its client has closed its sending side."""

    sends_no_more: asyncio.Event


class ResponseFaults:
    """Holds responses back, and spoils them."""

    def __init__(self, scheduler: Scheduler, journal: Journal) -> None:
        """Wait on this scheduler and this journal."""
        self._scheduler = scheduler
        self._journal = journal
        self._ending = asyncio.Event()

    def close(self) -> None:
        """Let everything go that is held back."""
        self._ending.set()

    async def play(
        self, transport: asyncio.Transport | None, outcome: RequestOutcome, response: EsmsResponse
    ) -> EsmsResponse | None:
        """The response, when it is to go out; None when it never will, because its connection has ended."""
        reply = outcome.reply
        if reply is not None and reply.delay:
            await self._scheduler.until(self._scheduler.state().now + reply.delay)
        if outcome.awaited is not None:
            await first_attempt(self._journal, outcome.awaited)
        if reply is not None and reply.lost:
            _spoil(transport, "reset", response)
            return None
        if reply is not None and reply.fault == "hang":
            await self._until_nobody_waits(transport)
        if reply is not None and reply.fault is not None:
            _spoil(transport, reply.fault, response)
            return None
        return response

    async def _until_nobody_waits(self, transport: asyncio.Transport | None) -> None:
        """Wait until the sandbox ends, or the client has closed its side: then it is gone, or waits for nothing."""
        protocol: object = None if transport is None else transport.get_protocol()
        events = [self._ending]
        if isinstance(protocol, HalfClosable):
            events.append(protocol.sends_no_more)
        waits = [asyncio.ensure_future(event.wait()) for event in events]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()


def _spoil(transport: asyncio.Transport | None, fault: ReplyFault, response: EsmsResponse) -> None:
    """End the connection as the fault says."""
    if transport is None:
        return
    match fault:
        case "reset" | "hang":
            connection = transport.get_extra_info("socket")
            if connection is not None:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            transport.abort()
        case "empty":
            transport.close()
        case "garbage":
            transport.write(GARBAGE)
            transport.close()
        case "truncated":
            transport.write(_first_half(response))
            transport.close()


def _first_half(response: EsmsResponse) -> bytes:
    """Complete headers that promise the whole body, and half of it."""
    head = (
        f"HTTP/1.1 {response.status} OK\r\n{hdrs.CONTENT_TYPE}: {response.content_type}\r\n"
        f"{hdrs.SERVER}: {SERVER}\r\n{hdrs.CONTENT_LENGTH}: {len(response.body)}\r\n\r\n"
    )
    return head.encode() + response.body[: len(response.body) // 2]
