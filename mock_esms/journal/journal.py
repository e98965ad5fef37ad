"""The journal itself: its entries (calls, messages and the like) by id, the latest requests, and the event log.

Entries are frozen: each step puts a new value in the place of the old one. Past the limit the oldest settled entries
are dropped and counted; what is still going on is never dropped (CONTRACT 7).
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
from mock_esms.journal.filter import AnyEntry, Entry, fits
from mock_esms.journal.phone_index import PhoneIndex
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.received_request import ReceivedRequest
from mock_esms.model.times import Instant

log: Final = logging.getLogger("mock_esms.journal")

EVERY_ENTRY: Final = Match()
"""The match that everything fits."""


class Journal:
    """What happened, in bounded memory. Lives in one event loop; its values are frozen and may be read anywhere."""

    def __init__(self, limit: int, changes: ChangeTracker | None = None) -> None:
        """Hold up to ``limit`` settled entries, requests and events each; record changes in ``changes``."""
        self._limit = limit
        self._changes = changes
        self._entries: dict[str, JournalEntry] = {}
        self._phones = PhoneIndex()
        self._settled: list[tuple[int, str]] = []
        self._requests: deque[ReceivedRequest] = deque(maxlen=limit)
        self._last_call = 0
        self._last_request = 0
        self.dropped_calls = 0
        self.unreadable = 0
        self.events = EventLog(limit)

    # --- writing -----------------------------------------------------------------------------------------------

    def next_entry_number(self) -> int:
        """The number of the next entry; numbers rise in the order of acceptance."""
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

    def could_not_read(self) -> None:
        """Count a request that names no method and target, and of which nothing is recorded."""
        self.unreadable += 1

    def put(self, entry: JournalEntry, kind: EventKind, at: Instant, payload: EventPayload = None) -> None:
        """Put an entry in the place of its older self (or anew), and publish what is new about it."""
        before = self._store(entry)
        self.events.publish(kind, at, payload, entry)
        self._settle(before, entry, at)

    def amend(self, entry: JournalEntry, at: Instant) -> None:
        """Put an entry in the place of its older self where nothing has happened that an event of its own could say."""
        self._settle(self._store(entry), entry, at)

    def _store(self, entry: JournalEntry) -> JournalEntry | None:
        """Put an entry in the place of its older self; gives that, None when the entry is new."""
        before = self._entries.get(entry.sms_id)
        if before is not None and before.number != entry.number:
            del self._entries[entry.sms_id]  # another happened to have that id; the new one stands last
            before = None
        self._entries[entry.sms_id] = entry
        if before is None:
            self._phones.add(entry)
        if self._changes is not None:
            self._changes.entry(before, entry)
        return before

    def _settle(self, before: JournalEntry | None, entry: JournalEntry, at: Instant) -> None:
        """Note when nothing more will happen to an entry, and it was not so before."""
        if entry.settled and (before is None or not before.settled):
            self.events.publish("settled", at, None, entry)
            heappush(self._settled, (entry.number, entry.sms_id))
            if len(self._entries) > self._limit:
                self._drop()

    def _drop(self) -> None:
        """Drop the oldest settled entries until the limit holds, or only those that are going on are left."""
        while self._settled and len(self._entries) > self._limit:
            number, sms_id = heappop(self._settled)
            entry = self._entries.get(sms_id)
            if entry is None or entry.number != number or not entry.settled:
                continue  # redelivered just now: it comes back when it has settled again
            del self._entries[sms_id]
            self._phones.remove(entry)
            self.dropped_calls += 1
            if self._changes is not None:
                self._changes.entry_dropped(entry)
                self._record_counts()
            if self.dropped_calls == 1:
                log.warning(
                    "the journal is full: from now on the oldest settled call or message is dropped for each new one "
                    "(--journal-limit %d)",
                    self._limit,
                )

    def restore(self, entries: Iterable[JournalEntry], *, last_call: int, dropped_calls: int) -> None:
        """Take up the entries of an earlier sandbox, oldest first, before there are others; no event is published."""
        self._last_call = last_call
        self.dropped_calls = dropped_calls
        self._entries = {entry.sms_id: entry for entry in entries}
        self._phones = PhoneIndex(self)
        self._settled = [(entry.number, entry.sms_id) for entry in self if entry.settled]
        heapify(self._settled)
        self._drop()

    def _record_counts(self) -> None:
        if self._changes is not None:
            self._changes.counted(self._last_call, self.dropped_calls)

    def forget(self) -> tuple[Container, ...]:
        """Forget everything, and begin the numbers anew; gives what is large, to be freed in steps."""
        if self._changes is not None:
            self._changes.entries_forgotten()
        entries, self._entries = self._entries, {}
        self._settled.clear()
        self._requests.clear()
        self._last_call = self._last_request = self.dropped_calls = self.unreadable = 0
        self._record_counts()
        return entries, self._phones.clear()

    def forget_account(self, api_key: str) -> None:
        """Forget the entries and requests of one account."""
        if self._changes is not None:
            for entry in self:
                if entry.request.api_key == api_key:
                    self._changes.entry_forgotten(entry)
        self._entries = {entry.sms_id: entry for entry in self if entry.request.api_key != api_key}
        self._phones = PhoneIndex(self)
        self._settled = [entry for entry in self._settled if entry[1] in self._entries]
        heapify(self._settled)
        others = [request for request in self._requests if request.api_key != api_key]
        self._requests = deque(others, maxlen=self._limit)

    # --- reading -----------------------------------------------------------------------------------------------

    def get(self, sms_id: str) -> JournalEntry | None:
        """The call or message of that id, as it stands now."""
        return self._entries.get(sms_id)

    def going_on(self, kind: type[AnyEntry], sms_id: str) -> AnyEntry:
        """The call or message that an event is about: it is here, because what is going on is never dropped."""
        entry = self._entries.get(sms_id)
        if isinstance(entry, kind):
            return entry
        message = f"an event is due for {sms_id}, which is no {kind.__name__.lower()} in the journal"
        raise LookupError(message)

    def __iter__(self) -> Iterator[JournalEntry]:
        """Every call and message, oldest first."""
        return iter(self._entries.values())

    def __len__(self) -> int:
        """How many calls and messages there are."""
        return len(self._entries)

    def matching(self, kind: type[Entry], match: Match = EVERY_ENTRY) -> list[Entry]:
        """The entries of a kind that fit, oldest first."""
        return [entry for entry in self._candidates(match) if isinstance(entry, kind) and fits(match, entry)]

    def accepted_between(self, first: Instant, last: Instant) -> Iterator[JournalEntry]:
        """The calls and messages that were accepted from ``first`` to ``last``, newest first; older ones cost nothing.

        Entries stand in the order of their acceptance, because time never goes backwards.
        """
        for entry in reversed(self._entries.values()):
            if entry.received_at < first:
                return
            if entry.received_at <= last:
                yield entry

    def to_phone(self, phone: str) -> list[JournalEntry]:
        """The calls and messages to a phone, in national form, oldest first."""
        return [self._entries[sms_id] for sms_id in self._phones.of(phone)]

    def _candidates(self, match: Match) -> Iterable[JournalEntry]:
        """What may fit: looking for one id, or for one phone's, must not cost more the more others there are."""
        sms_id = match.exact("sms_id")
        if sms_id is not None:
            entry = self._entries.get(sms_id)
            return () if entry is None else (entry,)
        phone = match.exact("phone")
        return self if phone is None else self.to_phone(phone)

    def requests(self, *, matched: bool | None = None) -> list[ReceivedRequest]:
        """The latest requests of the eSMS side, oldest first; ``matched`` = those that reached an operation, or not."""
        if matched is None:
            return list(self._requests)
        return [request for request in self._requests if (request.operation is not None) is matched]
