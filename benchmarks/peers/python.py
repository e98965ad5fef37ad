"""Peers that are libraries of Python, in a folder of their own beside those of npm."""

import importlib
import sys
from pathlib import Path
from types import ModuleType


def library(home: Path, name: str) -> ModuleType | None:
    """The library; None where it is not installed. What it and ours both need is taken from our environment."""
    folder = home / "python"
    if not (folder / name).is_dir():
        return None
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    return importlib.import_module(name)
