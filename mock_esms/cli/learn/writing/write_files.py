"""Writes settings and scenarios, over nothing but what it has written itself; or shows what it would write."""

from pathlib import Path
from typing import Final

from mock_esms.cli.learn.findings import Findings
from mock_esms.cli.learn.writing.scenario_texts import PREFIX, scenario_texts
from mock_esms.cli.learn.writing.settings_text import WRITTEN, settings_text
from mock_esms.cli.output import print_line
from mock_esms.cli.output_path import refuse_output_path, writes_to
from mock_esms.errors import UsageError

_HEAD: Final = 200


def check_settings(path: Path) -> None:
    """Raise ``UsageError`` when the settings cannot be written there, or only over what somebody else wrote."""
    refuse_output_path("--settings", path)
    if path.exists() and not _is_ours(path):
        message = f"--settings {path} is there already, and learn did not write it; name another file"
        raise UsageError(message)


def check_scenarios(folder: Path) -> None:
    """Raise ``UsageError`` when scenarios cannot be written into the folder, or only over another's."""
    if folder.exists() and not folder.is_dir():
        message = f"--scenarios {folder} is a file; name a folder"
        raise UsageError(message)
    for path in _scenarios_in(folder):
        if not _is_ours(path):
            message = f"{path} is there already, and learn did not write it; name another folder with --scenarios"
            raise UsageError(message)


def write_settings(path: Path, learnt: Findings, *, dry_run: bool) -> None:
    """Write the settings file, and say so. Raises ``UsageError`` when that is impossible."""
    _write(path, settings_text(learnt), dry_run=dry_run)
    if not dry_run:
        print_line(f"mock-esms: wrote {path}; use it: mock-esms serve --config {path}", err=True)


def write_scenarios(folder: Path, learnt: Findings, *, dry_run: bool) -> None:
    """Write each scenario into a file of its name, in the place of those of an earlier run, and say so.

    Raises ``UsageError`` when that is impossible.
    """
    texts = scenario_texts(learnt)
    if not texts:
        print_line("mock-esms: no call or message ended in these logs, so there is no scenario to write", err=True)
        return
    if not dry_run:
        with writes_to(f"--scenarios {folder}"):
            folder.mkdir(parents=True, exist_ok=True)
            for path in _scenarios_in(folder):
                path.unlink()
    for name, text in texts.items():
        _write(folder / f"{name}.yaml", text, dry_run=dry_run)
    if not dry_run:
        print_line(f"mock-esms: wrote {len(texts)} scenarios into {folder}", err=True)


def _write(path: Path, text: str, *, dry_run: bool) -> None:
    if dry_run:
        print_line(f"mock-esms: would write {path}:\n{text}", err=True)
        return
    with writes_to(str(path)):
        path.write_text(text, encoding="utf-8")


def _scenarios_in(folder: Path) -> list[Path]:
    """Those of an earlier run, or others with such names."""
    return [*folder.glob(f"{PREFIX}.yaml"), *folder.glob(f"{PREFIX}-*.yaml")]


def _is_ours(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(_HEAD).startswith(WRITTEN)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}"
        raise UsageError(message) from None
