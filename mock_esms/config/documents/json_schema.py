"""From a dataclass to the JSON Schema (draft 2020-12) that editors complete and check documents with.

Made from the same hints as the values themselves, so that the schema knows every key, with its default and what it
means. It is laxer than ``check`` where JSON Schema has no words: a range that runs backwards, keys that exclude each
other. It accepts everything that ``check`` accepts.
"""

import types
from collections.abc import Hashable
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from inspect import getdoc
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from mock_esms.config.documents.about import About
from mock_esms.config.documents.annotations import OneOf, Written
from mock_esms.config.documents.field_types import Reads
from mock_esms.model.times import MAX_DURATION, SECOND, Span

Schema = dict[str, Any]

_LENGTH: Final = r"\s*(\d+(\.\d+)?|(\d+(\.\d+)?(ms|s|m|h|d))+)\s*"
_SPAN: Final[Schema] = {
    "type": ["string", "number"],
    "description": "500ms, 4s, 1m30s, 2h or plain seconds; or a range of which one is drawn: 3s..12s.",
    "pattern": rf"^{_LENGTH}(\.\.{_LENGTH})?$",
    "minimum": 0,
    "maximum": MAX_DURATION // SECOND,
}
_NULL: Final[Schema] = {"type": "null"}


def json_schema(model: type, title: str) -> Schema:
    """The schema of documents that say ``model``."""
    book = _Book()
    whole = book.record(model)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **whole,
        "$defs": dict(sorted(book.defs.items())),
    }


class _Book:
    """Collects the parts that are referred to by name."""

    def __init__(self) -> None:
        self.defs: dict[str, Schema] = {}

    def of(self, hint: Hashable) -> Schema:  # noqa: PLR0911 - one for each sort of hint
        origin, parts = get_origin(hint), get_args(hint)
        if origin is Annotated:
            return self._annotated(parts[0], parts[1:])
        if origin in {Union, types.UnionType}:
            return {"anyOf": [*(self.of(part) for part in parts if part is not types.NoneType), _NULL]}
        if origin is tuple:
            return {"type": "array", "items": self.of(parts[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(parts[1])}
        if origin is Literal:
            return {"enum": [*parts]}
        if hint is str:
            return {"type": "string"}
        if hint is Span:
            return self._named("Duration", _SPAN)
        if (own := getattr(hint, "json_schema", None)) is not None:
            return self._named(getattr(hint, "__name__", "Own"), own())
        if isinstance(hint, type) and is_dataclass(hint):
            return self._named(hint.__name__, None, hint)
        message = f"no document can hold {hint!r}"
        raise TypeError(message)

    def _annotated(self, hint: Hashable, marks: tuple[object, ...]) -> Schema:
        about: Schema = {}
        for mark in marks:
            match mark:
                case Reads():
                    return {**mark.schema, **_about(marks)}
                case OneOf():
                    return self._one_of(mark)
                case Written():
                    return self.of(mark.hint)
                case About():
                    about = _about(marks)
                case _:
                    pass
        return {**self.of(hint), **about}

    def _one_of(self, one_of: OneOf) -> Schema:
        beside = {key: self.of(hint) for key, hint in one_of.beside.items()}
        choices = {
            key: {
                "description": _first_paragraph(hint),
                "anyOf": [self.of(hint), *([_NULL] if one_of.may_be_bare(key) else [])],
            }
            for key, hint in one_of.choices.items()
        }
        return {
            "oneOf": [
                {
                    "type": "object",
                    "properties": {**beside, key: choice},
                    "required": [key],
                    "additionalProperties": False,
                }
                for key, choice in choices.items()
            ]
        }

    def _named(self, name: str, schema: Schema | None, model: type | None = None) -> Schema:
        if name not in self.defs:
            self.defs[name] = schema or {}
            if model is not None:
                self.defs[name] = self.record(model)
        return {"$ref": f"#/$defs/{name}"}

    def record(self, model: type) -> Schema:
        """A mapping with known keys."""
        hints = get_type_hints(model, include_extras=True)
        required = [field.name for field in fields(model) if _required(field)]
        return {
            "description": _first_paragraph(model),
            "type": "object",
            "properties": {field.name: self._property(hints[field.name], field) for field in fields(model)},
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }

    def _property(self, hint: Hashable, field: "Field[Any]") -> Schema:
        schema = self.of(hint)
        default = plain_default(field.default)
        if default is not None:
            schema = {**schema, "default": default}
            if "Left out:" not in schema.get("description", ""):
                shown = str(default).lower() if isinstance(default, bool) else default
                schema["description"] = f"{schema.get('description', '')} Left out: {shown}.".lstrip()
        return schema


def _required(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _about(marks: tuple[object, ...]) -> Schema:
    for mark in marks:
        if isinstance(mark, About):
            text = f"{mark.text} Left out: {mark.left_out}." if mark.left_out else mark.text
            return {"description": text, **({"examples": [*mark.examples]} if mark.examples else {})}
    return {}


def plain_default(default: object) -> str | float | None:
    """A default as a document would say it; None for one that needs words."""
    match default:
        case Span():
            return str(default)
        case Decimal():
            return int(default) if default == int(default) else float(default)
        case bool() | int() | float():
            return default
        case str() if default:
            return default
        case _:
            return None


def _first_paragraph(hint: Hashable) -> str:
    """What a class says of itself, in one line and without the marks of our docstrings."""
    model = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    return " ".join((getdoc(model) or "").partition("\n\n")[0].split()).replace("``", "`")
