"""Going on where an earlier sandbox was ended or killed: what its store holds is put back into the components.

What is due follows from the calls (``model/resume``, ``delivery/job``), and is scheduled in the order of its instants:
what fell due in between is the first that happens.
"""

import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from mock_esms.clock.clock import Clock, wall_instant
from mock_esms.delivery.job import remaining_jobs
from mock_esms.errors import UnknownError
from mock_esms.exchange.components import Components
from mock_esms.exchange.exchange import Exchange
from mock_esms.journal.changes import ChangeTracker
from mock_esms.model.application import Application
from mock_esms.model.calls import Call
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.message import Message
from mock_esms.model.resume import given_up, next_step, resumed
from mock_esms.model.times import Instant, format_instant
from mock_esms.scenarios.library import Library
from mock_esms.scenarios.model import Scenario

if TYPE_CHECKING:
    from mock_esms.journal.store import StoredClock, StoredState

log: Final = logging.getLogger("mock_esms.store")

_Due = tuple[Instant, int, Callable[[], None]]
"""When, of which call or message (its number), and what puts it on the scheduler."""


def recover(stored: "StoredState", components: Components, exchange: Exchange, changes: ChangeTracker) -> None:
    """Put everything back, before the sandbox begins to run; what becomes of it by that is recorded in ``changes``.

    What was said to the sandbox before its start is said again after what the store holds.
    """
    changes.take()
    if stored.clock is not None:
        _set_clock(components.clock, stored.clock)
    components.ledger.restore(stored.accounts)
    components.ledger.restore_counts(stored.counts, stored.request_ids, stored.entries)
    exchange.codes.restore(stored.codes)
    components.library.restore(stored.scenarios, stored.armed)
    entries = [_resumed(entry, components.library, changes) for entry in stored.entries]
    components.journal.restore(entries, last_call=stored.last_call, dropped_calls=stored.dropped_calls)
    due: list[_Due] = []
    for entry in (*stored.approved, *components.journal):
        if isinstance(entry, Application):
            exchange.applications.register(entry)
    for entry in components.journal:
        due.extend(_due_of(entry, components, exchange))
    due.sort(key=lambda event: event[:2])
    for _, _, schedule in due:
        schedule()
    _log_recovered(stored, components)


def _set_clock(clock: Clock, stored: "StoredClock") -> None:
    """Go on from the stored instant; in ``real`` mode time has passed meanwhile.

    A mode or a speed that is not what the last start was given is meant to change something; else what was set over
    the control API stays.
    """
    passed = max(0, wall_instant() - stored.wall) * stored.speed if stored.mode == "real" else 0
    if (clock.mode, clock.speed) == stored.given:
        clock.set(mode=stored.mode, speed=stored.speed)
    clock.start_at(stored.now + round(passed))


def _resumed(entry: JournalEntry, library: Library, changes: ChangeTracker) -> JournalEntry:
    """A call or message as this sandbox begins with it."""
    now = resumed(entry)
    if isinstance(now, Call) and now.state != "ended" and now.schedule.undecided and _scenario(now, library) is None:
        log.error(
            "the call %s waits for a person, and its scenario %s is not there any more: it ends without an answer",
            now.sms_id,
            now.scenario,
        )
        now = given_up(now)
    if now is not entry:
        changes.entry(entry, now)
    return now


def _due_of(entry: JournalEntry, components: Components, exchange: Exchange) -> list[_Due]:
    """What is still to come of a call or message."""
    due: list[_Due] = [
        (at, entry.number, partial(components.dispatcher.resume, at, job))
        for index in range(len(entry.callbacks))
        for at, job in remaining_jobs(entry, index)
    ]
    match entry:
        case Call() if (step := next_step(entry)) is not None:
            scenario = _scenario(entry, components.library) if entry.random_state else None
            due.append((step.due, entry.number, partial(exchange.call_progress.resume, entry, step, scenario)))
        case Message() if (at := exchange.message_progress.next_event(entry)) is not None:
            due.append((at, entry.number, partial(exchange.message_progress.schedule_next, entry)))
        case Application() if entry.decision is None:
            due.append((entry.due, entry.number, partial(exchange.applications.schedule_decision, entry)))
        case _:
            pass  # nothing but its callbacks
    return due


def _scenario(call: Call, library: Library) -> Scenario | None:
    try:
        return library.get(call.scenario)
    except UnknownError:
        return None


def _log_recovered(stored: "StoredState", components: Components) -> None:
    if stored.clock is None:
        log.info("the store is new")
        return
    pending = sum(not call.settled for call in components.journal)
    log.info(
        "calls in the store: %d, pending: %d; it is %s on the sandbox's clock (%s)",
        len(components.journal),
        pending,
        format_instant(components.clock.now()),
        components.clock.mode,
    )
