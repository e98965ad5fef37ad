"""All scenarios by name, and the choice among them for a request (CONTRACT 1, 5 and 7)."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mock_esms.calls import CallRequest, Chosen
from mock_esms.document import near, read_file
from mock_esms.errors import DocumentError, NotNowError, Problem, UnknownError, WrongValueError
from mock_esms.match import Match
from mock_esms.scenario.files import scenario_files, shipped_folder
from mock_esms.scenario.index import MatchIndex
from mock_esms.scenario.loader import build_scenario, parse_scenario
from mock_esms.scenario.model import Scenario
from mock_esms.scenario.shelf import Kept, Shelf, Source

DEFAULT: Final = "default"
"""The scenario of a request that nothing else is meant for."""

_log: Final = logging.getLogger("mock_esms.scenario")


@dataclass(slots=True, eq=False)
class Armed:
    """A scenario that waits for the requests it is meant for; ``left`` None means that it is never used up."""

    name: str
    match: Match
    left: int | None
    used: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A scenario as the library shows it; ``match`` is None when it is chosen only by name, as things are.

    ``armed`` counts the requests that it is armed for; one armed without end counts once. ``text`` is its YAML.
    """

    name: str
    title: str
    source: Source
    match: Match | None
    priority: int
    armed: int
    text: str


