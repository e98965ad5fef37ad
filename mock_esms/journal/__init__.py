"""What happened: calls, requests and events in bounded memory, and the ways to ask for them.

Reading order: ``journal`` (calls and requests), ``phone_index`` (the calls of a phone), ``events`` (the event log and
its subscribers), ``filter`` (which calls are meant), ``wait`` (until they have reached a stage), ``changes`` (what is
to be stored), ``store/`` (the same on disk). Every step of a call is written here, and nowhere else. The journal does
not know who reads it: whoever wants to, subscribes.
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
