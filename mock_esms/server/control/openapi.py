"""``/_mock/openapi.json``: the sandbox in OpenAPI 3.1, for people, Postman and generators of clients.

The eSMS side comes from its table of operations; the control API from its table of endpoints and the types that they
name. docs/openapi.json is the same document as ``document_text`` writes it, and a test holds the two to each other.
"""

import json
from typing import Final

from mock_esms._version import __version__
from mock_esms.config.documents.decoders import Record
from mock_esms.config.documents.json_schema import Definitions, Schema
from mock_esms.esms.openapi import esms_paths, esms_schemas
from mock_esms.server.control.endpoints import ENDPOINTS
from mock_esms.server.control.history.event_json import EventJson
from mock_esms.server.control.schemas import Schemas
from mock_esms.server.control.serving.endpoint import Endpoint
from mock_esms.server.control.serving.responses import ErrorJson

TEXT: Final[Schema] = {"type": "string"}
_STATUS: Final = {
    401: "the header Authorization: Bearer is missing or wrong",
    403: "this Host or Origin is not allowed",
    404: "nothing has this name or id",
    400: "the body cannot be read",
    408: "the time is over; the nearest calls are listed",
    409: "not now, or not so",
    413: "the body is too large",
    422: "a value is wrong; the message names its place",
    503: "the sandbox serves no more of these at one time",
}


def document(server: str) -> Schema:
    """The document; ``server`` is the address of the sandbox that it is about."""
    answers, sent = Schemas(), Definitions("#/components/schemas/")
    answers.of(EventJson)
    control: Schema = {}
    for each in ENDPOINTS:
        control.setdefault(f"/_mock{each.path}", {})[each.method] = _described(each, answers, sent)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "mock-esms",
            "version": __version__,
            "summary": "A sandbox of eSMS, and the API that controls it.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": server}],
        "paths": {**esms_paths(), **control},
        "components": {
            "schemas": {**esms_schemas(), **dict(sorted((answers.named | sent.all()).items()))},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def document_text(server: str = "http://127.0.0.1:8080") -> str:
    """The document as docs/openapi.json has it."""
    return json.dumps(document(server), indent=2, ensure_ascii=False) + "\n"


def _described(each: Endpoint, answers: Schemas, sent: Definitions) -> Schema:
    types = each.types
    names = [piece[1:-1] for piece in each.path.split("/") if piece.startswith("{")]
    query = dict.fromkeys(each.filters, TEXT)
    if "query" in types:
        query |= sent.record(Record(types["query"]))["properties"]
    described: Schema = {
        "operationId": f"{each.method} {each.path}",
        "tags": ["control"],
        "summary": each.summary,
        "security": [{}, {"token": []}],
        "parameters": [
            *({"name": name, "in": "path", "required": True, "schema": TEXT} for name in names),
            *({"name": name, "in": "query", "required": False, "schema": schema} for name, schema in query.items()),
        ],
        "responses": {
            "200": {"description": "done", "content": {each.media_type: {"schema": answers.of(types["answer"])}}},
            **{str(status): _described_error(status, each, answers) for status in each.statuses},
        },
    }
    if "body" in types:
        schema = types["body"] if isinstance(types["body"], dict) else sent.of(types["body"])
        described["requestBody"] = {"content": {"application/json": {"schema": schema}}}
    return described


def _described_error(status: int, each: Endpoint, answers: Schemas) -> Schema:
    schema = answers.of(each.error_answers.get(status, ErrorJson))
    return {"description": _STATUS[status], "content": {"application/json": {"schema": schema}}}
