"""The user's scenario files: read at the start, and again when they change; a broken edit changes nothing.

Polled, not notified: a handful of ``stat`` calls works on every system, in containers and over network drives.
"""

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from mock_esms.config.documents import read_file
from mock_esms.errors import DocumentError, Problem
from mock_esms.scenarios.files import present_files, scenario_files
from mock_esms.scenarios.layers import LibraryEntry
from mock_esms.scenarios.loader import parse_scenario
from mock_esms.scenarios.never_fits import match_warnings

_Version = tuple[Path, int, int, int]
"""A file with its size, the time of its last change in nanoseconds, and its inode: what an edit changes."""

_log: Final = logging.getLogger("mock_esms.scenarios")


class ScenarioChanges(NamedTuple):
    """What a look at the files found: scenarios that were read anew, and names that are there no longer."""

    read: list[LibraryEntry]
    gone: list[str]


class WatchedFiles:
    """The files that are meant by the user's files and folders: their versions, and the last good scenario of each."""

    __slots__ = ("_good", "_paths", "_seen", "_twins")

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = tuple(paths)
        self._seen: dict[str, _Version] = {}
        self._good: dict[str, LibraryEntry] = {}
        self._twins: set[Path] = set()

    def __bool__(self) -> bool:
        """Whether the user named anything."""
        return bool(self._paths)

    def read(self) -> tuple[LibraryEntry, ...]:
        """Read all files for the first time.

        Raises ``DocumentError`` when one is wrong or two have one name, ``UsageError`` when a path leads to none.
        """
        of_name: dict[str, Path] = {}
        for file in scenario_files(self._paths):
            if (other := of_name.setdefault(file.stem, file)) is not file:
                raise DocumentError(str(file), (_twin_of(other),))
            version = _version(file)  # before the text: an edit in between is then found by the next look
            self._good[file.stem] = _load(file)
            if version is not None:
                self._seen[file.stem] = version
        return tuple(self._good.values())

    def look(self) -> ScenarioChanges:
        """Read what has changed since the last look. Never raises; what is wrong is logged once for each edit."""
        changes = ScenarioChanges(read=[], gone=[])
        there = self._there()
        for name in [name for name in self._seen if name not in there]:
            file = self._seen.pop(name)[0]
            if self._good.pop(name, None) is not None:
                changes.gone.append(name)
                _log.info("%s is gone, and the scenario %s with it", file, name)
        for name, version in there.items():
            if self._seen.get(name) != version:
                self._seen[name] = version
                if (entry := self._read_again(name, version[0])) is not None:
                    changes.read.append(entry)
        return changes

    def _there(self) -> dict[str, _Version]:
        """The files that are there now, by name; of two with one name the first counts."""
        there: dict[str, _Version] = {}
        twins: set[Path] = set()
        for file in present_files(self._paths):
            version = _version(file)
            if version is None:
                continue
            other = there.setdefault(file.stem, version)
            if other[0] != file and other[1:] != version[1:]:
                twins.add(file)
                if file not in self._twins:
                    _log.error("%s", _twin_of(other[0]).text(str(file)))
        self._twins = twins
        return there

    def _read_again(self, name: str, file: Path) -> LibraryEntry | None:
        good = self._good.get(name)
        try:
            entry = _load(file)
        except DocumentError as error:
            _log.error("%s\n%s", error, "the last good version stays" if good else "it will be read when it is mended")
            if good is not None:
                good.problem = str(error)
            return None
        self._good[name] = entry
        if good is None:
            _log.info("%s: the scenario %s is new", file, name)
        else:
            _log.info("%s is good again and was read" if good.problem else "%s has changed and was read again", file)
        return entry


def _load(file: Path) -> LibraryEntry:
    text = read_file(file)
    scenario = parse_scenario(text, file.stem, str(file))
    for warning in match_warnings(scenario.match, text, str(file)):
        _log.warning("%s", warning.text(str(file)))
    return LibraryEntry.of(scenario, "file", text, str(file))


def _version(file: Path) -> _Version | None:
    """The file as it is now, None when it cannot be looked at."""
    try:
        status = file.stat()
    except OSError:
        return None
    return file, status.st_size, status.st_mtime_ns, status.st_ino


def _twin_of(other: Path) -> Problem:
    return Problem(f"{other} has this scenario's name already; rename one of the two files")
