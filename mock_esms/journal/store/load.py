"""All that a store holds, as values."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from mock_esms.clock.clock import ClockMode
from mock_esms.config.account import Account
from mock_esms.errors import UsageError
from mock_esms.journal.changes import AccountState, ArmedState
from mock_esms.journal.store import open_file
from mock_esms.journal.store.entry_codec import entry_of
from mock_esms.journal.store.migrations import from_column, is_current
from mock_esms.model.codec import decoded
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.one_time_code import OneTimeCode
from mock_esms.model.times import Instant

T = TypeVar("T")


class StartOptions(NamedTuple):
    """How the clock was set by the command, the environment or a test that started the sandbox."""

    mode: ClockMode
    speed: float


class StoredClock(NamedTuple):
    """How the clock stood: ``now`` on it was ``wall`` on the machine's own; ``given`` is what it was started with."""

    mode: ClockMode
    speed: float
    now: Instant
    wall: Instant
    given: StartOptions


class StoredState(NamedTuple):
    """What an earlier sandbox has left; ``clock`` is None when there was none yet.

    ``approved`` are applications that the journal has dropped, and whose templates their accounts have.
    """

    entries: list[JournalEntry]
    approved: list[JournalEntry]
    accounts: list[tuple[str, AccountState]]
    counts: list[tuple[str, str, int]]
    request_ids: list[tuple[str, str, Instant]]
    codes: list[tuple[str, str, OneTimeCode]]
    armed: list[tuple[int, ArmedState]]
    scenarios: list[tuple[str, str]]
    clock: StoredClock | None
    last_call: int
    dropped_calls: int


def read(connection: sqlite3.Connection, path: Path) -> StoredState:
    """Everything. Raises ``UsageError`` when a row makes no sense."""

    def rows(table: str, columns: str, order: str, value: Callable[..., T]) -> list[T]:
        return list(_values(connection.execute(f"SELECT {columns} FROM {table} ORDER BY {order}"), table, value, path))  # noqa: S608 - our own words

    sandbox: dict[str, Any] = dict(rows("sandbox", "name, value", "name", lambda name, text: (name, json.loads(text))))
    counts = sandbox.get("counts", {"last_call": 0, "dropped_calls": 0})
    clock = sandbox.get("clock")
    return StoredState(
        entries=list(_entries(connection, path)),
        approved=rows("approved", "number, immutable, mutable", "number", entry_of),
        accounts=rows("accounts", "api_key, account, balance", "rowid", _account),
        counts=rows("counts", "api_key, phone, calls", "api_key, phone", _as_it_is),
        request_ids=rows("request_ids", "api_key, request_id, ends", "ends", _as_it_is),
        codes=rows("codes", "api_key, phone, code", "rowid", _code),
        armed=rows("armed", "number, state", "number", _armed),
        scenarios=rows("scenarios", "name, text", "rowid", _as_it_is),
        clock=None if clock is None else decoded(StoredClock, clock),
        last_call=counts["last_call"],
        dropped_calls=counts["dropped_calls"],
    )


def _as_it_is(*row: Any) -> Any:  # noqa: ANN401 - whatever the columns hold
    return row


def _account(api_key: str, account: str | None, balance: str | None) -> tuple[str, AccountState]:
    state = AccountState(
        account=None if account is None else decoded(Account, json.loads(account)),
        balance=None if balance is None else Decimal(balance),
    )
    return api_key, state


def _code(api_key: str, phone: str, code: str) -> tuple[str, str, OneTimeCode]:
    return api_key, phone, decoded(OneTimeCode, json.loads(code))


def _armed(number: int, state: str) -> tuple[int, ArmedState]:
    return number, decoded(ArmedState, json.loads(state))


def _entries(connection: sqlite3.Connection, path: Path) -> Iterator[JournalEntry]:
    """The calls and messages, oldest first, one by one. Raises as ``read`` does."""
    cursor = connection.execute("SELECT number, immutable, mutable FROM calls ORDER BY number")
    return _values(cursor, "calls", entry_of, path)


@contextmanager
def stored_entries(path: Path) -> Iterator[Callable[[], Iterator[JournalEntry]]]:
    """A way to all calls and messages of a store, oldest first, one by one.

    Asked again it begins anew, and finds the same. A sandbox may be using the store; what it writes meanwhile is not
    seen. Raises ``UsageError``.
    """
    path = path.resolve()
    if not path.exists():
        message = f"there is no store {path}; name the file that a sandbox was given as --store"
        raise UsageError(message)
    open_file.examine(path)
    with open_file.reading(path) as connection:
        if not is_current(connection):
            message = f"the store {path} has an older format; start a sandbox with it once, which brings it up to date"
            raise UsageError(message)
        yield lambda: _entries(connection, path)


def _values(cursor: sqlite3.Cursor, table: str, value: Callable[..., T], path: Path) -> Iterator[T]:
    for row in cursor:
        try:
            yield value(*map(from_column, row))
        except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
            raise open_file.damaged(path, f"{table}: the row {row[0]!r} makes no sense: {error!r}") from None
