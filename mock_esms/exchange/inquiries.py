"""Inquiries: everything that an account may ask, and that changes nothing (FACTS 2 and 4, FACTS-MESSAGES 4)."""

from collections.abc import Iterator
from typing import Final

from mock_esms.config.account import Account
from mock_esms.config.settings import Quirks
from mock_esms.esms.inquiries.inquiry import Inquiry
from mock_esms.esms.inquiries.inquiry_checks import first_inquiry_objection, too_many_requests
from mock_esms.esms.message_checks import first_objection
from mock_esms.esms.messages.message_draft import draft_of
from mock_esms.esms.messages.submission import Submission
from mock_esms.esms.operation import Answers, RateName
from mock_esms.esms.requests.request import EsmsRequest
from mock_esms.esms.responses.operation_result import Found, Objection
from mock_esms.exchange.accounts import Ledger
from mock_esms.exchange.rate_limiter import RateLimiter
from mock_esms.exchange.request_outcome import RequestOutcome, refused
from mock_esms.exchange.status import StatusQueries
from mock_esms.journal import Journal
from mock_esms.model.calls import Call
from mock_esms.model.message import Message
from mock_esms.model.times import Instant


class EntriesOfAccount:
    """The calls and messages that one account knows of; see ``AccountEntries``."""

    def __init__(self, journal: Journal, status: StatusQueries, esms_request: EsmsRequest) -> None:
        """Look for those of whoever sent this request."""
        self._journal: Final = journal
        self._status: Final = status
        self._request: Final = esms_request

    def get(self, sms_id: str) -> Call | Message | None:
        """The one of that id, in any case; None when there is none, or status operations do not know it."""
        return self._status.known(self._request, sms_id)

    def between(self, first: Instant, last: Instant) -> Iterator[Call | Message]:
        """Those accepted from ``first`` to ``last``, both included, newest first."""
        api_key = self._request.call_request.api_key
        for entry in self._journal.accepted_between(first, last):
            if isinstance(entry, Call | Message) and entry.request.api_key == api_key:
                yield entry


class Inquiries:
    """Answers the questions of accounts about what they have and what they have sent."""

    def __init__(self, *, journal: Journal, ledger: Ledger, quirks: Quirks) -> None:
        """Answer from this journal and this ledger."""
        self._journal: Final = journal
        self._ledger: Final = ledger
        self._quirks: Final = quirks
        self._status: Final = StatusQueries(journal=journal, ledger=ledger, quirks=quirks)
        self._rates: Final = RateLimiter()

    def handle(self, esms_request: EsmsRequest, account: Account) -> RequestOutcome:
        """The answer to a question; nothing but the count of questions changes by it."""
        answers, warnings = esms_request.operation.answers, esms_request.warnings
        if answers is None:
            result, about = self._status.answer(esms_request)
            return RequestOutcome(result, warnings, about=about)
        inquiry = self._inquiry(esms_request, account)
        objection = self._rate_objection(inquiry, answers) or _objection(inquiry)
        answer = objection or answers.answer(inquiry)
        if not isinstance(answer, Objection):
            return RequestOutcome(Found(answer), warnings, about=inquiry.entries.get(esms_request.sms_id))
        return refused(answer, warnings, phone=esms_request.call_request.phone)

    def forget(self, api_key: str | None = None) -> None:
        """Forget how often an account has asked, or all."""
        self._rates.forget(api_key)

    def _inquiry(self, esms_request: EsmsRequest, account: Account) -> Inquiry:
        """The question, with the message whose price is asked for, where one is."""
        operation, request = esms_request.operation, esms_request.call_request
        return Inquiry(
            operation=operation,
            values=dict(request.parameters),
            account=account,
            now=esms_request.received_at,
            entries=EntriesOfAccount(self._journal, self._status, esms_request),
            quirks=self._quirks,
            draft=None if operation.sends is None else draft_of(operation, request, account),
        )

    def _rate_objection(self, inquiry: Inquiry, answers: Answers) -> Objection | None:
        """160: more requests came than the account's ``rates`` allow."""
        name = answers.rate
        rate = None if name is None else _rate_of(inquiry.account, name)
        if name is None or rate is None or self._rates.allows(inquiry.account.api_key, name, rate, inquiry.now):
            return None
        return too_many_requests(inquiry, rate)


def _rate_of(account: Account, name: RateName) -> float | None:
    """How many requests a second the account may make; None: any number."""
    match name:
        case "callback_data":
            return account.rates.callback_data
        case "zns_status":
            return account.rates.zns_status
        case "zalo_status":
            return account.rates.zalo_status


def _objection(inquiry: Inquiry) -> Objection | None:
    """What is against a question; a price is checked with what would send the message."""
    if inquiry.draft is None or inquiry.operation.sends is None:
        return first_inquiry_objection(inquiry)
    return first_objection(
        Submission(
            operation=inquiry.operation,
            sends=inquiry.operation.sends,
            draft=inquiry.draft,
            values=inquiry.values,
            account=inquiry.account,
            balance=inquiry.account.balance,
            request_id_used=False,
            quirks=inquiry.quirks,
        )
    )
