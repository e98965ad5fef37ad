"""The bare side of ``pairs``: an aiohttp server and a ClientSession in one process, with nothing between them.

It answers a constant, and sends a GET to the CallbackUrl, on a connection of its own as the sandbox does.
"""

import asyncio

import aiohttp
from aiohttp import web
from yarl import URL

from benchmarks.bare_server import answer
from benchmarks.loops import runner
from benchmarks.queries import EXAMPLE, PATH


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
            return await answer(request)

        app = web.Application()
        app.router.add_get(PATH, answer_and_call_back)
        server = web.AppRunner(app, access_log=None)
        await server.setup()
        await web.TCPSite(server, "127.0.0.1", 0, backlog=1024).start()
        host, port = server.addresses[0][:2]
        print(f"bare ready: http://{host}:{port}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    with runner() as loop:
        loop.run(serve())
