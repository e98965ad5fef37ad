"""Mappings by text that may become very large and never stop the loop: they grow, and go, in small parts.

A dictionary of a million entries takes 30 ms to grow, and longer to be freed; meanwhile nobody is answered.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final, Generic, TypeVar

T = TypeVar("T")

_PARTS: Final = 128
_AT_A_TIME: Final = 4_096
"""So many entries are freed in one step."""


class Spread(Generic[T]):
    """A mapping without an order, in small dictionaries. Which entry is in which makes no difference to anybody."""

    __slots__ = ("_parts",)

    def __init__(self) -> None:
        """Begin with nothing."""
        self._parts: list[dict[str, T] | None] = [None] * _PARTS

    def get(self, key: str) -> T | None:
        """The value, None when there is none."""
        part = self._parts[hash(key) % _PARTS]
        return None if part is None else part.get(key)

    def put(self, key: str, value: T) -> T | None:
        """Set a value; gives what was there before, None when nothing was."""
        place = hash(key) % _PARTS
        part = self._parts[place]
        if part is None:
            self._parts[place] = {key: value}
            return None
        before = part.get(key)
        part[key] = value
        return before

    def pop(self, key: str) -> T | None:
        """Take a value out, None when there is none."""
        part = self._parts[hash(key) % _PARTS]
        return None if part is None else part.pop(key, None)

    def __len__(self) -> int:
        """How many entries there are."""
        return sum(len(part) for part in self._parts if part is not None)

    def let_go(self) -> Iterator[None]:
        """Forget everything, a part at each step."""
        parts, self._parts = [part for part in self._parts if part], [None] * _PARTS
        while parts:
            parts.pop()
            yield


class Remembered(Generic[T]):
    """A mapping that remembers so many entries, and forgets its oldest for each further one."""

    __slots__ = ("_most", "_order", "_values")

    def __init__(self, most: int) -> None:
        """Remember at most so many."""
        self._most = most
        self._values: Spread[T] = Spread()
        self._order: deque[str] = deque()

    def get(self, key: str) -> T | None:
        """The value, None when there is none."""
        return self._values.get(key)

    def put(self, key: str, value: T) -> str | None:
        """Set a value; it stays as old as it was. Gives the key that is forgotten for it, None when none is."""
        if self._values.put(key, value) is not None:
            return None
        self._order.append(key)
        return self.forget_oldest() if len(self._order) > self._most else None

    @property
    def oldest(self) -> str | None:
        """The key that was put first, None when there is none."""
        return self._order[0] if self._order else None

    def forget_oldest(self) -> str:
        """Forget what was put first; gives its key."""
        key = self._order.popleft()
        self._values.pop(key)
        return key

    def __len__(self) -> int:
        """How many there are."""
        return len(self._order)

    def let_go(self) -> Iterator[None]:
        """Forget everything, a little at each step."""
        values, order = self._values, self._order
        self._values, self._order = Spread(), deque()
        yield from values.let_go()
        while order:
            for _ in range(min(_AT_A_TIME, len(order))):
                order.popleft()
            yield


def shortened(entries: list[T]) -> Iterator[None]:
    """Empty a list that nobody uses any more, a little at each step."""
    while entries:
        del entries[-_AT_A_TIME:]
        yield


def one_after_the_other(steps: Iterable[Iterator[None]]) -> Iterator[None]:
    """The steps of several."""
    for each in steps:
        yield from each
