"""Writes settings and scenarios, over nothing but what it has written itself."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from mock_esms.cli.learn.writing.scenario_texts import PREFIX
from mock_esms.cli.learn.writing.settings_text import WRITTEN
from mock_esms.errors import UsageError

_HEAD: Final = 200


def check_settings(path: Path) -> None:
    """Raise ``UsageError`` when the settings cannot be written there, or only over what somebody else wrote."""
    if path.is_dir():
        message = f"--settings {path} is a folder; name a file"
        raise UsageError(message)
    if not path.parent.is_dir():
        message = f"the folder of --settings {path} does not exist; make it first"
        raise UsageError(message)
    if path.exists() and not _is_ours(path):
        message = f"--settings {path} is there already, and learn did not write it; name another file"
        raise UsageError(message)


def check_scenarios(folder: Path) -> None:
    """Raise ``UsageError`` when scenarios cannot be written into the folder, or only over another's."""
    if folder.exists() and not folder.is_dir():
        message = f"--scenarios {folder} is a file; name a folder"
        raise UsageError(message)
    for path in _old(folder):
        if not _is_ours(path):
            message = f"{path} is there already, and learn did not write it; name another folder with --scenarios"
            raise UsageError(message)


def write_settings(path: Path, text: str) -> None:
    """Write the file; raises ``UsageError`` when that is impossible."""
    _write(path, text)


def write_scenarios(folder: Path, texts: Mapping[str, str]) -> None:
    """Write each scenario into a file of its name; those of an earlier run are removed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in _old(folder):
            path.unlink()
    except OSError as error:
        message = f"--scenarios {folder} cannot be written: {error.strerror or error}"
        raise UsageError(message) from None
    for name, text in texts.items():
        _write(folder / f"{name}.yaml", text)


def _old(folder: Path) -> list[Path]:
    return [*folder.glob(f"{PREFIX}.yaml"), *folder.glob(f"{PREFIX}-*.yaml")]


def _is_ours(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(_HEAD).startswith(WRITTEN)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}"
        raise UsageError(message) from None


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}"
        raise UsageError(message) from None
