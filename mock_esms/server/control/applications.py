"""``/_mock/applications``: what was applied for, and deciding it by hand (FACTS-MESSAGES 4, R19 to R21)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from aiohttp import web

from mock_esms.config.match import APPLICATION_NAMES
from mock_esms.exchange.applications import Applications
from mock_esms.exchange.exchange import Exchange
from mock_esms.journal import Journal
from mock_esms.model.application import Application, ApplicationKind, Decision
from mock_esms.model.times import format_instant
from mock_esms.server.control.decode import NoBody, decode_body
from mock_esms.server.control.json_types import CallbackJson, ChosenJson, Moment, WarningJson
from mock_esms.server.control.listing import list_entries, read_list_query
from mock_esms.server.control.responses import json_response
from mock_esms.server.control.serializers import serialize_callback, serialize_warning


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideBody:
    """How an application is decided."""

    decision: Decision


class ApplicationJson(TypedDict):
    """An application; ``decision`` and ``decided_at`` are null until it is decided, ``due`` is when it will be.

    ``callbacks`` is empty without CallbackUrl; else the first tells that it was received, the second the decision.
    """

    service_preview_id: int
    operation: str
    kind: ApplicationKind
    scenario: str
    chosen: ChosenJson
    received_at: Moment
    request: dict[str, str]
    warnings: list[WarningJson]
    due: Moment
    decision: Decision | None
    decided_at: Moment | None
    settled: bool
    callbacks: list[CallbackJson]


class ApplicationsJson(TypedDict):
    """The applications that fit; ``total`` counts them before the limit."""

    applications: list[ApplicationJson]
    total: int


class ApplicationsControl:
    """Shows applications, and decides them."""

    def __init__(self, exchange: Exchange, applications: Applications, journal: Journal) -> None:
        """Serve the applications of this journal."""
        self._exchange = exchange
        self._applications = applications
        self._journal = journal

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The addresses."""
        address = "/applications/{service_preview_id}"
        return (
            web.get("/applications", self.applications),
            web.get(address, self.application),
            web.post(f"{address}/decide", self.decide),
            web.post(f"{address}/redeliver", self.redeliver),
            web.post(f"{address}/retry", self.retry),
            web.post(f"{address}/give_up", self.give_up),
        )

    async def applications(self, request: web.Request) -> web.Response:
        """The applications that fit the filters; order and total as for calls."""
        found, total = list_entries(self._journal, Application, read_list_query(request, APPLICATION_NAMES))
        shown = [serialize_application(application) for application in found]
        return json_response(ApplicationsJson(applications=shown, total=total))

    async def application(self, request: web.Request) -> web.Response:
        """One application."""
        return self._answer(request)

    async def decide(self, request: web.Request) -> web.Response:
        """Decide it now."""
        body = await decode_body(request, DecideBody)
        self._applications.decide(request.match_info["service_preview_id"], body.decision)
        return self._answer(request)

    async def redeliver(self, request: web.Request) -> web.Response:
        """Tell the decision once more, now and without retries."""
        await decode_body(request, NoBody)
        self._exchange.manual_delivery.redeliver(self._meant(request))
        return self._answer(request)

    async def retry(self, request: web.Request) -> web.Response:
        """Make the attempt now that is due next."""
        await decode_body(request, NoBody)
        self._exchange.manual_delivery.retry(self._meant(request))
        return self._answer(request)

    async def give_up(self, request: web.Request) -> web.Response:
        """Make no further attempt of what is due."""
        await decode_body(request, NoBody)
        self._exchange.manual_delivery.give_up(self._meant(request))
        return self._answer(request)

    def _meant(self, request: web.Request) -> Application:
        return self._applications.known(request.match_info["service_preview_id"])

    def _answer(self, request: web.Request) -> web.Response:
        return json_response(serialize_application(self._meant(request)))


def serialize_application(application: Application) -> ApplicationJson:
    """An application."""
    return {
        "service_preview_id": int(application.sms_id),
        "operation": application.request.operation,
        "kind": application.request.kind,
        "scenario": application.scenario,
        "chosen": {"by": application.chosen.by, "match": dict(application.chosen.match)},
        "received_at": format_instant(application.received_at),
        "request": dict(application.request.parameters),
        "warnings": [serialize_warning(warning) for warning in application.warnings],
        "due": format_instant(application.due),
        "decision": application.decision,
        "decided_at": None if application.decided_at is None else format_instant(application.decided_at),
        "settled": application.settled,
        "callbacks": [serialize_callback(callback) for callback in application.callbacks],
    }
