"""``/_mock/openapi.json``: the sandbox in OpenAPI 3.1, for people, Postman and generators of clients.

The eSMS side comes from its table of operations; the control API from the table below and the types that it names.
docs/openapi.json is the same document as ``document_text`` writes it, and a test keeps it in step.
"""

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Final

from mock_esms._version import __version__
from mock_esms.config.match import CALL_NAMES
from mock_esms.esms.openapi import esms_paths, esms_schemas
from mock_esms.server.control.body_schemas import BODIES, NOTHING
from mock_esms.server.control.json_types import (
    AccountJson,
    AccountsJson,
    CallJson,
    CallsJson,
    ClockJson,
    DocumentErrorJson,
    ErrorJson,
    EventJson,
    HealthJson,
    MiscountedJson,
    RequestsJson,
    ResetJson,
    ScenarioJson,
    ScenariosJson,
    ScenarioTextJson,
    TimedOutJson,
    VerifiedJson,
    WaitedJson,
)
from mock_esms.server.control.schemas import Schema, Schemas

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPath:
    """One address of the control API with one method.

    ``answer`` is the type of what is answered with 200, ``errors`` the statuses beside 401 and 403, and
    ``error_answers`` the types of those that tell more than code and message.
    """

    method: str
    path: str
    about: str
    answer: Hashable
    body: Schema | None = None
    query: tuple[str, ...] = ()
    errors: tuple[int, ...] = ()
    error_answers: Mapping[int, Hashable] = field(default_factory=dict)
    media_type: str = "application/json"


TEXT: Final[Schema] = {"type": "string"}
_PAGING: Final = ("limit", "after", "order")
_ACCOUNT: Final = {"type": "object", "description": "the fields of an account in the settings file"}
_SCENARIO: Final = {"type": "object", "description": "a scenario, in YAML or JSON"}

