"""Inquiries: what the status and balance operations answer; nothing changes by them (FACTS 2 and 4)."""

from decimal import Decimal

from mock_esms.clock.clock import Clock
from mock_esms.config.settings import Quirks
from mock_esms.esms.answers import EsmsResponse
from mock_esms.esms.operation import Operation
from mock_esms.esms.operations import OPERATIONS
from mock_esms.esms.query_string import Query
from mock_esms.esms.result_codes import ACCEPTED, ID_NOT_FOUND, text_of
from mock_esms.esms.status import OF_A_CALL, balance
from mock_esms.esms.validation import CallerContext, Refusal, authenticate
from mock_esms.esms.voice import read_call, refused
from mock_esms.esms.wcf_json import json_body
from mock_esms.exchange.accounts import Ledger
from mock_esms.journal import Journal
from mock_esms.model.calls import Call, CallWarning


class StatusQueries:
    """The desk that tells accounts about their calls and their balance."""

    def __init__(self, *, journal: Journal, ledger: Ledger, clock: Clock, quirks: Quirks) -> None:
        """Answer from this journal and this ledger."""
        self._journal = journal
        self._ledger = ledger
        self._clock = clock
        self._quirks = quirks

    def answer(
        self, operation: Operation, query: Query, remote: str | None
    ) -> tuple[EsmsResponse, Call | None, tuple[CallWarning, ...]]:
        """The answer to a question, the call that it is about, and what eSMS would have swallowed in it."""
        request, warnings = read_call(operation, query, now=self._clock.now())
        sms_id = query.get("ReferenceId" if operation.host == "voice" else "RefId") or ""
        account = self._ledger.get(request.api_key)
        standing = CallerContext(
            account=account,
            secret_key=query.get("SecretKey"),
            remote=remote,
            balance=Decimal(0),
            request_id_used=False,
        )
        code = authenticate(standing)
        if code is not None:
            return refused(Refusal(code, text_of(code)), operation.answer, sms_id), None, warnings
        if operation.does == "balance":
            fields = balance(self._ledger.balance(request.api_key))
            return EsmsResponse(200, json_body(fields), code=ACCEPTED), None, warnings
        call = self._known(operation, request.api_key, sms_id)
        if call is None:
            return refused(Refusal(ID_NOT_FOUND, text_of(ID_NOT_FOUND)), operation.answer, sms_id), None, warnings
        return EsmsResponse(200, json_body(OF_A_CALL[operation.does](call)), code=ACCEPTED), call, warnings

    def _known(self, operation: Operation, api_key: str, sms_id: str) -> Call | None:
        """The call of that id, in any case, if it is this account's and this host's, and old enough to be known."""
        call = self._journal.get(sms_id.lower())
        if call is None or call.request.api_key != api_key:
            return None
        if OPERATIONS[call.request.operation.lower()].host != operation.host:
            return None
        known_from = call.received_at + self._quirks.status_known_after.shortest
        return call if self._clock.now() >= known_from else None
