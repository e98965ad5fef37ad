"""A JSON body, read as the server reads it, into the same ``Query`` that an address gives (FACTS 1 and 4).

Names are case-sensitive. Texts, numbers and true or false are taken as their text, null counts as absent, and what the
operation does not know is ignored, whatever it holds. Everything else fails inside the server: 400.
"""

import json
from typing import Final, NoReturn
from urllib.parse import quote

from mock_esms.esms.operation import Operation
from mock_esms.esms.query_string import Query, parse_query
from mock_esms.model.calls import CallWarning

_JSON_TYPES: Final = frozenset({"application/json", "text/json"})


class UnreadableBodyError(ValueError):
    """The server cannot read this body; it answers with its page Request Error."""


def read_body(operation: Operation, content_type: str, raw: bytes | None) -> tuple[Query, tuple[CallWarning, ...]]:
    """The members of a JSON body as a query, and warnings of names that are only spelled in another case.

    ``raw`` is None when the body did not come whole. Raises ``UnreadableBodyError`` then, and for another content type
    than JSON, or what is no JSON object of plain values.
    """
    if raw is None:
        message = "the body did not come whole"
        raise UnreadableBodyError(message)
    media_type, _, options = content_type.partition(";")
    charset = options.partition("charset=")[2].strip().strip('"').lower()
    if media_type.strip().lower() not in _JSON_TYPES or charset not in {"", "utf-8"}:
        raise UnreadableBodyError(content_type)
    try:
        data = json.loads(raw.decode("utf-8-sig"), parse_int=str, parse_float=str, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise UnreadableBodyError(str(error)) from None
    if not isinstance(data, dict):
        message = "the body is no JSON object"
        raise UnreadableBodyError(message)
    pieces: list[str] = []
    warnings: list[CallWarning] = []
    for name, value in data.items():
        parameter = operation.find(name)
        if parameter is not None and parameter.name != name:
            message = f"The body's {name!r} is ignored, since names in JSON are case-sensitive; write {parameter.name}."
            warnings.append(CallWarning("json-name-in-another-case", message))
        elif value is not None:
            pieces.append(f"{_quoted(name)}={_quoted('' if parameter is None else _text(name, value))}")
    return parse_query("&".join(pieces)), tuple(warnings)


def query_of_path(operation: Operation, segments: tuple[str, ...]) -> Query:
    """The values that stand in an address, ``GetBalance/{ApiKey}/{SecretKey}``, as a query."""
    pairs = zip(operation.in_path, segments, strict=True)
    return parse_query("&".join(f"{name}={_quoted(value)}" for name, value in pairs))


def _text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    message = f"{name} holds an object or a list"
    raise UnreadableBodyError(message)


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")


def _refuse(word: str) -> NoReturn:
    message = f"{word} is no JSON"
    raise UnreadableBodyError(message)
