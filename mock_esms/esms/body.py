"""Where the parameters of a request stand: in its query, in its address, or in its body; read into one ``Query``.

Each place has a reader, and each operation names its place. A JSON body is read as the server reads it (FACTS 1 and
4): names are case-sensitive; texts, numbers and true or false are taken as their text, null counts as absent, and what
the operation does not know is ignored, whatever it holds. Everything else fails inside the server: 400.
"""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple, NoReturn
from urllib.parse import quote

from mock_esms.esms.content_type import decode_json
from mock_esms.esms.operation import Operation, ParametersIn
from mock_esms.esms.query_string import Query, parse_query
from mock_esms.model.calls import CallWarning


class UnreadableBodyError(ValueError):
    """The server cannot read this body; it answers with its page Request Error."""


class ParameterSources(NamedTuple):
    """Everything in a request that may hold parameters; ``body`` is None when it could not be read."""

    query: Query
    segments: tuple[str, ...] = ()
    content_type: str = ""
    body: bytes | None = b""


def read_parameters(operation: Operation, sources: ParameterSources) -> tuple[Query, tuple[CallWarning, ...]]:
    """The parameters of an operation from where it has them, and warnings of what is lost on the way.

    Raises ``UnreadableBodyError`` when they stand in a body that is none.
    """
    return _READERS[operation.parameters_in](operation, sources)


def _read_query(_operation: Operation, sources: ParameterSources) -> tuple[Query, tuple[CallWarning, ...]]:
    return sources.query, ()


def _read_path(operation: Operation, sources: ParameterSources) -> tuple[Query, tuple[CallWarning, ...]]:
    """The values that stand in an address, ``GetBalance/{ApiKey}/{SecretKey}``."""
    pairs = zip(operation.in_path, sources.segments, strict=True)
    return parse_query("&".join(f"{name}={_quoted(value)}" for name, value in pairs)), ()


def _read_json(operation: Operation, sources: ParameterSources) -> tuple[Query, tuple[CallWarning, ...]]:
    """The members of a JSON object, and warnings of names that are only spelled in another case."""
    if sources.body is None:
        message = "the body did not come as its headers say"
        raise UnreadableBodyError(message)
    try:
        text = decode_json(sources.content_type, sources.body)
        data = json.loads(text, parse_int=str, parse_float=str, parse_constant=_refuse)
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


_READERS: Final[
    Mapping[ParametersIn, Callable[[Operation, ParameterSources], tuple[Query, tuple[CallWarning, ...]]]]
] = MappingProxyType({"query": _read_query, "path": _read_path, "json": _read_json})
