"""The table of all comparisons, as text."""

from collections.abc import Iterable, Iterator
from statistics import median

from benchmarks.comparison import Comparison

_HEADS = ("what", "sandbox", "beside", "unit", "ratio", "spread", "promise", "")


def lines(comparisons: Iterable[Comparison]) -> Iterator[str]:
    """The lines of the table; ``spread`` is the least and the greatest of what the promise is about."""
    rows = [_HEADS, *map(_row, comparisons)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    for number, row in enumerate(rows):
        cells = (
            cell.ljust(width) if column in (0, 3, 6, 7) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
        if number == 0:
            yield "  ".join("-" * width for width in widths).rstrip()


def _row(comparison: Comparison) -> tuple[str, ...]:
    spread = comparison.ratios or comparison.ours
    digits = ".2f" if comparison.ratios else _digits(*spread)
    return (
        comparison.name,
        f"{median(comparison.ours):{_digits(*comparison.ours)}}",
        f"{median(comparison.bare):{_digits(*comparison.bare)}}" if comparison.bare else "",
        comparison.unit,
        f"{median(comparison.ratios):.2f}" if comparison.ratios else "",
        f"{min(spread):{digits}} to {max(spread):{digits}}" if len(spread) > 1 else "",
        str(comparison.promise) if comparison.promise is not None else "",
        {True: "kept", False: "NOT KEPT", None: ""}[comparison.kept],
    )


def _digits(*figures: float) -> str:
    """Small figures need the places behind the dot."""
    return ",.0f" if max(map(abs, figures)) >= 100 else ".2f"
