"""``python -m benchmarks.soak``: 200,000 calls and messages; ends with 1 where something was lost or grows."""

import argparse
import asyncio
import logging
import sys

from benchmarks.soak.run import Soaked, soak

MOST_GROWTH = 0.03
"""How much more memory the last third may hold than the second: the allocator's own noise."""
_MIB = 1 << 20


def rows(soaked: Soaked) -> dict[str, str]:
    """The figures as docs/reliability.md shows them."""
    held = soaked.held
    third = (len(held) - 2) // 3
    peak = [max(each.memory for each in part) / _MIB for part in (held[1 + third : -1 - third], held[-1 - third : -1])]
    return {
        "calls and messages: placed, accepted, settled": f"{soaked.placed:,}, {soaked.accepted:,}, {soaked.settled:,}",
        "of each kind": ", ".join(f"{kind} {count:,}" for kind, count in soaked.kinds.items()),
        "lost": f"{soaked.accepted - soaked.settled}",
        "attempts: recorded as sent, arrived at receivers": f"{soaked.on_the_wire:,}, {soaked.received:,}",
        "how attempts ended": ", ".join(f"{ending} {count:,}" for ending, count in soaked.attempts.items()),
        "sandbox hours, real minutes": f"{soaked.hours:,}, {soaked.seconds / 60:.1f}",
        "memory at its most, second and last third": f"{peak[0]:.1f} MiB, {peak[1]:.1f} MiB ({soaked.growth:+.1%})",
        "descriptors before, at their most, after": (
            f"{held[0].descriptors}, {max(each.descriptors for each in held)}, {held[-1].descriptors}"
        ),
        "tasks before, after": f"{held[0].tasks}, {held[-1].tasks}",
    }


def main() -> int:
    """Read the arguments, soak, print the table; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--calls", type=int, default=200_000)
    parser.add_argument("--batch", type=int, default=10_000)
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)  # tens of thousands of callbacks fail, as they should
    soaked = asyncio.run(soak(given.calls, given.batch))
    print("\n| what | figure |\n| --- | --- |")
    for what, figure in rows(soaked).items():
        print(f"| {what} | {figure} |")
    wrong = soaked.wrong
    if soaked.growth > MOST_GROWTH:
        wrong.append(f"memory grows: {soaked.growth:+.1%} in the last third")
    for sentence in wrong:
        print(f"WRONG: {sentence}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
