"""The control API of CONTRACT 7 and 13, in JSON under ``/_mock/``: it reads the journal and asks the exchange.

::

    serving      how every request is served: who may ask, what is read of it, what it is answered
    entries      calls, messages, what people write, and applications: listed, shown, and delivered by hand
    history      what has happened: waiting for it, counting it, following it, and what has come to a phone
    setup        what is to happen: the clock, scenarios, accounts
    health       whether the sandbox runs
    endpoints    the table of all endpoints
    openapi      the table described; ``schemas`` makes JSON Schema of its types

Each file of a group has the types of what its endpoints take and answer, the handlers, and how values become JSON.
"""

from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from mock_esms.exchange.components import Components
from mock_esms.exchange.exchange import Exchange
from mock_esms.server.control.endpoints import GROUPS
from mock_esms.server.control.serving.auth import Guard
from mock_esms.server.control.serving.responses import add_headers, errors_as_json

PREFIX: Final = "/_mock"


def control_app(exchange: Exchange, components: Components) -> web.Application:
    """The application that is mounted under ``/_mock``.

    With a store, what may have changed something is answered when the change is on disk.
    """
    store = components.store
    guard = Guard(token=components.settings.control_token, allow_hosts=components.settings.allow_hosts)

    @web.middleware
    async def stored_first(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await handler(request)
        if store is not None and request.method != hdrs.METH_GET:
            await store.wait_until_stored()
        return response

    app = web.Application(middlewares=[guard.middleware, errors_as_json, stored_first])
    app.on_response_prepare.append(add_headers)
    for group in GROUPS:
        app.add_routes(group(exchange, components).routes())
    return app


__all__ = ["PREFIX", "control_app"]
