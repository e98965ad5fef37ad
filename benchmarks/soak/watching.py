"""What is watched while the storm goes on: every event of the sandbox, and what its process holds."""

import asyncio
import gc
import os
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from mock_esms.journal import CallbackAttempt, Event
from mock_esms.model.callback import Attempt
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.message import Message


class Held(NamedTuple):
    """What a process holds at one moment; memory in bytes."""

    memory: int
    descriptors: int
    tasks: int

    @classmethod
    def now(cls) -> "Held":
        """This process; figures that this system does not give are 0."""
        gc.collect()
        memory = descriptors = 0
        if Path("/proc/self/statm").exists():
            memory = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
            descriptors = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - as cheap as can be
        return cls(memory, descriptors, len(asyncio.all_tasks()))


class Watch:
    """Counts what the events say: what was accepted and what has settled, and attempts by how they ended."""

    def __init__(self) -> None:
        self.accepted = 0
        self.settled = 0
        self.kinds: Counter[str] = Counter()
        """What was accepted, by kind: call, or the form of a message's callback."""
        self.attempts: Counter[str] = Counter()
        self.on_the_wire = 0
        """Requests that were sent, by the sandbox's own record of them."""

    def on_event(self, event: Event) -> None:
        """Count one."""
        if event.kind in ("call", "message"):
            self.accepted += 1
            self.kinds[_kind(event.entry)] += 1
        elif event.kind == "settled":
            self.settled += 1
        elif event.kind == "attempt" and isinstance(event.payload, CallbackAttempt):
            attempt = event.payload.attempt
            if not attempt.under_way:
                self.attempts[_ending(attempt)] += 1
                self.on_the_wire += len(attempt.hops) + (attempt.request is not None)


def _kind(entry: JournalEntry | None) -> str:
    return "+".join(leg.callback_form for leg in entry.schedule.legs) if isinstance(entry, Message) else "call"


def _ending(attempt: Attempt) -> str:
    if attempt.error == "timeout" and attempt.detail.startswith(("no connection", "the request could not be sent")):
        return "not sent in time"
    return attempt.error or ("acknowledged" if attempt.acknowledged else "another status")
