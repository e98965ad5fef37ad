"""A comparison: two sides measured in turn, their medians, and the ratio that somebody promised."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Promise:
    """What a ratio (or, without a bare side, the figure itself) is to be: at least or at most ``limit``."""

    limit: float
    at_most: bool = False

    def kept(self, figure: float) -> bool:
        """Whether the figure is within the limit."""
        return figure <= self.limit if self.at_most else figure >= self.limit

    def __str__(self) -> str:
        """As it stands in the table."""
        return f"{'≤' if self.at_most else '≥'} {self.limit:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The figures of all rounds; ``ours[i]`` and ``bare[i]`` were measured one right after the other."""

    name: str
    unit: str
    ours: tuple[float, ...]
    bare: tuple[float, ...] = ()
    promise: Promise | None = None

    @property
    def ratios(self) -> tuple[float, ...]:
        """Ours to bare, round by round: what slowed the machine down for a while is in both."""
        return tuple(ours / bare for ours, bare in zip(self.ours, self.bare, strict=True)) if self.bare else ()

    @property
    def promised(self) -> float:
        """The figure that the promise is about."""
        return median(self.ratios or self.ours)

    @property
    def kept(self) -> bool | None:
        """Whether the promise is kept; None when there is none."""
        return self.promise.kept(self.promised) if self.promise is not None else None

    def as_json(self) -> dict[str, Any]:
        """Everything, for ``--json``."""
        return {
            "name": self.name,
            "unit": self.unit,
            "ours": self.ours,
            "bare": self.bare,
            "ratios": self.ratios,
            "median": {
                "ours": median(self.ours),
                "bare": median(self.bare) if self.bare else None,
                "ratio": median(self.ratios) if self.ratios else None,
            },
            "promise": str(self.promise) if self.promise is not None else None,
            "kept": self.kept,
        }


def in_turn(
    rounds: int, ours: Callable[[], float], bare: Callable[[], float]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Measure both sides ``rounds`` times; who begins changes from round to round."""
    of_ours: list[float] = []
    of_bare: list[float] = []
    for number in range(rounds):
        turns = [(ours, of_ours), (bare, of_bare)]
        for measure, figures in turns if number % 2 == 0 else reversed(turns):
            figures.append(measure())
    return tuple(of_ours), tuple(of_bare)
