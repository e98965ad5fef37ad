"""The store of a sandbox that runs: which change set is saved when, and who waits for it.

What one step of the event loop changed is taken together, between two steps, and saved by one thread in one
transaction. While it writes, the next change set collects: the more comes, the larger they get (group commit).
"""

import asyncio
import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

from mock_esms.clock.clock import Clock, wall_instant
from mock_esms.errors import StoreLostError
from mock_esms.journal.changes import ChangeSet, ChangeTracker
from mock_esms.journal.store import open_file
from mock_esms.journal.store.load import StartOptions, StoredClock, StoredState, read
from mock_esms.journal.store.lock import Lock
from mock_esms.journal.store.migrations import is_current
from mock_esms.journal.store.save import save

log: Final = logging.getLogger("mock_esms.store")

T = TypeVar("T")
_Job = tuple[ChangeSet, StoredClock]


class Store:
    """Stores what is recorded in ``changes``. Lives in one event loop, between ``begin`` and ``close``."""

    def __init__(self, path: Path | str, clock: Clock) -> None:
        """Prepare the store at ``path``; nothing is touched yet."""
        self.path: Final = Path(path).resolve()
        self.changes: Final = ChangeTracker()
        clock.on_change = self.changes.changed
        self._clock = clock
        self._given = StartOptions(mode=clock.mode, speed=clock.speed)
        self._lock: Lock | None = None
        self._connection: sqlite3.Connection | None = None
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._save_all, name="mock-esms store", daemon=True)
        self._loop: asyncio.AbstractEventLoop
        self._writing = False
        self._taking = False
        self._next: asyncio.Future[None] | None = None
        self._now: asyncio.Future[None] | None = None
        self._ended: asyncio.Future[None]
        self._lost: asyncio.Future[StoreLostError]

    # --- beginning and end ------------------------------------------------------------------------------------------

    def open(self) -> StoredState:
        """Open the file, or make it, and read all that is in it. Raises ``UsageError``, with the file as it was."""
        path = self.path
        open_file.examine(path)
        open_file.refuse_read_only(path)
        self._lock = Lock.of(path)
        try:
            if not path.exists():
                open_file.create(path)
            with open_file.reading(path, alone=True) as connection:
                stored = read(connection, path) if is_current(connection) else None
            self._connection = open_file.writable(path)
            if stored is None:
                stored = read(self._connection, path)
        except BaseException:
            self.release()
            raise
        return stored

    def begin(self) -> None:
        """Begin to write, in the event loop that runs now."""
        self._loop = asyncio.get_running_loop()
        self._ended = self._loop.create_future()
        self._lost = self._loop.create_future()
        self._thread.start()
        self.changes.on_first_change = self._plan
        self.changes.changed()  # how the clock was started, if nothing else
        if not self._taking:
            self._plan()

    async def close(self) -> None:
        """Save what is left, and release the file. Raises ``StoreLostError`` when not all could be written."""
        try:
            while self.changes.has_changes or self._writing or self._lost.done():
                await self.wait_until_stored()
        finally:
            self.changes.on_first_change = None
            self._jobs.put(None)
            await self._ended
            self._thread.join()
            self.release()

    def release(self) -> None:
        """Release the file as it is; for one that was opened, and never begun."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    # --- in the event loop ------------------------------------------------------------------------------------------

    async def wait_until_stored(self) -> None:
        """Wait until everything that has changed so far is on disk. Raises ``StoreLostError`` when it never will be."""
        stored = self.when_stored()
        if stored is not None:
            await asyncio.shield(stored)  # others wait for it, too

    def when_stored(self) -> "asyncio.Future[None] | None":
        """When everything that has changed so far is on disk, None when it is; one future for all who wait for one set.

        Whoever waits must not cancel it. Its exception is a ``StoreLostError`` where it never will be.
        """
        if self._lost.done():
            never = self._loop.create_future()
            never.set_exception(StoreLostError(str(self._lost.result())))
            return never
        if self.changes.has_changes:
            if self._next is None:
                self._next = self._loop.create_future()
            return self._next
        if self._writing:
            if self._now is None:
                self._now = self._loop.create_future()
            return self._now
        return None

    async def lost(self) -> StoreLostError:
        """Wait until the store cannot be written any more; it may never happen."""
        return await asyncio.shield(self._lost)

    def _plan(self) -> None:
        """Take the changes between this step of the loop and the next, so that what belongs together stays together."""
        if not self._taking and not self._writing and not self._lost.done():
            self._taking = True
            self._loop.call_soon(self._take)

    def _take(self) -> None:
        self._taking = False
        self._writing = True
        self._now, self._next = self._next, None
        clock = self._clock
        stored_clock = StoredClock(
            mode=clock.mode, speed=clock.speed, now=clock.now(), wall=wall_instant(), given=self._given
        )
        self._jobs.put((self.changes.take(), stored_clock))

    def _was_written(self, failure: str) -> None:
        self._writing = False
        if failure and not self._lost.done():
            lost = StoreLostError(f"the store {self.path} cannot be written any more: {failure}")
            log.error("%s; the sandbox can promise nothing from now on", lost)
            self._lost.set_result(lost)
        now, self._now = self._now, None
        if failure:
            later, self._next = self._next, None
            for waited_for in (now, later):
                if waited_for is not None and not waited_for.done():
                    waited_for.set_exception(StoreLostError(str(self._lost.result())))
            return
        if now is not None and not now.done():
            now.set_result(None)
        if self.changes.has_changes:
            self._plan()

    # --- in the thread ----------------------------------------------------------------------------------------------

    def _save_all(self) -> None:
        connection = self._connection
        while (taken := self._jobs.get()) is not None and connection is not None:
            failure = ""
            try:
                save(connection, *taken)
            except sqlite3.Error as error:
                failure = str(error) or type(error).__name__
            except Exception as error:
                log.exception("internal error while writing the store; this is a defect of mock-esms, please report it")
                failure = repr(error)
            self._call_in_loop(self._was_written, failure)
        self._call_in_loop(self._ended.set_result, None)

    def _call_in_loop(self, callback: Callable[[T], object], value: T) -> None:
        with suppress(RuntimeError):  # the loop was ended at once, and nobody waits any more
            self._loop.call_soon_threadsafe(callback, value)
