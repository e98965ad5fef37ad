"""Requests to place a call, counted in instructions: the same whatever else the machine does.

The gate runs it (``.ci/run``): it is the one figure that is stable enough there to say that a change made calls dearer.
valgrind counts what a process executes itself; what the kernel does for it is not in the figure. Nothing is counted,
and all is faster, until the server is warm. Two counts with different numbers of requests are taken, so that what
comes with the connections falls out.
"""

import re
import shutil
import subprocess
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
_COUNTED = re.compile(r"Collected : (\d+)")
_WARM_UP = 50
_FAR_FROM_WARM_UP = 1_000_000

Run = Callable[[tuple[str, ...]], AbstractContextManager[Server]]
"""Runs a server under a command."""

has_valgrind = None not in (shutil.which("valgrind"), shutil.which("callgrind_control"))


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Thousands of instructions a request to place a call; nothing where valgrind is not installed."""
    requests = (100, 200) if extent.quick else (400, 1_200)
    yield from compared("requests that place a call, counted", requests, _MOST_TIMES_BARE, messages=False)


def compared(name: str, requests: tuple[int, int], limit: float, *, messages: bool) -> Iterator[Comparison]:
    """Two counts of ours and two of the bare handler's; nothing where valgrind is not installed."""
    if not has_valgrind:
        return

    def each(run: Run) -> float:
        few, many = requests
        least, most = (_counted(run, count, messages=messages) for count in requests)
        return (most - least) / (many - few) / 1_000

    yield Comparison(
        name=name,
        unit="k instructions",
        ours=(each(lambda under: sandbox(under=under)),),
        bare=(each(lambda under: serving("benchmarks.bare_server", core=OURS, under=under)),),
        promise=Promise(limit, at_most=True),
    )


def _counted(run: Run, requests: int, *, messages: bool) -> int:
    """What a server executes for so many requests, once it is warm."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "valgrind.log")
        options = ("--tool=callgrind", "--instr-atstart=no", "--callgrind-out-file=/dev/null", f"--log-file={report}")
        with run(("valgrind", *options)) as server:
            place(server, _WARM_UP, _RECEIVER, first=_FAR_FROM_WARM_UP, messages=messages)
            _count(server, "on")
            place(server, requests, _RECEIVER, messages=messages)
            _count(server, "off")
        found = _COUNTED.findall(report.read_text(encoding="utf-8"))
    assert found, "valgrind has not said how many instructions there were"
    return int(found[-1])


def _count(server: Server, switch: str) -> None:
    """Begin or end to count."""
    subprocess.run(
        ("callgrind_control", f"--instr={switch}", str(server.pid)),  # noqa: S607 - it is found as valgrind is
        check=True,
        capture_output=True,
    )
