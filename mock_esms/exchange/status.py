"""Inquiries: what the status and balance operations answer; nothing changes by them (FACTS 2 and 4)."""

from decimal import Decimal
from typing import Final

from mock_esms.clock.clock import Clock
from mock_esms.config.settings import Quirks
from mock_esms.esms.operation_result import Found, OperationResult, Refusal
from mock_esms.esms.operations import operation_of
from mock_esms.esms.request import EsmsRequest
from mock_esms.esms.result_codes import ID_NOT_FOUND, text_of
from mock_esms.esms.status import OF_A_CALL, OF_A_MESSAGE, balance
from mock_esms.esms.validation import CallerContext, authenticate
from mock_esms.esms.voice import id_of_documented
from mock_esms.exchange.accounts import Ledger
from mock_esms.journal import Journal
from mock_esms.model.calls import Call
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.message import Message
from mock_esms.model.times import DAY, Duration

LOOKS_BACK: Final[Duration] = 7 * DAY
"""The rest host's status operations know nothing that was asked for earlier (FACTS-MESSAGES 4, doc)."""


class StatusQueries:
    """Answers the questions of accounts about their calls and their balance."""

    def __init__(self, *, journal: Journal, ledger: Ledger, clock: Clock, quirks: Quirks) -> None:
        """Answer from this journal and this ledger."""
        self._journal = journal
        self._ledger = ledger
        self._clock = clock
        self._quirks = quirks

    def answer(self, esms_request: EsmsRequest) -> tuple[OperationResult, JournalEntry | None]:
        """The answer to a question, and the call or message that it is about."""
        api_key, operation = esms_request.call_request.api_key, esms_request.operation
        caller = CallerContext(
            account=self._ledger.get(api_key),
            secret_key=esms_request.secret_key,
            remote=esms_request.remote,
            balance=Decimal(0),
            request_id_used=False,
        )
        code = authenticate(caller)
        if code is not None:
            return Refusal(code, text_of(code)), None
        if operation.does == "balance":
            return Found(balance(self._ledger.balance(api_key))), None
        entry = self._known(esms_request)
        if entry is None:
            return Refusal(ID_NOT_FOUND, text_of(ID_NOT_FOUND)), None
        if isinstance(entry, Message):
            return Found(OF_A_MESSAGE[operation.does](entry, esms_request.received_at)), entry
        return Found(OF_A_CALL[operation.does](entry)), entry

    def _known(self, esms_request: EsmsRequest) -> Call | Message | None:
        """The call or message of that id, in any case, if it is this account's and this host's, and old enough.

        With the quirk ``sms_id: documented`` the id may be given as it was printed, too.
        """
        entry = self._journal.get(esms_request.sms_id.lower())
        if entry is None and self._quirks.sms_id == "documented":
            entry = self._journal.get(id_of_documented(esms_request.sms_id))
        if not isinstance(entry, Call | Message) or entry.request.api_key != esms_request.call_request.api_key:
            return None
        if operation_of(entry.request).host != esms_request.operation.host:
            return None
        age = esms_request.received_at - entry.received_at
        if esms_request.operation.host == "rest" and age >= LOOKS_BACK:
            return None
        return entry if age >= self._quirks.status_known_after.shortest else None
