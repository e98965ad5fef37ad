"""Descriptors of a serving process: as many as it may have, and one sentence when there are no more.

asyncio logs each connection that it cannot accept with a traceback, a thousand times a second.
"""

import asyncio
import errno
import logging
from typing import Any, Final

from mock_esms.clock.clock import perf_counter

log: Final = logging.getLogger("mock_esms.cli")

WANTED: Final = 65_536
"""As many descriptors are enough for every load that one process can carry."""
LOG_EVERY: Final = 10.0
"""Real seconds in which it is not logged again."""
_ACCEPT_AGAIN: Final = "_start_serving"
_NONE_LEFT: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})


def take_descriptors() -> int | None:
    """Raise the soft limit of this process as far as it may; gives the limit, None where there is none (Windows)."""
    try:
        import resource
    except ImportError:
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return soft
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (ValueError, OSError) as error:
        log.debug("the limit of %d descriptors could not be raised: %s", soft, error)
        return soft
    return wanted


class Shortage:
    """An exception handler for an event loop that logs a lack of descriptors seldom, and all else as usual."""

    def __init__(self, limit: int | None) -> None:
        """``limit`` is how many descriptors there are, None where nobody knows."""
        self._limit = limit
        self._logged_at: float | None = None

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Handle one error of the loop."""
        error = context.get("exception")
        if (
            self._logged_at is not None
            and isinstance(error, ValueError)
            and _ACCEPT_AGAIN in context.get("message", "")
        ):
            return  # asyncio wants to accept again on a listener that was closed meanwhile
        if not (isinstance(error, OSError) and error.errno in _NONE_LEFT):
            loop.default_exception_handler(context)
            return
        now = perf_counter()
        if self._logged_at is None or now - self._logged_at >= LOG_EVERY:
            self._logged_at = now
            log.error(
                "no descriptor is left for another connection (%s may be open): connections wait until others close; "
                "raise the limit with ulimit -n",
                self._limit if self._limit is not None else "nobody knows how many",
            )
