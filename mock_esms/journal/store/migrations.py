"""The tables of a store, as steps from each version of the file to the next; creating one is all steps from nothing.

How a text stands in their columns is here, too.
"""

import sqlite3
from typing import Any, Final

APPLICATION_ID: Final = 0x65534D53
"""``eSMS``: what our files bear, and no other SQLite file."""

Migration = tuple[str, ...]

STEPS: Final[tuple[Migration, ...]] = (
    (
        # What never changes about a call stands apart from what does, so that a change writes only that.
        "CREATE TABLE calls (number INTEGER PRIMARY KEY, decided TEXT NOT NULL, happened TEXT NOT NULL)",
        "CREATE TABLE accounts (api_key PRIMARY KEY NOT NULL, account TEXT, balance TEXT)",
        """CREATE TABLE counts (api_key NOT NULL, phone NOT NULL, calls INTEGER NOT NULL,
            PRIMARY KEY (api_key, phone)) WITHOUT ROWID""",
        """CREATE TABLE request_ids (api_key NOT NULL, request_id NOT NULL, ends INTEGER NOT NULL,
            PRIMARY KEY (api_key, request_id)) WITHOUT ROWID""",
        "CREATE TABLE armed (number INTEGER PRIMARY KEY, state TEXT NOT NULL)",
        "CREATE TABLE scenarios (name PRIMARY KEY NOT NULL, text NOT NULL)",
        "CREATE TABLE standing (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)",
    ),
    # The texts of calls are shorter, and what is in them stands in no other table: ``counts`` and ``request_ids`` are
    # of calls that were dropped, and of phones that were called again. What is there stays, and is read as it is.
    (),
    # Attempts hold more and say whether they were made by hand, a timeline has its outcome, and the columns bear the
    # words of the code.
    (
        "ALTER TABLE calls RENAME COLUMN decided TO immutable",
        "ALTER TABLE calls RENAME COLUMN happened TO mutable",
        "ALTER TABLE standing RENAME TO sandbox",
        "CREATE TABLE codes (api_key NOT NULL, phone NOT NULL, code TEXT NOT NULL, PRIMARY KEY (api_key, phone))",
        # Applications that were approved and have been dropped from ``calls``: what they gave their account stays.
        """CREATE TABLE approved (number INTEGER PRIMARY KEY, immutable TEXT NOT NULL, mutable TEXT NOT NULL,
            api_key NOT NULL)""",
    ),
)
"""``STEPS[n]`` leads from version n to n + 1. What was released is never edited: a change is a new step.

A step may be empty: what is stored of a value changes with its fields, and each change of them makes a new version, so
that older programs refuse the file as newer. tests/journal/store/formats lists what each version stores.
"""


def version_of(connection: sqlite3.Connection) -> int:
    """The version of an open file; 0 when it is new."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether an open file needs no migration."""
    return version_of(connection) == len(STEPS)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring an open file up to the newest version, in one transaction: all steps or none.

    Raises ``sqlite3.Error`` when a step cannot be done; then the file is what it was.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in STEPS[version_of(connection) :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(STEPS)}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def as_column(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    """A text as bytes where it has half of a surrogate pair in it, which SQLite's texts cannot hold."""
    if not isinstance(value, str) or value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass")
    return value


def from_column(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    """The other way round."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value
