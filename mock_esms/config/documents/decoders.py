"""From plain data, as YAML or JSON say them, to a checked value, and back.

The type of the value is the definition: its fields' types and annotations say which keys there are and what may stand
behind them. ``decoder_of`` turns a type into a decoder once; a decoder builds the value, or says all that is wrong in
the data. ``json_schema`` describes the same decoders to editors.
"""

import types
from collections.abc import Callable, Hashable, Iterable, Mapping
from decimal import Decimal
from functools import cache
from keyword import iskeyword
from typing import Annotated, Any, Final, Literal, Protocol, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from mock_esms.config.documents.annotations import NOT_WRITTEN, OneOf, Reads, Written, marks_of
from mock_esms.config.documents.field_errors import Key, WrongKeysError, position, refuse, wrong_in
from mock_esms.config.documents.field_types import any_text, kind, one_of_words
from mock_esms.config.documents.suggest import did_you_mean
from mock_esms.config.documents.yaml_tree import Tree, YamlMapping
from mock_esms.errors import DocumentError
from mock_esms.model.value import NO_DEFAULT, ValueField, fields_of, is_value

T = TypeVar("T")

MAX_PROBLEMS: Final = 100
"""So many mistakes are reported of one mapping or list; more would help nobody."""


def check(model: type[T], tree: Tree) -> T:
    """The ``model`` that a document describes.

    Raises ``DocumentError`` with everything that is wrong, in the order in which it stands in the document.
    """
    try:
        return build(model, tree.data)
    except WrongKeysError as error:
        raise DocumentError(tree.file, tuple(tree.problem(*wrong) for wrong in wrong_in(tree.data, error))) from None


def build(model: type[T], data: object) -> T:
    """The ``model`` that plain data stand for.

    Raises ``WrongKeysError`` with everything that is wrong, in the order of the data. For data that have no lines its
    text is what to show: each mistake with the path of its key, as in ``wait.state: …; timeout: …``.
    """
    try:
        return cast("T", decoder_of(cast("Hashable", model)).build(data))
    except ValueError as error:
        wrong = sorted(wrong_in(data, error), key=lambda mistake: position(data, mistake[0]))
        raise WrongKeysError(wrong) from None


def to_plain(value: object) -> object:
    """Mappings, lists, texts and numbers; amounts as texts, so that none of their digits is lost.

    A value that is written in another way than as its fields says so itself, by a method ``written``.
    """
    if is_value(type(value)):
        written = getattr(value, "written", None)
        if written is not None:
            return written()
        return {field.name: to_plain(getattr(value, field.name)) for field in fields_of(value)}
    if isinstance(value, tuple | list):
        return [to_plain(part) for part in value]
    return str(value) if isinstance(value, Decimal) else value


class Decoder(Protocol):
    """Builds the values of one type."""

    def build(self, data: object) -> Any:  # noqa: ANN401 - the type is the hint that the decoder was made from
        """The value; else ``ValueError``, which is a ``WrongKeysError`` for what is wrong inside of the data."""


# The decoders are plain classes, not values: they are never compared, and made at every start.


class Leaf:
    """A single value, made by ``parse``; ``name`` is what its schema is referred to by, if it is."""

    def __init__(self, parse: Callable[[object], object], schema: Mapping[str, object], name: str = "") -> None:
        self.build = parse
        self.schema = schema
        self.name = name


class Record:
    """A mapping with known keys; behind those that its class says ``may_be_bare`` nothing need stand."""

    def __init__(self, model: type) -> None:
        hints = get_type_hints(model, include_extras=True)
        self.model = model
        self.fields = [field for field in fields_of(model) if NOT_WRITTEN not in marks_of(hints[field.name])]
        self.hints = {key_of(field): hints[field.name] for field in self.fields}
        self.required = [key_of(field) for field in self.fields if field.default is NO_DEFAULT]

    def build(self, data: object) -> object:
        """Build the parts, then the value of them, which may refuse what is impossible together."""
        bare = getattr(self.model, "may_be_bare", ())
        parts = _parts(_mapping(data, self.hints), self.hints, self.required, bare)
        return self.model(**{f"{key}_" if iskeyword(key) else key: part for key, part in parts.items()})


def key_of(field: ValueField) -> str:
    """The key that a field is written under: ``from_`` is ``from``, which Python keeps for itself."""
    return field.name.removesuffix("_")


class Choice:
    """One of several keys, and what stands behind it."""

    def __init__(self, one_of: OneOf) -> None:
        self.one_of = one_of
        self.hints = {**one_of.beside, **one_of.choices}

    def build(self, data: object) -> object:
        """Build what stands behind the one key, and what stands beside it."""
        given, one_of = _mapping(data, self.hints), self.one_of
        refuse((key, one_of.unfit[key]) for key in given if key in one_of.unfit)
        chosen = [key for key in given if key in one_of.choices]
        if len(chosen) > 1:
            message = f"{one_of.what} is one thing, and `{chosen[0]}` stands here already; keep one of the two"
            raise WrongKeysError((key, message) for key in chosen[1:])
        if not chosen and given.keys() <= one_of.beside.keys():
            message = f"{one_of.what} needs one of {', '.join(one_of.choices)}"
            raise ValueError(message)
        parts = _parts(given, self.hints, bare=[key for key in chosen if one_of.may_be_bare(key)])
        return one_of.make(parts.pop(chosen[0]), **parts)


