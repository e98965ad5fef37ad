"""A row of what was learnt: what was observed, beside what the sandbox does where nobody says otherwise."""

from dataclasses import dataclass
from typing import Literal

ComparisonVerdict = Literal["as assumed", "differs", "not seen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """One behaviour. ``count`` is how many callbacks or ids ``observed`` rests on.

    ``ledger`` is the beginning of the row of docs/fidelity.md that it can confirm or refute; empty where none is.
    """

    name: str
    observed: str
    count: int
    assumed: str
    verdict: ComparisonVerdict
    ledger: str


def row(  # noqa: PLR0913 - the columns of the table
    name: str, observed: str, count: int, assumed: str, *, fits: bool, ledger: str = ""
) -> ComparisonRow:
    """A row of something that was seen, or not: with a count of 0 it was not."""
    verdict: ComparisonVerdict = "not seen" if not count else "as assumed" if fits else "differs"
    return ComparisonRow(
        name=name,
        observed=observed if count else "",
        count=count,
        assumed=assumed,
        verdict=verdict,
        ledger=ledger,
    )
