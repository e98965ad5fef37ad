"""All scenarios by name, and the choice among them for a request (CONTRACT 1, 5 and 7)."""

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from mock_esms.clock.clock import perf_counter
from mock_esms.config.documents.suggest import did_you_mean
from mock_esms.config.match import Match, MatchedRequest
from mock_esms.errors import DocumentError, FullError, NotNowError, UnknownError
from mock_esms.journal.changes import ArmedState, ChangeTracker
from mock_esms.model.calls import ScenarioChoice
from mock_esms.scenarios.armed import Armed, ArmedQueue
from mock_esms.scenarios.built_scenario import first_text, free_name, parse_built
from mock_esms.scenarios.default_scenario import DEFAULT, SHIPPED_DEFAULT
from mock_esms.scenarios.files import shipped_folder
from mock_esms.scenarios.layers import Layers, LibraryEntry, ListedScenario, Source
from mock_esms.scenarios.loader import parse_scenario
from mock_esms.scenarios.match_index import MatchIndex
from mock_esms.scenarios.model import Scenario
from mock_esms.scenarios.never_fits import never_fitting
from mock_esms.scenarios.reload import WatchedFiles

LOOK_EVERY: Final = 0.2
"""Real seconds for which the user's files are not looked at again."""

MAX_PUT: Final = 10_000
"""So many scenarios may be put beside those in files."""

_log: Final = logging.getLogger("mock_esms.scenarios")


