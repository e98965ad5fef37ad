"""``/_mock/openapi.json``: both doors in OpenAPI 3.1, for people, Postman and generators of clients.

The eSMS side comes from its table of operations; the control API from the table below. docs/openapi.json is the same
document as ``written`` gives it, and a test keeps it in step.
"""

import json
from dataclasses import dataclass, field
from typing import Any, Final

from mock_esms._version import __version__
from mock_esms.config.match import CALL_NAMES
from mock_esms.esms.openapi import esms_paths, esms_schemas
from mock_esms.server.control.schemas import MATCH, SCHEMAS, TEXT, TRUTH, WHOLE, record, ref, some

Json = dict[str, Any]

_STATUS: Final = {
    401: "the header Authorization: Bearer is missing or wrong",
    403: "this Host or Origin is not allowed",
    404: "nothing has this name or id",
    400: "the body cannot be read",
    408: "the time is over; the nearest calls are listed",
    409: "not now, or not so",
    413: "the body is too large",
    422: "a value is wrong; the message names its place",
    503: "the sandbox keeps no more of these at one time",
}


@dataclass(frozen=True, slots=True)
class ControlPath:
    """One call of the control API: its errors beside 401 and 403, its query, the schemas of its body and its answer."""

    method: str
    path: str
    about: str
    answer: Json
    body: Json | None = None
    query: tuple[str, ...] = ()
    errors: tuple[int, ...] = ()
    media_type: str = field(default="application/json")


_CALLS: Final = record(calls=some(ref("Call")), total=WHOLE, dropped=WHOLE, last_event=WHOLE)
_PAGING: Final = ("limit", "after", "order")
_NOTHING: Final = {"type": "object", "additionalProperties": False}
_ACCOUNT: Final = {"type": "object", "description": "the fields of an account in the settings file"}
_SCENARIO: Final = {"type": "object", "description": "a scenario, in YAML or JSON"}

