"""A short cut for what is asked most: requests to eSMS's own addresses do not pass through aiohttp's router.

Finding the handler of a request in an application takes aiohttp a third of the time that it needs for the whole of a
small answer (docs/performance.md). Addresses as eSMS's documentation spells them are recognised by their beginning, and
handed to the eSMS door at once; everything else goes through the application as ever, other spellings included.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import RawRequestMessage

from mock_esms.bodies import MAX_BODY

ESMS: Final = "/MainService.svc/json/"
"""How every address of eSMS begins (FACTS 1)."""

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


def cut_short(server: web.Server, door: Handler) -> None:
    """Let the requests of a server that are eSMS's go to this door; before anybody has connected to it."""
    to_application, made_for_application = server.request_handler, server.request_factory
    loop = asyncio.get_running_loop()

    def make(
        message: RawRequestMessage,
        payload: StreamReader,
        protocol: web.RequestHandler,
        writer: AbstractStreamWriter,
        task: "asyncio.Task[None]",
    ) -> web.BaseRequest:
        if message.path.startswith(ESMS):
            return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=MAX_BODY)
        return made_for_application(message, payload, protocol, writer, task)

    def handle(request: web.BaseRequest) -> Awaitable[web.StreamResponse]:
        # What an application makes is a Request, what is made above is a bare one.
        return to_application(request) if isinstance(request, web.Request) else door(request)

    server.request_factory = make
    server.request_handler = handle
