"""Inquiries: everything that an account may ask, and that changes nothing (FACTS 2 and 4, FACTS-MESSAGES 4)."""

from collections.abc import Iterator
from typing import Final

from mock_esms.config.account import Account
from mock_esms.config.settings import Quirks
from mock_esms.esms.formats.ids import id_of_documented
from mock_esms.esms.inquiries.inquiry import Inquiry
from mock_esms.esms.inquiries.inquiry_checks import first_inquiry_objection, too_many_requests
from mock_esms.esms.inquiries.status import LOOKS_BACK, OF_A_CALL, OF_A_MESSAGE, balance
from mock_esms.esms.message_checks import first_objection
from mock_esms.esms.messages.message_draft import draft_of
from mock_esms.esms.messages.submission import Submission
from mock_esms.esms.operation import Answers
from mock_esms.esms.operations import operation_of
from mock_esms.esms.requests.request import EsmsRequest
from mock_esms.esms.responses.operation_result import Found, Objection, Refusal
from mock_esms.esms.responses.result_codes import ID_NOT_FOUND, text_of
from mock_esms.exchange.accounts.limits import RateLimiter
from mock_esms.exchange.components import Components
from mock_esms.exchange.request_outcome import RequestOutcome, refused
from mock_esms.journal import Journal
from mock_esms.model.calls import Call
from mock_esms.model.message import Message
from mock_esms.model.times import Instant


class EntriesOfAccount:
    """The calls and messages that one account knows of; see ``AccountEntries``."""

    def __init__(self, journal: Journal, esms_request: EsmsRequest, quirks: Quirks) -> None:
        """Look for those of whoever sent this request."""
        self._journal: Final = journal
        self._request: Final = esms_request
        self._quirks: Final = quirks

    def get(self, sms_id: str) -> Call | Message | None:
        """The one of that id, in any case, if it is this account's and this host's, and old enough.

        The voice host knows it as long as the sandbox does, the others for seven days. With the quirk
        ``sms_id: documented`` the id may be given as it was printed, too.
        """
        entry = self._journal.get(sms_id.lower())
        if entry is None and self._quirks.sms_id == "documented":
            entry = self._journal.get(id_of_documented(sms_id))
        if not isinstance(entry, Call | Message) or entry.request.api_key != self._request.call_request.api_key:
            return None
        of_voice = self._request.operation.host == "voice"
        if (operation_of(entry.request).host == "voice") is not of_voice:
            return None
        age = self._request.received_at - entry.received_at
        too_old = age >= LOOKS_BACK and not of_voice
        return None if too_old or age < self._quirks.status_known_after.shortest else entry

    def between(self, first: Instant, last: Instant) -> Iterator[Call | Message]:
        """Those accepted from ``first`` to ``last``, both included, newest first."""
        api_key = self._request.call_request.api_key
        for entry in self._journal.accepted_between(first, last):
            if isinstance(entry, Call | Message) and entry.request.api_key == api_key:
                yield entry


class Inquiries:
    """Answers the questions of accounts about what they have and what they have sent."""

    def __init__(self, components: Components, rates: RateLimiter) -> None:
        """Answer from the journal and the ledger, as often as ``rates`` allow."""
        self._journal: Final = components.journal
        self._ledger: Final = components.ledger
        self._quirks: Final = components.settings.quirks
        self._rates: Final = rates

    def handle(self, esms_request: EsmsRequest, account: Account) -> RequestOutcome:
        """The answer to a question; nothing but the count of questions changes by it."""
        answers = esms_request.operation.answers
        entries = EntriesOfAccount(self._journal, esms_request, self._quirks)
        if answers is None:
            return self._status(esms_request, entries)
        inquiry = self._inquiry(esms_request, account, entries)
        objection = self._rate_objection(inquiry, answers) or _objection(inquiry)
        answer = objection or answers.answer(inquiry)
        if isinstance(answer, Objection):
            return refused(answer, esms_request.warnings, phone=esms_request.call_request.phone)
        return RequestOutcome(Found(answer), esms_request.warnings, about=entries.get(esms_request.sms_id))

    def _status(self, esms_request: EsmsRequest, entries: EntriesOfAccount) -> RequestOutcome:
        """What became of one call or message, or the balance."""
        does, warnings = esms_request.operation.does, esms_request.warnings
        if does == "balance":
            return RequestOutcome(Found(balance(self._ledger.balance(esms_request.call_request.api_key))), warnings)
        match entries.get(esms_request.sms_id):
            case None:
                return RequestOutcome(Refusal(ID_NOT_FOUND, text_of(ID_NOT_FOUND)), warnings)
            case Message() as message:
                members = OF_A_MESSAGE[does](message, esms_request.received_at)
                return RequestOutcome(Found(members), warnings, about=message)
            case call:
                return RequestOutcome(Found(OF_A_CALL[does](call)), warnings, about=call)

    def _inquiry(self, esms_request: EsmsRequest, account: Account, entries: EntriesOfAccount) -> Inquiry:
        """The question, with the message whose price is asked for, where one is."""
        operation, request = esms_request.operation, esms_request.call_request
        return Inquiry(
            operation=operation,
            values=dict(request.parameters),
            account=account,
            now=esms_request.received_at,
            entries=entries,
            quirks=self._quirks,
            draft=None if operation.sends is None else draft_of(operation, request, account),
        )

    def _rate_objection(self, inquiry: Inquiry, answers: Answers) -> Objection | None:
        """160: more requests came than the account's ``rates`` allow."""
        name = answers.rate
        rate: float | None = None if name is None else getattr(inquiry.account.rates, name)
        if name is None or rate is None or self._rates.allows(inquiry.account.api_key, name, rate, inquiry.now):
            return None
        return too_many_requests(inquiry, rate)


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