class Library:
    """The scenarios of one sandbox: shipped ones, the user's files, and what the API puts and arms.

    With ``paths`` the shipped ones are chosen only by name, and ``default`` as before; a user's file takes the place of
    a shipped one of its name. Files are read once, here; whoever re-reads them lays them anew with ``_read``.
    """

    __slots__ = ("_armed", "_index", "_shelf", "_shipped_match")

    def __init__(self, paths: Iterable[Path] = (), *, shipped: Path | None = None) -> None:
        """Read all files.

        Raises ``DocumentError`` when one is wrong or two of the user's have one name, ``UsageError`` when a path leads
        to no scenario. ``shipped`` is the folder of the shipped ones, for tests.
        """
        self._shelf = Shelf()
        self._armed: list[Armed] = []
        self._index: MatchIndex | None = None
        for file in sorted((shipped or shipped_folder()).glob("*.yaml")):
            text = file.read_text(encoding="utf-8")
            self._shelf.put(Kept(build_scenario(text, file.stem, str(file)), "shipped", text, str(file)))
        files = scenario_files(paths)
        self._shipped_match = not files
        self._read(files)

    def _read(self, files: Iterable[Path]) -> None:
        """Read the user's files; all that is wrong in the first wrong one is told."""
        of_name: dict[str, Path] = {}
        for file in files:
            if (other := of_name.setdefault(file.stem, file)) is not file:
                message = f"{other} has this scenario's name already; rename one of the two files"
                raise DocumentError(str(file), (Problem(message),))
            text = read_file(file)
            scenario = parse_scenario(text, file.stem, str(file))
            covered = self._shelf.get(scenario.name)
            self._shelf.put(Kept(scenario, "file", text, str(file)))
            if covered is not None and covered.source == "shipped":
                _log.info("%s takes the place of the shipped scenario %s", file, scenario.name)

    def choose(self, request: CallRequest) -> tuple[Scenario, Chosen]:
        """The scenario that decides a request, and why; an armed one is used up by this.

        Armed ones come first, the first armed before the others; then those whose match fits, by priority and name;
        then ``default``.
        """
        if self._armed and (armed := self._use_armed(request)) is not None:
            return self.get(armed.name), Chosen("armed", armed.match.pairs)
        if self._index is None:
            self._index = MatchIndex(kept.scenario for kept in self._shelf if self._match_of(kept) is not None)
        if (found := self._index.first(request)) is not None:
            return found[0], Chosen("match", found[1].pairs)
        return self.get(DEFAULT), _BY_DEFAULT

    def _use_armed(self, request: CallRequest) -> Armed | None:
        for armed in self._armed:
            if armed.match.fits_request(request):
                armed.used += 1
                if armed.left is not None:
                    armed.left -= 1
                    if armed.left == 0:
                        self._armed.remove(armed)
                return armed
        return None

    def arm(self, name: str, match: Match, times: int | None = 1) -> None:
        """Let a scenario decide the next ``times`` requests that fit (None: all until reset).

        Raises ``UnknownError`` when there is none of that name, ``WrongValueError`` when ``times`` is below 1.
        """
        self.get(name)
        if times is not None and times < 1:
            message = f"times: {times} is less than one request; arm a scenario for 1 or more"
            raise WrongValueError(message)
        self._armed.append(Armed(name, match, times))

    def disarm(self, api_key: str | None = None) -> tuple[Armed, ...]:
        """Forget what is armed, or only what names this account exactly; gives those that were never used."""
        return self._forget(
            [armed for armed in self._armed if api_key is None or armed.match.exact("api_key") == api_key]
        )

    def _forget(self, gone: list[Armed]) -> tuple[Armed, ...]:
        self._armed = [armed for armed in self._armed if armed not in gone]
        return tuple(armed for armed in gone if not armed.used)

    def reset(self, api_key: str | None = None) -> tuple[Armed, ...]:
        """Forget what was armed and put since the start; gives the armed ones that were never used.

        With ``api_key`` only what names that account exactly in its match.
        """
        unused = self.disarm(api_key)
        for kept in self._shelf.layer("api"):
            match = kept.scenario.match
            if api_key is None or (match is not None and match.exact("api_key") == api_key):
                unused += self._uncover(kept.scenario.name)
        return unused

    def put(self, scenario: Scenario, text: str = "") -> None:
        """Lay a scenario over all others of its name; ``text`` is its YAML, for whoever looks it up."""
        self._shelf.put(Kept(scenario, "api", text, f"scenario {scenario.name}"))
        self._index = None

    def delete(self, name: str) -> tuple[Armed, ...]:
        """Take away a scenario that was ``put``; the file or shipped one beneath comes back.

        Where nothing is beneath, it is disarmed too; gives what was armed and never used. Raises ``UnknownError`` when
        there is none of that name, ``NotNowError`` when it is only a file or shipped.
        """
        kept = self._kept(name)
        if kept.source != "api":
            message = f"the scenario {name} comes from {kept.file}; only what was put here can be deleted"
            raise NotNowError(message)
        return self._uncover(name)

    def _uncover(self, name: str) -> tuple[Armed, ...]:
        self._shelf.take("api", name)
        self._index = None
        if self._shelf.get(name) is not None:
            return ()
        return self._forget([armed for armed in self._armed if armed.name == name])

    def get(self, name: str) -> Scenario:
        """The scenario of that name; ``UnknownError`` names the nearest when there is none."""
        return self._kept(name).scenario

    def entry(self, name: str) -> Entry:
        """The scenario of that name, as the library shows it; ``UnknownError`` when there is none."""
        return self._entry(self._kept(name))

    def entries(self) -> tuple[Entry, ...]:
        """Every scenario by name, as the library shows it; none that is covered by another."""
        return tuple(self._entry(kept) for kept in self._shelf)

    def _entry(self, kept: Kept) -> Entry:
        name = kept.scenario.name
        return Entry(
            name=name,
            title=kept.scenario.title,
            source=kept.source,
            match=self._match_of(kept),
            priority=kept.scenario.priority,
            armed=sum(1 if armed.left is None else armed.left for armed in self._armed if armed.name == name),
            text=kept.text,
        )

    def _match_of(self, kept: Kept) -> Match | None:
        """The match as things are: with files of the user's, the shipped ones' does not apply."""
        return kept.scenario.match if kept.source != "shipped" or self._shipped_match else None

    def _kept(self, name: str) -> Kept:
        kept = self._shelf.get(name)
        if kept is None:
            hint = near(name, (other.scenario.name for other in self._shelf))
            message = f"there is no scenario {name!r}; {hint}"
            raise UnknownError(message)
        return kept


_BY_DEFAULT: Final = Chosen("default")
"""Shared by all calls that nothing else was meant for."""
