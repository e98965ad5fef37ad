"""Waiting for the sandbox's loop in a thread that must stand still meanwhile."""

import concurrent.futures
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

from mock_esms.errors import MockEsmsError, UsageError

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")

PATIENCE: Final = 1.0
"""Real seconds that a callback may hang while an event loop stands still for us; then it is taken for a deadlock."""

_DEADLOCK: Final = (
    "this waits for a callback that has been on the wire for a second, and it blocks the event loop that runs in this "
    "thread; if that loop serves the receiver, it can never answer. Use the fixture async_esms and await it, or wait "
    "in another thread: await asyncio.to_thread(esms.wait)"
)


def wait_where_a_loop_stands_still(coming: "Future[T]", on_the_wire: Callable[[], set[tuple[str, int, int]]]) -> T:
    """What comes, while an event loop of somebody's stands still in this thread. Raises ``UsageError``.

    That is well where that loop serves nothing that we need (a browser's driver), and a deadlock where it serves the
    receiver: then one attempt hangs on the wire.
    """
    __tracebackhide__ = True
    hung: set[tuple[str, int, int]] = set()
    while True:
        done, _ = concurrent.futures.wait([coming], timeout=PATIENCE)
        if done:
            return outcome_of(coming)
        before, hung = hung, on_the_wire()
        if before & hung:
            coming.cancel()
            raise UsageError(_DEADLOCK)


def outcome_of(coming: "Future[T]") -> T:
    """What came; of an error only the text and the class matter here, not where in the sandbox it was raised."""
    __tracebackhide__ = True
    try:
        return coming.result()
    except MockEsmsError as error:
        raise error.with_traceback(None) from None
