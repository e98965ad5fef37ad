"""What happened: calls, requests and events, kept in bounded memory, and the ways to ask for them.

Reading order: ``journal`` (what happens to it), ``kept`` and ``phones`` (how it is found again), ``feed`` (what is
new), ``query`` (which calls are meant), ``waiting`` (until they have got there). Every step of a call writes here;
nobody else remembers anything. The journal does not know who looks at it: whoever wants to, subscribes.
"""

from mock_esms.journal.events import CallbackAttempt, Event, EventKind, EventLog
from mock_esms.journal.filter import fits, misfits, nearest
from mock_esms.journal.journal import Journal
from mock_esms.journal.wait import STAGES, Until, reached, wait_until

__all__ = [
    "STAGES",
    "CallbackAttempt",
    "Event",
    "EventKind",
    "EventLog",
    "Journal",
    "Until",
    "fits",
    "misfits",
    "nearest",
    "reached",
    "wait_until",
]
