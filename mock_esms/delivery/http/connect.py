"""From an origin to a connection: look-up, judgement of each address, TCP, TLS."""

import asyncio
import socket
import ssl
from collections.abc import Sequence
from functools import lru_cache, partial
from ipaddress import IPv4Address, ip_address
from typing import Final, NamedTuple

from mock_esms.delivery.egress import EgressBlockedError, EgressRule, egress_refusal
from mock_esms.delivery.failures import AttemptFailedError, Failure, no_connection, no_tls, unknown_name
from mock_esms.delivery.http.address import Origin
from mock_esms.delivery.http.phase_timer import PhaseTimer
from mock_esms.delivery.http.socket_connection import SocketConnection
from mock_esms.delivery.http.transport_connection import TransportConnection
from mock_esms.delivery.trust_store import trusting_the_system
from mock_esms.model.times import SECOND, Duration, format_duration

_HOW_FAR: Final = ("connection-refused", "timeout", "reset", "tls")
"""Of several addresses that failed, the one that was got furthest with tells most."""


OutgoingConnection = TransportConnection | SocketConnection
WATCHES_SOCKETS: Final = not hasattr(asyncio, "ProactorEventLoop")
"""Whether event loops can say when a socket can be read; those of Windows cannot."""


class SocketAddress(NamedTuple):
    """An address of a receiver, as a socket takes it."""

    family: int
    where: tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]


class Deadlines(NamedTuple):
    """When an attempt must be connected, and when it must be answered, in the event loop's time."""

    connected: float
    answered: float
    timeout: Duration


class Connector:
    """Makes connections that obey the egress rule, and never one that it forbids."""

    def __init__(self, loop: asyncio.AbstractEventLoop, rule: EgressRule, trust: ssl.SSLContext | None) -> None:
        """Certificates are checked by ``trust``; None: by the authorities of the system."""
        self._loop = loop
        self._rule = rule
        self._trust = trust

    async def connect(self, origin: Origin, deadlines: Deadlines, timer: PhaseTimer) -> OutgoingConnection:
        """A new connection, to the first address of the host that takes one.

        Raises ``AttemptFailedError``, and ``EgressBlockedError`` where no address may be connected to.
        """
        addresses = await self._look_up(origin, deadlines, timer)
        allowed = [address for address in addresses if self._rule.allows(origin.host, str(address.where[0]))]
        if not allowed:
            raise EgressBlockedError(
                egress_refusal(origin.host, sorted({str(address.where[0]) for address in addresses}))
            )
        failures: list[Failure] = []
        for left, address in zip(range(len(allowed), 0, -1), allowed, strict=True):
            now = self._loop.time()
            until = now + (deadlines.connected - now) / left
            try:
                return await self._connect_to(address, origin, until, deadlines, timer)
            except AttemptFailedError as error:
                failures.append(error.failure)
        raise AttemptFailedError(max(failures, key=lambda failure: _HOW_FAR.index(failure.error)))

    async def _look_up(self, origin: Origin, deadlines: Deadlines, timer: PhaseTimer) -> Sequence[SocketAddress]:
        """The addresses of a host, in the system's order."""
        host, port = origin.host, origin.port
        try:
            known = _literal(host, port)
            if known is not None:
                return (known,)
            timer.enter("dns")
            async with asyncio.timeout_at(deadlines.answered):
                found = await look_up(self._loop, host, port)
        except TimeoutError:
            detail = f"the request could not be sent within {format_duration(deadlines.timeout)}"
            raise AttemptFailedError(Failure("timeout", detail, "unsent")) from None
        except OSError as error:
            raise AttemptFailedError(unknown_name(host, error)) from error
        if not found:
            raise AttemptFailedError(unknown_name(host, None))
        return found

    async def _connect_to(
        self, address: SocketAddress, origin: Origin, until: float, deadlines: Deadlines, timer: PhaseTimer
    ) -> OutgoingConnection:
        """A connection to this address and no other; raises ``AttemptFailedError``."""
        host, port = origin.host, origin.port
        tls = origin.scheme == "https"
        timer.enter("connect")
        connecting = None
        connected = False
        try:
            connecting = socket.socket(address.family, socket.SOCK_STREAM)
            connecting.settimeout(0)
            if not (WATCHES_SOCKETS and _connects_at_once(connecting, address)):
                async with asyncio.timeout_at(until):
                    await self._loop.sock_connect(connecting, address.where)
            connected = True
            if WATCHES_SOCKETS and not tls:
                return SocketConnection(self._loop, connecting)
            if tls:
                timer.enter("tls")
            async with asyncio.timeout_at(until):
                _, connection = await self._loop.create_connection(
                    partial(TransportConnection, tls=tls),
                    sock=connecting,
                    ssl=self._certificates() if tls else None,
                    server_hostname=host.removesuffix(".") if tls else None,
                )
        except BaseException as error:
            if connecting is not None:
                connecting.close()
            if not isinstance(error, OSError):
                raise
            if isinstance(error, TimeoutError) and error.errno is None:  # the time is over, as against the system's own
                raise AttemptFailedError(_too_late(origin, deadlines, connected=connected)) from None
            raise AttemptFailedError((no_tls if connected else no_connection)(host, port, error)) from error
        return connection

    def _certificates(self) -> ssl.SSLContext:
        if self._trust is None:
            self._trust = trusting_the_system()
        return self._trust


def _connects_at_once(connecting: socket.socket, address: SocketAddress) -> bool:
    """Begin to connect; whether the connection is there already, as it is on one's own machine.

    Raises ``OSError`` where it cannot come about.
    """
    try:
        connecting.connect(address.where)
    except (BlockingIOError, InterruptedError):
        try:
            connecting.getpeername()
        except OSError:
            return False
    return True


def _too_late(origin: Origin, deadlines: Deadlines, *, connected: bool) -> Failure:
    within = f"within {deadlines.timeout / SECOND:g} s"
    if not connected:
        return Failure("timeout", f"no connection came about {within}", "no-way")
    detail = f"no TLS came about {within} on the connection to {origin.host} port {origin.port}"
    return Failure("timeout", detail, "no-handshake")


async def look_up(loop: asyncio.AbstractEventLoop, host: str, port: int) -> list[SocketAddress]:
    """All addresses of a name; raises ``OSError`` where it has none, ``ValueError`` where it cannot be a name."""
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return [SocketAddress(family, where) for family, _, _, _, where in found]


@lru_cache(maxsize=256)
def _literal(host: str, port: int) -> SocketAddress | None:
    """What is an address already, and needs no look-up."""
    try:
        address = ip_address(host)
    except ValueError:
        return None
    if isinstance(address, IPv4Address):
        return SocketAddress(socket.AF_INET, (host, port))
    plain, _, zone = host.partition("%")
    return SocketAddress(socket.AF_INET6, (plain, port, 0, _number_of(zone)))


def _number_of(zone: str) -> int:
    """The interface behind an IPv6 address, ``eth0`` or ``1``, with the ``25`` that RFC 6874 wants in a URL or not."""
    name = zone.removeprefix("25") or zone
    return int(name) if name.isdecimal() else socket.if_nametoindex(name) if name else 0
