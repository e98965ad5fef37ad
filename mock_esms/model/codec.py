"""Frozen values as JSON and back, by the types that their fields are declared with. Pure.

A value becomes an object with the names of its fields, without those that have their default. A field that is new is
read from an older file as its default, and one that got another name by ``upgrade``; either makes a new format, which
older programs refuse as newer (``migrations.STEPS``).
"""

import json
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Literal, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from mock_esms.model.value import fields_of, is_value

T = TypeVar("T")
JsonObject = dict[str, Any]
Convert = Callable[[Any], Any]

text_of_json: Final[Callable[[object], str]] = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
"""Compact JSON in ASCII: a request may carry half of a surrogate pair, which no UTF-8 can hold."""


class StoredField(NamedTuple):
    """A field of a stored value: its name, its declared type and its default."""

    name: str
    type: Any
    default: object


@cache
def stored_fields(kind: type) -> tuple[StoredField, ...]:
    """The fields of a value, in their order."""
    hints = get_type_hints(kind)
    return tuple(StoredField(name=name, type=hints[name], default=default) for name, default in fields_of(kind))


# --- to JSON --------------------------------------------------------------------------------------------------------


def encoded(value: Any, *, leave_out: frozenset[str] = frozenset(), defaults: bool = False) -> JsonObject:  # noqa: ANN401 - any value
    """The object of a value, without ``leave_out``; with ``defaults``, with those that have their default."""
    kind: Any = type(value)
    return {
        name: part if convert is None or part is None else convert(part)
        for (name, default, convert), part in zip(_encoders(kind), value, strict=True)
        if (defaults or part != default) and name not in leave_out
    }


@cache
def _encoders(kind: Any) -> tuple[tuple[str, object, Convert | None], ...]:  # noqa: ANN401 - a type
    return tuple((field.name, field.default, _encoder(field.type)) for field in stored_fields(kind))


def _encoder(kind: Any) -> Convert | None:  # noqa: ANN401 - a type
    """How a part becomes JSON; None where it is JSON already."""
    match _shape(kind):
        case "value", _:
            return encoded
        case "value or text", _:
            return lambda part: part if isinstance(part, str) else encoded(part)
        case "amount", _:
            return str
        case "bytes", _:
            return lambda part: part.decode("utf-8", "surrogatepass")
        case "list", inner if (convert := _encoder(inner)) is not None:
            return lambda parts: [convert(part) for part in parts]
        case _:
            return None


# --- and back -------------------------------------------------------------------------------------------------------


def decoded(kind: Callable[..., T], data: JsonObject, **given: object) -> T:
    """The value of that type; the object is used up. Raises what ``load`` takes for damage where it is none.

    ``given`` are fields that are no JSON, and stand in no object.
    """
    for name, convert in _decoders(kind):
        if (part := data.get(name)) is not None:
            data[name] = convert(part)
    return kind(**data, **given)


@cache
def _decoders(kind: Any) -> tuple[tuple[str, Convert], ...]:  # noqa: ANN401 - a type
    """The fields of which more is to be done than to take what JSON says."""
    every = ((field.name, _decoder(field.type)) for field in stored_fields(kind))
    return tuple((name, convert) for name, convert in every if convert is not None)


def _decoder(kind: Any) -> Convert | None:  # noqa: ANN401, PLR0911 - a type; one for each shape
    match _shape(kind):
        case "value", inner:
            return lambda data: decoded(inner, data)
        case "value or text", inner:
            return lambda part: part if isinstance(part, str) else decoded(inner, part)
        case "amount", _:
            return Decimal
        case "bytes", _:
            return lambda part: part.encode("utf-8", "surrogatepass")
        case "list", inner:
            convert = _decoder(inner)
            return tuple if convert is None else lambda parts: tuple([convert(part) for part in parts])
        case "tuple", _:
            return tuple
        case _:
            return None


Shape = tuple[Literal["value", "value or text", "amount", "bytes", "list", "tuple", "plain"], Any]


def _shape(kind: Any) -> Shape:  # noqa: ANN401 - a type
    """What a declared type is for JSON, and what it holds. Raises ``TypeError`` for one that cannot be stored."""
    if get_origin(kind) in (Union, UnionType):
        (kind, *others) = (part for part in get_args(kind) if part is not NoneType)
        if others == [str] and is_value(kind):
            return "value or text", kind
        if others:
            message = f"a field of several types cannot be stored: {kind}, {others}"
            raise TypeError(message)
    if is_value(kind):
        return "value", kind
    if kind is Decimal:
        return "amount", kind
    if kind is bytes:
        return "bytes", kind
    if get_origin(kind) is tuple:
        inner, *others = get_args(kind)
        return ("list", inner) if others == [...] else ("tuple", inner)
    if kind in (str, int, float, bool) or get_origin(kind) is Literal:
        return "plain", kind
    message = f"a field of this type cannot be stored: {kind}"
    raise TypeError(message)
