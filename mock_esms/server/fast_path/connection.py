"""Simple requests to eSMS are responded to as they come, without aiohttp's server in between.

What aiohttp does around a request, its task, its maps of headers, its router, takes it longer than the sandbox needs to
respond (docs/performance.md). So each connection begins here: while it brings nothing but complete, simple GETs and
POSTs to the addresses of eSMS (``http_bytes`` parses them), they are responded to at once. At the first bytes that are
anything else aiohttp takes the connection over, with these bytes, and holds it until its end.
"""

import asyncio
import logging
import socket
from typing import Final, cast

from aiohttp import web

from mock_esms.esms.responses.response import PLAIN_TEXT, EsmsResponse
from mock_esms.server.esms_api import DeferredResponse, EsmsHandler
from mock_esms.server.fast_path.http_bytes import parse_simple_request, serialize_response
from mock_esms.server.relayed_connection import RelayedConnection

log: Final = logging.getLogger("mock_esms.http")

ESMS: Final = (b"GET /MainService.svc/json/", b"POST /MainService.svc/json/")
"""How simple requests to eSMS begin (FACTS 1); addresses that are spelt otherwise are aiohttp's."""
MOST_WAITING: Final = 1 << 16
"""Bytes that may wait while a response is held back."""
_DEFECT_LOGGED: Final = "internal error about a request; this is a defect of mock-esms, please report it"
_DEFECT_RESPONSE: Final = EsmsResponse(500, b"The sandbox has a defect; its log says which.\n", content_type=PLAIN_TEXT)


class FastPathServer:
    """Makes the connections of a sandbox, and closes those that have stayed here."""

    def __init__(self, server: web.Server, handler: EsmsHandler, *, kept_alive: float) -> None:
        """Respond by this handler, hand over to this server; a connection may be idle for so many seconds."""
        self.server: Final = server
        self.handler: Final = handler
        self.kept_alive = kept_alive
        self.connections: Final[set[Connection]] = set()
        self.closing = False

    def __call__(self) -> asyncio.Protocol:
        """Take a new connection."""
        return Connection(self)

    def close(self) -> None:
        """Close each connection as soon as no response is left to be sent on it."""
        self.closing = True
        for connection in tuple(self.connections):
            connection.close_when_idle()

    async def end(self) -> None:
        """Cut off what is still open, and wait until nothing of it is left."""
        responding = [task for connection in tuple(self.connections) if (task := connection.abort()) is not None]
        if responding:
            await asyncio.wait(responding)


