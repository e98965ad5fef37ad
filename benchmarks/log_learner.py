"""A process that learns from one log, and prints the CPU seconds, lines and mebibytes beyond its start."""

import json
import sys
import time
from pathlib import Path

from mock_esms.cli.learn.findings import learn


def main(log: Path) -> None:
    """Measure what reading and learning take, imports apart."""
    held, begun = _peak(), time.process_time()
    learnt = learn([log])
    seconds = time.process_time() - begun
    print(json.dumps({"seconds": seconds, "lines": learnt.reader.lines, "mebibytes": (_peak() - held) / 1024}))


def _peak() -> int:
    """KiB of memory that the process held at most."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
