"""Sends one request and waits for what comes back; whoever gives it a record can tell later how far it got."""

import asyncio
import ssl
from collections import Counter
from typing import TYPE_CHECKING, Final

from mock_esms.delivery.egress import EgressRule
from mock_esms.delivery.failures import AttemptFailedError, Failure
from mock_esms.delivery.http.connect import Connector, Deadlines
from mock_esms.delivery.http.idle_connections import IdleConnections
from mock_esms.delivery.http.phase_timer import PhaseTimer
from mock_esms.delivery.http.request import OutgoingRequest, RequestWriter
from mock_esms.delivery.http.round_trip import RoundTrip
from mock_esms.model.times import SECOND, Duration, format_duration

if TYPE_CHECKING:
    from mock_esms.delivery.http.address import Origin
    from mock_esms.model.callback import WireRequest

_TO_ANSWER: Final = 0.25
"""Seconds of the timeout, at most, in which no connection can come about any more."""


class WireRecord:
    """What is known of a request while it goes on; ``request`` is None as long as not a byte of it has gone out."""

    __slots__ = ("at_once", "peer", "request", "timer")

    def __init__(self) -> None:
        self.at_once = 1
        """So many requests were on their way to the same place when this one was begun."""
        self.restart()

    def restart(self) -> None:
        """What is known is of the next request from now on."""
        self.timer = PhaseTimer()
        self.request: WireRequest | None = None
        self.peer: str | None = None


class HttpClient:
    """Makes each request once, on a new connection or a kept one; owns the connections that are kept."""

    def __init__(
        self,
        rule: EgressRule,
        *,
        writer: RequestWriter,
        trust: ssl.SSLContext | None,
        keep_alive: bool,
    ) -> None:
        """Work in the event loop that runs now, on addresses that ``rule`` allows."""
        self._loop = asyncio.get_running_loop()
        self._connector = Connector(self._loop, rule, trust)
        self._idle = IdleConnections(self._loop)
        self._writer = writer
        self._keep_alive = keep_alive
        self._under_way: Counter[Origin] = Counter()

    def close(self) -> None:
        """Close what is kept; connections of requests under way are closed by whoever cancels these."""
        self._idle.close()

    def deadlines(self, timeout: Duration) -> Deadlines:
        """The ends of an attempt that begins now."""
        seconds = timeout / SECOND
        now = self._loop.time()
        return Deadlines(connected=now + to_connect(seconds), answered=now + seconds, timeout=timeout)

    async def send(self, request: OutgoingRequest, deadlines: Deadlines, record: WireRecord) -> RoundTrip:
        """Make the request, and give its round trip with a complete head.

        Raises ``AttemptFailedError`` where there is none, and ``EgressBlockedError``.
        """
        origin = request.address.origin
        self._under_way[origin] += 1
        record.at_once = self._under_way[origin]
        try:
            trip = await self._round_trip(request, deadlines, record)
        finally:
            self._under_way[origin] -= 1
            if not self._under_way[origin]:
                del self._under_way[origin]
        if trip.failure is not None:
            raise AttemptFailedError(trip.failure)
        return trip

    async def _round_trip(self, request: OutgoingRequest, deadlines: Deadlines, record: WireRecord) -> RoundTrip:
        origin = request.address.origin
        octets, as_sent = self._writer.write(request)
        connection = self._idle.take(origin) if self._keep_alive else None
        if connection is None:
            connection = await self._connector.connect(origin, deadlines, record.timer)
        record.peer = connection.peer
        trip = RoundTrip(octets, record.timer, self._loop.create_future(), request.answer_limit)
        out_of_time = self._loop.call_at(deadlines.answered, _run_out, trip, deadlines.timeout)
        try:
            connection.start(trip)
            if trip.written:
                record.request = as_sent
            await trip.done
        finally:
            out_of_time.cancel()
            if connection.stop() and self._keep_alive:
                self._idle.put(origin, connection)
            else:
                connection.close()
        return trip


def to_connect(seconds: float) -> float:
    """Less than all the time, so that an attempt without a connection is told from one without an answer.

    A receiver that takes that long to accept has no time left to answer.
    """
    return seconds - min(_TO_ANSWER, seconds / 4)


def _run_out(trip: RoundTrip, timeout: Duration) -> None:
    trip.run_out(Failure("timeout", f"no answer within {format_duration(timeout)}", "silent"))
