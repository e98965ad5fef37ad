"""Runs the benchmarks, prints the table, and ends with status 1 where a promise is not kept (not with ``--quick``)."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import counting, fixture, loops, pending, placing, processes, sending, starting, storing, table

if TYPE_CHECKING:
    from benchmarks.comparison import Comparison

_ALL = {
    "placing": placing,
    "counting": counting,
    "storing": storing,
    "sending": sending,
    "pending": pending,
    "starting": starting,
    "fixture": fixture,
}


def main() -> int:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small and once: shows that it works, not how fast it is")
    parser.add_argument("--only", choices=_ALL, action="append", help="one of them; repeatable")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure of every round there")
    given = parser.parse_args()
    for remark in _remarks():
        _tell(remark)
    found: list[Comparison] = []
    for name in given.only or _ALL:
        _tell(f"{name} …")
        found.extend(_ALL[name].comparisons(quick=given.quick))
    print("\n".join(table.lines(found)))
    if given.json is not None:
        figures = {"loop": loops.name, "quick": given.quick, "comparisons": [each.as_json() for each in found]}
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return int(not given.quick and any(each.kept is False for each in found))


def _remarks() -> list[str]:
    """What whoever reads the figures has to know."""
    remarks = [f"both sides run on the loop of {loops.name}"]
    if not placing.has_wrk:
        remarks.append("wrk is not installed (Debian: apt install wrk); a client in Python stands in for it")
    if not counting.has_valgrind:
        remarks.append("valgrind is not installed (Debian: apt install valgrind); nothing is counted")
    if not processes.pins:
        remarks.append("there is only one core, or no way to pin processes: expect wide spreads")
    return remarks


def _tell(text: str) -> None:
    print(f"benchmarks: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
