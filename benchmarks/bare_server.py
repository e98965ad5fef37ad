"""The bare side of ``placing``, ``posting`` and ``starting``: an aiohttp application that answers with a constant."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from benchmarks.loops import runner
from benchmarks.messages import KINDS
from benchmarks.queries import PATH

_ANSWER = b'{"CodeResult":"100","SMSID":"8eb2af6d-fb4c-4814-b9cc-4c0e3ed32edf"}'


async def answer(_request: web.Request) -> web.Response:
    """What an accepted call is answered."""
    return web.Response(body=_ANSWER, content_type="application/json")


async def answer_posted(request: web.Request) -> web.Response:
    """What an accepted message is answered, once its body has been read."""
    await request.read()
    return web.Response(body=_ANSWER, content_type="application/json")


async def serve(handler: Callable[[web.Request], Awaitable[web.StreamResponse]] = answer) -> None:
    """Answer eSMS's address by this handler until killed."""
    app = web.Application()
    app.router.add_get(PATH, handler)
    app.router.add_post(KINDS["sms"].path, answer_posted)
    server = web.AppRunner(app, access_log=None)
    await server.setup()
    await web.TCPSite(server, "127.0.0.1", 0, backlog=1024).start()
    host, port = server.addresses[0][:2]
    print(f"bare ready: http://{host}:{port}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    with runner() as loop:
        loop.run(serve())
