"""One change set, saved in one transaction: after a crash a file holds all of it or nothing."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import Any, Final, TypeVar

from mock_esms.journal.changes import AccountState, ChangeSet
from mock_esms.journal.store.entry_codec import entry_immutable_text, entry_mutable_text
from mock_esms.journal.store.load import StoredClock
from mock_esms.journal.store.migrations import as_column
from mock_esms.model.application import Application
from mock_esms.model.calls import REQUEST_ID_LASTS
from mock_esms.model.codec import encoded, text_of_json
from mock_esms.model.journal_entry import JournalEntry, counted_as
from mock_esms.model.times import Instant

T = TypeVar("T")

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
    for table in ("counts", "request_ids", "codes", "approved"):
        _delete(connection, table, "api_key", ((api_key,) for api_key in changes.forgotten_accounts))
    _save_entries(connection, changes)
    _write(
        connection,
        "INSERT INTO accounts (api_key, account, balance) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET account = excluded.account, balance = excluded.balance",
        ((api_key, *_account_texts(state)) for api_key, state in changes.accounts.items() if state is not None),
    )
    _delete(connection, "accounts", "api_key", ((api_key,) for api_key in _gone(changes.accounts)))
    _insert(
        connection,
        "INSERT OR REPLACE INTO counts (api_key, phone, calls) VALUES",
        ((api_key, phone, times) for (api_key, phone), times in changes.counts.items() if times is not None),
    )
    _delete(connection, "counts", "api_key, phone", _gone(changes.counts))
    _delete(connection, "request_ids", "api_key, request_id", changes.freed_request_ids)
    _save_dropped(connection, changes.dropped, clock.now)
    _replace(
        connection,
        "codes (api_key, phone, code)",
        ((*whose, text_of_json(encoded(code))) for whose, code in changes.codes.items() if code is not None),
    )
    _delete(connection, "codes", "api_key, phone", _gone(changes.codes))
    _replace(
        connection,
        "armed (number, state)",
        ((number, text_of_json(encoded(state))) for number, state in changes.armed.items() if state is not None),
    )
    _delete(connection, "armed", "number", ((number,) for number in _gone(changes.armed)))
    _replace(
        connection,
        "scenarios (name, text)",
        ((name, text) for name, text in changes.scenarios.items() if text is not None),
    )
    _delete(connection, "scenarios", "name", ((name,) for name in _gone(changes.scenarios)))
    sandbox: dict[str, object] = {"clock": encoded(clock)}
    if changes.last_call is not None:
        sandbox["counts"] = {"last_call": changes.last_call, "dropped_calls": changes.dropped_calls}
    _replace(connection, "sandbox (name, value)", ((name, text_of_json(value)) for name, value in sandbox.items()))


def _save_entries(connection: sqlite3.Connection, changes: ChangeSet) -> None:
    _insert(
        connection,
        "INSERT OR REPLACE INTO calls (number, immutable, mutable) VALUES",
        (
            (number, entry_immutable_text(entry), entry_mutable_text(entry))
            for number, entry in changes.entries.items()
            if entry is not None and number in changes.immutable_changed
        ),
    )
    _write(
        connection,
        "UPDATE calls SET mutable = ? WHERE number = ?",
        (
            (entry_mutable_text(entry), number)
            for number, entry in changes.entries.items()
            if entry is not None and number not in changes.immutable_changed
        ),
    )
    _delete(connection, "calls", "number", ((number,) for number in _gone(changes.entries)))


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
        ((entry.request.api_key, phone, 1) for entry in entries for phone in counted_as(entry)),
    )
    _insert(
        connection,
        "INSERT OR REPLACE INTO request_ids (api_key, request_id, ends) VALUES",
        (
            (request.api_key, request.request_id, ends)
            for request, ends in requests
            if request.request_id and ends > now
        ),
    )
    _replace(
        connection,
        "approved (number, immutable, mutable, api_key)",
        (
            (
                entry.number,
                entry_immutable_text(entry),
                entry_mutable_text(entry._replace(callbacks=())),
                entry.request.api_key,
            )
            for entry in entries
            if isinstance(entry, Application) and entry.decision == "approved"
        ),
    )


def _gone(changed: Mapping[T, object]) -> list[T]:
    """The keys of which nothing is left."""
    return [each for each, value in changed.items() if value is None]


def _write(connection: sqlite3.Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Do a statement with each row."""
    connection.executemany(statement, (tuple(map(as_column, row)) for row in rows))


def _replace(connection: sqlite3.Connection, place: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Put rows into a table with its columns, with a statement for each."""
    marks = ", ".join(["?"] * (place.count(",") + 1))
    _write(connection, f"INSERT OR REPLACE INTO {place} VALUES ({marks})", rows)  # noqa: S608 - our own words


def _delete(connection: sqlite3.Connection, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Take away the rows with these values in these columns."""
    where = " AND ".join([f"{column} = ?" for column in columns.split(", ")])
    _write(connection, f"DELETE FROM {table} WHERE {where}", rows)  # noqa: S608 - our own words


def _insert(connection: sqlite3.Connection, statement: str, rows: Iterable[tuple[Any, Any, Any]]) -> None:
    """Rows of three columns, many with one statement: with each the lock of the interpreter changes hands twice."""
    remaining = iter(rows)
    while some := tuple(islice(remaining, _ROWS)):
        values = tuple(map(as_column, chain.from_iterable(some)))
        connection.execute(f"{statement} {','.join(['(?,?,?)'] * len(some))}", values)
