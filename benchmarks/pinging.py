"""A client that asks a server for something cheap all the time: how long it waits is how long the loop stood."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import urlsplit

_PAUSE = 0.002
_PATIENCE = 600.0


class Pings:
    """What came of them; read it when they have ended."""

    def __init__(self) -> None:
        self.count = 0
        self.longest = 0.0
        """Seconds that the slowest answer took."""


@contextmanager
def pinging(url: str, path: str) -> Iterator[Pings]:
    """Ask again and again, on one connection and from a thread of its own, while the block runs; at least once."""
    pings, ended = Pings(), threading.Event()
    failed: list[Exception] = []

    def ping() -> None:
        connection = HTTPConnection(urlsplit(url).netloc, timeout=_PATIENCE)
        try:
            while not (pings.count and ended.is_set()):
                began = time.perf_counter()
                connection.request("GET", path)
                connection.getresponse().read()
                pings.longest = max(pings.longest, time.perf_counter() - began)
                pings.count += 1
                ended.wait(_PAUSE)
        except Exception as error:  # noqa: BLE001 - it is raised where the block ends
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=ping, daemon=True)
    thread.start()
    try:
        yield pings
    finally:
        ended.set()
        thread.join()
    if failed:
        raise failed[0]
