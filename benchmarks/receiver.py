"""The receiver of both sides of ``sending`` and ``failing``: says one thing to all, with as little work as possible."""

import argparse
import asyncio
from typing import cast

from benchmarks.loops import runner

_ANSWER = "HTTP/1.1 {status} OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n{close}\r\nOK"


class Receiving(asyncio.Protocol):
    """One connection: a request without a body, an answer, the end, or the next request where it is kept."""

    def __init__(self, answer: bytes, *, keep: bool) -> None:
        self._answer = answer
        self._keep = keep

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's are none by name
        self._head = b""

    def data_received(self, data: bytes) -> None:
        """Answer as soon as the head is complete."""
        self._head += data
        if self._head.endswith(b"\r\n\r\n"):
            self._head = b""
            self._transport.write(self._answer)
            if not self._keep:
                self._transport.close()


async def serve(status: int, *, keep: bool) -> None:
    """Serve until killed."""
    answer = _ANSWER.format(status=status, close="" if keep else "Connection: close\r\n").encode()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Receiving(answer, keep=keep), "127.0.0.1", 0, backlog=1024)
    host, port = server.sockets[0].getsockname()
    print(f"receiver ready: http://{host}:{port}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--status", type=int, default=200)
    parser.add_argument("--keep-alive", action="store_true", help="leave connections open")
    given = parser.parse_args()
    with runner() as loop:
        loop.run(serve(given.status, keep=given.keep_alive))
