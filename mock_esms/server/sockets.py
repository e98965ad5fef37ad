"""Sockets to listen on: one for each address that a host name has, and all of them on one port."""

import asyncio
import errno
import socket
import sys
from collections.abc import Sequence
from typing import Any, Final

_TRIES: Final = 20
"""Free ports that are tried until one is free at every address of a host."""
_NOT_HERE: Final = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT})
"""What says that the machine does not have an address, or its family: ``localhost`` is also ::1 where there is none."""


async def listening_sockets(host: str, port: int) -> list[socket.socket]:
    """Bound sockets for every address of ``host`` that this machine has, in the order of the look-up.

    An IPv6 address may stand in brackets. Port 0 is any port that is free at all of them. Raises ``OSError``: the
    look-up's own, the first address's where no address is this machine's, or the one for an address that is in use or
    forbidden; then no socket is left open.
    """
    host = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    # As bytes where it can be: for a text Python loads the tables of international names first, in 4 ms.
    where = host.encode() if host.isascii() else host
    numeric = socket.AI_PASSIVE | socket.AI_NUMERICHOST
    try:
        found = socket.getaddrinfo(where, port, type=socket.SOCK_STREAM, flags=numeric)
    except socket.gaierror:  # a name; it is looked up in a thread, which an address need not start
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    addresses = list(dict.fromkeys((family, address) for family, _, _, _, address in found))
    for tries_left in reversed(range(_TRIES)):
        try:
            return _bound(addresses, port)
        except OSError as error:
            if port or not tries_left or error.errno != errno.EADDRINUSE:
                raise
    raise AssertionError  # pragma: no cover - the last try gives sockets or raises


def _bound(addresses: Sequence[tuple[int, tuple[Any, ...]]], port: int) -> list[socket.socket]:
    sockets: list[socket.socket] = []
    missing: OSError | None = None
    try:
        for family, address in addresses:
            try:
                bound = _bind(family, (address[0], port, *address[2:]))
            except OSError as error:
                if error.errno not in _NOT_HERE:
                    raise
                missing = missing or error
            else:
                sockets.append(bound)
                port = port or bound.getsockname()[1]
    except OSError:
        for bound in sockets:
            bound.close()
        raise
    if not sockets:
        raise missing or OSError(errno.EADDRNOTAVAIL, "the name has no address")
    return sockets


def _bind(family: int, address: tuple[Any, ...]) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # there it would let two processes share a port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind(address)
    except OSError:
        made.close()
        raise
    return made
