"""From the type of a value to the JSON Schema (draft 2020-12) that editors complete and check documents with.

Made from the decoders that build the values, so that it knows every key, with its default and what it means. It is
laxer than they are where JSON Schema has no words: a range that runs backwards, keys that exclude each other. It
accepts everything that they accept.

Each mapping is one object with all of its keys, and nothing else is allowed in it: so a misspelt key is named, also
where one of several must be chosen.
"""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from inspect import getdoc
from typing import Annotated, Any, get_args, get_origin

from mock_esms.config.documents import decoders
from mock_esms.config.documents.annotations import About, marks_of
from mock_esms.model.times import Span
from mock_esms.model.value import ValueField

Schema = dict[str, Any]


def json_schema(model: type, name: str, title: str) -> Schema:
    """The schema of documents that say ``model``; by its ``name`` other schemas and editors refer to it."""
    defs = Definitions("#/$defs/")
    top = defs.record(decoders.Record(model))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:mock-esms:{name}",
        "title": title,
        **top,
        "$defs": defs.all(),
    }


class Definitions:
    """Schemas that are referred to by name, ``where`` they stand: ``#/$defs/``, ``#/components/schemas/``."""

    def __init__(self, where: str) -> None:
        """Begin with none."""
        self._where = where
        self._named: dict[str, Schema] = {}

    def all(self) -> dict[str, Schema]:
        """Every schema that was made, by name."""
        return dict(sorted(self._named.items()))

    def of(self, hint: Hashable) -> Schema:
        """The schema of a type; its parts that have names are kept here."""
        return {**self._decoded(decoders.decoder_of(hint)), **_about(hint)}

    def _decoded(self, decoder: decoders.Decoder) -> Schema:  # noqa: PLR0911 - one for each sort of decoder
        match decoder:
            case decoders.Leaf():
                return self._refer(decoder.name, decoder.schema) if decoder.name else {**decoder.schema}
            case decoders.Record():
                return self._refer(decoder.model.__name__, self.record(decoder))
            case decoders.Choice():
                return self._choice(decoder)
            case decoders.Rewritten():
                return self._decoded(decoder.inner)
            case decoders.ListOf():
                return {"type": "array", "items": self._decoded(decoder.entry)}
            case decoders.Table():
                return {"type": "object", "additionalProperties": self._decoded(decoder.entry)}
            case decoders.Maybe():
                return self._or_null(self._decoded(decoder.inner))
            case _:
                raise TypeError(decoder)

    def _choice(self, decoder: decoders.Choice) -> Schema:
        one_of = decoder.one_of
        beside = {key: self.of(hint) for key, hint in one_of.beside.items()}
        choices: Schema = {}
        for key, hint in one_of.choices.items():
            choice = self._or_null(self.of(hint)) if one_of.may_be_bare(key) else self.of(hint)
            choices[key] = {"description": _first_paragraph(hint), **choice}
        return {
            "type": "object",
            "properties": {**beside, **choices},
            "oneOf": [{"required": [key]} for key in choices],
            "additionalProperties": False,
        }

    def record(self, decoder: decoders.Record) -> Schema:
        """A mapping with known keys."""
        properties = {
            decoders.key_of(field): self._property(decoder.hints[decoders.key_of(field)], field)
            for field in decoder.fields
        }
        return {
            "description": _first_paragraph(decoder.model),
            "type": "object",
            "properties": properties,
            **({"required": decoder.required} if decoder.required else {}),
            "additionalProperties": False,
        }

    def _property(self, hint: Hashable, field: ValueField) -> Schema:
        schema = self.of(hint)
        default = plain_default(field.default)
        if default is not None:
            schema = {**schema, "default": default}
            if "Left out:" not in schema.get("description", ""):
                shown = str(default).lower() if isinstance(default, bool) else default
                schema["description"] = f"{schema.get('description', '')} Left out: {shown}.".lstrip()
        return schema

    def _or_null(self, schema: Schema) -> Schema:
        """A schema that accepts null, too. Not by `anyOf`, of which one hears only that nothing in it fits."""
        if "$ref" in schema:
            name = schema["$ref"].removeprefix(self._where)
            return self._refer(f"{name}OrNull", self._or_null(self._named[name]))
        if "enum" in schema:
            return {**schema, "enum": [*schema["enum"], None]}
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return {**schema, "type": [*kinds, "null"]}

    def _refer(self, name: str, schema: Mapping[str, object]) -> Schema:
        self._named[name] = {**schema}
        return {"$ref": f"{self._where}{name}"}


def _about(hint: Hashable) -> Schema:
    for mark in marks_of(hint):
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
