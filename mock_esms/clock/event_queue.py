"""The agenda: what is due when, in one heap; pure data, without a clock or a loop.

Whatever is due at one instant comes out in the order in which it was put in. A cancelled entry stays in the heap until
it comes up, or until half of the heap is cancelled: cancelling costs nothing and the heap does not fill with dead ones.
"""

from collections.abc import Callable, Iterator
from heapq import heapify, heappop, heappush
from typing import Any, Final

from mock_esms._memory import shortened
from mock_esms.model.times import Instant

Subject = Any
Action = Callable[[Subject], None]
Ticket = int
"""Instant and rank in one number: it orders the heap, and an entry is a third smaller than with two."""

_RANKS: Final = 1 << 48
"""More entries than ever will be made."""


class EventQueue:
    """Actions and what they are about, by instant."""

    __slots__ = ("_cancelled", "_heap", "_last_rank")

    def __init__(self) -> None:
        """Nothing is due."""
        self._heap: list[tuple[Ticket, Action, Subject]] = []
        self._cancelled: set[Ticket] = set()
        self._last_rank = 0

    def __len__(self) -> int:
        """How many entries are due later."""
        return len(self._heap) - len(self._cancelled)

    def put(self, due: Instant, action: Action, subject: Subject) -> Ticket:
        """Write an entry down; the ticket cancels it."""
        self._last_rank += 1
        ticket = due * _RANKS + self._last_rank
        heappush(self._heap, (ticket, action, subject))
        return ticket

    def cancel(self, ticket: Ticket) -> None:
        """Strike an entry out that has not been popped; the ticket of one that has must not be given."""
        self._cancelled.add(ticket)
        if 2 * len(self._cancelled) > len(self._heap):
            self.drop(lambda _subject: False)

    def drop(self, about: Callable[[Subject], bool]) -> None:
        """Strike out every entry whose subject this is true of."""
        self._heap = [entry for entry in self._heap if entry[0] not in self._cancelled and not about(entry[2])]
        heapify(self._heap)
        self._cancelled.clear()

    def take(self, about: Callable[[Subject], bool]) -> list[tuple[Instant, Action, Subject]]:
        """Take out every entry whose subject this is true of, in the order in which they would have come."""
        taken = [entry for entry in self._heap if entry[0] not in self._cancelled and about(entry[2])]
        self.drop(about)
        taken.sort(key=lambda entry: entry[0])
        return [(ticket // _RANKS, action, subject) for ticket, action, subject in taken]

    def clear(self) -> Iterator[None]:
        """Strike everything out at once; gives the steps in which the memory is freed."""
        gone, self._heap = self._heap, []
        self._cancelled.clear()
        return shortened(gone)

    def next_due(self) -> Instant | None:
        """When the next entry is due, None when there is none."""
        heap, cancelled = self._heap, self._cancelled
        while cancelled and heap and heap[0][0] in cancelled:
            cancelled.discard(heappop(heap)[0])
        return heap[0][0] // _RANKS if heap else None

    def pop(self) -> tuple[Action, Subject]:
        """Take the next entry out; ``next_due`` must have said that there is one."""
        _, action, subject = heappop(self._heap)
        return action, subject