ADDRESSES: Final = (
    ControlPath("get", "/health", "The sandbox runs.", record(status=TEXT, version=TEXT)),
    ControlPath("get", "/openapi.json", "This document.", {"type": "object"}),
    ControlPath("get", "/calls", "The calls that fit.", _CALLS, query=(*CALL_NAMES, *_PAGING), errors=(404, 422)),
    ControlPath("get", "/calls/{sms_id}", "One call.", ref("Call"), errors=(404,)),
    ControlPath(
        "post",
        "/calls/{sms_id}/redeliver",
        "Send the final callback once more, now.",
        ref("Call"),
        body=_NOTHING,
        errors=(400, 404, 409, 413, 422, 503),
    ),
    ControlPath(
        "post",
        "/calls/{sms_id}/retry",
        "Make the attempt now that is due next; it counts as the one that it would have been.",
        ref("Call"),
        body=_NOTHING,
        errors=(400, 404, 409, 413, 422),
    ),
    ControlPath(
        "post",
        "/calls/{sms_id}/give_up",
        "Make no further attempt: a callback that still waits is exhausted.",
        ref("Call"),
        body=_NOTHING,
        errors=(400, 404, 409, 413, 422),
    ),
    ControlPath(
        "post",
        "/calls/{sms_id}/act",
        "Do what the called person of an interactive call does.",
        ref("Call"),
        body=ref("Act"),
        errors=(400, 404, 409, 413, 422),
    ),
    ControlPath(
        "get",
        "/requests",
        "Every request of the eSMS side, refused and unknown ones included.",
        record(requests=some(ref("Request")), total=WHOLE, unreadable=WHOLE),
        query=("matched", "limit", "order"),
        errors=(422,),
    ),
    ControlPath(
        "post",
        "/wait",
        "Wait until calls have got somewhere.",
        record(calls=some(ref("Call"))),
        body=ref("Wait"),
        errors=(400, 408, 409, 413, 422, 503),
    ),
    ControlPath(
        "post",
        "/verify",
        "Whether as many calls match as should.",
        record(ok=TRUTH, count=WHOLE),
        body=ref("Verify"),
        errors=(400, 409, 413, 422),
    ),
    ControlPath("get", "/clock", "The clock.", ref("Clock")),
    ControlPath(
        "put", "/clock", "Change the clock.", ref("Clock"), body=ref("SetClock"), errors=(400, 409, 413, 422, 503)
    ),
    ControlPath(
        "post",
        "/clock/advance",
        "Let time pass; answers when everything due has finished.",
        ref("Clock"),
        body=ref("Advance"),
        errors=(400, 409, 413, 422, 503),
    ),
    ControlPath("get", "/scenarios", "Every scenario.", record(scenarios=some(ref("Scenario")))),
    ControlPath("get", "/scenarios/{name}", "One scenario, with its YAML.", ref("ScenarioText"), errors=(404,)),
    ControlPath(
        "put",
        "/scenarios/{name}",
        "Add a scenario until the next reset.",
        ref("Scenario"),
        body=_SCENARIO,
        errors=(400, 409, 413, 422, 503),
    ),
    ControlPath("delete", "/scenarios/{name}", "Take away one that was added.", ref("Scenario"), errors=(404, 409)),
    ControlPath(
        "post",
        "/scenarios/{name}/arm",
        "Let the next calls that match play it.",
        ref("Scenario"),
        body=ref("Arm"),
        errors=(400, 404, 413, 422, 503),
    ),
    ControlPath(
        "delete",
        "/scenarios/{name}/arm",
        "Let no further call play it because it was armed.",
        ref("Scenario"),
        body=_NOTHING,
        errors=(400, 404, 413, 422),
    ),
    ControlPath("get", "/accounts", "Every account; secrets masked.", record(accounts=some(ref("Account")))),
    ControlPath(
        "put",
        "/accounts/{api_key}",
        "Open an account, or replace it.",
        ref("Account"),
        body=_ACCOUNT,
        errors=(400, 413, 422, 503),
    ),
    ControlPath(
        "post",
        "/reset",
        "Forget what happened, of one account or of all.",
        record("ok", ok=TRUTH, never_used=some(record(scenario=TEXT, match=MATCH))),
        body=ref("Reset"),
        errors=(400, 404, 413, 422),
    ),
    ControlPath(
        "get",
        "/events",
        "Follow what happens, as server-sent events.",
        TEXT,
        query=("since",),
        errors=(422, 503),
        media_type="text/event-stream",
    ),
)
"""Every address of the control API, without its prefix."""


def document(server: str) -> Json:
    """The whole document; ``server`` is the address of the sandbox that it is about."""
    control: Json = {}
    for address in ADDRESSES:
        control.setdefault(f"/_mock{address.path}", {})[address.method] = _described(address)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "mock-esms",
            "version": __version__,
            "summary": "A sandbox of the eSMS voice API, and the API that controls it.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": server}],
        "paths": {**esms_paths(), **control},
        "components": {
            "schemas": {**esms_schemas(), **SCHEMAS},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def written(server: str = "http://127.0.0.1:8080") -> str:
    """The document as docs/openapi.json holds it."""
    return json.dumps(document(server), indent=2, ensure_ascii=False) + "\n"


def _described(address: ControlPath) -> Json:
    names = [piece[1:-1] for piece in address.path.split("/") if piece.startswith("{")]
    described: Json = {
        "operationId": f"{address.method} {address.path}",
        "tags": ["control"],
        "summary": address.about,
        "security": [{}, {"token": []}],
        "parameters": [
            *({"name": name, "in": "path", "required": True, "schema": TEXT} for name in names),
            *({"name": name, "in": "query", "required": False, "schema": TEXT} for name in address.query),
        ],
        "responses": {
            "200": {"description": "done", "content": {address.media_type: {"schema": address.answer}}},
            **{str(status): _error(status) for status in sorted({401, 403, *address.errors})},
        },
    }
    if address.body is not None:
        described["requestBody"] = {"content": {"application/json": {"schema": address.body}}}
    return described


def _error(status: int) -> Json:
    return {"description": _STATUS[status], "content": {"application/json": {"schema": ref("Error")}}}
