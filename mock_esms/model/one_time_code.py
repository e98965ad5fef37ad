"""One-time passwords: one that eSMS itself has made for a phone, and the one in what a person was told."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from mock_esms.model.times import Instant

MOST_WRONG_TRIES: Final = 5
"""So many wrong tries end a code (CONTRACT 12, assumed)."""
CODE_NAMES: Final = frozenset({"otp", "code", "ma"})
"""The variables of templates that hold a code, in any case."""
_ALONE: Final = re.compile(r"(?<![0-9A-Za-z.,/:-])\d{4,8}(?![0-9A-Za-z/:-]|[.,]\d)", re.ASCII)
"""A group of 4 to 8 digits that is no part of a longer word, number, date or time."""


class OneTimeCode(NamedTuple):
    """A code of eSMS's own (FACTS-MESSAGES 2, S14 to S16), until ``ends``, or until it was guessed at too often."""

    code: str
    ends: Instant
    wrong_tries: int = 0

    def fits(self, code: str, now: Instant) -> bool:
        """Whether this is the code, and it has not expired; case counts (assumed)."""
        return code == self.code and now < self.ends

    def tried(self) -> "OneTimeCode | None":
        """The code after a wrong try; None when that was one too many."""
        tries = self.wrong_tries + 1
        return None if tries >= MOST_WRONG_TRIES else self._replace(wrong_tries=tries)


def code_in(text: str, variables: Iterable[tuple[str, str]] = ()) -> str:
    """The code in a text (CONTRACT 13), empty where there is none.

    It is the variable named otp, code or ma, else the first 4 to 8 digits that stand alone.
    """
    for name, value in variables:
        if name.lower() in CODE_NAMES and value:
            return value
    found = _ALONE.search(text)
    return found[0] if found else ""
