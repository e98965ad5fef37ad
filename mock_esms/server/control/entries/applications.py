"""``/_mock/applications``: what was applied for, and deciding it by hand (FACTS-MESSAGES 4, R19 to R21)."""

from typing import NamedTuple, TypedDict

from aiohttp import web

from mock_esms.model.application import Application, ApplicationKind, Decision
from mock_esms.model.times import format_instant
from mock_esms.server.control.entries.callback_json import CallbackJson, serialize_callback
from mock_esms.server.control.entries.entry_json import (
    ChosenJson,
    Moment,
    WarningJson,
    optional_moment,
    serialize_chosen,
    serialize_warning,
)
from mock_esms.server.control.entries.kind_control import KindControl, endpoints_of_kind
from mock_esms.server.control.serving.endpoint import Endpoint


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
    id_name = "service_preview_id"

    def shown(self, entry: Application) -> ApplicationJson:
        """An application."""
        return serialize_application(entry)

    def listed(self, found: list[Application], total: int) -> ApplicationsJson:
        """Some applications."""
        return ApplicationsJson(applications=[serialize_application(each) for each in found], total=total)

    async def decide(self, request: web.Request, body: DecideBody) -> ApplicationJson:
        """Decide it now; what is approved exists in the account from then on."""
        self._exchange.applications.decide(self.requested(request), body.decision)
        return serialize_application(self.requested(request))

    endpoints = (
        *endpoints_of_kind(
            "/applications/{service_preview_id}",
            Application,
            (ApplicationsJson, ApplicationJson),
            many="What accounts applied for: packages and templates.",
            one="One application.",
            redeliver="Tell the decision once more, now.",
            give_up="Make no further attempt: callbacks that still wait are exhausted.",
        ),
        Endpoint("post", "/applications/{service_preview_id}/decide", decide, errors=(404, 409)),
    )


def serialize_application(application: Application) -> ApplicationJson:
    """An application."""
    return {
        "service_preview_id": int(application.sms_id),
        "operation": application.request.operation,
        "kind": application.request.kind,
        "scenario": application.scenario,
        "chosen": serialize_chosen(application.chosen),
        "received_at": format_instant(application.received_at),
        "request": dict(application.request.parameters),
        "warnings": [serialize_warning(warning) for warning in application.warnings],
        "due": format_instant(application.due),
        "decision": application.decision,
        "decided_at": optional_moment(application.decided_at),
        "settled": application.settled,
        "callbacks": [serialize_callback(callback) for callback in application.callbacks],
    }
