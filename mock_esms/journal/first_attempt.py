"""Waiting for the first attempt of a final callback, for whoever holds an answer back until then."""

import asyncio

from mock_esms.journal.events import Event
from mock_esms.journal.journal import Journal
from mock_esms.model.journal_entry import JournalEntry


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
