"""The codes that eSMS has made and that may still be used, one for each phone of an account (CONTRACT 12).

A new code for a phone ends the older one, and checking one uses it up. What is used up or expired is gone: to eSMS it
is the same as a code that never was (117).
"""

from collections.abc import Iterable
from typing import Final

from mock_esms.journal.changes import ChangeTracker
from mock_esms.model.one_time_code import OneTimeCode
from mock_esms.model.times import Instant

MAX_CODES: Final = 100_000
"""So many codes of an account are in memory; then the oldest is dropped for each new one."""


class Codes:
    """The usable codes of all accounts; ``changes`` is None without a store."""

    def __init__(self, changes: ChangeTracker | None = None) -> None:
        """Begin without any."""
        self._changes: Final = changes
        self._of_account: Final[dict[str, dict[str, OneTimeCode]]] = {}

    def add(self, api_key: str, phone: str, code: OneTimeCode) -> None:
        """A code was made for a phone in national form; an older one counts no more."""
        codes = self._of_account.setdefault(api_key, {})
        codes.pop(phone, None)  # so that the oldest code is always the first
        codes[phone] = code
        self._record(api_key, phone, code)
        if len(codes) > MAX_CODES:
            oldest = next(iter(codes))
            del codes[oldest]
            self._record(api_key, oldest, None)

    def use(self, api_key: str, phone: str, code: str, now: Instant) -> bool:
        """Whether this is the phone's code; then it is used up. A wrong one counts as a try."""
        codes = self._of_account.get(api_key, {})
        known = codes.get(phone)
        if known is None:
            return False
        fits = known.fits(code, now)
        left = None if fits or now >= known.ends else known.tried()
        if left is None:
            del codes[phone]
        else:
            codes[phone] = left
        self._record(api_key, phone, left)
        return fits

    def forget(self, api_key: str | None = None) -> None:
        """Forget the codes of an account, or all; the ledger records it for the store, with all else of the account."""
        if api_key is None:
            self._of_account.clear()
        else:
            self._of_account.pop(api_key, None)

    def restore(self, codes: Iterable[tuple[str, str, OneTimeCode]]) -> None:
        """Go on with the codes of an earlier sandbox."""
        for api_key, phone, code in codes:
            self._of_account.setdefault(api_key, {})[phone] = code

    def _record(self, api_key: str, phone: str, code: OneTimeCode | None) -> None:
        if self._changes is not None:
            self._changes.code(api_key, phone, code)
