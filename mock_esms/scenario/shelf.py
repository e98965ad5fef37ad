"""The library's layers: what the API put lies over the user's files, and these over the shipped ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from mock_esms.scenario.model import Scenario

Source = Literal["api", "file", "shipped"]
SOURCES: Final[tuple[Source, ...]] = get_args(Source)
"""Top first."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A scenario, where it comes from, and the text that tells it (``file`` names that text)."""

    scenario: Scenario
    source: Source
    text: str
    file: str


class Shelf:
    """Scenarios by name; of those with one name, the top one counts and the others wait beneath."""

    __slots__ = ("_layers",)

    def __init__(self) -> None:
        self._layers: dict[Source, dict[str, Kept]] = {source: {} for source in SOURCES}

    def put(self, kept: Kept) -> None:
        """Lay a scenario into its source's layer; one of that name in there is replaced."""
        self._layers[kept.source][kept.scenario.name] = kept

    def take(self, source: Source, name: str) -> bool:
        """Take a scenario out of one layer; tells whether it was there."""
        return self._layers[source].pop(name, None) is not None

    def layer(self, source: Source) -> tuple[Kept, ...]:
        """Everything in one layer, covered or not."""
        return tuple(self._layers[source].values())

    def get(self, name: str) -> Kept | None:
        """The top one of that name."""
        for layer in self._layers.values():
            if (kept := layer.get(name)) is not None:
                return kept
        return None

    def __iter__(self) -> Iterator[Kept]:
        """The top one of each name, by name."""
        top: dict[str, Kept] = {}
        for source in reversed(SOURCES):
            top |= self._layers[source]
        for name in sorted(top):
            yield top[name]
