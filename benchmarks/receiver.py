"""The receiver of both sides of ``sending`` and ``failing``: says one thing to all, with as little work as possible."""

import argparse
import asyncio
from typing import cast

from benchmarks.loops import runner

_ANSWER = "HTTP/1.1 {status} OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK"


class Receiving(asyncio.Protocol):
    """One connection: a request without a body, an answer, the end."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's are none by name
        self._head = b""

    def data_received(self, data: bytes) -> None:
        """Answer as soon as the head is complete."""
        self._head += data
        if self._head.endswith(b"\r\n\r\n"):
            self._transport.write(self._answer)
            self._transport.close()


async def serve(status: int) -> None:
    """Serve until killed."""
    answer = _ANSWER.format(status=status).encode()
    server = await asyncio.get_running_loop().create_server(lambda: Receiving(answer), "127.0.0.1", 0, backlog=1024)
    host, port = server.sockets[0].getsockname()
    print(f"receiver ready: http://{host}:{port}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--status", type=int, default=200)
    given = parser.parse_args()
    with runner() as loop:
        loop.run(serve(given.status))
