"""The eSMS side in OpenAPI 3.1, made from the table of operations.

Two operations of two hosts share one address, GetSendStatus; here they are one, with either's parameters and answers.
"""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from mock_esms.esms.inquiries.inquiry_checks import INQUIRY_CHECKS
from mock_esms.esms.message_checks import MESSAGE_CHECKS
from mock_esms.esms.operation import Operation, Parameter, ParameterKind, ParametersIn
from mock_esms.esms.operations import EVERY_OPERATION
from mock_esms.esms.responses.response import XML
from mock_esms.esms.responses.response_shapes import ResponseMembers, ResponseShape
from mock_esms.esms.responses.result_codes import (
    ACCEPTED,
    CODE_WRONG,
    ID_NOT_FOUND,
    RESULT_CODES,
    TOO_MANY_REQUESTS,
    UNAUTHORIZED,
    text_of,
)
from mock_esms.esms.responses.wcf_json import JsonValue, OnePlace
from mock_esms.model.codec import JsonObject

_PAGES: Final = {
    "307": "a POST address without its slash; Location has it",
    "400": "the page Request Error: the body cannot be read",
    "404": "the page Endpoint not found",
    "405": "the page Method not allowed",
}
_PAGE: Final[JsonObject] = {"text/html": {"schema": {"type": "string"}}}
_WEB_API_ERRORS: Final = {"400": "the body cannot be read", "405": "another method than POST"}
_WEB_API_ERROR: Final[JsonObject] = {
    "application/json": {
        "schema": {"type": "object", "properties": {"Message": {"type": "string"}}, "required": ["Message"]}
    }
}
"""The host of callback data has no pages."""
_MEDIA: Final[Mapping[ParametersIn, str]] = {
    "json": "application/json",
    "raw-json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "rqst": "application/xml",
}
_RQST: Final = "<RQST> with a member in capitals for each parameter, the receivers under CONTACTS"
_JSON_TYPES: Final[Mapping[ParameterKind, list[str]]] = {
    "texts": ["array"],
    "list": ["array"],
    "object": ["object"],
    "json": ["object"],
}
_ASKS: Final = frozenset({"voice-status", "sms-status", "receivers", "receiver-times"})
_WIDER: Final[Mapping[str, object]] = {
    "Balance": "number",
    "TotalPrice": "number",
    "TempId": ["integer", "string"],
    "TemplateId": ["integer", "string"],
}
"""Members that may be more than their example: amounts are whole numbers where they can be (FACTS 4), ids may not."""
_TYPES: Final[Mapping[type, str]] = {
    bool: "boolean",
    int: "integer",
    Decimal: "number",
    OnePlace: "number",
    str: "string",
}


def esms_paths() -> JsonObject:
    """Every address of the eSMS side, by its path."""
    paths: JsonObject = {}
    for path in dict.fromkeys(operation.path for operation in EVERY_OPERATION):
        here = [operation for operation in EVERY_OPERATION if operation.path == path]
        paths[path] = {here[0].method.lower(): _operation(here)}
    return paths


def esms_schemas() -> JsonObject:
    """The schema of each shape of a response, by its name."""
    return {operation.response_shape.name: _schema(operation.response_shape) for operation in EVERY_OPERATION}


def _operation(here: list[Operation]) -> JsonObject:
    first = here[0]
    described: JsonObject = {
        "operationId": first.name,
        "tags": [f"{operation.host} host" for operation in here],
        "summary": first.about,
        "x-grade": first.grade,
        "x-source": first.source,
        "description": _codes(here),
        "responses": _responses(here),
    }
    if first.method == "POST":
        described["requestBody"] = {"required": True, "content": {_MEDIA[first.parameters_in]: _content(here)}}
    else:
        described["parameters"] = list(_parameters(here))
    return described


def _parameters(here: list[Operation]) -> Iterable[JsonObject]:
    for name in dict.fromkeys(parameter.name for operation in here for parameter in operation.parameters):
        found = [operation.find(name) for operation in here]
        parameter = next(parameter for parameter in found if parameter is not None)
        in_path = name in here[0].in_path
        described: JsonObject = {
            "name": name,
            "in": "path" if in_path else "query",
            "required": in_path or all(each is not None and each.required for each in found),
            "description": parameter.about,
            "schema": _value(parameter),
        }
        if parameter.example and (parameter.required or len(here) == 1) and parameter.name != "SendDate":
            described["example"] = parameter.example
        yield described


def _value(parameter: Parameter) -> JsonObject:
    """The schema of a parameter: eSMS types every one as a string, and refuses none by its type."""
    return {"type": "string", "examples": list(parameter.choices)} if parameter.choices else {"type": "string"}


def _content(here: list[Operation]) -> JsonObject:
    """What stands in a body: JSON, a form, or the XML of the text operations."""
    if here[0].parameters_in == "rqst":
        return {"schema": {**_body(here), "description": _RQST}}
    return {"schema": _body(here), "example": _example(here[0])}