ADDRESSES: Final = (
    ControlPath(method="get", path="/health", about="The sandbox runs.", answer=HealthJson),
    ControlPath(method="get", path="/openapi.json", about="This document.", answer=dict[str, object]),
    ControlPath(
        method="get",
        path="/calls",
        about="The calls that fit.",
        answer=CallsJson,
        query=(*CALL_NAMES, *_PAGING),
        errors=(404, 422),
    ),
    ControlPath(method="get", path="/calls/{sms_id}", about="One call.", answer=CallJson, errors=(404,)),
    ControlPath(
        method="post",
        path="/calls/{sms_id}/redeliver",
        about="Send the final callback once more, now.",
        answer=CallJson,
        body=NOTHING,
        errors=(400, 404, 409, 413, 422, 503),
    ),
    ControlPath(
        method="post",
        path="/calls/{sms_id}/retry",
        about="Make the attempt now that is due next; it counts as the one that it would have been.",
        answer=CallJson,
        body=NOTHING,
        errors=(400, 404, 409, 413, 422),
    ),
    ControlPath(
        method="post",
        path="/calls/{sms_id}/give_up",
        about="Make no further attempt: a callback that still waits is exhausted.",
        answer=CallJson,
        body=NOTHING,
        errors=(400, 404, 409, 413, 422),
    ),
    ControlPath(
        method="post",
        path="/calls/{sms_id}/act",
        about="Do what the called person of an interactive call does.",
        answer=CallJson,
        body=BODIES["Act"],
        errors=(400, 404, 409, 413, 422),
    ),
    ControlPath(
        method="get",
        path="/requests",
        about="Every request of the eSMS side, refused and unknown ones included.",
        answer=RequestsJson,
        query=("matched", "api_key", "limit", "order"),
        errors=(422,),
    ),
    ControlPath(
        method="post",
        path="/wait",
        about="Wait until calls have got somewhere.",
        answer=WaitedJson,
        body=BODIES["Wait"],
        error_answers={408: TimedOutJson},
        errors=(400, 408, 409, 413, 422, 503),
    ),
    ControlPath(
        method="post",
        path="/verify",
        about="Whether as many calls match as should.",
        answer=VerifiedJson,
        body=BODIES["Verify"],
        error_answers={409: MiscountedJson},
        errors=(400, 409, 413, 422),
    ),
    ControlPath(method="get", path="/clock", about="The clock.", answer=ClockJson),
    ControlPath(
        method="put",
        path="/clock",
        about="Change the clock.",
        answer=ClockJson,
        body=BODIES["SetClock"],
        errors=(400, 409, 413, 422, 503),
    ),
    ControlPath(
        method="post",
        path="/clock/advance",
        about="Let time pass; answers when everything due has finished.",
        answer=ClockJson,
        body=BODIES["Advance"],
        errors=(400, 409, 413, 422, 503),
    ),
    ControlPath(method="get", path="/scenarios", about="Every scenario.", answer=ScenariosJson),
    ControlPath(
        method="get",
        path="/scenarios/{name}",
        about="One scenario, with its YAML.",
        answer=ScenarioTextJson,
        errors=(404,),
    ),
    ControlPath(
        method="put",
        path="/scenarios/{name}",
        about="Add a scenario until the next reset.",
        answer=ScenarioJson,
        body=_SCENARIO,
        error_answers={422: DocumentErrorJson},
        errors=(400, 409, 413, 422, 503),
    ),
    ControlPath(
        method="delete",
        path="/scenarios/{name}",
        about="Take away one that was added.",
        answer=ScenarioJson,
        errors=(404, 409),
    ),
    ControlPath(
        method="post",
        path="/scenarios/{name}/arm",
        about="Let the next calls that match play it.",
        answer=ScenarioJson,
        body=BODIES["Arm"],
        errors=(400, 404, 413, 422, 503),
    ),
    ControlPath(
        method="delete",
        path="/scenarios/{name}/arm",
        about="Let no further call play it because it was armed.",
        answer=ScenarioJson,
        body=NOTHING,
        errors=(400, 404, 413, 422),
    ),
    ControlPath(method="get", path="/accounts", about="Every account; secrets masked.", answer=AccountsJson),
    ControlPath(
        method="put",
        path="/accounts/{api_key}",
        about="Open an account, or replace it.",
        answer=AccountJson,
        body=_ACCOUNT,
        errors=(400, 413, 422, 503),
    ),
    ControlPath(
        method="post",
        path="/reset",
        about="Forget what happened, of one account or of all.",
        answer=ResetJson,
        body=BODIES["Reset"],
        errors=(400, 404, 413, 422),
    ),
    ControlPath(
        method="get",
        path="/events",
        about="Follow what happens, as server-sent events.",
        answer=str,
        query=("since",),
        errors=(422, 503),
        media_type="text/event-stream",
    ),
)
"""Every address of the control API, without its prefix."""


def document(server: str) -> Schema:
    """The whole document; ``server`` is the address of the sandbox that it is about."""
    schemas = Schemas()
    control: Schema = {}
    for each in ADDRESSES:
        control.setdefault(f"/_mock{each.path}", {})[each.method] = _described(each, schemas)
    schemas.of(EventJson)
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
            "schemas": {**esms_schemas(), **dict(sorted(schemas.named.items()))},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def document_text(server: str = "http://127.0.0.1:8080") -> str:
    """The document as docs/openapi.json has it."""
    return json.dumps(document(server), indent=2, ensure_ascii=False) + "\n"


def _described(each: ControlPath, schemas: Schemas) -> Schema:
    names = [piece[1:-1] for piece in each.path.split("/") if piece.startswith("{")]
    errors = {str(status): _described_error(status, each, schemas) for status in sorted({401, 403, *each.errors})}
    described: Schema = {
        "operationId": f"{each.method} {each.path}",
        "tags": ["control"],
        "summary": each.about,
        "security": [{}, {"token": []}],
        "parameters": [
            *({"name": name, "in": "path", "required": True, "schema": TEXT} for name in names),
            *({"name": name, "in": "query", "required": False, "schema": TEXT} for name in each.query),
        ],
        "responses": {
            "200": {"description": "done", "content": {each.media_type: {"schema": schemas.of(each.answer)}}},
            **errors,
        },
    }
    if each.body is not None:
        described["requestBody"] = {"content": {"application/json": {"schema": each.body}}}
    return described


def _described_error(status: int, each: ControlPath, schemas: Schemas) -> Schema:
    schema = schemas.of(each.error_answers.get(status, ErrorJson))
    return {"description": _STATUS[status], "content": {"application/json": {"schema": schema}}}
