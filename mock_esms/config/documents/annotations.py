"""Annotations for values that are no plain dataclass: one of several things, and a thing that is written as a list.

``{busy: {ring: 2s}}`` says one of several things. The value is what stands under the key, so
``Annotated[Answered | Busy, OneOf(…)]`` holds a ``Busy``; each class knows which thing it is. ``busy:`` with nothing
behind it means ``busy: {}``. Keys that may stand beside the choice (``{weight: 70, busy: {}}``) go to ``make``, which
makes one value of them all.
"""

from collections.abc import Callable, Hashable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from mock_esms.config.documents.field_errors import WrongKeysError

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


def _itself(value: object) -> object:
    return value


class OneOf:
    """``what`` names the thing in errors (``a dial``); ``choices`` are its keys and the types behind them.

    ``unfit`` are keys that people may try, each with a sentence that says why it cannot stand here.
    """

    __slots__ = ("beside", "choices", "make", "unfit", "what")

    def __init__(
        self,
        what: str,
        choices: Mapping[str, Hashable],
        *,
        beside: Mapping[str, Hashable] = _NOTHING,
        make: Callable[..., object] = _itself,
        unfit: Mapping[str, str] = _NOTHING,
    ) -> None:
        self.what = what
        self.choices = dict(choices)
        self.beside = dict(beside)
        self.make = make
        self.unfit = dict(unfit)

    def narrow(self, value: object) -> object:
        """The mapping with one choice, and an empty mapping where nothing stands behind its key.

        Raises ``WrongKeysError`` or ``ValueError`` when there are two choices or none. A mapping with unknown keys
        passes: it is for pydantic to name them.
        """
        if not isinstance(value, dict):
            return value
        if unfit := [(key, self.unfit[key]) for key in value if key in self.unfit]:
            raise WrongKeysError(unfit)
        chosen = [key for key in value if key in self.choices]
        if len(chosen) > 1:
            message = f"{self.what} is one thing, and `{chosen[0]}` stands here already; keep one of the two"
            raise WrongKeysError((key, message) for key in chosen[1:])
        if not chosen and all(key in self.beside for key in value):
            message = f"{self.what} needs one of {', '.join(self.choices)}"
            raise ValueError(message)
        return {key: {} if part is None and self.may_be_bare(key) else part for key, part in value.items()}

    def may_be_bare(self, key: str) -> bool:
        """Whether nothing needs to stand behind a key: behind the name of a dataclass, where all may be left out."""
        return isinstance(self.choices.get(key), type)

    def made(self, mapping: dict[str, object]) -> object:
        """The value of a narrowed mapping in which everything is a value already."""
        (chosen,) = (part for key, part in mapping.items() if key in self.choices)
        return self.make(chosen, **{key: part for key, part in mapping.items() if key in self.beside})

    def __get_pydantic_core_schema__(self, _source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        """A mapping of the choices, none of them required, of which ``narrow`` leaves one."""
        from pydantic_core import core_schema

        keys = core_schema.typed_dict_schema(
            {
                key: core_schema.typed_dict_field(handler.generate_schema(hint), required=False)
                for key, hint in (self.choices | self.beside).items()
            },
            extra_behavior="forbid",
        )
        narrowed = core_schema.no_info_before_validator_function(self.narrow, keys)
        return core_schema.no_info_after_validator_function(self.made, narrowed)


class Written:
    """A value that is written as something else: it is read as ``hint``, and ``make`` makes the value of that.

    ``make`` raises ``ValueError`` with a sentence.
    """

    __slots__ = ("hint", "make")

    def __init__(self, hint: Hashable, make: Callable[[Any], object]) -> None:
        self.hint = hint
        self.make = make

    def __get_pydantic_core_schema__(self, _source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        """Read the hint, then make the value."""
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self.make, handler.generate_schema(self.hint))
