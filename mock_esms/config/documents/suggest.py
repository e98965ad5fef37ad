"""The nearest right name for a wrong one."""

from collections.abc import Iterable
from typing import Final

_SHOWN: Final = 12
"""More names than these are no help in a sentence."""


def did_you_mean(name: str, possible: Iterable[str]) -> str:
    """``did you mean `no_answer`?``, or what is possible when nothing comes near; empty when nothing is possible."""
    names = list(possible)
    if (found := nearest_name(name, names)) is not None:
        return f"did you mean `{found}`?"
    if not names:
        return ""
    more = ", …" if len(names) > _SHOWN else ""
    return f"possible are {', '.join(names[:_SHOWN])}{more}"


def nearest_name(name: str, possible: Iterable[str], *, alike: float = 0.6) -> str | None:
    """The possible name that comes nearest, whatever its case, dashes and underscores; None when none comes near.

    ``alike`` is how like it must be, from 0 to 1.
    """
    import difflib  # noqa: PLC0415 - only a mistake needs it

    folded = {_fold(candidate): candidate for candidate in possible}
    found = difflib.get_close_matches(_fold(name), folded, n=1, cutoff=alike)
    return folded[found[0]] if found else None


def _fold(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")
