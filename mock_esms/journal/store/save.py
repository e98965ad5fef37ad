"""One change set, saved in one transaction: after a crash a file holds all of it or nothing."""

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any, Final

from mock_esms.journal.changes import AccountState, ChangeSet
from mock_esms.journal.store.call_codec import immutable_text, mutable_text
from mock_esms.journal.store.entry_codec import entry_immutable_text, entry_mutable_text
from mock_esms.journal.store.load import StoredClock
from mock_esms.model.application import Application
from mock_esms.model.calls import REQUEST_ID_LASTS, Call
from mock_esms.model.codec import encoded, key, text_of_json
from mock_esms.model.journal_entry import JournalEntry, counted_as
from mock_esms.model.times import Instant

_ROWS: Final = 16
"""With one statement; for each number of rows there is another, and the connection caches 128 in all."""


def save(connection: sqlite3.Connection, changes: ChangeSet, clock: StoredClock) -> None:
    """Save a change set. Raises ``sqlite3.Error`` when that cannot be; then nothing of it is saved."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        _save(connection, changes, clock)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite itself rolls back when a disk is full
            connection.execute("ROLLBACK")
        raise


def _save(connection: sqlite3.Connection, changes: ChangeSet, clock: StoredClock) -> None:
    for table in changes.emptied:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own words
    for api_key in changes.forgotten_accounts:
        connection.execute("DELETE FROM counts WHERE api_key = ?", (key(api_key),))
        connection.execute("DELETE FROM request_ids WHERE api_key = ?", (key(api_key),))
        connection.execute("DELETE FROM codes WHERE api_key = ?", (key(api_key),))
        connection.execute("DELETE FROM approved WHERE api_key = ?", (key(api_key),))
    _save_entries(connection, changes)
    _upsert(
        connection,
        "INSERT INTO accounts (api_key, account, balance) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET account = excluded.account, balance = excluded.balance",
        ((key(api_key), *_account_texts(state)) for api_key, state in changes.accounts.items() if state is not None),
    )
    _upsert(
        connection,
        "DELETE FROM accounts WHERE api_key = ?",
        ((key(api_key),) for api_key, state in changes.accounts.items() if state is None),
    )
    _insert(
        connection,
        "INSERT OR REPLACE INTO counts (api_key, phone, calls) VALUES",
        ((key(api_key), key(phone), times) for (api_key, phone), times in changes.counts.items() if times is not None),
    )
    _upsert(
        connection,
        "DELETE FROM counts WHERE api_key = ? AND phone = ?",
        ((key(api_key), key(phone)) for (api_key, phone), times in changes.counts.items() if times is None),
    )
    _upsert(
        connection,
        "DELETE FROM request_ids WHERE api_key = ? AND request_id = ?",
        ((key(api_key), key(text)) for api_key, text in changes.freed_request_ids),
    )
    _save_dropped(connection, changes.dropped, clock.now)
    _save_codes(connection, changes)
    _upsert(
        connection,
        "INSERT OR REPLACE INTO armed (number, state) VALUES (?, ?)",
        ((number, text_of_json(encoded(state))) for number, state in changes.armed.items() if state is not None),
    )
    _upsert(
        connection,
        "DELETE FROM armed WHERE number = ?",
        ((number,) for number, state in changes.armed.items() if state is None),
    )
    _upsert(
        connection,
        "INSERT OR REPLACE INTO scenarios (name, text) VALUES (?, ?)",
        ((key(name), key(text)) for name, text in changes.scenarios.items() if text is not None),
    )
    _upsert(
        connection,
        "DELETE FROM scenarios WHERE name = ?",
        ((key(name),) for name, text in changes.scenarios.items() if text is None),
    )
    sandbox: list[tuple[str, object]] = [("clock", encoded(clock))]
    if changes.last_call is not None:
        sandbox.append(("counts", {"last_call": changes.last_call, "dropped_calls": changes.dropped_calls}))
    _upsert(
        connection,
        "INSERT OR REPLACE INTO sandbox (name, value) VALUES (?, ?)",
        ((name, text_of_json(value)) for name, value in sandbox),
    )


def _immutable_text(entry: JournalEntry) -> str:
    return immutable_text(entry) if isinstance(entry, Call) else entry_immutable_text(entry)


def _mutable_text(entry: JournalEntry) -> str:
    return mutable_text(entry) if isinstance(entry, Call) else entry_mutable_text(entry)


def _save_entries(connection: sqlite3.Connection, changes: ChangeSet) -> None:
    _insert(
        connection,
        "INSERT OR REPLACE INTO calls (number, immutable, mutable) VALUES",
        (
            (number, _immutable_text(entry), _mutable_text(entry))
            for number, entry in changes.entries.items()
            if entry is not None and number in changes.immutable_changed
        ),
    )
    _upsert(
        connection,
        "UPDATE calls SET mutable = ? WHERE number = ?",
        (
            (_mutable_text(entry), number)
            for number, entry in changes.entries.items()
            if entry is not None and number not in changes.immutable_changed
        ),
    )
    _upsert(
        connection,
        "DELETE FROM calls WHERE number = ?",
        ((number,) for number, entry in changes.entries.items() if entry is None),
    )


def _save_codes(connection: sqlite3.Connection, changes: ChangeSet) -> None:
    _upsert(
        connection,
        "INSERT OR REPLACE INTO codes (api_key, phone, code) VALUES (?, ?, ?)",
        (
            (key(api_key), key(phone), text_of_json(encoded(code)))
            for (api_key, phone), code in changes.codes.items()
            if code is not None
        ),
    )
    _upsert(
        connection,
        "DELETE FROM codes WHERE api_key = ? AND phone = ?",
        ((key(api_key), key(phone)) for (api_key, phone), code in changes.codes.items() if code is None),
    )


def _account_texts(state: AccountState) -> tuple[str | None, str | None]:
    """An account that is not the settings' own, and a balance that is not the one it began with."""
    account = None if state.account is None else text_of_json(encoded(state.account, defaults=True))
    return account, None if state.balance is None else str(state.balance)


