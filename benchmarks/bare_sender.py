"""The bare side of ``sending`` and ``failing``: so many GETs by one ClientSession, 256 at a time.

Prints one line of JSON: ``requests``, ``seconds`` and ``cpu``, the seconds of CPU that they took.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Iterator

import aiohttp
from yarl import URL

from benchmarks.loops import runner
from benchmarks.queries import EXAMPLE
from mock_esms.clock.task_pool import MAX_ON_THE_WIRE


async def send(receiver: str, count: int, status: int, *, keep: bool) -> dict[str, float]:
    """Send them all, each to be answered ``status``, on connections that are kept or not; gives what it took."""
    url = f"{receiver}/voice?{EXAMPLE}"
    numbers = iter(range(count))
    connector = aiohttp.TCPConnector(force_close=not keep, limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        started, used = time.perf_counter(), time.process_time()
        await asyncio.gather(*(_some(session, url, numbers, status) for _ in range(MAX_ON_THE_WIRE)))
        return {"seconds": time.perf_counter() - started, "cpu": time.process_time() - used}


async def _some(session: aiohttp.ClientSession, url: str, numbers: Iterator[int], status: int) -> None:
    for _ in numbers:
        async with session.get(URL(url, encoded=True), allow_redirects=False) as response:
            await response.read()
            assert response.status == status


def main() -> None:
    """Read the arguments and do it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("receiver")
    parser.add_argument("count", type=int)
    parser.add_argument("--status", type=int, default=200, help="what the receiver answers")
    parser.add_argument("--keep-alive", action="store_true", help="use connections again")
    given = parser.parse_args()
    with runner() as loop:
        took = loop.run(send(given.receiver, given.count, given.status, keep=given.keep_alive))
    print(json.dumps({"requests": given.count} | took))


if __name__ == "__main__":
    main()
