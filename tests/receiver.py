"""A real receiver on a real socket, told request by request how to behave; it keeps the raw bytes of every request."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit


class Receiver:
    """Answers each request by the next of its behaviours; the last one repeats.

    A behaviour is bytes to send before closing, or one of the words ``drop`` (close without an answer), ``reset``
    (RST), ``hang`` (say nothing until the receiver ends) and ``endless`` (a body without end).
    """

    def __init__(self, behaviours: Iterable[bytes | str]) -> None:
        self.behaviours = list(behaviours)
        self.requests: list[bytes] = []
        self.connections = 0
        self._arrived = asyncio.Condition()
        self.address = ""

    @property
    def port(self) -> int:
        return int(self.address.partition(":")[2])

    @property
    def url(self) -> str:
        return f"http://{self.address}"

    @property
    def targets(self) -> list[str]:
        """The request targets, in the order of arrival."""
        return [request.split(b" ")[1].decode() for request in self.requests]

    @property
    def queries(self) -> list[dict[str, str]]:
        return [dict(parse_qsl(urlsplit(target).query, keep_blank_values=True)) for target in self.targets]

    async def arrived(self, count: int) -> None:
        """Wait until that many requests have come."""
        async with self._arrived:
            await self._arrived.wait_for(lambda: len(self.requests) >= count)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        head = await reader.readuntil(b"\r\n\r\n")
        behaviour = self.behaviours[min(len(self.requests), len(self.behaviours) - 1)]
        self.requests.append(head)
        async with self._arrived:
            self._arrived.notify_all()
        await self._behave(behaviour, writer)

    async def _behave(self, behaviour: bytes | str, writer: asyncio.StreamWriter) -> None:
        match behaviour:
            case bytes():
                writer.write(behaviour)
                await writer.drain()
            case "drop":
                return
            case "reset":
                # Linger 0: closing sends RST instead of FIN.
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
            case "hang":
                await asyncio.Event().wait()
            case "endless":
                writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
                while True:
                    writer.write(b"x" * 4096)
                    await writer.drain()
            case _:
                raise AssertionError(behaviour)

    @classmethod
    @asynccontextmanager
    async def run(cls, *behaviours: bytes | str) -> AsyncIterator["Receiver"]:
        receiver = cls(behaviours or (OK,))
        async with serving(receiver._serve) as receiver.address:
            yield receiver


def answer(status: int, body: bytes = b"", headers: str = "") -> bytes:
    """A complete HTTP answer that closes the connection."""
    head = f"HTTP/1.1 {status} Whatever\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{headers}\r\n"
    return head.encode() + body


OK = answer(200, b"OK")
FAILS = answer(500, b"not now")
NOT_HTTP = b"\x00\x01 this is not HTTP at all\r\n\r\n"


@asynccontextmanager
async def serving(
    handle: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]], **options: Any
) -> AsyncIterator[str]:
    """A server of which every connection is one call of ``handle``; gives ``127.0.0.1:port`` and cleans up."""
    busy: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        busy.add(task)
        try:
            await handle(reader, writer)
        except (asyncio.CancelledError, ConnectionError, asyncio.IncompleteReadError):
            pass  # the caller went away, or the test is over
        finally:
            busy.discard(task)
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=512, **options)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in list(busy):
            task.cancel()
        await asyncio.gather(*busy, return_exceptions=True)
        await server.wait_closed()