class Library:
    """The scenarios of one sandbox: shipped ones, the user's files, and what the API puts and arms.

    With ``paths`` the shipped ones are chosen only by name, and ``default`` as before; a user's file takes the place of
    a shipped one of its name. The user's files are read again when they change.
    """

    __slots__ = (
        "_armed",
        "_changes",
        "_fallback",
        "_files",
        "_has_files",
        "_index",
        "_layers",
        "_looked_at",
        "_read_time",
    )

    def __init__(
        self,
        paths: Iterable[Path] = (),
        *,
        changes: ChangeTracker | None = None,
        shipped: Path | None = None,
        read_time: Callable[[], float] = perf_counter,
    ) -> None:
        """Read all files.

        Raises ``DocumentError`` when one is wrong or two of the user's have one name, ``UsageError`` when a path leads
        to no scenario. What is put and armed from now on is noted in ``changes``. ``shipped`` is the folder of the
        shipped ones and ``read_time`` a clock, for tests.
        """
        self._layers = Layers()
        self._armed = ArmedQueue(changes)
        self._changes = changes
        self._index: MatchIndex | None = None
        self._fallback: Scenario | None = None
        for file in sorted((shipped or shipped_folder()).glob("*.yaml")):
            built = SHIPPED_DEFAULT if shipped is None and file.stem == DEFAULT else None
            self._layers.put(LibraryEntry.shipped(file.stem, file.read_text(encoding="utf-8"), str(file), built))
        self._files = WatchedFiles(paths)
        self._has_files = bool(self._files)
        self._read_time = read_time
        for entry in self._files.read():
            self._take_in(entry)
        self._looked_at = read_time()

    def _take_in(self, entry: LibraryEntry) -> None:
        covered = self._layers.get(entry.name)
        if covered is not None and covered.source == "shipped":
            _log.info("%s takes the place of the shipped scenario %s", entry.file, entry.name)
        self._layers.put(entry)
        self._index = self._fallback = None

    def refresh(self) -> None:
        """Look whether the user's files have changed, and read those that have; never raises."""
        changes = self._files.look()
        for entry in changes.read:
            self._take_in(entry)
        for name in changes.gone:
            for unused in self._uncover("file", name):
                _log.warning("the scenario %s was armed for %s and never used", name, str(unused.match) or "any call")

    def _look(self) -> None:
        """Refresh, unless that was done a moment ago or there is nothing to look at."""
        if self._has_files and (now := self._read_time()) - self._looked_at >= LOOK_EVERY:
            self._looked_at = now
            self.refresh()

    def choose(self, request: MatchedRequest) -> tuple[Scenario, ScenarioChoice]:
        """The scenario that decides a request, and why; an armed one is used up by this.

        Armed ones come first, the first armed before the others; then those whose match fits, by priority and name;
        then ``default``.
        """
        self._look()
        if self._armed.waiting and (armed := self._armed.use(request)) is not None:
            return self.get(armed.name), ScenarioChoice("armed", armed.match.pairs)
        if self._index is None:
            self._index = MatchIndex(entry for entry in self._layers if self._match_of(entry) is not None)
        if (found := self._index.first(request)) is not None:
            return self.get(found[0]), ScenarioChoice("match", found[1].pairs)
        if self._fallback is None:
            self._fallback = self.get(DEFAULT)
        return self._fallback, _BY_DEFAULT

    def arm(self, name: str, match: Match, times: int | None = 1) -> Armed:
        """Let a scenario decide the next ``times`` requests that fit (None: all until reset).

        Raises ``UnknownError`` when there is none of that name, ``WrongValueError`` when ``times`` is below 1,
        ``FullError`` when too many are armed.
        """
        self._look()
        self.get(name)
        for key, why in never_fitting(match):
            _log.warning("the scenario %s is armed for nothing: %s: %s", name, key, why)
        return self._armed.add(name, match, times)

    def arm_new(self, match: Match, times: int | None = 1, text: str | None = None) -> Armed:
        """Put a scenario under a name of its own (``on-1``) and arm it; ``text`` is its YAML, else it says nothing yet.

        Where the match names an account exactly, it is that account's. Raises as ``arm`` and ``put``.
        """
        name, text = free_name(self.knows), text or first_text(match)
        self.put(parse_built(text, name), text, owner=match.exact("api_key"))
        return self.arm(name, match, times)

    def set_times(self, name: str, times: int | None) -> None:
        """Let what was armed last under that name decide so many requests in all, those that used it included.

        None: all until reset. Raises ``NotNowError`` when it is not armed any more, ``WrongValueError`` when that many
        have used it.
        """
        self._armed.set_times(name, times)

    def restore(self, scenarios: Iterable[tuple[str, str]], armed: Iterable[tuple[int, ArmedState]]) -> None:
        """Go on where an earlier sandbox stood: what was put, by name and YAML, and what was armed, in that order.

        What has been put and armed here before that lies over it, and comes after it. What cannot be read any more, or
        is armed and exists no more, is left out, loudly.
        """
        put_here = self._layers.layer("api")
        for name, text in scenarios:
            what = f"scenario {name}"
            try:
                self._layers.put(LibraryEntry.of(parse_scenario(text, name, what), "api", text, what))
            except DocumentError as error:
                _log.error("%s\nit was put over the control API, cannot be read any more, and is left out", error)
        for entry in put_here:
            self.put(entry.scenario, entry.text)
        self._index = self._fallback = None
        self._armed.restore(armed, self.knows)

    @property
    def armed(self) -> tuple[Armed, ...]:
        """What is armed and not used up, the first armed first."""
        return tuple(self._armed)

    def disarm(self, api_key: str | None = None) -> tuple[Armed, ...]:
        """Forget what is armed, or only what names this account exactly; gives those that were never used."""
        return self._armed.forget(lambda armed: api_key is None or armed.match.exact("api_key") == api_key)

    def stand_down(self, name: str) -> tuple[Armed, ...]:
        """Forget that this scenario is armed; gives what was never used. Raises ``UnknownError``."""
        self._entry_of(name)
        return self._armed.forget(lambda armed: armed.name == name)

    def reset(self, api_key: str | None = None) -> tuple[Armed, ...]:
        """Forget what was armed and put since the start; gives the armed ones that were never used.

        With ``api_key`` only what names that account exactly in its match, or was made for it.
        """
        unused = self.disarm(api_key)
        for entry in self._layers.layer("api"):
            own = entry.owner if entry.match is None else entry.match.exact("api_key")
            if api_key is None or own == api_key:
                unused += self._uncover("api", entry.name)
        return unused

    def put(self, scenario: Scenario, text: str = "", *, owner: str | None = None) -> None:
        """Lay a scenario over all others of its name; ``text`` is its YAML, ``owner`` the account it was made for.

        Raises ``FullError`` when too many were put.
        """
        put = self._layers.layer("api")
        owner = owner or next((entry.owner for entry in put if entry.name == scenario.name), None)
        if len(put) >= MAX_PUT and all(entry.name != scenario.name for entry in put):
            message = f"{MAX_PUT:,} scenarios were put, and no more are kept; delete some, or reset"
            raise FullError(message)
        self._layers.put(LibraryEntry.of(scenario, "api", text, f"scenario {scenario.name}", owner))
        for key, why in never_fitting(scenario.match or Match()):
            _log.warning("the scenario %s is chosen for nothing: match.%s: %s", scenario.name, key, why)
        self._index = self._fallback = None
        if self._changes is not None:
            self._changes.scenario(scenario.name, text)

    def delete(self, name: str) -> tuple[Armed, ...]:
        """Take away a scenario that was ``put``; the file or shipped one beneath comes back.

        Where nothing is beneath, it is disarmed too; gives what was armed and never used. Raises ``UnknownError`` when
        there is none of that name, ``NotNowError`` when it is only a file or shipped.
        """
        entry = self._entry_of(name)
        if entry.source != "api":
            message = f"the scenario {name} comes from {entry.file}; only what was put here can be deleted"
            raise NotNowError(message)
        return self._uncover("api", name)

    def _uncover(self, source: Source, name: str) -> tuple[Armed, ...]:
        self._layers.take(source, name)
        self._index = self._fallback = None
        if source == "api" and self._changes is not None:
            self._changes.scenario(name, None)
        if self._layers.get(name) is not None:
            return ()
        return self._armed.forget(lambda armed: armed.name == name)

    def knows(self, name: str) -> bool:
        """Whether there is a scenario of that name."""
        return self._layers.get(name) is not None

    def get(self, name: str) -> Scenario:
        """The scenario of that name; ``UnknownError`` names the nearest when there is none."""
        return self._entry_of(name).scenario

    def entry(self, name: str) -> ListedScenario:
        """The scenario of that name, as the library shows it; ``UnknownError`` when there is none."""
        self._look()
        return self._listed(self._entry_of(name))

    def entries(self) -> tuple[ListedScenario, ...]:
        """Every scenario by name, as the library shows it; none that is covered by another."""
        self._look()
        return tuple(self._listed(entry) for entry in self._layers)

    def _listed(self, entry: LibraryEntry) -> ListedScenario:
        return ListedScenario(
            name=entry.name,
            title=entry.scenario.title,
            source=entry.source,
            match=self._match_of(entry),
            priority=entry.priority,
            armed=sum(1 if armed.left is None else armed.left for armed in self._armed if armed.name == entry.name),
            text=entry.text,
            problem=entry.problem,
        )

    def _match_of(self, entry: LibraryEntry) -> Match | None:
        """The match as things are: with files of the user's, the shipped ones' does not apply."""
        return entry.match if entry.source != "shipped" or not self._has_files else None

    def _entry_of(self, name: str) -> LibraryEntry:
        entry = self._layers.get(name)
        if entry is None:
            hint = did_you_mean(name, (other.name for other in self._layers))
            message = f"there is no scenario {name!r}; {hint}"
            raise UnknownError(message)
        return entry


_BY_DEFAULT: Final = ScenarioChoice("default")
"""Shared by all calls that nothing else was meant for."""
