"""Reads callbacks out of targets, and counts what needs no other callback to be known: order, spelling, values.

Receivers get callbacks in few shapes: the same parameters in the same order. What follows from them is worked out once,
and then only the values are looked at.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import unquote_plus

from mock_esms.esms.callbacks.callback_kinds import CallbackKind, kind_of

MOST_SHAPES: Final = 500
MOST_VALUES: Final = 5_000
"""So many different values of a parameter are counted one by one."""
_LONGEST_VALUE: Final = 200
OTHERS: Final = "\0others"
"""Under this name are counted the values beyond ``MOST_VALUES``; no target can have it."""
_PERSONAL: Final = frozenset(("requestid", "phonenumber"))


class CallbackShape:
    """The callbacks of one kind that have the same parameters in the same order.

    ``names`` are those of the parameters, as they were sent; ``positions`` says where the value of each is, by its
    lower-case name; ``values`` counts what was sent, except for ids, phones and what is not eSMS's.
    """

    __slots__ = ("count", "kind", "names", "positions", "values")

    def __init__(self, kind: CallbackKind, names: tuple[str, ...], positions: dict[str, int]) -> None:
        self.kind = kind
        self.names = names
        self.positions = positions
        self.count = 0
        wanted = {name.lower() for name in kind.parameters} - {kind.id_name.lower(), *_PERSONAL}
        self.values: dict[str, Counter[str]] = {name: Counter() for name in positions if name in wanted}

    def tally(self, values: list[str], times: int) -> None:
        """So many more callbacks with these values."""
        self.count += times
        for name, counter in self.values.items():
            value = values[self.positions[name]]
            if value in counter or (len(counter) < MOST_VALUES and len(value) <= _LONGEST_VALUE):
                counter[value] += times
            else:
                counter[OTHERS] += times


class ParsedCallback(NamedTuple):
    """A callback that a target is, with its values as they were sent."""

    shape: CallbackShape
    values: list[str]

    def value(self, name: str) -> str:
        """A value as it was sent, by its lower-case name; empty when it is not there."""
        position = self.shape.positions.get(name)
        return "" if position is None else self.values[position]

    @property
    def sms_id(self) -> str:
        """The id of the call or message that it reports."""
        return self.value(self.shape.kind.id_name.lower())


class _Parameters:
    """Parameters in one order, and the shapes that have them: one for each kind, which TypeId may decide."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names
        # of one that is repeated, the last counts
        self._positions = {unquote_plus(name).lower(): position for position, name in enumerate(names)}
        self._by_type: dict[tuple[str, str], CallbackShape | None] = {}
        self.by_kind: dict[str, CallbackShape] = {}

    def shape(self, values: list[str]) -> CallbackShape | None:
        """The shape of a callback with these values; None when it is none."""
        type_id, telcoid = (
            values[position] if (position := self._positions.get(name)) is not None else ""
            for name in ("typeid", "telcoid")
        )
        key = (type_id, telcoid if telcoid == "9" else "")
        if key in self._by_type:
            return self._by_type[key]
        kind = kind_of(self._positions, *key)
        shape = None
        if kind is not None:
            shape = self.by_kind.setdefault(kind.name, CallbackShape(kind, self._names, self._positions))
        if len(self._by_type) <= MOST_SHAPES:
            self._by_type[key] = shape
        return shape


class CallbackShapes:
    """Every shape that came by."""

    def __init__(self) -> None:
        self._all: dict[tuple[str, ...], _Parameters] = {}
        self.unfilled = 0
        """Targets with the names of a callback and no id: addresses whose placeholders nobody filled."""

    def read(self, target: str) -> ParsedCallback | None:
        """The callback that a target is; None when it is none."""
        _, mark, query = target.partition("?")
        pieces = (query if mark else target).partition("#")[0].split("&")
        names: list[str] = []
        values: list[str] = []
        for piece in pieces:
            name, _, value = piece.partition("=")
            names.append(name)
            values.append(value)
        key = tuple(names)
        parameters = self._all.get(key) or _Parameters(key)
        shape = parameters.shape(values)
        if shape is None:
            return None
        if len(self._all) < MOST_SHAPES:
            self._all[key] = parameters
        callback = ParsedCallback(shape, values)
        if not callback.sms_id:
            self.unfilled += 1
            return None
        return callback

    def of(self, kind: CallbackKind) -> list[CallbackShape]:
        """The shapes of a kind, the most frequent first."""
        found = [shape for each in self._all.values() if (shape := each.by_kind.get(kind.name)) and shape.count]
        return sorted(found, key=lambda shape: (-shape.count, shape.names))


def values_of(shapes: Iterable[CallbackShape], name: str) -> Counter[str]:
    """How often each value of a parameter was sent, in whichever shape."""
    counted: Counter[str] = Counter()
    for shape in shapes:
        counted.update(shape.values.get(name.lower(), {}))
    return counted
