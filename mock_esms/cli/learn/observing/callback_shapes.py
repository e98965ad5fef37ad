"""Reads callbacks out of targets, and counts what needs no other callback to be known: order, spelling, values.

Receivers get callbacks in few shapes: the same parameters in the same order. What follows from a shape is worked out
once, and then only its values are looked at.
"""

from collections import Counter
from typing import Final, NamedTuple
from urllib.parse import unquote_plus

from mock_esms.esms.callbacks.callback_kinds import KINDS, CallbackKind, kind_of

MOST_SHAPES: Final = 500
MOST_VALUES: Final = 5_000
"""So many different values of a parameter are counted one by one."""
_LONGEST_VALUE: Final = 200
OTHERS: Final = "\0others"
"""Under this name are counted the values beyond ``MOST_VALUES``; no target can have it."""


class ParsedCallback(NamedTuple):
    """A callback that a target is: its kind, and its values by lower-case name, as they were sent."""

    kind: CallbackKind
    shape: "CallbackShape"
    values: list[str]

    def value(self, name: str) -> str:
        """A value as it was sent, by its lower-case name; empty when it is not there."""
        position = self.shape.positions.get(name)
        return "" if position is None else self.values[position]

    def tally(self, times: int) -> None:
        """Count the values of so many callbacks that say this."""
        self.shape.count_values(self.kind, self.values, times)


class CallbackShape:
    """Parameters in an order: where each one's value stands, and how often each value was sent."""

    __slots__ = ("count", "counters", "kinds", "names", "own", "positions")

    def __init__(self, names: tuple[str, ...]) -> None:
        """``names`` are those of the parameters, as they were sent."""
        self.names = names
        lower = [unquote_plus(name).lower() for name in names]
        self.positions = {name: position for position, name in enumerate(lower)}  # of one that is repeated, the last
        self.kinds: dict[tuple[str, str], CallbackKind | None] = {}
        self.count: Counter[str] = Counter()
        self.counters: dict[str, dict[str, Counter[str]]] = {}
        known = {name.lower() for kind in KINDS.values() for name in kind.parameters}
        self.own = tuple(name not in known for name in lower)

    def kind(self, values: list[str]) -> CallbackKind | None:
        """What a callback of this shape with these values reports."""
        type_id, telcoid = (
            values[position] if (position := self.positions.get(name)) is not None else ""
            for name in ("typeid", "telcoid")
        )
        key = (type_id, telcoid if telcoid == "9" else "")
        if key not in self.kinds:
            if len(self.kinds) > MOST_SHAPES:
                return kind_of(self.positions, *key)
            self.kinds[key] = kind_of(self.positions, *key)
        return self.kinds[key]

    def count_values(self, kind: CallbackKind, values: list[str], times: int) -> None:
        """So many more callbacks with these values; ids are not counted."""
        self.count[kind.name] += times
        counters = self.counters.get(kind.name)
        if counters is None:
            wanted = {name.lower() for name in kind.parameters} - {kind.id_name.lower(), "requestid", "phonenumber"}
            counters = self.counters[kind.name] = {name: Counter() for name in self.positions if name in wanted}
        for name, counter in counters.items():
            value = values[self.positions[name]]
            if value in counter or (len(counter) < MOST_VALUES and len(value) <= _LONGEST_VALUE):
                counter[value] += times
            else:
                counter[OTHERS] += times


class CallbackShapes:
    """Every shape that came by."""

    def __init__(self) -> None:
        self.all: dict[tuple[str, ...], CallbackShape] = {}
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
        shape = self.all.get(key)
        if shape is None:
            shape = CallbackShape(key)
            if shape.kind(values) is not None and len(self.all) < MOST_SHAPES:
                self.all[key] = shape
        kind = shape.kind(values)
        if kind is None:
            return None
        if not values[shape.positions[kind.id_name.lower()]]:
            self.unfilled += 1
            return None
        return ParsedCallback(kind, shape, values)

    def of(self, kind: str) -> list[CallbackShape]:
        """The shapes of a kind, the most frequent first."""
        found = [shape for shape in self.all.values() if shape.count[kind]]
        return sorted(found, key=lambda shape: (-shape.count[kind], shape.names))

    def values(self, kind: str, name: str) -> Counter[str]:
        """How often each value of a parameter was sent, in whichever shape."""
        counted: Counter[str] = Counter()
        for shape in self.of(kind):
            counted.update(shape.counters[kind].get(name.lower(), {}))
        return counted
