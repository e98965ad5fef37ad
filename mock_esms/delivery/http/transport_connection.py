"""One connection to a receiver, by a transport of the event loop: for TLS, and where sockets cannot be watched."""

import asyncio
import socket
from typing import cast

from mock_esms.delivery.http.round_trip import RoundTrip
from mock_esms.delivery.http.socket_connection import address_text, has_something_to_read


class TransportConnection(asyncio.Protocol):
    """A TCP or TLS connection; ``start`` begins a round trip on it, and only one is under way at a time."""

    __slots__ = ("_early", "_ended", "_error", "_tls", "_transport", "_trip", "_used", "idle_since")

    def __init__(self, *, tls: bool) -> None:
        """Not connected yet."""
        self._tls = tls
        self._transport: asyncio.Transport
        self._trip: RoundTrip | None = None
        self._used = False
        self._early = b""
        self._ended = False
        self._error: Exception | None = None
        self.idle_since = 0.0
        """When it was last put aside, in the event loop's time."""

    @property
    def peer(self) -> str | None:
        """The address at its other end, ``127.0.0.1:9000`` or ``[::1]:9000``."""
        where = self._transport.get_extra_info("peername")
        return address_text(where) if where else None

    def start(self, trip: RoundTrip) -> None:
        """Write the request; what came before it belongs to it on a new connection only."""
        trip.reused, self._used = self._used, True
        self._trip = trip
        if self._early:
            trip.note("the answer came before the request was sent")
            trip.receive(self._early)
        if self._ended:
            trip.lose(self._error)
            return
        trip.timer.enter("send")
        self._transport.write(trip.request)
        trip.written = True
        if self._transport.get_write_buffer_size():
            self._transport.set_write_buffer_limits(0)  # tells when the rest has gone out
        else:
            trip.timer.enter("wait")

    def stop(self) -> bool:
        """No round trip is under way any more; whether the connection can be used again."""
        trip, self._trip = self._trip, None
        if trip is None or trip.failure is not None or not trip.leaves_clean or self._ended:
            return False
        return not self._transport.get_write_buffer_size()  # else the rest of the request is still to go out

    def is_untouched(self) -> bool:
        """Whether nothing at all, not even an end, has arrived since the last answer; asks the kernel, too."""
        if self._ended or self._early or self._transport.is_closing():
            return False
        number = _socket_of(self._transport).fileno()
        return number >= 0 and not has_something_to_read(number)

    def close(self) -> None:
        """Close it without waiting for the other side."""
        if self._tls or self._transport.get_write_buffer_size():
            self._transport.abort()
        else:
            self._transport.close()

    # --- what the event loop calls ------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is there."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's are none by name

    def data_received(self, data: bytes) -> None:
        """Give bytes to whoever waits for them."""
        if self._trip is not None:
            self._trip.receive(data)
        elif self._used:
            self._ended = True  # an answer that nobody asked for
            self.close()
        else:
            self._early += data

    def resume_writing(self) -> None:
        """The request has gone out whole, after the kernel had no room for it."""
        if self._trip is not None and self._trip.response is None and not self._trip.done.done():
            self._trip.timer.enter("wait")

    def connection_lost(self, exc: Exception | None) -> None:
        """It has ended, by this side or the other."""
        self._ended, self._error = True, exc
        if self._trip is not None:
            self._trip.lose(exc)


def _socket_of(transport: asyncio.Transport) -> socket.socket:
    return cast("socket.socket", transport.get_extra_info("socket"))
