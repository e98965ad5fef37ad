"""Connections that wait for the next request to the same place (``quirks.connection: keep-alive``)."""

import asyncio
from collections import deque
from typing import Final

from mock_esms.delivery.http.address import Origin
from mock_esms.delivery.http.connect import OutgoingConnection

KEPT_FOR: Final = 1.0
"""Seconds after which a connection is not used again: servers close theirs after two and more."""


class IdleConnections:
    """Gives out the one that was used last, if nothing has arrived on it since and it is not too old."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Work in this event loop."""
        self._loop = loop
        self._waiting: dict[Origin, deque[OutgoingConnection]] = {}
        self._timer: asyncio.TimerHandle | None = None

    def take(self, origin: Origin) -> OutgoingConnection | None:
        """One that can be used at once; None where there is none."""
        waiting = self._waiting.get(origin)
        oldest = self._loop.time() - KEPT_FOR
        while waiting:
            connection = waiting.pop()
            if connection.idle_since > oldest and connection.is_untouched():
                return connection
            connection.close()
        return None

    def put(self, origin: Origin, connection: OutgoingConnection) -> None:
        """Keep it for a while."""
        connection.idle_since = self._loop.time()
        self._waiting.setdefault(origin, deque()).append(connection)
        if self._timer is None:
            self._timer = self._loop.call_later(KEPT_FOR, self._sweep)

    def close(self) -> None:
        """Close all of them."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        for waiting in self._waiting.values():
            for connection in waiting:
                connection.close()
        self._waiting.clear()

    def _sweep(self) -> None:
        """Close those that are too old by now; the others are looked at again when the next of them is."""
        oldest = self._loop.time() - KEPT_FOR
        for origin, waiting in list(self._waiting.items()):
            while waiting and waiting[0].idle_since <= oldest:
                waiting.popleft().close()
            if not waiting:
                del self._waiting[origin]
        first = min((waiting[0].idle_since for waiting in self._waiting.values()), default=None)
        self._timer = None if first is None else self._loop.call_at(first + KEPT_FOR, self._sweep)
