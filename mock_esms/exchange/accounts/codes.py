"""One-time passwords that eSMS makes itself: made from the seed, and checked while they are valid (CONTRACT 12).

A new code for a phone ends the older one, and checking one uses it up. What is used up or expired is gone: to eSMS it
is the same as a code that never was (117).
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from mock_esms.config.account import Account
from mock_esms.config.settings import Quirks
from mock_esms.esms.formats.phone import national
from mock_esms.esms.gencode.generated_code import CodeRule, code_right, code_rule, code_wrong_text
from mock_esms.esms.requests.request import EsmsRequest
from mock_esms.esms.responses.operation_result import Found, Refusal
from mock_esms.exchange.accounts.ledger import Ledger
from mock_esms.exchange.request_outcome import RequestOutcome
from mock_esms.journal.changes import ChangeTracker
from mock_esms.model.calls import CallRequest
from mock_esms.model.one_time_code import OneTimeCode
from mock_esms.model.times import Instant

MAX_CODES: Final = 100_000
"""So many codes of an account are in memory; then the oldest is dropped for each new one."""


class Codes:
    """The usable codes of all accounts, one for each phone; ``changes`` is None without a store."""

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


class DrawnCode(NamedTuple):
    """A code that was drawn for a request, and counts only once that is accepted."""

    code: str
    rule: CodeRule


class CodeIssuer:
    """Makes codes and checks them; everything here happens at once."""

    def __init__(self, ledger: Ledger, codes: Codes, quirks: Quirks) -> None:
        """Issue the codes of these accounts."""
        self._ledger: Final = ledger
        self._codes: Final = codes
        self._quirks: Final = quirks

    def draw(self, request: CallRequest, account: Account) -> DrawnCode:
        """The code for a request: the same again until one is issued for that phone."""
        rule = code_rule(dict(request.parameters), account)
        return DrawnCode(rule.draw(self._ledger.rng_of(request.api_key, _series_of(request.phone)).below), rule)

    def issue(self, request: CallRequest, drawn: DrawnCode, now: Instant) -> None:
        """The request with this code was accepted: from now on the code can be used, and an older one cannot."""
        self._ledger.count(request.api_key, _series_of(request.phone))
        self._codes.add(request.api_key, request.phone, OneTimeCode(drawn.code, now + drawn.rule.lives))

    def check(self, esms_request: EsmsRequest) -> RequestOutcome:
        """Answer whether a code is right; a right one is used up by that (FACTS-MESSAGES 2, S16)."""
        request, warnings = esms_request.call_request, esms_request.warnings
        values = dict(request.parameters)
        phone, code = values.get("Phone", ""), values.get("Code", "")
        if self._codes.use(request.api_key, national(phone) or phone, code, esms_request.received_at):
            return RequestOutcome(Found(code_right(phone)), warnings)
        return RequestOutcome(Refusal(self._quirks.wrong_code, code_wrong_text(phone, code)), warnings)


def _series_of(phone: str) -> str:
    return f"{phone} code"
