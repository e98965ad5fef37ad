"""The bare side of ``pairs``: an aiohttp server and a ClientSession in one process, with nothing between them.

It answers a constant, and sends a GET to the CallbackUrl, on a connection of its own as the sandbox does.
"""

import asyncio

import aiohttp
from aiohttp import web
from yarl import URL

from benchmarks import bare_server
from benchmarks.loops import runner
from benchmarks.queries import EXAMPLE


async def serve() -> None:
    """Serve until killed."""
    connector = aiohttp.TCPConnector(force_close=True, limit=0)
    sending: set[asyncio.Task[None]] = set()
    async with aiohttp.ClientSession(connector=connector) as session:

        async def call_back(url: str) -> None:
            async with session.get(URL(url, encoded=True), allow_redirects=False) as response:
                await response.read()

        async def answer_and_call_back(request: web.Request) -> web.Response:
            receiver = request.query["CallbackUrl"].partition("?")[0]
            task = asyncio.create_task(call_back(f"{receiver}?{EXAMPLE}"))
            sending.add(task)
            task.add_done_callback(sending.discard)
            return await bare_server.answer(request)

        await bare_server.serve(answer_and_call_back)


if __name__ == "__main__":
    with runner() as loop:
        loop.run(serve())
