"""Where the parameters of a request stand: in its query, in its address, or in its body; read into one ``Query``.

Each place has a reader, and each operation names its place. A JSON body is read as the server reads it (FACTS 1 and
4): names are case-sensitive; texts, numbers and true or false are taken as their text, null counts as absent, and what
the operation does not know is ignored, whatever it holds. Lists and objects are held as compact JSON where a parameter
is one. Everything else fails inside the server: 400.
"""

import json
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, NoReturn

from mock_esms.esms.formats.json_text import compact_json, text_of_json
from mock_esms.esms.operation import Operation, Parameter, ParametersIn
from mock_esms.esms.requests.content_type import decode_json, is_json, is_multipart
from mock_esms.esms.requests.query_string import Query, parse_query, query_of
from mock_esms.model.calls import RequestWarning

Operations = tuple[Operation, ...]
"""The operations of one address: which of them is meant is only known when the parameters are."""
_DEEPEST_RQST: Final = 8
"""The documented XML is four elements deep."""


class UnreadableBodyError(ValueError):
    """The server cannot read this body; it answers with its page Request Error."""


class ParameterSources(NamedTuple):
    """Everything in a request that may hold parameters; ``body`` is None when it could not be read."""

    query: Query
    segments: tuple[str, ...] = ()
    content_type: str = ""
    body: bytes | None = b""


def read_parameters(operations: Operations, sources: ParameterSources) -> tuple[Query, tuple[RequestWarning, ...]]:
    """The parameters of the operations of an address from where they have them, and warnings of what is lost.

    Raises ``UnreadableBodyError`` when they stand in a body that is none.
    """
    return _READERS[operations[0].parameters_in](operations, sources)


def _read_query(_operations: Operations, sources: ParameterSources) -> tuple[Query, tuple[RequestWarning, ...]]:
    return sources.query, ()


def _read_path(operations: Operations, sources: ParameterSources) -> tuple[Query, tuple[RequestWarning, ...]]:
    """The values that stand in an address, ``GetBalance/{ApiKey}/{SecretKey}``."""
    return query_of(zip(operations[0].in_path, sources.segments, strict=True)), ()


def _read_json(operations: Operations, sources: ParameterSources) -> tuple[Query, tuple[RequestWarning, ...]]:
    """A JSON body whose Content-Type says that it is one."""
    body = _body_of(sources)
    try:
        text = decode_json(sources.content_type, body)
    except (ValueError, RecursionError) as error:
        raise UnreadableBodyError(str(error)) from None
    return _read_members(operations, text)


def _read_raw_json(operations: Operations, sources: ParameterSources) -> tuple[Query, tuple[RequestWarning, ...]]:
    """A JSON body that the server takes as a stream, whatever its Content-Type (FACTS-MESSAGES 1.1, seen)."""
    return _read_members(operations, _body_of(sources).decode("utf-8-sig", "replace"))


def _read_form(_operations: Operations, sources: ParameterSources) -> tuple[Query, tuple[RequestWarning, ...]]:
    """A form, as browsers post it, in UTF-8; JSON is refused (FACTS-MESSAGES 1.1, seen)."""
    body = _body_of(sources)
    if is_json(sources.content_type):
        message = "a form is wanted, and JSON came"
        raise UnreadableBodyError(message)
    if is_multipart(sources.content_type):
        message = (
            "The form came as multipart/form-data; eSMS reads it as application/x-www-form-urlencoded only, and so "
            "found no parameter in it. Post it as Phone=...&Content=..., which is what a form does without an enctype."
        )
        return query_of(()), (RequestWarning("form-is-multipart", message),)
    return parse_query(body.decode("ascii", "surrogateescape").strip()), ()


def _read_rqst(_operations: Operations, sources: ParameterSources) -> tuple[Query, tuple[RequestWarning, ...]]:
    """The XML of the text operations, whatever its Content-Type: its innermost elements (FACTS-MESSAGES 1.1 and 3).

    ::

        <RQST><APIKEY>…</APIKEY><CONTACTS><CUSTOMER><PHONE>…</PHONE></CUSTOMER>…</CONTACTS></RQST>
    """
    from mock_esms.esms.formats.xml_elements import xml_elements  # noqa: PLC0415 - few send XML, and no start waits for it

    try:
        elements = xml_elements(_body_of(sources), "the body", root="RQST", any_case=True, deepest=_DEEPEST_RQST)
    except ValueError as error:
        raise UnreadableBodyError(str(error)) from None
    return query_of((element.name, element.text.strip()) for element in elements if element.is_innermost), ()


def _body_of(sources: ParameterSources) -> bytes:
    if sources.body is None:
        message = "the body did not come as its headers say"
        raise UnreadableBodyError(message)
    return sources.body


def _read_members(operations: Operations, text: str) -> tuple[Query, tuple[RequestWarning, ...]]:
    """The members of a JSON object, and warnings of names that are only spelled in another case."""
    try:
        data = JSON_DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableBodyError(str(error)) from None
    if not isinstance(data, dict):
        message = "the body is no JSON object"
        raise UnreadableBodyError(message)
    pairs: list[tuple[str, str]] = []
    warnings: list[RequestWarning] = []
    for name, value in data.items():
        parameter = _parameter(operations, name)
        if parameter is not None and name != parameter.name and name not in parameter.aliases:
            message = f"The body's {name!r} is ignored, since names in JSON are case-sensitive; write {parameter.name}."
            warnings.append(RequestWarning("json-name-in-another-case", message))
        elif value is not None:
            pairs.append((name, "" if parameter is None else _text(parameter, value)))
    return query_of(pairs), tuple(warnings)


def _parameter(operations: Operations, name: str) -> Parameter | None:
    """The parameter that any of these operations has by this name, in any case."""
    for operation in operations:
        found = operation.find(name)
        if found is not None:
            return found
    return None


def _text(parameter: Parameter, value: object) -> str:
    """A member's value as text; lists and objects only where the parameter is one."""
    match parameter.kind, value:
        case "texts", list() if not any(isinstance(each, dict | list) for each in value):
            return compact_json(["" if each is None else text_of_json(each) for each in value])
        case ("list", list()) | ("object", dict()) | ("json", (list() | dict())):
            return compact_json(value)
        case (("texts" | "list" | "object"), _):
            message = f"{parameter.name} holds no {'object' if parameter.kind == 'object' else 'list'}, or a wrong one"
            raise UnreadableBodyError(message)
        case _, (bool() | str()):
            return text_of_json(value)
        case _:
            message = f"{parameter.name} holds an object or a list"
            raise UnreadableBodyError(message)


def _refuse(word: str) -> NoReturn:
    message = f"{word} is no JSON"
    raise UnreadableBodyError(message)


JSON_DECODER: Final = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_refuse)
"""Reads numbers as their text, and refuses NaN and Infinity."""

_READERS: Final[
    Mapping[ParametersIn, Callable[[Operations, ParameterSources], tuple[Query, tuple[RequestWarning, ...]]]]
] = {
    "query": _read_query,
    "path": _read_path,
    "json": _read_json,
    "raw-json": _read_raw_json,
    "form": _read_form,
    "rqst": _read_rqst,
}
