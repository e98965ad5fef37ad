"""The control API of CONTRACT 7 and 13, in JSON under ``/_mock/``: it reads the journal and asks the exchange.

::

    auth.py         who may use it
    responses.py    JSON, errors as JSON, and the headers of every response
    decode.py       bodies and queries -> frozen values, checked by their types
    endpoint.py     what an endpoint is: a row of a table, and a handler whose signature says what goes in and out
    serializers.py  values -> JSON, of the types in json_types.py; message_serializers.py, event_serializers.py
    endpoints.py    the table of all endpoints
    openapi.py      the table described, from the same types: schemas.py makes JSON Schema of them

``health``, ``requests``, ``calls``, ``messages``, ``inbound``, ``applications``, ``entries``, ``inbox``, ``wait``,
``verify``, ``evidence``, ``clock``, ``scenarios``, ``accounts`` and ``events`` hold the handlers, each of one group of
endpoints, with the bodies and queries that they take. ``kind_control`` is what calls, messages, inbound and
applications have in common; ``listing`` is shared by those that list, ``limits`` by those that wait.
"""

from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from mock_esms.exchange.components import Components
from mock_esms.exchange.exchange import Exchange
from mock_esms.journal.changes import WaitUntilStored
from mock_esms.server.control.auth import Guard
from mock_esms.server.control.endpoints import GROUPS
from mock_esms.server.control.responses import add_headers, errors_as_json

PREFIX: Final = "/_mock"


def control_app(
    exchange: Exchange, components: Components, wait_until_stored: WaitUntilStored | None = None
) -> web.Application:
    """The application that is mounted under ``/_mock``.

    What may have changed something is answered when ``wait_until_stored`` has waited for the change to be on disk.
    """
    guard = Guard(token=components.settings.control_token, allow_hosts=components.settings.allow_hosts)

    @web.middleware
    async def stored_first(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await handler(request)
        if wait_until_stored is not None and request.method != hdrs.METH_GET:
            await wait_until_stored()
        return response

    app = web.Application(middlewares=[guard.middleware, errors_as_json, stored_first])
    app.on_response_prepare.append(add_headers)
    for group in GROUPS:
        app.add_routes(group(exchange, components).routes())
    return app


__all__ = ["PREFIX", "control_app"]
