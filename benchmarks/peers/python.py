"""Peers that are libraries of Python: imported from the folder of the peers, or from wherever Python finds them."""

import importlib
import sys
from pathlib import Path
from types import ModuleType


def library(home: Path, name: str) -> ModuleType | None:
    """The library; None where it is not installed. What ours and it both need is taken from our environment."""
    folder = str(home / "python")
    if folder not in sys.path:
        sys.path.append(folder)
    try:
        return importlib.import_module(name)
    except ImportError:
        return None
