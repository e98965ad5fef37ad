"""The control API as an application of its own."""

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from mock_esms.exchange.components import Components
from mock_esms.exchange.exchange import Exchange
from mock_esms.server.control.endpoints import GROUPS
from mock_esms.server.control.serving.auth import Guard
from mock_esms.server.control.serving.responses import add_headers, errors_as_json


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
