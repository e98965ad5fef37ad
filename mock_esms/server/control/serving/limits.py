"""How many requests of a kind may wait at one time."""

from collections.abc import Iterator
from contextlib import contextmanager

from mock_esms.errors import FullError


class ConcurrencyLimit:
    """So many requests of a kind may wait at one time: each holds a connection, and memory with it."""

    def __init__(self, limit: int, what: str) -> None:
        """``what`` names the requests in the plural."""
        self._limit = limit
        self._what = what
        self._taken = 0

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Take a slot for the block. Raises ``FullError`` at once when none is free."""
        if self._taken >= self._limit:
            message = f"there are {self._limit:,} {self._what} already, and no more are served; end one and try again"
            raise FullError(message)
        self._taken += 1
        try:
            yield
        finally:
            self._taken -= 1
