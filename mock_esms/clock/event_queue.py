"""What is due when, in one heap; pure data, without a clock or a loop.

What is due at the same instant comes out in the order in which it was put in. A cancelled entry stays in the heap until
it comes up, or until half of the heap is cancelled: cancelling costs nothing, and the heap does not fill up.
"""

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import Any, NamedTuple

from mock_esms.model.times import Instant

EventArgument = Any
"""What an action is about; only the action knows its type."""
Action = Callable[[EventArgument], None]
ArgumentFilter = Callable[[EventArgument], bool]
"""Says of an entry's argument whether the entry is meant."""


class ScheduledEvent(NamedTuple):
    """``action(argument)`` is due at ``due``. ``rank`` rises with each entry: it orders those of one instant.

    The same action for all entries, and an argument for each, take less memory than a closure for each.
    """

    due: Instant
    rank: int
    action: Action
    argument: EventArgument


class EventQueue:
    """Actions and their arguments, by instant."""

    __slots__ = ("_cancelled", "_heap", "_last_rank")

    def __init__(self) -> None:
        """Begin empty."""
        self._heap: list[ScheduledEvent] = []
        self._cancelled: set[int] = set()
        self._last_rank = 0

    def __len__(self) -> int:
        """How many entries are due later."""
        return len(self._heap) - len(self._cancelled)

    def put(self, due: Instant, action: Action, argument: EventArgument) -> ScheduledEvent:
        """Add an event; it is what ``cancel`` takes."""
        self._last_rank += 1
        event = ScheduledEvent(due, self._last_rank, action, argument)
        heappush(self._heap, event)
        return event

    def cancel(self, event: ScheduledEvent) -> None:
        """Cancel an event that has not been popped; one that has must not be given."""
        self._cancelled.add(event.rank)
        if 2 * len(self._cancelled) > len(self._heap):
            self.take(lambda _argument: False)

    def take(self, matching: ArgumentFilter) -> list[ScheduledEvent]:
        """Take out the entries that are meant, in the order in which they would have come."""
        taken: list[ScheduledEvent] = []
        left: list[ScheduledEvent] = []
        for entry in self._heap:
            if entry.rank not in self._cancelled:
                (taken if matching(entry.argument) else left).append(entry)
        heapify(left)
        self._heap = left
        self._cancelled.clear()
        return sorted(taken)

    def clear(self) -> list[ScheduledEvent]:
        """Take out everything, in no order."""
        taken, self._heap = self._heap, []
        self._cancelled.clear()
        return taken

    def next_due(self) -> Instant | None:
        """When the next entry is due, None when there is none."""
        heap, cancelled = self._heap, self._cancelled
        while cancelled and heap and heap[0].rank in cancelled:
            cancelled.discard(heappop(heap).rank)
        return heap[0].due if heap else None

    def pop(self) -> ScheduledEvent:
        """Take the next entry out; ``next_due`` must have said that there is one."""
        return heappop(self._heap)
