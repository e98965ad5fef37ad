"""The one-time password in what a person was told (CONTRACT 13)."""

import re
from collections.abc import Iterable
from typing import Final

CODE_NAMES: Final = frozenset({"otp", "code", "ma"})
"""The variables of templates that hold a code, in any case."""
_ALONE: Final = re.compile(r"(?<![0-9A-Za-z.,/:-])\d{4,8}(?![0-9A-Za-z/:-]|[.,]\d)", re.ASCII)
"""A group of 4 to 8 digits that is no part of a longer word, number, date or time."""


def code_in(text: str, variables: Iterable[tuple[str, str]] = ()) -> str:
    """The code: the variable named otp, code or ma, else the first 4 to 8 digits that stand alone, else empty."""
    for name, value in variables:
        if name.lower() in CODE_NAMES and value:
            return value
    found = _ALONE.search(text)
    return found[0] if found else ""
