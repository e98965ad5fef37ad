"""``/_mock/applications``: what was applied for, and deciding it by hand (FACTS-MESSAGES 4, R19 to R21)."""

from collections.abc import Iterable
from typing import NamedTuple, TypedDict

from aiohttp import web

from mock_esms.exchange.applications import Applications
from mock_esms.exchange.exchange import Exchange
from mock_esms.journal import Journal
from mock_esms.model.application import Application, ApplicationKind, Decision
from mock_esms.model.times import format_instant
from mock_esms.server.control.decode import decode_body
from mock_esms.server.control.json_types import CallbackJson, ChosenJson, Moment, WarningJson
from mock_esms.server.control.kind_control import KindControl
from mock_esms.server.control.serializers import serialize_callback, serialize_warning


class DecideBody(NamedTuple):
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


class ApplicationsControl(KindControl[Application]):
    """Shows applications, and decides them."""

    kind = Application
    path = "/applications"
    id_name = "service_preview_id"

    def __init__(self, exchange: Exchange, applications: Applications, journal: Journal) -> None:
        """Serve the applications of this journal."""
        super().__init__(exchange, journal)
        self._applications = applications

    def entry(self, entry_id: str) -> Application:
        """The application of that ServicePreviewId."""
        return self._applications.known(entry_id)

    def shown(self, entry: Application) -> ApplicationJson:
        """An application."""
        return serialize_application(entry)

    def listed(self, found: list[Application], total: int) -> ApplicationsJson:
        """Some applications."""
        return ApplicationsJson(applications=[serialize_application(each) for each in found], total=total)

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The addresses."""
        return (*super().routes(), web.post("/applications/{service_preview_id}/decide", self.decide))

    async def decide(self, request: web.Request) -> web.Response:
        """Decide it now."""
        body = await decode_body(request, DecideBody)
        self._applications.decide(request.match_info[self.id_name], body.decision)
        return self.response(request)


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
