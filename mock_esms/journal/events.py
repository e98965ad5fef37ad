"""The event log: every event with a rising id, the latest ones in memory, subscribers notified at once.

A follower that is slow costs nothing: it holds no queue, only the id that it has read up to. When it falls behind the
oldest event in memory, the gap shows in the ids.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable
from itertools import takewhile
from typing import Literal, NamedTuple

from mock_esms.model.callback import Attempt
from mock_esms.model.calls import CallResult
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.message import MessageResult
from mock_esms.model.received_request import ReceivedRequest
from mock_esms.model.times import Instant

EventKind = Literal[
    "request",
    "call",
    "queued",
    "dial",
    "message",
    "sent",
    "inbound",
    "application",
    "decided",
    "ended",
    "attempt",
    "given_up",
    "settled",
    "clock",
    "reset",
]
NamedValues = tuple[tuple[str, str | float | None], ...]
"""Names and values, for what is new in an event that is no entry's (clock, reset)."""


class CallbackAttempt(NamedTuple):
    """An attempt that has begun or ended, and the place of its callback among the entry's."""

    callback_index: int
    attempt: Attempt


EventPayload = CallResult | MessageResult | CallbackAttempt | ReceivedRequest | NamedValues | None
"""What is new in an event; None when it is in the entry: all of a new one, the last dial of a call that dials."""


class Event(NamedTuple):
    """One thing that happened: ``payload`` is what is new, ``entry`` the call or message as it stood just after."""

    id: int
    kind: EventKind
    at: Instant
    payload: EventPayload
    entry: JournalEntry | None = None


class EventLog:
    """The latest ``limit`` events, and the subscribers to new ones."""

    def __init__(self, limit: int) -> None:
        """Begin empty."""
        self._events: deque[tuple[int, EventKind, Instant, EventPayload, JournalEntry | None]] = deque(maxlen=limit)
        self._last_id = 0
        self._subscribers: list[tuple[Callable[[Event], None], Callable[[], None] | None]] = []
        self.closed = False

    @property
    def last_id(self) -> int:
        """The id of the newest event, 0 before the first."""
        return self._last_id

    def publish(self, kind: EventKind, at: Instant, payload: EventPayload, entry: JournalEntry | None = None) -> None:
        """Add an event and notify the subscribers."""
        self._last_id = event_id = self._last_id + 1
        # A plain tuple: each call makes several events, and most of them nobody ever asks for.
        self._events.append((event_id, kind, at, payload, entry))
        if self._subscribers:
            event = Event(event_id, kind, at, payload, entry)
            for on_event, _ in tuple(self._subscribers):
                on_event(event)

    def since(self, event_id: int) -> list[Event]:
        """The events after ``event_id`` that are still in memory, oldest first."""
        newer = [Event(*event) for event in takewhile(lambda event: event[0] > event_id, reversed(self._events))]
        newer.reverse()
        return newer

    def subscribe(
        self, on_event: Callable[[Event], None], on_close: Callable[[], None] | None = None
    ) -> Callable[[], None]:
        """Call ``on_event`` with each new event, at once and in order; the result ends that.

        ``on_close`` is called when there will be no more events.
        """
        subscription = (on_event, on_close)
        self._subscribers.append(subscription)
        return lambda: self._subscribers.remove(subscription)

    def close(self) -> None:
        """Notify the subscribers that there will be no more events."""
        self.closed = True
        for _, on_close in tuple(self._subscribers):
            if on_close is not None:
                on_close()

    async def follow(self, since: int, *, heartbeat: float) -> AsyncGenerator[Event | None, None]:
        """The events after ``since``, and then every new one as it comes, until the log is closed.

        Where nothing comes for ``heartbeat`` real seconds it gives None, so that a dead connection is noticed.
        """
        news = asyncio.Event()
        end = self.subscribe(lambda _event: news.set(), news.set)
        try:
            while not self.closed:
                news.clear()
                for event in self.since(since):
                    since = event.id
                    yield event
                try:
                    async with asyncio.timeout(heartbeat):
                        await news.wait()
                except TimeoutError:
                    yield None
        finally:
            end()
