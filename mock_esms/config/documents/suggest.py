"""The nearest right name for a wrong one."""

from collections.abc import Iterable
from typing import Final

_SHOWN: Final = 12
"""More names than these are no help in a sentence."""


def near(name: str, possible: Iterable[str]) -> str:
    """``did you mean `no_answer`?``, or what is possible when nothing comes near; empty when nothing is possible."""
    import difflib  # noqa: PLC0415 - only a mistake needs it

    names = list(possible)
    folded = {_fold(candidate): candidate for candidate in names}
    found = difflib.get_close_matches(_fold(name), folded, n=1, cutoff=0.6)
    if found:
        return f"did you mean `{folded[found[0]]}`?"
    if not names:
        return ""
    more = ", …" if len(names) > _SHOWN else ""
    return f"possible are {', '.join(names[:_SHOWN])}{more}"


def _fold(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")
