"""The journal itself: calls by id, the latest requests, and the event log.

Calls are frozen: each step puts a new value in the place of the old one. Past the limit the oldest settled calls are
dropped and counted; calls that are still going on are never dropped (CONTRACT 7).
"""

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from heapq import heapify, heappop, heappush
from typing import Final

from mock_esms.clock.free_in_steps import Container
from mock_esms.config.match import Match
from mock_esms.journal.changes import ChangeTracker
from mock_esms.journal.events import EventKind, EventLog, EventPayload
from mock_esms.journal.filter import fits
from mock_esms.journal.phone_index import PhoneIndex
from mock_esms.model.calls import Call, ReceivedRequest
from mock_esms.model.times import Instant

log: Final = logging.getLogger("mock_esms.journal")


class Journal:
    """What happened, in bounded memory. Lives in one event loop; its values are frozen and may be read anywhere."""

    def __init__(self, limit: int, changes: ChangeTracker | None = None) -> None:
        """Hold up to ``limit`` settled calls, requests and events each; record in ``changes`` what becomes of calls."""
        self._limit = limit
        self._changes = changes
        self._calls: dict[str, Call] = {}
        self._phones = PhoneIndex()
        self._settled: list[tuple[int, str]] = []
        self._requests: deque[ReceivedRequest] = deque(maxlen=limit)
        self._last_call = 0
        self._last_request = 0
        self.dropped_calls = 0
        self.unreadable = 0
        self.events = EventLog(limit)

    # --- writing -----------------------------------------------------------------------------------------------

    def next_call_number(self) -> int:
        """The number of the next call; numbers rise in the order of acceptance."""
        self._last_call += 1
        if self._changes is not None:
            self._record_counts()
        return self._last_call

    def next_request_number(self) -> int:
        """The number of the next request of the eSMS side."""
        self._last_request += 1
        return self._last_request

    def received(self, request: ReceivedRequest) -> None:
        """Add a request of the eSMS side, whatever was answered."""
        self._requests.append(request)
        self.events.publish("request", request.at, request)

    def could_not_read(self) -> int:
        """Count a request that was no HTTP, and of which nothing is recorded; gives how many there were."""
        self.unreadable += 1
        return self.unreadable

    def put(self, call: Call, kind: EventKind, at: Instant, payload: EventPayload = None) -> None:
        """Put a call in the place of its older self (or anew), and publish what is new about it."""
        before = self._store(call)
        if before is None:
            self._phones.add(call)
        if self._changes is not None:
            self._changes.call(before, call)
        self.events.publish(kind, at, payload, call)
        if call.state == "ended" and call.settled and (before is None or not before.settled):
            self.events.publish("settled", at, None, call)
            heappush(self._settled, (call.number, call.sms_id))
            if len(self._calls) > self._limit:
                self._drop()

    def publish(self, call: Call, kind: EventKind, at: Instant) -> None:
        """Add an event about something more in a call that was just put."""
        self.events.publish(kind, at, None, call)

    def amend(self, call: Call) -> None:
        """Put a call in the place of its older self where nothing has happened yet that an event could say."""
        before = self._store(call)
        if self._changes is not None:
            self._changes.call(before, call)

    def _store(self, call: Call) -> Call | None:
        """Put a call in the place of its older self; gives that, None when the call is new."""
        before = self._calls.get(call.sms_id)
        if before is not None and before.number != call.number:
            del self._calls[call.sms_id]  # another call happened to have that id; the new one stands last
            before = None
        self._calls[call.sms_id] = call
        return before

    def _drop(self) -> None:
        """Drop the oldest settled calls until the limit holds, or only calls that are going on are left."""
        while self._settled and len(self._calls) > self._limit:
            number, sms_id = heappop(self._settled)
            call = self._calls.get(sms_id)
            if call is None or call.number != number or not call.settled:
                continue  # redelivered just now: it comes back when it has settled again
            del self._calls[sms_id]
            self._phones.remove(call)
            self.dropped_calls += 1
            if self._changes is not None:
                self._changes.call_dropped(call)
                self._record_counts()
            if self.dropped_calls == 1:
                log.warning(
                    "the journal is full: from now on the oldest settled call is dropped for each new one "
                    "(--journal-limit %d)",
                    self._limit,
                )

    def restore(self, calls: Iterable[Call], *, last_call: int, dropped_calls: int) -> None:
        """Take up calls of an earlier sandbox, oldest first, before there are others; no event is published."""
        self._last_call = last_call
        self.dropped_calls = dropped_calls
        self._calls = {call.sms_id: call for call in calls}
        self._phones = PhoneIndex(self)
        self._settled = [(call.number, call.sms_id) for call in self if call.settled]
        heapify(self._settled)
        self._drop()

    def _record_counts(self) -> None:
        if self._changes is not None:
            self._changes.counted(self._last_call, self.dropped_calls)

    def forget(self) -> tuple[Container, ...]:
        """Forget everything, and begin the numbers anew; gives what is large, to be freed in steps."""
        if self._changes is not None:
            self._changes.calls_forgotten()
        calls, self._calls = self._calls, {}
        self._settled.clear()
        self._requests.clear()
        self._last_call = self._last_request = self.dropped_calls = self.unreadable = 0
        self._record_counts()
        return calls, self._phones.clear()

    def forget_account(self, api_key: str) -> None:
        """Forget the calls and requests of one account."""
        if self._changes is not None:
            for call in self:
                if call.request.api_key == api_key:
                    self._changes.call_forgotten(call)
        self._calls = {call.sms_id: call for call in self if call.request.api_key != api_key}
        self._phones = PhoneIndex(self)
        self._settled = [entry for entry in self._settled if entry[1] in self._calls]
        heapify(self._settled)
        others = [request for request in self._requests if request.api_key != api_key]
        self._requests = deque(others, maxlen=self._limit)

    # --- reading -----------------------------------------------------------------------------------------------

    def get(self, sms_id: str) -> Call | None:
        """The call of that id, as it stands now."""
        return self._calls.get(sms_id)

    def __iter__(self) -> Iterator[Call]:
        """Every call, oldest first."""
        return iter(self._calls.values())

    def __len__(self) -> int:
        """How many calls there are."""
        return len(self._calls)

    def calls(self, match: Match) -> list[Call]:
        """The calls that fit, oldest first."""
        sms_id = match.exact("sms_id")
        if sms_id is not None:
            call = self._calls.get(sms_id)
            return [call] if call is not None and fits(match, call) else []
        if not match.pairs:
            return list(self)
        phone = match.exact("phone")
        if phone is not None:
            calls = map(self._calls.get, self._phones.of(phone))
            return [call for call in calls if call is not None and fits(match, call)]
        return [call for call in self if fits(match, call)]

    def requests(self, *, matched: bool | None = None) -> list[ReceivedRequest]:
        """The latest requests of the eSMS side, oldest first; ``matched`` = those that reached an operation, or not."""
        if matched is None:
            return list(self._requests)
        return [request for request in self._requests if (request.operation is not None) is matched]