def _save_dropped(connection: sqlite3.Connection, entries: Sequence[JournalEntry], now: Instant) -> None:
    """Who was reached, which RequestIds are in use, and what was approved: told by entries until they are dropped.

    So an entry is one row, beside those before it; rows in the order of phones are written all over the file.
    """
    requests = [(entry.request, entry.received_at + REQUEST_ID_LASTS) for entry in entries]
    _insert(
        connection,
        "INSERT OR IGNORE INTO counts (api_key, phone, calls) VALUES",
        ((key(entry.request.api_key), key(phone), 1) for entry in entries for phone in counted_as(entry)),
    )
    _insert(
        connection,
        "INSERT OR REPLACE INTO request_ids (api_key, request_id, ends) VALUES",
        (
            (key(request.api_key), key(request.request_id), ends)
            for request, ends in requests
            if request.request_id and ends > now
        ),
    )
    _upsert(
        connection,
        "INSERT OR REPLACE INTO approved (number, immutable, mutable, api_key) VALUES (?, ?, ?, ?)",
        (
            (
                entry.number,
                _immutable_text(entry),
                _mutable_text(entry._replace(callbacks=())),
                key(entry.request.api_key),
            )
            for entry in entries
            if isinstance(entry, Application) and entry.decision == "approved"
        ),
    )


def _upsert(connection: sqlite3.Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """One statement for each row."""
    connection.executemany(statement, rows)


def _insert(connection: sqlite3.Connection, statement: str, rows: Iterable[tuple[Any, Any, Any]]) -> None:
    """Rows of three columns, many with one statement: with each the lock of the interpreter changes hands twice."""
    remaining = iter(rows)
    while some := tuple(islice(remaining, _ROWS)):
        connection.execute(f"{statement} {','.join(['(?,?,?)'] * len(some))}", tuple(chain.from_iterable(some)))
