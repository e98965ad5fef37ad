"""Questions about one call or message, and about the balance (FACTS 2 and 4)."""

from mock_esms.config.settings import Quirks
from mock_esms.esms.formats.ids import id_of_documented
from mock_esms.esms.inquiries.status import LOOKS_BACK, OF_A_CALL, OF_A_MESSAGE, balance
from mock_esms.esms.operations import operation_of
from mock_esms.esms.requests.request import EsmsRequest
from mock_esms.esms.responses.operation_result import Found, OperationResult, Refusal
from mock_esms.esms.responses.result_codes import ID_NOT_FOUND, text_of
from mock_esms.exchange.accounts import Ledger
from mock_esms.journal import Journal
from mock_esms.model.calls import Call
from mock_esms.model.message import Message


class StatusQueries:
    """Answers the questions of accounts, whose keys are known to be right, about one id and about their balance."""

    def __init__(self, *, journal: Journal, ledger: Ledger, quirks: Quirks) -> None:
        """Answer from this journal and this ledger."""
        self._journal = journal
        self._ledger = ledger
        self._quirks = quirks

    def answer(self, esms_request: EsmsRequest) -> tuple[OperationResult, Call | Message | None]:
        """The answer to a question, and the call or message that it is about."""
        operation = esms_request.operation
        if operation.does == "balance":
            return Found(balance(self._ledger.balance(esms_request.call_request.api_key))), None
        entry = self.known(esms_request, esms_request.sms_id)
        if entry is None:
            return Refusal(ID_NOT_FOUND, text_of(ID_NOT_FOUND)), None
        if isinstance(entry, Message):
            return Found(OF_A_MESSAGE[operation.does](entry, esms_request.received_at)), entry
        return Found(OF_A_CALL[operation.does](entry)), entry

    def known(self, esms_request: EsmsRequest, sms_id: str) -> Call | Message | None:
        """The call or message of that id, in any case, if it is this account's and this host's, and old enough.

        The voice host knows it as long as the sandbox does, the others for seven days. With the quirk
        ``sms_id: documented`` the id may be given as it was printed, too.
        """
        entry = self._journal.get(sms_id.lower())
        if entry is None and self._quirks.sms_id == "documented":
            entry = self._journal.get(id_of_documented(sms_id))
        if not isinstance(entry, Call | Message) or entry.request.api_key != esms_request.call_request.api_key:
            return None
        of_voice = esms_request.operation.host == "voice"
        if (operation_of(entry.request).host == "voice") is not of_voice:
            return None
        age = esms_request.received_at - entry.received_at
        too_old = age >= LOOKS_BACK and not of_voice
        return None if too_old or age < self._quirks.status_known_after.shortest else entry
