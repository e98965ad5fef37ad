"""The store: a SQLite file from which a sandbox that was ended or killed goes on (``--store``).

Reading order: ``migrations`` (which tables there are, and how they came to be), ``open_file`` (opening the file, and
every reason to refuse one), ``lock`` (one store serves one sandbox), ``entry_codec`` (an entry as the texts of its
row, and back; ``call_codec`` the same for calls), ``upgrade`` (what earlier versions wrote), ``load`` (all that a file
holds), ``save`` (one change set, in one transaction), ``writer`` (which change set is saved when, and who waits for
it).

Only this room imports ``sqlite3``, and this room is only imported where there is a store.
"""

from mock_esms.journal.store.load import StartOptions, StoredClock, StoredState, stored_entries
from mock_esms.journal.store.writer import Store

__all__ = ["StartOptions", "Store", "StoredClock", "StoredState", "stored_entries"]
