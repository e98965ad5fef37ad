"""Annotations on a field's type: what a key means, and how a value is written where its type does not say it.

``{busy: {ring: 2s}}`` says one of several things. The value is what stands under the key, so
``Annotated[Answered | Busy, OneOf(…)]`` holds a ``Busy``; each class knows which thing it is. ``busy:`` with nothing
behind it means ``busy: {}``. Keys that may stand beside the choice (``{weight: 70, busy: {}}``) go to ``make``, which
makes one value of them all.
"""

from collections.abc import Callable, Hashable, Mapping
from types import MappingProxyType
from typing import Any, Final

NOT_WRITTEN: Final = "not written"
"""The mark of a field that is no key: ``Annotated[str, NOT_WRITTEN]``."""


def marks_of(hint: object) -> tuple[object, ...]:
    """What a type is annotated with."""
    return getattr(hint, "__metadata__", ())


class About:
    """What a key means, in a sentence or two: editors show it, and the documentation is held against it.

    ``left_out`` says what it means to leave the key out, where its default does not say so.
    """

    def __init__(self, text: str, examples: tuple[object, ...] = (), left_out: str = "") -> None:
        self.text: Final = text
        self.examples: Final = examples
        self.left_out: Final = left_out


class Reads:
    """How plain data become the field's value, and the JSON Schema of these data.

    ``parse`` raises ``ValueError`` with a sentence, or ``WrongKeysError``.
    """

    def __init__(self, parse: Callable[[object], object], schema: Mapping[str, object]) -> None:
        self.parse: Final = parse
        self.schema: Final = schema


def _itself(value: object) -> object:
    return value


class OneOf:
    """Exactly one of several keys: a tagged union.

    ``what`` names the thing in errors (``a dial``); ``choices`` are its keys and the types behind them. ``unfit`` are
    keys that people may try, each with a sentence that says why it cannot stand here.
    """

    def __init__(
        self,
        what: str,
        choices: Mapping[str, Hashable],
        beside: Mapping[str, Hashable] = MappingProxyType({}),
        make: Callable[..., object] = _itself,
        unfit: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.what: Final = what
        self.choices: Final = choices
        self.beside: Final = beside
        self.make: Final = make
        self.unfit: Final = unfit

    def may_be_bare(self, key: str) -> bool:
        """Whether nothing needs to stand behind a key: behind the name of a type, where all may be left out."""
        return isinstance(self.choices.get(key), type)


class Written:
    """A value that is written as something else: it is read as ``hint``, and ``make`` makes the value of that.

    ``make`` raises ``ValueError`` with a sentence.
    """

    def __init__(self, hint: Hashable, make: Callable[[Any], object]) -> None:
        self.hint: Final = hint
        self.make: Final = make
