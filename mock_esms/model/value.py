"""What a value is, and its fields: a named tuple, or a ``Struct``, which does what no tuple can. Pure.

Plain values are named tuples, made by keyword. A ``Struct`` checks itself, inherits, or must differ from another class
with equal fields. Both tell their fields alike, by ``_fields`` and ``_field_defaults``.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Final, NamedTuple, Self, dataclass_transform

NO_DEFAULT: Final = object()


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Struct:
    """A frozen value, made by keyword; its fields are the annotated names of its class, as in a dataclass.

    No code is generated for a class of these, so that it is made in a twentieth of the time that a dataclass takes: the
    dataclasses were an eighth of what a start took beside a bare application (docs/performance.md).
    """

    _fields: ClassVar[tuple[str, ...]] = ()
    _field_defaults: ClassVar[Mapping[str, Any]] = MappingProxyType({})

    def __init_subclass__(cls) -> None:
        """Find the fields, those of the classes above first."""
        super().__init_subclass__()
        own = [name for name, hint in cls.__annotations__.items() if getattr(hint, "__origin__", hint) is not ClassVar]
        cls._fields = tuple(dict.fromkeys((*cls._fields, *own)))
        cls._field_defaults = {**cls._field_defaults, **{name: vars(cls)[name] for name in own if name in vars(cls)}}

    def __init__(self, **given: object) -> None:
        """Raises ``TypeError`` for a field that there is not, and for one that is missing."""
        fields = {**self._field_defaults, **given}
        if wrong := fields.keys() ^ self._fields:
            message = f"{type(self).__name__}: {', '.join(sorted(wrong))}: no such field, or one that must be given"
            raise TypeError(message)
        vars(self).update(fields)
        self.__post_init__()

    def __post_init__(self) -> None:
        """Raise ``ValueError`` where the fields are impossible together."""

    def __setattr__(self, name: str, value: object) -> None:
        """Values do not change."""
        message = f"{type(self).__name__} is frozen: {name} cannot be set"
        raise AttributeError(message)

    def __eq__(self, other: object) -> bool:
        """Equal are two of the very same class with equal fields."""
        return type(other) is type(self) and _parts(self) == _parts(other)

    def __hash__(self) -> int:
        """As it is equal."""
        return hash(_parts(self))

    def __repr__(self) -> str:
        """Every field by its name."""
        return shown_without(self, "")

    def _replace(self, **changes: object) -> Self:
        """This value with other fields, as of a named tuple."""
        return type(self)(**dict(zip(self._fields, _parts(self), strict=True)) | changes)


def _parts(value: Any) -> tuple[Any, ...]:  # noqa: ANN401 - any value
    return tuple(getattr(value, name) for name in value._fields)


class ValueField(NamedTuple):
    """A field of a value; ``default`` is ``NO_DEFAULT`` where it must be given."""

    name: str
    default: object


def is_value(kind: object) -> bool:
    """Whether a type is that of values with fields."""
    return isinstance(kind, type) and hasattr(kind, "_fields")


def fields_of(kind: Any) -> tuple[ValueField, ...]:  # noqa: ANN401 - a type, or a value of it
    """The fields of a value, in their order."""
    return tuple(ValueField(name, kind._field_defaults.get(name, NO_DEFAULT)) for name in kind._fields)


def shown_without(value: Any, hidden: str) -> str:  # noqa: ANN401 - any value
    """What ``repr`` shows of a value, without the field that is nobody's business."""
    shown = (f"{name}={getattr(value, name)!r}" for name in value._fields if name != hidden)
    return f"{type(value).__name__}({', '.join(shown)})"
