"""Receivers that misbehave, each at a path of its own, and count every request that reaches them."""

import asyncio
import socket
import struct
from collections import Counter
from typing import Any

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK"
_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER of zero seconds: closing sends RST."""
_SLOW = 0.05
_LAST = "last"

AT_ONCE = {
    "ok": OK,
    "fails": b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "away": b"HTTP/1.1 302 Found\r\nLocation: /ok\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "garbage": b"\x16\x03\x01 this is no HTTP \xff\r\n\r\n",
    "flood": b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 65_536,
    "headers": b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"y" * 10_000 + b"\r\n\r\n",
}
WORDS = ("slow", "reset", "drop", "hang", "half", "second")
"""The other manners: answering late, RST, closing, silence, half an answer, and failing the first time only."""


class Receivers:
    """Everything that listens, in one server."""

    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self.seen: set[bytes] = set()
        self._server: asyncio.Server
        self.address = ""

    async def open(self) -> None:
        """Listen on any free port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0, backlog=1024)
        self.address = f"127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def read_all(self) -> None:
        """Wait until all that was sent until now has been read: whoever comes last is answered last."""
        host, _, port = self.address.partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"GET /{_LAST}/ HTTP/1.1\r\n\r\n".encode())
        await reader.read()
        writer.close()
        del self.requests[_LAST]


class _Connection(asyncio.Protocol):
    def __init__(self, receivers: Receivers) -> None:
        self._receivers = receivers
        self._head = b""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._head += data
        if not self._head.endswith(b"\r\n\r\n"):
            return
        target = self._head.split(b" ", 2)[1]
        manner = target[1:].partition(b"/")[0].decode()
        self._receivers.requests[manner] += 1
        self._behave(manner, target)

    def _behave(self, manner: str, target: bytes) -> None:
        match manner:
            case "slow":
                asyncio.get_running_loop().call_later(_SLOW, self._answer, OK)
            case "reset":
                self._transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                self._transport.abort()
            case "drop":
                self._transport.close()
            case "hang":
                pass
            case "half":
                self._transport.write(OK[:20])
            case "second" if target not in self._receivers.seen:
                self._receivers.seen.add(target)
                self._answer(AT_ONCE["fails"])
            case _:
                self._answer(AT_ONCE.get(manner, OK))

    def _answer(self, octets: bytes) -> None:
        self._transport.write(octets)
        self._transport.close()