def _body(here: list[Operation]) -> JsonObject:
    """The members of a body; required are those that every operation of the address requires."""
    every = {parameter.name: parameter for operation in here for parameter in operation.parameters}
    return {
        "type": "object",
        "properties": {
            name: {"type": _JSON_TYPES.get(parameter.kind, _scalars(here, name)), "description": parameter.about}
            for name, parameter in every.items()
        },
        "required": [name for name in every if _is_required(here, name)],
    }


def _scalars(here: list[Operation], name: str) -> list[str]:
    return ["string", "number", "boolean"] + ["null"] * (not _is_required(here, name))


def _is_required(here: list[Operation], name: str) -> bool:
    found = [operation.find(name) for operation in here]
    return all(each is not None and each.required for each in found)


def _example(operation: Operation) -> JsonObject:
    """A body with what is required; lists and objects are written in the table as their JSON."""
    return {
        parameter.name: json.loads(parameter.example) if parameter.kind in _JSON_TYPES else parameter.example
        for parameter in operation.parameters
        if parameter.required
    }


def _responses(here: list[Operation]) -> JsonObject:
    shapes = list(dict.fromkeys(operation.response_shape.name for operation in here))
    schema: JsonObject = {"$ref": f"#/components/schemas/{shapes[0]}"}
    if len(shapes) > 1:
        schema = {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in shapes]}
    examples = {
        name: {"value": _plain(fields)}
        for operation in here
        for name, fields in _answers(operation.response_shape).items()
    }
    pages = {status: {"description": meaning, "content": _PAGE} for status, meaning in _PAGES.items()}
    if here[0].host == "status":
        pages = {
            status: {"description": meaning, "content": _WEB_API_ERROR} for status, meaning in _WEB_API_ERRORS.items()
        }
    done = {
        "description": "the outcome is in the body, business errors included",
        "content": {
            "application/json": {"schema": schema, "examples": examples},
            XML.partition(";")[0]: {"schema": {"type": "string"}},
        },
    }
    return {"200": done, **pages, "default": {"description": "whatever a scenario's `reply` says"}}


def _answers(shape: ResponseShape) -> dict[str, ResponseMembers]:
    return {
        f"{shape.name}-accepted": shape.example,
        f"{shape.name}-wrong-keys": shape.refused(UNAUTHORIZED, text_of(UNAUTHORIZED), "x"),
    }


def _schema(shape: ResponseShape) -> JsonObject:
    """Every member that an answer of this shape may have; only the code is always there."""
    every = [shape.example, *(shape.refused(code, "x", "x") for code in (UNAUTHORIZED, ID_NOT_FOUND))]
    names = sorted({name for fields in every for name in fields})
    properties = {name: _member(name, [fields[name] for fields in every if name in fields]) for name in names}
    codes = [{"required": [name]} for name in names if name.startswith("Code") or name == "Error"]
    return {"type": "object", "properties": properties, "anyOf": codes}


def _member(name: str, values: list[JsonValue]) -> JsonObject:
    """What a member is in the answers that have it; null where one of them writes that."""
    described = [_of(name, value) for value in values if value is not None]
    if len(described) == len(values):
        return described[0]
    return {"anyOf": [*described[:1], {"type": "null"}]} if described else {"type": ["string", "null"]}


def _of(name: str, value: JsonValue) -> JsonObject:
    if isinstance(value, Mapping):
        return {"type": "object", "properties": {inner: _member(inner, [each]) for inner, each in value.items()}}
    if isinstance(value, tuple):
        entries = [entry for entry in value if isinstance(entry, Mapping)]
        items = {inner: _member(inner, [each]) for entry in entries for inner, each in entry.items()}
        return {"type": "array", "items": {"type": "object", "properties": items} if items else {"type": "string"}}
    return {"type": _WIDER.get(name, _TYPES[type(value)])}


def _plain(fields: ResponseMembers) -> JsonObject:
    return {name: _plain_value(value) for name, value in fields.items()}


def _plain_value(value: JsonValue) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Mapping):
        return _plain(value)
    return [_plain_value(each) for each in value] if isinstance(value, tuple) else value


def _codes(here: list[Operation]) -> str:
    """The codes that it may answer, in a sentence each."""
    asks = any(operation.does in _ASKS for operation in here)
    codes = [ACCEPTED, UNAUTHORIZED, "140", "143"] + [ID_NOT_FOUND] * asks
    for operation in here:
        if operation.sends is not None:
            codes += [code for check in operation.sends.checks for code in MESSAGE_CHECKS[check][1]]
        if operation.answers is not None:
            codes += [code for check in operation.answers.checks for code in INQUIRY_CHECKS[check][1]]
            codes += [TOO_MANY_REQUESTS] * (operation.answers.rate is not None)
        if operation.does == "check-code":
            codes.append(CODE_WRONG)
        if operation.plays is not None:
            codes += [operation.plays.refusal, "108", "99", "102", "103"]
            codes += ["124"] * (operation.find("RequestId") is not None)
            codes += ["118"] * (operation.select is not None)
    return "\n".join(f"- {code}: {RESULT_CODES[code].meaning}" for code in sorted(set(codes), key=int))
