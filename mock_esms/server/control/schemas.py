"""The types of the control API's answers as JSON Schema: closed objects, so that a field nobody declared is a fault."""

import types
from collections.abc import Hashable
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from mock_esms.config.documents.json_schema import Schema

_PLAIN: Final[dict[Hashable, Schema]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    object: {},
}
_NULL: Final[Schema] = {"type": "null"}


class Schemas:
    """Schemas by name; a type that refers to others brings them with it."""

    def __init__(self) -> None:
        """Begin with none."""
        self.named: dict[str, Schema] = {}

    def of(self, hint: Hashable) -> Schema:
        """The schema of a type; ``TypeError`` for one that no answer has."""
        origin, parts = get_origin(hint), get_args(hint)
        if origin in {Union, types.UnionType}:
            return {"anyOf": [_NULL if part is types.NoneType else self.of(part) for part in parts]}
        if origin is Literal:
            return {"enum": [*parts]}
        if origin is list:
            return {"type": "array", "items": self.of(parts[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(parts[1])}
        if is_typeddict(hint):
            return self._object(hint)
        if hint in _PLAIN:
            return _PLAIN[hint]
        message = f"no answer of the control API holds {hint!r}"
        raise TypeError(message)

    def _object(self, typed_dict: Any) -> Schema:  # noqa: ANN401 - there is no type of TypedDict classes
        name = typed_dict.__name__.removesuffix("Json")
        if name not in self.named:
            hints = get_type_hints(typed_dict)
            self.named[name] = {
                "description": " ".join(typed_dict.__doc__.split()).replace("``", "`"),
                "type": "object",
                "properties": {key: self.of(hint) for key, hint in hints.items()},
                "required": [key for key in hints if key in typed_dict.__required_keys__],
                "additionalProperties": False,
            }
        return {"$ref": f"#/components/schemas/{name}"}
