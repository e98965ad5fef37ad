"""The ``/_mock/`` door: the control API of CONTRACT 7, in JSON. It reads the journal and asks the exchange.

``guard`` decides who may come in and turns errors into answers, ``reading`` reads bodies and queries, ``views`` says
how values look; each other file is one group of addresses.
"""

from aiohttp import web

from mock_esms.exchange.exchange import Components, Exchange
from mock_esms.journal.changes import WaitUntilStored
from mock_esms.server.control.accounts import AccountsControl
from mock_esms.server.control.auth import Guard, json_response
from mock_esms.server.control.calls import CallsControl
from mock_esms.server.control.clock import ClockControl
from mock_esms.server.control.events import EventsControl
from mock_esms.server.control.scenarios import ScenariosControl
from mock_esms.server.control.wait import WaitingControl

PREFIX = "/_mock"


def control_app(exchange: Exchange, parts: Components, kept: WaitUntilStored | None = None) -> web.Application:
    """The application that is mounted under ``/_mock``; ``kept`` waits until all that has changed is on disk."""
    guard = Guard(token=parts.settings.control_token, allow_hosts=parts.settings.allow_hosts, kept=kept)
    app = web.Application(middlewares=[guard.middleware])
    app.on_response_prepare.append(guard.add_headers)
    for group in (
        CallsControl(exchange, parts.journal),
        WaitingControl(parts.journal, parts.clock),
        ClockControl(parts.clock, parts.scheduler, parts.journal),
        ScenariosControl(parts.library),
        AccountsControl(exchange, parts.ledger),
        EventsControl(parts.journal),
    ):
        app.add_routes(group.routes())
    app.router.add_get("/openapi.json", _document)
    return app


async def _document(_request: web.Request) -> web.Response:
    """Both doors, at the address by which they were asked for."""
    from mock_esms.server.control.openapi import document  # noqa: PLC0415 - seldom asked for, and no start shall wait for it

    return json_response(document("/"))


__all__ = ["PREFIX", "control_app"]
