"""One connection to a receiver without TLS, by its socket: what ``TransportConnection`` is by a transport.

Promised by "attempts, a connection each" and "answer → callback arrives" (docs/performance.md): a transport takes three
turns of the event loop until it can be written to, and one more to be closed. A property test holds the two together.
Event loops that cannot watch a socket, such as that of Windows, have the other one only.
"""

import asyncio
import select
import socket
from typing import Final

from mock_esms.delivery.http.round_trip import RoundTrip

_AT_A_TIME: Final = 64 * 1024
"""Bytes that are read at once, at most."""
_MANY_DESCRIPTORS: Final = hasattr(select, "poll")
"""Where there is no ``poll``, on Windows, ``select`` takes sockets of any number."""


class SocketConnection:
    """A TCP connection; ``start`` begins a round trip on it, and only one is under way at a time."""

    __slots__ = ("_loop", "_rest", "_socket", "_trip", "_used", "idle_since")

    def __init__(self, loop: asyncio.AbstractEventLoop, connected: socket.socket) -> None:
        """Take over a socket that is connected and does not block."""
        self._loop = loop
        self._socket = connected
        self._trip: RoundTrip | None = None
        self._used = False
        self._rest = memoryview(b"")
        """What the kernel had no room for yet."""
        self.idle_since = 0.0
        """When it was last put aside, in the event loop's time."""

    @property
    def peer(self) -> str | None:
        """The address at its other end, ``127.0.0.1:9000`` or ``[::1]:9000``; asked for once an attempt."""
        try:
            return address_text(self._socket.getpeername())
        except OSError:
            return None  # it has hung up already

    def start(self, trip: RoundTrip) -> None:
        """Write the request."""
        if self._used:
            trip.reused = True
        else:
            self._used = True
            self._loop.add_reader(self._socket, self._readable)
        self._trip = trip
        self._rest = memoryview(trip.request)
        trip.timer.enter("send")
        self._write(trip)
        if self._rest:
            self._loop.add_writer(self._socket, self._writable, trip)

    def stop(self) -> bool:
        """No round trip is under way any more; whether the connection can be used again."""
        trip, self._trip = self._trip, None
        return trip is not None and trip.failure is None and trip.leaves_clean and self._is_open and not self._rest

    def is_untouched(self) -> bool:
        """Whether nothing at all, not even an end, has arrived since the last answer; asks the kernel, too."""
        return self._is_open and not has_something_to_read(self._socket.fileno())

    def close(self) -> None:
        """Close it without waiting for the other side."""
        if self._is_open:
            self._loop.remove_reader(self._socket)
            if self._rest:
                self._loop.remove_writer(self._socket)
            self._socket.close()

    @property
    def _is_open(self) -> bool:
        return self._socket.fileno() >= 0

    def _write(self, trip: RoundTrip) -> None:
        """Give the kernel as much as it takes."""
        try:
            self._rest = self._rest[self._socket.send(self._rest) :]
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._end(error)
            return
        trip.written = True
        if not self._rest and trip.response is None and not trip.done.done():
            trip.timer.enter("wait")

    # --- what the event loop calls ------------------------------------------------------------------------------

    def _writable(self, trip: RoundTrip) -> None:
        self._write(trip)
        if not self._rest and self._is_open:
            self._loop.remove_writer(self._socket)

    def _readable(self) -> None:
        try:
            data = self._socket.recv(_AT_A_TIME)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._end(error)
            return
        if data and self._trip is not None:
            self._trip.receive(data)
        else:
            self._end(None)  # the end, or an answer that nobody asked for

    def _end(self, error: OSError | None) -> None:
        """It has ended, by this side or the other."""
        self.close()
        self._rest = memoryview(b"")
        if self._trip is not None:
            self._trip.lose(error)


def address_text(where: tuple[str, int] | tuple[str, int, int, int]) -> str:
    """A socket's address as it is recorded."""
    return f"[{where[0]}]:{where[1]}" if ":" in where[0] else f"{where[0]}:{where[1]}"


def has_something_to_read(number: int) -> bool:
    """Whether bytes, or the end, have come to the socket with this number and wait in the kernel."""
    if not _MANY_DESCRIPTORS:
        return bool(select.select([number], [], [], 0)[0])
    poll = select.poll()
    poll.register(number, select.POLLIN | select.POLLPRI)
    return bool(poll.poll(0))
