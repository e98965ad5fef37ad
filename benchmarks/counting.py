"""Requests to place a call and to send an SMS, counted in instructions: the same whatever else the machine does.

The gate runs it (``.ci/run``): it is the one figure that is stable enough there to say that a change made calls dearer.
valgrind counts what a process executes itself; what the kernel does for it is not in the figure. Two counts with
different numbers of requests are taken, so that start and end fall out.
"""

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from benchmarks.comparison import Comparison, Promise
from benchmarks.extent import Extent
from benchmarks.processes import OURS, Server, serving
from benchmarks.sandbox import place, sandbox

_RECEIVER = "http://127.0.0.1:9000"
"""Nobody listens there: the clock stands still, so no callback goes out."""
_MOST_TIMES_BARE = 1.3
"""A guard, a little above what it is: lower it when calls have become cheaper."""
_MOST_TIMES_BARE_POSTED = 6.2
"""The same guard. The promise, half the rate of the bare handler (``posting``), would be some 2, and is not reached."""
_COUNTED = re.compile(r"I +refs: +([\d,]+)")

Run = Callable[[tuple[str, ...]], AbstractContextManager[Server]]
"""Runs a server under a command."""

has_valgrind = shutil.which("valgrind") is not None


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Thousands of instructions a request; nothing where valgrind is not installed."""
    if not has_valgrind:
        return
    of_calls, of_messages = ((100, 200), (100, 200)) if extent.quick else ((800, 2_400), (200, 600))

    def each(run: Run, *, messages: bool) -> float:
        few, many = of_messages if messages else of_calls
        least, most = (_counted(run, requests, messages=messages) for requests in (few, many))
        return (most - least) / (many - few) / 1_000

    for name, messages, limit in (
        ("requests that place a call, counted", False, _MOST_TIMES_BARE),
        ("SMS posted as JSON, counted", True, _MOST_TIMES_BARE_POSTED),
    ):
        yield Comparison(
            name=name,
            unit="k instructions",
            ours=(each(lambda under: sandbox(under=under), messages=messages),),
            bare=(each(lambda under: serving("benchmarks.bare_server", core=OURS, under=under), messages=messages),),
            promise=Promise(limit, at_most=True),
        )


def _counted(run: Run, requests: int, *, messages: bool) -> int:
    """What a server executes from its start to its end, with so many requests in between."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "valgrind.log")
        options = ("--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", f"--log-file={report}")
        with run(("valgrind", *options)) as server:
            place(server, requests, _RECEIVER, messages=messages)
        found = _COUNTED.findall(report.read_text(encoding="utf-8"))
    assert found, "valgrind has not said how many instructions there were"
    return int(found[-1].replace(",", ""))
