"""The store: a SQLite file from which a sandbox that was ended or killed goes on (``--store``).

Reading order: ``schema`` (which tables there are, and how they came to be), ``place`` (opening the file, and every
reason to refuse one), ``codec`` (values as JSON and back), ``rows`` (a call as the texts of its row, and back),
``older`` (what earlier versions wrote), ``reading`` (all that a file holds), ``writing`` (one batch of changes, in one
transaction), ``store`` (which batch is written when, and who waits for it).

Only this room imports ``sqlite3``, and this room is only imported where there is a store.
"""

from mock_esms.journal.store.load import Given, StoredClock, StoredState, calls_of
from mock_esms.journal.store.writer import Store

__all__ = ["Given", "Store", "StoredClock", "StoredState", "calls_of"]
