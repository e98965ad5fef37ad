"""The express counter: plain requests to eSMS are answered as they come, without aiohttp's server in between.

What aiohttp does around a request, its task, its maps of headers, its router, takes it longer than the sandbox needs to
answer (docs/performance.md). So each connection begins here: while it brings nothing but whole, plain GETs to the
addresses of eSMS (``heads``), they are answered at once. At the first bytes that are anything else aiohttp takes the
connection over, with these bytes, and keeps it.
"""

import asyncio
import logging
import socket
from typing import Final, cast

from aiohttp import web

from mock_esms.esms.answers import TEXT, EsmsResponse
from mock_esms.server.esms_api import DeferredResponse, EsmsHandler
from mock_esms.server.fast_path.parse import parse_simple_get
from mock_esms.server.fast_path.serialize import serialize_response

log: Final = logging.getLogger("mock_esms.http")

ESMS: Final = b"GET /MainService.svc/json/"
"""How plain requests to eSMS begin (FACTS 1); addresses that are spelt otherwise are aiohttp's."""
MOST_WAITING: Final = 1 << 16
"""Bytes that may wait while an answer is held back."""
_OURS: Final = "internal error about a request; this is a defect of mock-esms, please report it"
_DEFECT: Final = EsmsResponse(500, b"The sandbox has a defect; its log says which.\n", content_type=TEXT)


class FastPathServer:
    """Makes the connections of a sandbox, and closes those that have stayed here."""

    def __init__(self, server: web.Server, door: EsmsHandler, *, kept_alive: float) -> None:
        """Answer by this door, hand over to this server; a connection may be idle for so many seconds."""
        self.server: Final = server
        self.door: Final = door
        self.kept_alive = kept_alive
        self.connections: Final[set[Connection]] = set()
        self.closing = False

    def __call__(self) -> asyncio.Protocol:
        """Take a new connection."""
        return Connection(self)

    def close(self) -> None:
        """Close each connection as soon as nothing is left to be answered on it."""
        self.closing = True
        for connection in tuple(self.connections):
            connection.close_when_answered()

    async def end(self) -> None:
        """Cut off what is still open, and wait until nothing of it is left."""
        answering = [task for connection in tuple(self.connections) if (task := connection.abort()) is not None]
        if answering:
            await asyncio.wait(answering)


class Connection(asyncio.Protocol):
    """One connection, until it is closed or aiohttp's."""

    __slots__ = (
        "_answering",
        "_crowded",
        "_express",
        "_loop",
        "_more",
        "_remote",
        "_timer",
        "_transport",
        "_used",
        "_waits",
    )

    def __init__(self, express: FastPathServer) -> None:
        """Nobody is there yet."""
        self._express = express
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport
        self._timer: asyncio.TimerHandle
        self._remote: str | None = None
        self._answering: asyncio.Task[None] | None = None
        self._waits = False
        self._more = b""
        self._crowded = False
        self._used = self._loop.time()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody is there."""
        self._transport = cast("asyncio.Transport", transport)
        connected = transport.get_extra_info("socket")
        if connected is not None:  # a client that has vanished is noticed, as on aiohttp's connections
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        peer = transport.get_extra_info("peername")
        self._remote = str(peer[0]) if isinstance(peer, tuple) else None
        self._timer = self._loop.call_later(self._express.kept_alive, self._look)
        self._express.connections.add(self)

    def data_received(self, data: bytes) -> None:
        """Answer a request that is plain, and let aiohttp have everything else."""
        if self._waits:
            self._more += data
            if len(self._more) > MOST_WAITING:  # no sooner: who does not read does not notice that the client leaves
                self._transport.pause_reading()
            return
        asked = parse_simple_get(data) if data.startswith(ESMS) and not self._crowded else None
        try:
            served = None if asked is None else self._express.door.serve(asked, self._remote)
        except Exception:
            log.exception(_OURS)
            self._fail()
            return
        if served is None:
            self._hand_over(data)
        elif isinstance(served, DeferredResponse):
            self._wait(served)
        else:
            self._used = self._loop.time()
            self._transport.write(serialize_response(served))

    def _wait(self, waiting: DeferredResponse) -> None:
        """Answer as soon as that may be."""
        self._waits = True
        if waiting.placed.held:
            self._answering = self._loop.create_task(self._answer(waiting))
            self._answering.add_done_callback(
                lambda _: waiting.in_flight.done()
            )  # one that was cut off before it began, too
        elif waiting.written is not None:  # as nearly every call with a store, and without a task for it
            waiting.written.add_done_callback(lambda _: self._written(waiting))
        else:
            self._written(waiting)

    def _written(self, waiting: DeferredResponse) -> None:
        """A call is on disk, or never will be."""
        waiting.in_flight.done()
        self._go_on(waiting.answer())

    async def _answer(self, waiting: DeferredResponse) -> None:
        """Wait for an answer that is held back."""
        try:
            answer = await self._express.door.answer_of(waiting, self._transport)
        except Exception:
            log.exception(_OURS)
            self._fail()
        else:
            self._go_on(answer)
        finally:
            self._answering = None

    def _go_on(self, answer: EsmsResponse | None) -> None:
        """Give an answer that was waited for, and then go on with whatever has come meanwhile."""
        self._waits = False
        self._used = self._loop.time()
        if self._transport.is_closing():
            return
        if answer is not None:
            self._transport.write(serialize_response(answer))
        if self._express.closing:
            self._transport.close()
        elif self._more:
            more, self._more = self._more, b""
            self._transport.resume_reading()
            self.data_received(more)

    def _fail(self) -> None:
        """End the connection with an error that is ours."""
        self._transport.write(serialize_response(_DEFECT))
        self._transport.close()

    def _hand_over(self, data: bytes) -> None:
        """From now on aiohttp has the connection."""
        self._leave()
        protocol = self._express.server()
        protocol.connection_made(self._transport)
        if self._crowded:
            protocol.pause_writing()
        self._transport.set_protocol(protocol)
        protocol.data_received(data)

    def pause_writing(self) -> None:
        """The client does not read its answers; aiohttp waits until it does."""
        self._crowded = True

    def resume_writing(self) -> None:
        """It reads again."""
        self._crowded = False

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - why it went makes no difference
        """Nobody is there any more, and nobody waits for an answer that is held back."""
        self._leave()
        if self._answering is not None:
            self._answering.cancel()

    def close_when_answered(self) -> None:
        """Close, or let ``_go_on`` do it."""
        if not self._waits:
            self._transport.close()

    def abort(self) -> "asyncio.Task[None] | None":
        """Cut it off; gives what was answering on it."""
        self._transport.abort()
        return self._answering

    def _leave(self) -> None:
        self._timer.cancel()
        self._express.connections.discard(self)

    def _look(self) -> None:
        """Close a connection that has been idle for long."""
        idle = 0.0 if self._waits else self._loop.time() - self._used
        if idle >= self._express.kept_alive:
            self._transport.close()
        else:
            self._timer = self._loop.call_later(self._express.kept_alive - idle, self._look)
