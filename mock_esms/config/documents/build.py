"""A type, seen as a part of a document: how a value is built from plain data, and which keys may stand in it.

``build`` trusts what it is given. Wrong data raise ``TypeError``, ``KeyError`` or ``ValueError`` without a place; that
is a defect of mock-esms, since only documents that the tests have checked come this way.
"""

import types
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Literal, Protocol, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from mock_esms.config.documents.annotations import OneOf, Written
from mock_esms.config.documents.field_types import Reads

T = TypeVar("T")

# The shapes are plain classes, not dataclasses like our values: they are never compared, and made at every start.


class Shape(Protocol):
    """What can be asked of any part of a document."""

    def build(self, value: object) -> Any:  # noqa: ANN401 - the type is the hint that the shape was made from
        """The value that plain data stand for."""

    def keys(self) -> tuple[str, ...]:
        """The keys that may stand in it; none when it is no mapping or takes any."""

    def below(self, key: str | int) -> "Shape | None":
        """The shape of what stands under a key or at a list's position; None when nothing can."""


def build(model: type[T], data: object) -> T:
    """The dataclass that right data stand for."""
    return cast("T", shape_of(cast("Hashable", model)).build(data))


class _Leaf:
    """A single value: text as it is, or whatever ``read`` makes of it."""

    __slots__ = ("read",)

    def __init__(self, read: Callable[[object], object]) -> None:
        self.read = read

    def build(self, value: object) -> object:
        return self.read(value)

    def keys(self) -> tuple[str, ...]:
        return ()

    def below(self, key: str | int) -> None:
        del key


class _Record:
    """A dataclass: a mapping with known keys."""

    __slots__ = ("hints", "model")

    def __init__(self, model: type, hints: dict[str, Hashable]) -> None:
        self.model = model
        self.hints = hints

    def build(self, value: object) -> object:
        return self.model(**{key: shape_of(self.hints[key]).build(part) for key, part in _mapping(value).items()})

    def keys(self) -> tuple[str, ...]:
        return tuple(self.hints)

    def below(self, key: str | int) -> Shape | None:
        return shape_of(self.hints[key]) if isinstance(key, str) and key in self.hints else None


class _Choice:
    """One of several keys, and what stands behind it."""

    __slots__ = ("one_of",)

    def __init__(self, one_of: OneOf) -> None:
        self.one_of = one_of

    def build(self, value: object) -> object:
        hints = self.one_of.choices | self.one_of.beside
        parts = _mapping(self.one_of.narrow(value)).items()
        return self.one_of.made({key: shape_of(hints[key]).build(part) for key, part in parts})

    def keys(self) -> tuple[str, ...]:
        return (*self.one_of.beside, *self.one_of.choices)

    def below(self, key: str | int) -> Shape | None:
        hints = self.one_of.choices | self.one_of.beside
        return shape_of(hints[key]) if isinstance(key, str) and key in hints else None


class _Written:
    """A value that is written as something else."""

    __slots__ = ("inner", "written")

    def __init__(self, written: Written) -> None:
        self.written = written
        self.inner = shape_of(written.hint)

    def build(self, value: object) -> object:
        return self.written.make(self.inner.build(value))

    def keys(self) -> tuple[str, ...]:
        return self.inner.keys()

    def below(self, key: str | int) -> Shape | None:
        return self.inner.below(key)


class _List:
    """A list, kept as a tuple."""

    __slots__ = ("entry",)

    def __init__(self, entry: Shape) -> None:
        self.entry = entry

    def build(self, value: object) -> object:
        if not isinstance(value, list):
            raise TypeError(value)
        return tuple(self.entry.build(part) for part in value)

    def keys(self) -> tuple[str, ...]:
        return ()

    def below(self, key: str | int) -> Shape | None:
        return self.entry if isinstance(key, int) else None


class _Table:
    """A mapping with any text as its keys."""

    __slots__ = ("entry",)

    def __init__(self, entry: Shape) -> None:
        self.entry = entry

    def build(self, value: object) -> object:
        return {key: self.entry.build(part) for key, part in _mapping(value).items()}

    def keys(self) -> tuple[str, ...]:
        return ()

    def below(self, key: str | int) -> Shape | None:
        return self.entry if isinstance(key, str) else None


class _Maybe:
    """Something, or nothing: ``key:`` without a value."""

    __slots__ = ("inner",)

    def __init__(self, inner: Shape) -> None:
        self.inner = inner

    def build(self, value: object) -> object:
        return None if value is None else self.inner.build(value)

    def keys(self) -> tuple[str, ...]:
        return self.inner.keys()

    def below(self, key: str | int) -> Shape | None:
        return self.inner.below(key)


@cache
def shape_of(hint: Hashable) -> Shape:  # noqa: PLR0911 - one for each sort of hint
    """The shape that a type hint describes; ``TypeError`` for a hint that no document model uses."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated(parts[0], parts[1:])
    if origin in {Union, types.UnionType} and len(parts) == 2 and type(None) in parts:  # noqa: PLR2004 - X | None
        return _Maybe(shape_of(parts[0] if parts[1] is type(None) else parts[1]))
    if origin is tuple and len(parts) == 2 and parts[1] is Ellipsis:  # noqa: PLR2004 - tuple[X, ...]
        return _List(shape_of(parts[0]))
    if origin is dict and parts[0] is str:
        return _Table(shape_of(parts[1]))
    if hint is str or (origin is Literal and all(isinstance(part, str) for part in parts)):
        return _Leaf(_itself)
    if (parse := getattr(hint, "parse", None)) is not None:
        return _Leaf(parse)
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint, include_extras=True)
        return _Record(hint, {field.name: hints[field.name] for field in fields(hint)})
    message = f"no document can hold {hint!r}"
    raise TypeError(message)


def _annotated(hint: object, marks: tuple[object, ...]) -> Shape:
    for mark in marks:
        if isinstance(mark, Reads):
            return _Leaf(mark.parse)
        if isinstance(mark, OneOf):
            return _Choice(mark)
        if isinstance(mark, Written):
            return _Written(mark)
    return shape_of(hint)


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def _itself(value: object) -> object:
    return value
