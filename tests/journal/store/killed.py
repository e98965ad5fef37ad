"""A sandbox that is killed, without a process: what its store holds at that moment goes on under another name."""

import shutil
from pathlib import Path


def killed(path: Path, name: str = "killed.db") -> Path:
    """The store as ``kill -9`` would leave it now: the file and its logs, and nothing that is only in memory."""
    copy = path.with_name(name)
    for ending in ("", "-wal", "-journal"):
        beside = path.with_name(path.name + ending)
        if beside.exists():
            shutil.copyfile(beside, copy.with_name(copy.name + ending))
    return copy
