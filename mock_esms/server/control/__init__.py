"""The control API of CONTRACT 7 and 13, in JSON under ``/_mock/``: it reads the journal and asks the exchange.

::

    auth.py         who may use it
    responses.py    JSON, errors as JSON, and the headers of every response
    decode.py       bodies and queries -> frozen values, checked by their types
    serializers.py  values -> JSON, of the types in json_types.py; message_serializers.py, event_serializers.py
    addresses.py    the table of all addresses, from journal_addresses.py, entry_addresses.py; control_path.py is a row
    openapi.py      the table described, from the same types: schemas.py makes JSON Schema of them

``requests``, ``calls``, ``messages``, ``inbound``, ``applications``, ``entries``, ``inbox``, ``wait``, ``verify``,
``evidence``, ``clock``, ``scenarios``, ``accounts`` and ``events`` hold the handlers, each of one group of addresses,
with the bodies and queries that they take. ``kind_control`` is what calls, messages, inbound and applications have in
common; ``listing`` is shared by those that list, ``limits`` by those that wait.
"""

from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from mock_esms.exchange.exchange import Components, Exchange
from mock_esms.journal.changes import WaitUntilStored
from mock_esms.server.control.accounts import AccountsControl
from mock_esms.server.control.applications import ApplicationsControl
from mock_esms.server.control.auth import Guard
from mock_esms.server.control.calls import CallsControl
from mock_esms.server.control.clock import ClockControl
from mock_esms.server.control.entries import EntriesControl
from mock_esms.server.control.events import EventsControl
from mock_esms.server.control.evidence import EvidenceControl
from mock_esms.server.control.inbound import InboundControl
from mock_esms.server.control.inbox import InboxControl
from mock_esms.server.control.messages import MessagesControl
from mock_esms.server.control.requests import RequestsControl
from mock_esms.server.control.responses import add_headers, errors_as_json, json_response
from mock_esms.server.control.scenarios import ScenariosControl
from mock_esms.server.control.verify import VerifyControl
from mock_esms.server.control.wait import WaitControl

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
    for group in (
        RequestsControl(components.journal),
        CallsControl(exchange, components.journal),
        MessagesControl(exchange, components.journal),
        EntriesControl(components.journal),
        InboxControl(components),
        InboundControl(exchange, components.journal),
        ApplicationsControl(exchange, components.applications, components.journal),
        WaitControl(components),
        VerifyControl(components),
        EvidenceControl(components),
        ClockControl(components),
        ScenariosControl(components.library),
        AccountsControl(exchange, components),
        EventsControl(components.journal),
    ):
        app.add_routes(group.routes())
    app.router.add_get("/openapi.json", _openapi)
    return app


async def _openapi(_request: web.Request) -> web.Response:
    """The document, whose server is the address by which it was requested."""
    from mock_esms.server.control.openapi import document  # noqa: PLC0415 - seldom requested, and no start waits for it

    return json_response(document("/"))


__all__ = ["PREFIX", "control_app"]
