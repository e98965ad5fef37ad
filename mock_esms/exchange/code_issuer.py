"""One-time passwords that eSMS makes itself: made from the seed, and checked while they are valid (CONTRACT 12)."""

from typing import Final, NamedTuple

from mock_esms.config.account import Account
from mock_esms.config.settings import Quirks
from mock_esms.esms.formats.phone import national
from mock_esms.esms.gencode.generated_code import CodeRule, code_right, code_rule, code_wrong_text
from mock_esms.esms.requests.request import EsmsRequest
from mock_esms.esms.responses.operation_result import Found, Refusal
from mock_esms.exchange.accounts import Ledger
from mock_esms.exchange.codes import Codes
from mock_esms.exchange.request_outcome import RequestOutcome
from mock_esms.model.calls import CallRequest
from mock_esms.model.one_time_code import OneTimeCode
from mock_esms.model.times import Instant


class DrawnCode(NamedTuple):
    """A code that was drawn for a request, and counts only once that is accepted."""

    code: str
    rule: CodeRule


class CodeIssuer:
    """Makes codes and checks them; everything here happens at once."""

    def __init__(self, *, ledger: Ledger, codes: Codes, quirks: Quirks) -> None:
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
