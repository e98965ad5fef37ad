"""Runs the benchmarks, prints the table, and ends with status 1 where a promise is not kept (not with ``--quick``)."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import (
    answering,
    arriving,
    capacity,
    counting,
    counting_messages,
    failing,
    filling,
    fixture,
    learning,
    loops,
    memory,
    pairs,
    pending,
    placing,
    posting,
    processes,
    resetting,
    sending,
    starting,
    storing,
    table,
)
from benchmarks.extent import PEERS, Extent
from benchmarks.peers import catalogue
from benchmarks.peers.python import library

if TYPE_CHECKING:
    from benchmarks.comparison import Comparison

_ALL = {
    "placing": placing,
    "posting": posting,
    "answering": answering,
    "counting": counting,
    "counting-messages": counting_messages,
    "storing": storing,
    "sending": sending,
    "pairs": pairs,
    "arriving": arriving,
    "failing": failing,
    "pending": pending,
    "capacity": capacity,
    "filling": filling,
    "starting": starting,
    "memory": memory,
    "fixture": fixture,
    "resetting": resetting,
    "learning": learning,
}


def main() -> int:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small and once: shows that it works, not how fast it is")
    parser.add_argument(
        "--long", action="store_true", help="also what takes an hour: days of failing, a fuller journal"
    )
    parser.add_argument("--only", choices=_ALL, action="append", help="one of them; repeatable")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure of every round there")
    parser.add_argument("--cpu", action="store_true", help="rates by the server's CPU; for machines that others use")
    parser.add_argument("--peers", type=Path, default=PEERS, metavar="FOLDER", help="where other servers are installed")
    given = parser.parse_args()
    if given.cpu and not processes.counts_cpu:
        parser.error("--cpu: this system does not say how much CPU a process has used")
    extent = Extent(quick=given.quick, long=given.long, cpu=given.cpu, peers=given.peers)
    for remark in _remarks(extent):
        _log(remark)
    found: list[Comparison] = []
    for name in given.only or _ALL:
        _log(f"{name} …")
        found.extend(_ALL[name].comparisons(extent))
    print("\n".join(table.lines(found)))
    if given.json is not None:
        arguments = {
            "loop": loops.name,
            "peers": catalogue.present(extent.peers),
            "quick": given.quick,
            "long": given.long,
            "cpu": given.cpu,
        }
        figures = arguments | {"comparisons": [each.as_json() for each in found]}
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return int(not given.quick and any(each.kept is False for each in found))


def _remarks(extent: Extent) -> list[str]:
    """What whoever reads the figures has to know."""
    remarks = [f"both sides run on the loop of {loops.name}"]
    if not placing.has_wrk:
        remarks.append("wrk is not installed (Debian: apt install wrk); a client in Python stands in for it")
    if not counting.has_valgrind:
        remarks.append("valgrind is not installed (Debian: apt install valgrind); nothing is counted")
    if not processes.pins:
        remarks.append("there is only one core, or no way to pin processes: expect wide spreads")
    present = catalogue.present(extent.peers)
    if present:
        remarks.append(
            f"beside {', '.join(present)}: warmed up, at their fastest settings, on the core that the sandbox gets"
        )
    missing = catalogue.missing(extent.peers)
    if library(extent.peers, resetting.PEER) is None:
        missing.append("pytest-httpserver")
    if missing:
        remarks.append(f"not installed, and left out: {', '.join(missing)} (make bench-peers installs them)")
    if not extent.long:
        remarks.append("days of failing callbacks and a full journal are measured small: --long measures them in full")
    return remarks


def _log(text: str) -> None:
    print(f"benchmarks: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
