"""The receiver of both sides of ``sending``: says 200 to everything, with as little work as possible."""

import asyncio

from benchmarks.loops import runner

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK"


class Receiving(asyncio.Protocol):
    """One connection: a request without a body, an answer, the end."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._head = b""

    def data_received(self, data: bytes) -> None:
        """Answer as soon as the head is complete."""
        self._head += data
        if self._head.endswith(b"\r\n\r\n"):
            self._transport.write(_ANSWER)
            self._transport.close()


async def serve() -> None:
    """Serve until killed."""
    server = await asyncio.get_running_loop().create_server(Receiving, "127.0.0.1", 0, backlog=1024)
    host, port = server.sockets[0].getsockname()
    print(f"receiver ready: http://{host}:{port}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    with runner() as loop:
        loop.run(serve())
