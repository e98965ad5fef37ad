"""A one-time password that eSMS itself has made for a phone (FACTS-MESSAGES 2, S14 to S16)."""

from typing import Final, NamedTuple

from mock_esms.model.times import Instant

MOST_WRONG_TRIES: Final = 5
"""So many wrong tries end a code (CONTRACT 12, assumed)."""


class OneTimeCode(NamedTuple):
    """A code that may still be used: until ``ends``, and until it was guessed at too often."""

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
