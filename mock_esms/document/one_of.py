"""The annotation for a mapping that says one of several things: ``{busy: {ring: 2s}}``.

The value is what stands under the key, so ``Annotated[Answered | Busy, OneOf(…)]`` holds a ``Busy``; each class knows
which thing it is. ``busy:`` with nothing behind it means ``busy: {}``.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mock_esms.document.wrong import WrongKeysError

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema


class OneOf:
    """``what`` names the thing in errors (``a dial``); ``choices`` are its keys and the classes behind them."""

    __slots__ = ("choices", "what")

    def __init__(self, what: str, choices: Mapping[str, type]) -> None:
        self.what = what
        self.choices = dict(choices)

    def narrow(self, value: object) -> object:
        """The mapping with one choice, and an empty mapping where nothing stands behind its key.

        Raises ``WrongKeysError`` or ``ValueError`` when there are two choices or none. A mapping with only unknown keys
        passes: it is for pydantic to name them.
        """
        if not isinstance(value, dict):
            return value
        chosen = [key for key in value if key in self.choices]
        if len(chosen) > 1:
            message = f"{self.what} is one thing, and `{chosen[0]}` stands here already; keep one of the two"
            raise WrongKeysError((key, message) for key in chosen[1:])
        if not value:
            message = f"{self.what} needs one of {', '.join(self.choices)}"
            raise ValueError(message)
        return {key: {} if part is None and key in self.choices else part for key, part in value.items()}

    def __get_pydantic_core_schema__(self, _source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        """A mapping of the choices, none of them required, of which ``narrow`` leaves one."""
        from pydantic_core import core_schema

        choices = core_schema.typed_dict_schema(
            {
                key: core_schema.typed_dict_field(handler.generate_schema(choice), required=False)
                for key, choice in self.choices.items()
            },
            extra_behavior="forbid",
        )
        narrowed = core_schema.no_info_before_validator_function(self.narrow, choices)
        return core_schema.no_info_after_validator_function(_only_value, narrowed)

    def __get_pydantic_json_schema__(self, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        """``oneOf`` mappings with one key each."""
        mapping = handler.resolve_ref_schema(handler(schema))
        return {
            "oneOf": [
                {
                    "type": "object",
                    "properties": {key: {"anyOf": [part, {"type": "null"}]}},
                    "required": [key],
                    "additionalProperties": False,
                }
                for key, part in mapping["properties"].items()
            ]
        }


def _only_value(mapping: dict[str, object]) -> object:
    (value,) = mapping.values()
    return value