class Rewritten:
    """A value that is written as something else."""

    def __init__(self, written: Written) -> None:
        self.make = written.make
        self.inner = decoder_of(written.hint)

    def build(self, data: object) -> object:
        """Build what is written, then the value of it."""
        return self.make(self.inner.build(data))


class ListOf:
    """A list, as a tuple."""

    def __init__(self, entry: Decoder) -> None:
        self.entry = entry

    def build(self, data: object) -> tuple[object, ...]:
        """Build each entry."""
        if not isinstance(data, list):
            message = f"a list must stand here, as in [a, b], not {kind(data)}"
            raise ValueError(message)  # noqa: TRY004 - callers catch one class, whatever was wrong
        return tuple(build_each(enumerate(data), lambda _key, part: self.entry.build(part)).values())


class Table:
    """A mapping with any text as its keys."""

    def __init__(self, entry: Decoder) -> None:
        self.entry = entry

    def build(self, data: object) -> dict[Any, object]:
        """Build what stands behind each key."""
        return build_each(_mapping(data).items(), lambda _key, part: self.entry.build(part))


class Maybe:
    """Something, or null."""

    def __init__(self, inner: Decoder) -> None:
        self.inner = inner

    def build(self, data: object) -> object:
        """Build something, or leave null as None."""
        return None if data is None else self.inner.build(data)


@cache
def decoder_of(hint: Hashable) -> Decoder:  # noqa: PLR0911 - one for each sort of hint
    """The decoder of a type; ``TypeError`` for one that no document's field has."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated(parts[0], parts[1:])
    if origin in {Union, types.UnionType} and parts[1:] == (types.NoneType,):
        return Maybe(decoder_of(parts[0]))
    if origin is tuple and parts[1:] == (Ellipsis,):
        return ListOf(decoder_of(parts[0]))
    if origin is dict and parts[0] is str:
        return Table(decoder_of(parts[1]))
    if origin is Literal:
        return Leaf(lambda value: one_of_words(value, parts), {"enum": [*parts]})
    if hint is str:
        return Leaf(any_text, {"type": "string"})
    if hasattr(hint, "parse"):
        own = cast("Any", hint)
        return Leaf(own.parse, own.json_schema(), own.__name__)
    if is_value(hint):
        return Record(cast("type", hint))
    message = f"no document can hold {hint!r}"
    raise TypeError(message)


def _annotated(hint: Hashable, marks: Iterable[object]) -> Decoder:
    for mark in marks:
        match mark:
            case Reads():
                return Leaf(mark.parse, mark.schema)
            case OneOf():
                return Choice(mark)
            case Written():
                return Rewritten(mark)
            case _:
                pass
    return decoder_of(hint)


def _mapping(data: object, hints: Iterable[str] = ()) -> dict[str, object]:
    if isinstance(data, dict):
        return data
    keys = f" ({', '.join(hints)})" if hints else ""
    message = f"keys with values must stand here{keys}, not {kind(data)}"
    raise ValueError(message)


def _parts(
    data: dict[str, object], hints: Mapping[str, Hashable], required: Iterable[str] = (), bare: Iterable[str] = ()
) -> dict[Any, Any]:
    """The values behind known keys; behind those that may be ``bare``, nothing needs to stand."""
    blank = data.blank if isinstance(data, YamlMapping) else ()

    def build_part(key: str, part: object) -> object:
        if key not in hints:
            message = f"there is no such key here; {did_you_mean(key, hints)}"
            raise ValueError(message.removesuffix("; "))
        decoder = decoder_of(hints[key])
        if part is None and key in bare:
            part = {}
        elif key in blank and isinstance(decoder, Maybe):
            decoder = decoder.inner  # only a written null is one: whoever wrote nothing, or a comment, meant something
        return decoder.build(part)

    return build_each(data.items(), build_part, [(key, "this key is required") for key in required if key not in data])


def build_each(
    parts: Iterable[tuple[Any, object]],
    build_part: Callable[[Any, object], T],
    wrong: Iterable[tuple[Key, str]] = (),
) -> dict[Any, T]:
    """What each part is built to; raises ``WrongKeysError`` when ``wrong`` is something, or one of the parts."""
    built: dict[Any, T] = {}
    found = [*wrong]
    for key, part in parts:
        if len(found) >= MAX_PROBLEMS:
            break
        try:
            built[key] = build_part(key, part)
        except ValueError as error:
            found += [((key, *path), sentence) for path, sentence in wrong_in(part, error)]
    refuse(found)
    return built
