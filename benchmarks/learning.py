"""``mock-esms learn``: lines a second of its CPU, beside ``grep -c`` as the limit, and the memory that a log takes."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks.comparison import Comparison, Promise, in_turn
from benchmarks.extent import Extent
from benchmarks.processes import CHECKOUT, counts_cpu

_LINES = 1_000_000
_GLIMPSE = 5_000
_MOST_MEBIBYTES = 64
_CALLBACK = (
    '203.0.113.7 - - [05/Jan/2026:{:02}:{:02}:{:02} +0700] "GET /voice?ReferenceId={:08x}-ec04-4283-b595-aa74977c65c5'
    "&CallDuration={}&CallStatus={}&Ivr={}&Price={}&SentResult={}&CID=02871002454&SendStatus=5 "
    'HTTP/1.1" {} 2 "-" "-"\n'
)
_OTHER = (
    '198.51.100.{2} - - [05/Jan/2026:{0:02}:{1:02}:{2:02} +0700] "GET /assets/app-{3:08x}.js?v={3} HTTP/1.1" 200 {3} '
    '"https://shop.example/basket" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"\n'
)
_ENDS = [(second, "ANSWERED", 1 + second % 3, "450.0000", 1) for second in range(3, 60)] + [
    (0, "NO%20ANSWER", "", "0.0000", 0),
    (0, "", "", "0.0000", 0),
]
_ANSWERS = (200, 200, 200, 500)


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Two logs, of callbacks alone and of which one line of ten is a callback; nothing where no CPU is counted."""
    if not counts_cpu:
        return
    count, rounds = (_GLIMPSE, 1) if extent.quick else (_LINES, 3)
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "access.log"
        for name, every, least in (("all callbacks", 1, 100_000), ("one of ten a callback", 10, 200_000)):
            _write(log, count, every)
            yield from _of_log(log, f"{count:,} lines, {name}", rounds, Promise(least))


def _write(log: Path, count: int, every: int) -> None:
    """A day's log with calls that end in all ways."""
    said = cycle((end, answer) for end in _ENDS for answer in _ANSWERS)
    with log.open("w", encoding="ascii") as file:
        for number in range(count):
            minutes, second = divmod(number * 86_400 // count, 60)
            when = (*divmod(minutes, 60), second)
            if number % every == 0:
                end, answer = next(said)
                file.write(_CALLBACK.format(*when, number, *end, answer))
            else:
                file.write(_OTHER.format(*when, number))


def _of_log(log: Path, name: str, rounds: int, promise: Promise) -> Iterator[Comparison]:
    measured: list[dict[str, Any]] = []

    def learn() -> float:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.log_learner", str(log)], cwd=CHECKOUT, stdout=subprocess.PIPE, check=True
        )
        measured.append(json.loads(done.stdout))
        return float(measured[-1]["seconds"])

    if shutil.which("grep") is not None:
        of_ours, of_grep = in_turn(rounds, learn, lambda: _grep(log))
        yield Comparison(name=f"learn from {name}, CPU beside grep -c", unit="s", ours=of_ours, bare=of_grep)
    else:
        of_ours = tuple(learn() for _ in range(rounds))
    speeds = tuple(float(each["lines"]) / each["seconds"] for each in measured)
    yield Comparison(name=f"learn from {name}, by CPU", unit="lines/s", ours=speeds, promise=promise)
    memory = tuple(float(each["mebibytes"]) for each in measured)
    most = Promise(_MOST_MEBIBYTES, at_most=True)
    yield Comparison(name=f"learn from {name}, memory beyond the start", unit="MiB", ours=memory, promise=most)


def _grep(log: Path) -> float:
    """Seconds of CPU of ``grep -c``, with the start of its process, which is nothing beside a large log."""
    before = os.times()
    subprocess.run(["grep", "-c", "ReferenceId=", str(log)], stdout=subprocess.DEVNULL, check=True)  # noqa: S607 - the user's own
    after = os.times()
    used = after.children_user - before.children_user + after.children_system - before.children_system
    return max(used, 1 / os.sysconf("SC_CLK_TCK"))  # less is not counted
