"""A mapping by text with an upper bound: when it is full, its oldest entry makes room for a new one."""

from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class BoundedDict(Generic[T]):
    """At most ``limit`` entries; an entry is as old as its key.

    Not an ``OrderedDict``, which takes 45 bytes more for each entry: a pending call has two, and is promised to take at
    most 1,024 bytes (docs/performance.md).
    A plain dict alone finds its oldest entry only by passing over all that were deleted before it.
    """

    __slots__ = ("_limit", "_order", "_values")

    def __init__(self, limit: int) -> None:
        """Begin empty."""
        self._limit = limit
        self._values: dict[str, T] = {}
        self._order: deque[str] = deque()

    def clear(self) -> tuple[dict[str, T], deque[str]]:
        """Evict everything; gives what was there, to be freed."""
        values, order = self._values, self._order
        self._values, self._order = {}, deque()
        return values, order

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self._values)

    def get(self, key: str) -> T | None:
        """The value, None when there is none."""
        return self._values.get(key)

    def put(self, key: str, value: T) -> str | None:
        """Set a value; gives the key that was evicted for it, None when none was."""
        is_new = key not in self._values
        self._values[key] = value
        if not is_new:
            return None
        self._order.append(key)
        return self.evict_oldest() if len(self._order) > self._limit else None

    @property
    def oldest(self) -> str | None:
        """The key that was put first, None when there is none."""
        return self._order[0] if self._order else None

    def evict_oldest(self) -> str:
        """Remove the entry that was put first; gives its key. Raises ``IndexError`` when there is none."""
        key = self._order.popleft()
        del self._values[key]
        return key
