"""Where a store lives: opening its file, and every reason to refuse one. What is refused is left as it is, to the byte.

A new store is made complete under another name and then moved into place, so that a half one never bears its name.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from mock_esms.errors import UsageError
from mock_esms.journal.store import migrations

_MAGIC: Final = b"SQLite format 3\x00"
_HEADER: Final = 100
"""Bytes of SQLite's header, and the places in it of the two numbers that are ours (sqlite.org/fileformat2.html)."""
_VERSION_AT: Final = slice(60, 64)
_APPLICATION_AT: Final = slice(68, 72)

_BUSY: Final = 5.0
"""Real seconds to wait for a reader that is in the way of a writer, such as an export."""


def create(path: Path) -> None:
    """Make an empty store that only its owner may read: secrets of accounts may come in. Raises ``UsageError``."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(descriptor)
        try:
            with closing(_connect(f"file:{_quoted(Path(name))}?mode=rw")) as connection:
                migrations.migrate(connection)
                connection.execute("PRAGMA journal_mode = WAL")
            Path(name).replace(path)
        except BaseException:
            for ending in ("", "-wal", "-shm", "-journal"):
                Path(name + ending).unlink(missing_ok=True)
            raise
    except (OSError, sqlite3.Error) as error:
        message = f"the store {path} cannot be made: {_reason(error)}"
        raise UsageError(message) from None


def examine(path: Path) -> None:
    """Look at a file without opening it as a store; there need not be one.

    Raises ``UsageError`` when it is none that can be opened here, or its folder does not exist.
    """
    if not path.parent.is_dir():
        message = f"the folder {path.parent} of the store {path.name} does not exist; make it first"
        raise UsageError(message)
    if not path.exists():
        log = _log_of(path)
        if not _is_empty(log):
            message = f"the store {path} is gone, and what it had not taken in yet is left in {log}; remove that too"
            raise UsageError(message)
        return
    if not path.is_file():
        message = f"the store {path} is {'a folder' if path.is_dir() else 'no file'}; name a file"
        raise UsageError(message)
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except OSError as error:
        message = f"the store {path} cannot be read: {error.strerror}"
        raise UsageError(message) from None
    if not header:
        message = f"{path} is empty and so no store; remove it, and a new one will be made"
        raise UsageError(message)
    if not header.startswith(_MAGIC) or len(header) < _HEADER:
        message = f"{path} is no store of mock-esms; name another file"
        raise UsageError(message)
    if int.from_bytes(header[_APPLICATION_AT]) != migrations.APPLICATION_ID:
        message = f"{path} is a database of another program, no store of mock-esms; name another file"
        raise UsageError(message)
    refuse_newer(path, int.from_bytes(header[_VERSION_AT]))


def refuse_newer(path: Path, version: int) -> None:
    """Raise ``UsageError`` for a version that this mock-esms does not know."""
    newest = len(migrations.STEPS)
    if version > newest:
        message = (
            f"the store {path} was written by a newer mock-esms (format {version}, this one knows up to {newest}); "
            "install that one, or name another file"
        )
        raise UsageError(message)


def refuse_read_only(path: Path) -> None:
    """Raise ``UsageError`` when the file, or the folder in which SQLite puts its log, cannot be written."""
    for place, kind in ((path, "store"), (path.parent, "folder of the store")):
        if place.exists() and not os.access(place, os.W_OK):
            message = f"the {kind}, {place}, is read-only; a sandbox needs to write there"
            raise UsageError(message)


@contextmanager
def reading(path: Path, *, alone: bool = False) -> Iterator[sqlite3.Connection]:
    """The store, open to be read and nothing else. Raises ``UsageError`` when it is damaged.

    What is read is one state, whoever writes meanwhile; ``alone`` says that nobody does, because we hold the lock.
    """
    with _explained(path), closing(_connect(_read_only(path, alone=alone))) as connection:
        connection.execute("BEGIN")
        refuse_newer(path, migrations.version_of(connection))
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise damaged(path, found)
        yield connection


def writable(path: Path) -> sqlite3.Connection:
    """The store, open to be written by one thread at a time. Raises ``UsageError`` when that cannot be."""
    with _explained(path):
        connection = _connect(f"file:{_quoted(path)}?mode=rw")
        try:
            # With a log beside it, a migration that is killed has not touched the file itself.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            if not migrations.is_current(connection):
                migrations.migrate(connection)
                # The new version is to stand in the file's own header, where ``examine`` looks.
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except BaseException:
            connection.close()
            raise
        return connection


def _connect(uri: str) -> sqlite3.Connection:
    # No transaction is begun by itself; the connection is handed to a thread, one after the other.
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY)


def _read_only(path: Path, *, alone: bool) -> str:
    """How to open a file for reading. Beside one that nobody can write, no log and no index of a log is made."""
    log = _log_of(path)
    nobody_writes = alone or not os.access(path.parent, os.W_OK)
    return f"file:{_quoted(path)}?mode=ro" + ("&immutable=1" if nobody_writes and _is_empty(log) else "")


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Raise what SQLite has against a file as a sentence for the user."""
    try:
        yield
    except sqlite3.OperationalError as error:
        message = f"the store {path} cannot be opened: {error}"
        raise UsageError(message) from None
    except sqlite3.DatabaseError as error:
        raise damaged(path, str(error)) from None


def damaged(path: Path, what: str) -> UsageError:
    """The refusal of a file that holds what no sandbox has written."""
    return UsageError(f"the store {path} is damaged ({' '.join(what.split())}); restore a copy, or name another file")


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _log_of(path: Path) -> Path:
    """SQLite's write-ahead log: what has been written, and stands not in the file itself yet."""
    return path.with_name(path.name + "-wal")


def _is_empty(log: Path) -> bool:
    """Whether nothing stands in a log; who only reads a store, as an export does, leaves an empty one behind."""
    return not log.exists() or not log.stat().st_size


def _quoted(path: Path) -> str:
    """A path as SQLite's URIs want it."""
    return path.as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
