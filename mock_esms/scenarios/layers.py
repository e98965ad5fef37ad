"""The library's layers: what the API put lies over the user's files, and these over the shipped ones."""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, Self, get_args

from mock_esms.config.match import Match
from mock_esms.scenarios.loader import parse_scenario
from mock_esms.scenarios.model import Scenario

Source = Literal["api", "file", "shipped"]
SOURCES: Final[tuple[Source, ...]] = get_args(Source)
"""Top first."""

_SHIPPED_MATCH: Final = re.compile(r'^match: \{phone: "(\*[0-9]+)"\}$', re.MULTILINE)


class ListedScenario(NamedTuple):
    """A scenario as the library shows it; ``match`` is None when it is chosen only by name, as things are.

    ``armed`` counts the requests that it is armed for; one armed without end counts once. ``text`` is its YAML.
    ``problem`` says what is wrong with the latest edit of its file, which is not played; empty when all is well.
    """

    name: str
    title: str
    source: Source
    match: Match | None
    priority: int
    armed: int
    text: str
    problem: str = ""


class LibraryEntry:
    """A scenario, where it comes from, and the text that tells it (``file`` names that text).

    ``problem`` says what is wrong with a later version of its file, empty when nothing is; ``owner`` is the account
    that it was made for, None for none. A shipped scenario is built when it is first asked for: reading all of them
    would make each start a third slower.
    """

    __slots__ = ("_built", "file", "match", "name", "owner", "priority", "problem", "source", "text")

    def __init__(  # noqa: PLR0913 - what is known of a scenario, each by its name
        self,
        *,
        name: str,
        source: Source,
        text: str,
        file: str,
        match: Match | None,
        priority: int = 0,
        owner: str | None = None,
        built: Scenario | None = None,
    ) -> None:
        self.name = name
        self.source = source
        self.text = text
        self.file = file
        self.match = match
        self.priority = priority
        self.problem = ""
        self.owner = owner
        self._built = built

    @classmethod
    def of(cls, scenario: Scenario, source: Source, text: str, file: str, owner: str | None = None) -> Self:
        """A scenario that was read already."""
        return cls(
            name=scenario.name,
            source=source,
            text=text,
            file=file,
            match=scenario.match,
            priority=scenario.priority,
            owner=owner,
            built=scenario,
        )

    @classmethod
    def shipped(cls, name: str, text: str, file: str, built: Scenario | None = None) -> Self:
        """A shipped scenario, of which only the number is read: tests prove that all of them have this form."""
        found = _SHIPPED_MATCH.search(text)
        match = Match((("phone", found[1]),)) if found else None
        return cls(name=name, source="shipped", text=text, file=file, match=match, built=built)

    @property
    def scenario(self) -> Scenario:
        """The scenario itself."""
        if self._built is None:
            self._built = parse_scenario(self.text, self.name, self.file)
        return self._built


class Layers:
    """Scenarios by name; of those with one name, the top one counts and the others wait beneath."""

    __slots__ = ("_layers",)

    def __init__(self) -> None:
        self._layers: dict[Source, dict[str, LibraryEntry]] = {source: {} for source in SOURCES}

    def put(self, entry: LibraryEntry) -> None:
        """Lay a scenario into its source's layer; one of that name in there is replaced."""
        self._layers[entry.source][entry.name] = entry

    def take(self, source: Source, name: str) -> LibraryEntry | None:
        """Take a scenario out of one layer; gives it if it was there."""
        return self._layers[source].pop(name, None)

    def layer(self, source: Source) -> tuple[LibraryEntry, ...]:
        """Everything in one layer, covered or not."""
        return tuple(self._layers[source].values())

    def get(self, name: str) -> LibraryEntry | None:
        """The top one of that name."""
        for layer in self._layers.values():
            if (entry := layer.get(name)) is not None:
                return entry
        return None

    def __iter__(self) -> Iterator[LibraryEntry]:
        """The top one of each name, by name."""
        top: dict[str, LibraryEntry] = {}
        for source in reversed(SOURCES):
            top |= self._layers[source]
        for name in sorted(top):
            yield top[name]
