"""Annotations on a field's type: what a key means, and how a value is written where its type does not say it.

``{busy: {ring: 2s}}`` says one of several things. The value is what stands under the key, so
``Annotated[Answered | Busy, OneOf(…)]`` holds a ``Busy``; each class knows which thing it is. ``busy:`` with nothing
behind it means ``busy: {}``. Keys that may stand beside the choice (``{weight: 70, busy: {}}``) go to ``make``, which
makes one value of them all.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

NOT_WRITTEN: Final = "not written"
"""The mark of a field that is no key: ``Annotated[str, NOT_WRITTEN]``."""


def marks_of(hint: object) -> tuple[object, ...]:
    """What a type is annotated with."""
    return getattr(hint, "__metadata__", ())


@dataclass(frozen=True, slots=True, eq=False)
class About:
    """What a key means, in a sentence or two: editors show it, and the documentation is held against it.

    ``left_out`` says what it means to leave the key out, where its default does not say so.
    """

    text: str
    examples: tuple[object, ...] = ()
    left_out: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Reads:
    """How plain data become the field's value, and the JSON Schema of these data.

    ``parse`` raises ``ValueError`` with a sentence, or ``WrongKeysError``.
    """

    parse: Callable[[object], object]
    schema: Mapping[str, object]


def _itself(value: object) -> object:
    return value


@dataclass(frozen=True, slots=True, eq=False)
class OneOf:
    """Exactly one of several keys: a tagged union.

    ``what`` names the thing in errors (``a dial``); ``choices`` are its keys and the types behind them. ``unfit`` are
    keys that people may try, each with a sentence that says why it cannot stand here.
    """

    what: str
    choices: Mapping[str, Hashable]
    beside: Mapping[str, Hashable] = field(default_factory=dict)
    make: Callable[..., object] = _itself
    unfit: Mapping[str, str] = field(default_factory=dict)

    def may_be_bare(self, key: str) -> bool:
        """Whether nothing needs to stand behind a key: behind the name of a type, where all may be left out."""
        return isinstance(self.choices.get(key), type)


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A value that is written as something else: it is read as ``hint``, and ``make`` makes the value of that.

    ``make`` raises ``ValueError`` with a sentence.
    """

    hint: Hashable
    make: Callable[[Any], object]
