"""One store serves one sandbox: a lock beside the file, which the system takes away when the process dies."""

import os
import sys
from pathlib import Path
from typing import Self

from mock_esms.errors import UsageError

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lock:
    """The lock of a store, held until it is released. The file beside the store stays: taking it away would let two in.

    It is a file of its own, because closing any descriptor of the store would take SQLite's own locks away.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @classmethod
    def of(cls, path: Path) -> Self:
        """Lock the store at ``path``. Raises ``UsageError`` when another sandbox has it, or it cannot be locked."""
        beside = path.with_name(path.name + "-lock")
        try:
            descriptor = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            message = f"the store {path} cannot be locked with {beside.name} beside it: {error.strerror}"
            raise UsageError(message) from None
        try:
            _take(descriptor)
        except OSError:
            os.close(descriptor)
            message = f"the store {path} serves another sandbox; end that one, or name another file"
            raise UsageError(message) from None
        return cls(descriptor)

    def release(self) -> None:
        """Let others have the store."""
        os.close(self._descriptor)
