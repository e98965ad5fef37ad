"""Which scenario files there are: those that the user named, and those that are shipped."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from mock_esms.errors import UsageError

_ENDINGS: Final = frozenset({".yaml", ".yml"})
_ALONE: Final = _ENDINGS | {".json"}
"""JSON is YAML; a folder's .json files may be anything, so they count only when they are named one by one."""


def shipped_folder() -> Path:
    """The folder of the shipped scenarios: inside of an installed package, beside it in a checkout.

    Raises ``UsageError`` when it is in neither place: then the installation is broken.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_scenarios", package.parent / "scenarios"):
        if (folder / "default.yaml").is_file():
            return folder
    message = f"the shipped scenarios are missing beside {package}; install mock-esms again"
    raise UsageError(message)


def scenario_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files that are meant by files and folders, each once, in order; folders are not searched below.

    Raises ``UsageError`` when a path does not exist, is neither, or leads to no scenario.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _files_of(path):
            found.setdefault(file.resolve(), file)
    return tuple(found.values())


def present_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """As ``scenario_files``, for paths that were fine once: what is there now, and no error for what is not."""
    found: dict[Path, None] = {}
    for path in paths:
        try:
            found |= dict.fromkeys(_files_of(path))
        except (OSError, UsageError):
            continue
    return tuple(found)


def _files_of(path: Path) -> list[Path]:
    try:
        if path.is_dir():
            return _folder(path)
        exists = path.exists()
    except (OSError, ValueError) as error:
        message = f"{os.fspath(path)!r} cannot be read: {error}"
        raise UsageError(message) from None
    if not exists:
        message = f"there is no file or folder {path}; name a scenario file or a folder of them"
        raise UsageError(message)
    if path.suffix.lower() not in _ALONE:
        message = f"{path} is no scenario file; its name must end in .yaml or .yml"
        raise UsageError(message)
    return [path]


def _folder(folder: Path) -> list[Path]:
    # A name that begins with a dot is an editor's or a system's, not a scenario.
    files = sorted(
        file
        for file in folder.iterdir()
        if file.suffix.lower() in _ENDINGS and not file.name.startswith(".") and file.is_file()
    )
    if not files:
        message = f"the folder {folder} has no scenario in it; a scenario's file name ends in .yaml or .yml"
        raise UsageError(message)
    return files
