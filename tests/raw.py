"""Bytes on a socket, for what no HTTP client would send."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

LONG = 100
"""Real seconds within which an answer comes that comes at all."""


@dataclass
class Wire:
    """One connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, octets: bytes) -> None:
        self.writer.write(octets)
        await self.writer.drain()

    async def to_the_end(self) -> bytes:
        """All that comes until the other side closes; a reset ends it too."""
        came = b""
        async with asyncio.timeout(LONG):
            try:
                while piece := await self.reader.read(65_536):
                    came += piece
            except ConnectionError:
                pass
        return came

    async def answer(self) -> int:
        """The status of the next answer, which is read whole."""
        async with asyncio.timeout(LONG):
            head = await self.reader.readuntil(b"\r\n\r\n")
            length = 0
            for line in head.lower().split(b"\r\n"):
                if line.startswith(b"content-length:"):
                    length = int(line.partition(b":")[2])
            await self.reader.readexactly(length)
        return int(head.split(b" ")[1])


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Wire]:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        yield Wire(reader, writer)
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def answer_to(url: str, octets: bytes) -> int:
    """The status of the answer to these bytes."""
    async with connected(url) as wire:
        await wire.send(octets)
        return await wire.answer()