class Connection(asyncio.Protocol):
    """One connection, until it is closed or aiohttp's."""

    __slots__ = (
        "_client_is_slow",
        "_handed_over",
        "_last_used",
        "_loop",
        "_received",
        "_remote",
        "_responding",
        "_server",
        "_timer",
        "_transport",
        "_waits",
        "sends_no_more",
    )

    def __init__(self, server: FastPathServer) -> None:
        """Not connected yet."""
        self._server = server
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport
        self._timer: asyncio.TimerHandle
        self._remote: str | None = None
        self._responding: asyncio.Task[None] | None = None
        self._waits = False
        self._received = b""
        self._client_is_slow = False
        self._handed_over = False
        self.sends_no_more = asyncio.Event()
        self._last_used = self._loop.time()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has connected."""
        self._transport = cast("asyncio.Transport", transport)
        connected = transport.get_extra_info("socket")
        if connected is not None:  # a client that has vanished is noticed, as on aiohttp's connections
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        peer = transport.get_extra_info("peername")
        self._remote = str(peer[0]) if isinstance(peer, tuple) else None
        self._timer = self._loop.call_later(self._server.kept_alive, self._close_if_idle)
        self._server.connections.add(self)

    def data_received(self, data: bytes) -> None:
        """Respond to a request that is simple, and let aiohttp have everything else."""
        if self._waits:
            self._received += data
            if (
                len(self._received) > MOST_WAITING
            ):  # no sooner: who does not read does not notice that the client leaves
                self._transport.pause_reading()
            return
        raw = parse_simple_request(data, self._remote) if data.startswith(ESMS) and not self._client_is_slow else None
        try:
            response = None if raw is None else self._server.handler.serve(raw)
        except Exception:
            log.exception(_DEFECT_LOGGED)
            self._fail()
            return
        if response is None:
            self._hand_over(data)
        elif isinstance(response, DeferredResponse):
            self._wait(response)
        else:
            self._last_used = self._loop.time()
            self._transport.write(serialize_response(response))

    def _wait(self, deferred: DeferredResponse) -> None:
        """Respond as soon as that may be."""
        self._waits = True
        if deferred.outcome.held:
            self._responding = self._loop.create_task(self._respond(deferred))
            # One that is cut off before it begins leaves, too.
            self._responding.add_done_callback(lambda _: deferred.in_flight.done())
        elif deferred.stored is not None:  # as nearly every call with a store, and without a task for it
            deferred.stored.add_done_callback(lambda _: self._stored(deferred))

    def _stored(self, deferred: DeferredResponse) -> None:
        """A call is on disk, or never will be."""
        deferred.in_flight.done()
        self._send(deferred.due())

    async def _respond(self, deferred: DeferredResponse) -> None:
        """Wait for a response that is held back."""
        try:
            response = await self._server.handler.wait_for(deferred, self._transport)
        except Exception:
            log.exception(_DEFECT_LOGGED)
            self._fail()
        else:
            self._send(response)
        finally:
            self._responding = None

    def _send(self, response: EsmsResponse | None) -> None:
        """Send a response that was waited for, and then go on with whatever has come meanwhile."""
        self._waits = False
        self._last_used = self._loop.time()
        if self._transport.is_closing():
            return
        if response is not None:
            self._transport.write(serialize_response(response))
        received, self._received = self._received, b""
        if received and not self._server.closing:
            self._transport.resume_reading()
            self.data_received(received)
        if self._server.closing or (self.sends_no_more.is_set() and not self._waits and not self._handed_over):
            self._transport.close()

    def _fail(self) -> None:
        """End the connection with an error that is ours."""
        self._transport.write(serialize_response(_DEFECT_RESPONSE))
        self._transport.close()

    def _hand_over(self, data: bytes) -> None:
        """From now on aiohttp has the connection."""
        self._leave()
        relayed = RelayedConnection(self._transport, self._server.server())
        if self._client_is_slow:
            relayed.pause_writing()
        relayed.data_received(data)
        self._handed_over = True
        if self.sends_no_more.is_set() and not relayed.eof_received():
            self._transport.close()

    def pause_writing(self) -> None:
        """The client does not read its responses; aiohttp waits until it does."""
        self._client_is_slow = True

    def resume_writing(self) -> None:
        """It reads again."""
        self._client_is_slow = False

    def eof_received(self) -> bool:
        """A client that sends no more is still given the response that it waits for."""
        self.sends_no_more.set()
        return self._waits

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - why it went makes no difference
        """The client is gone, and nobody waits for a response that is held back."""
        self._leave()
        if self._responding is not None:
            self._responding.cancel()

    def close_when_idle(self) -> None:
        """Close, or let ``_send`` do it."""
        if not self._waits:
            self._transport.close()

    def abort(self) -> "asyncio.Task[None] | None":
        """Cut it off; gives the task that was to respond on it."""
        self._transport.abort()
        return self._responding

    def _leave(self) -> None:
        self._timer.cancel()
        self._server.connections.discard(self)

    def _close_if_idle(self) -> None:
        """Close a connection that has been idle for long."""
        idle = 0.0 if self._waits else self._loop.time() - self._last_used
        if idle >= self._server.kept_alive:
            self._transport.close()
        else:
            self._timer = self._loop.call_later(self._server.kept_alive - idle, self._close_if_idle)
