"""Waiting until calls or messages have reached a stage, without polling (CONTRACT 7, ``POST /_mock/wait``)."""

import asyncio
from typing import Generic, NamedTuple

from mock_esms.config.match import Match
from mock_esms.errors import NotNowError, UnknownError
from mock_esms.journal.events import Event
from mock_esms.journal.filter import Entry, fits
from mock_esms.journal.journal import Journal
from mock_esms.model.goals import Until, out_of_reach, reached
from mock_esms.model.journal_entry import JournalEntry


class Waited(NamedTuple, Generic[Entry]):
    """What came of waiting: whether ``count`` entries got there in time, and those that did."""

    in_time: bool
    entries: tuple[Entry, ...]


async def wait_until(  # noqa: PLR0913 - the last two by name
    journal: Journal,
    kind: type[Entry],
    match: Match,
    until: Until,
    *,
    count: int,
    timeout: float,  # noqa: ASYNC109 - real seconds, after which what was found is returned
) -> Waited[Entry]:
    """Wait until ``count`` fitting entries of a kind have got there, at most ``timeout`` real seconds.

    Raises ``UnknownError`` when the match names a single call that does not exist, and ``NotNowError`` as soon as that
    one can no longer get there.
    """
    watch = _Watch(journal, kind, match, until, count)
    if watch.is_over():
        return Waited(in_time=True, entries=watch.found())
    unsubscribe = journal.events.subscribe(watch.on_event, watch.on_close)
    try:
        async with asyncio.timeout(timeout):
            await watch.over
    except TimeoutError:
        return Waited(in_time=False, entries=watch.found())
    finally:
        unsubscribe()
    return Waited(in_time=True, entries=watch.found())


async def first_attempt(journal: Journal, entry: JournalEntry) -> None:
    """Wait until the first attempt of an entry's final callback has finished, or there will be none."""
    done = asyncio.Event()

    def look(now: JournalEntry | None) -> None:
        final = now.final_callback if now is not None else None
        if final is None or final.state != "pending" or any(not attempt.under_way for attempt in final.attempts):
            done.set()

    def on_event(event: Event) -> None:
        if event.kind == "reset":
            look(journal.get(entry.sms_id))
        elif event.entry is not None and event.entry.sms_id == entry.sms_id:
            look(event.entry)

    unsubscribe = journal.events.subscribe(on_event, done.set)
    try:
        look(journal.get(entry.sms_id))
        await done.wait()
    finally:
        unsubscribe()


class _Watch(Generic[Entry]):
    """Holds the entries that fit and have got there, and knows when there are enough of them."""

    def __init__(self, journal: Journal, kind: type[Entry], match: Match, until: Until, count: int) -> None:
        self._journal = journal
        self._kind: type[Entry] = kind
        self._match = match
        self._until = until
        self._count = count
        self._there: dict[str, Entry] = {}
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        for entry in journal.matching(kind, match):
            self._look(entry)

    def found(self) -> tuple[Entry, ...]:
        """The entries that have got there, oldest first."""
        return tuple(sorted(self._there.values(), key=lambda entry: entry.number))

    def is_over(self) -> bool:
        """Whether enough are there; raises when a single named one never will be."""
        sms_id = self._match.exact("sms_id")
        if sms_id is not None and sms_id not in self._there:
            self._raise_if_out_of_reach(sms_id)
        return len(self._there) >= self._count

    def on_event(self, event: Event) -> None:
        """Look at the entry that something happened to."""
        if event.kind == "reset":
            for gone in [sms_id for sms_id in self._there if self._journal.get(sms_id) is None]:
                del self._there[gone]
        elif isinstance(event.entry, self._kind):
            self._look(event.entry)
        if self.over.done():
            return
        try:
            if self.is_over():
                self.over.set_result(None)
        except (NotNowError, UnknownError) as error:
            self.over.set_exception(error)

    def on_close(self) -> None:
        """Nothing more will happen."""
        if not self.over.done():
            message = "the sandbox is ending"
            self.over.set_exception(NotNowError(message))

    def _look(self, entry: Entry) -> None:
        if fits(self._match, entry) and reached(entry, self._until):
            self._there[entry.sms_id] = entry
        else:
            self._there.pop(entry.sms_id, None)

    def _raise_if_out_of_reach(self, sms_id: str) -> None:
        entry, name = self._journal.get(sms_id), self._kind.__name__.lower()
        if not isinstance(entry, self._kind):
            other = "" if entry is None else f": it is that of a {entry.noun}"
            message = f"no {name} has the sms_id {sms_id}{other}"
            raise UnknownError(message)
        if out_of_reach(entry, self._until):
            stage = f"{self._until} attempts" if isinstance(self._until, int) else self._until
            state = "settled" if entry.settled else entry.state
            callbacks = ", ".join(callback.state for callback in entry.callbacks) or "none"
            message = f"the {name} {sms_id} can no longer reach {stage}: it is {state}, its callbacks: {callbacks}"
            raise NotNowError(message)
