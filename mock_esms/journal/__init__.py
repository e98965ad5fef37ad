"""What happened: entries, requests and events in bounded memory, and the ways to ask for them.

An entry is a call, a message, what a person wrote, or an application. Reading order: ``journal`` (entries and
requests), ``phone_index`` (the entries of a phone), ``events`` (the event log and its subscribers), ``filter`` (which
entries are meant), ``wait`` (until they have reached a stage), ``changes`` (what is to be stored), ``store/`` (the same
on disk). Every step of an entry is written here, and nowhere else. The journal does not know who reads it: whoever
wants to, subscribes.
"""

from mock_esms.journal.events import CallbackAttempt, Event, EventKind, EventLog
from mock_esms.journal.filter import fits, misfits, nearest
from mock_esms.journal.journal import Journal
from mock_esms.journal.wait import wait_until

__all__ = [
    "CallbackAttempt",
    "Event",
    "EventKind",
    "EventLog",
    "Journal",
    "fits",
    "misfits",
    "nearest",
    "wait_until",
]
