"""``choose``: one of several things happens, drawn by its weight (CONTRACT 5 and 11)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Final, Generic, NamedTuple, TypeVar

from mock_esms.config.documents.annotations import About, OneOf, Written
from mock_esms.config.documents.field_types import Weight

Happens = TypeVar("Happens")

_WEIGHT: Final = About("How much this one weighs beside the others; 0 is never drawn.", (70,), "1")


class WeightedOption(NamedTuple, Generic[Happens]):
    """One of the things that may happen, and how much it weighs beside the others."""

    happens: Happens
    weight: Decimal = Decimal(1)


class Choose(NamedTuple, Generic[Happens]):
    """One of several things happens, drawn by weight; for each dial or receiver anew."""

    options: tuple[WeightedOption[Happens], ...]


def choose_among(plain: Mapping[str, type], what: str, example: str) -> Written:
    """How ``choose`` is written among these things; ``what`` is their name (dials), ``example`` a list of two."""
    option = OneOf(
        "an entry of `choose`",
        plain,
        beside={"weight": Annotated[Weight, _WEIGHT]},
        make=WeightedOption,
        unfit={"choose": f"a choice cannot hold another one; list all {what} in one `choose`, with their weights"},
    )

    def make(options: tuple[WeightedOption[object], ...]) -> Choose[object]:
        if not options:
            message = f"there is nothing to choose from; list {what}, as in {example}"
            raise ValueError(message)
        if not any(option.weight for option in options):
            message = "all weights are 0, so nothing can be drawn; give one of them a weight"
            raise ValueError(message)
        return Choose(options)

    return Written(tuple[Annotated[WeightedOption[object], option], ...], make)
