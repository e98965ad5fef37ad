"""A request to send a message, from its checks to its acceptance (FACTS-MESSAGES 1.4 and 1.5).

What the request asks for is a ``MessageDraft``; of one that nothing is against, ``message_placement`` makes a message.
"""

from typing import Final

from mock_esms.config.account import Account
from mock_esms.esms.gencode.generated_code import only_makes_code
from mock_esms.esms.message_checks import first_objection
from mock_esms.esms.messages.message_draft import MessageDraft, beyond_documents, draft_of, sends_of
from mock_esms.esms.messages.submission import Submission
from mock_esms.esms.requests.request import EsmsRequest
from mock_esms.esms.responses.operation_result import Accepted, Objection
from mock_esms.esms.responses.result_codes import SMS_TEMPLATE_WRONG
from mock_esms.exchange.accounts.codes import CodeIssuer
from mock_esms.exchange.components import Components
from mock_esms.exchange.messages.message_placement import MessagePlacer
from mock_esms.exchange.request_outcome import PendingLimit, RequestOutcome, refused
from mock_esms.model.calls import RequestWarning
from mock_esms.model.times import Instant


class MessageIntake:
    """Takes requests to send a message; everything here happens at once."""

    def __init__(
        self, components: Components, *, placer: MessagePlacer, issuer: CodeIssuer, pending_limit: PendingLimit
    ) -> None:
        """Check requests against the ledger, and hand accepted messages to this placer."""
        self._ledger: Final = components.ledger
        self._quirks: Final = components.settings.quirks
        self._placer: Final = placer
        self._issuer: Final = issuer
        self._pending_limit: Final = pending_limit

    def handle(self, esms_request: EsmsRequest, account: Account) -> RequestOutcome:
        """Check a request as eSMS does, and send its message when nothing is against it."""
        now, request, operation = esms_request.received_at, esms_request.call_request, esms_request.operation
        drawn = self._issuer.draw(request, account) if sends_of(operation).code_draft is not None else None
        draft = draft_of(operation, request, account, code="" if drawn is None else drawn.code)
        values = dict(draft.request.parameters) if draft.values is None else draft.values
        warnings = (*esms_request.warnings, *draft.warnings, *beyond_documents(values))
        submission = Submission(
            operation=operation,
            sends=sends_of(operation),
            draft=draft,
            values=values,
            account=account,
            balance=self._ledger.balance(account.api_key),
            request_id_used=self._ledger.request_id_used(request.api_key, draft.request.request_id, now),
            quirks=self._quirks,
        )
        objection = first_objection(submission)
        if objection is not None:
            self._ledger.use_request_id(request.api_key, draft.request.request_id, now, by="refused")
            return self._refused(objection, draft, warnings)
        if draft.trial:
            # A live probe: the RequestId of a request with Sandbox=1 is used up, and nothing else happens.
            self._ledger.use_request_id(request.api_key, draft.request.request_id, now, by="trial")
            return RequestOutcome(Accepted(self._placer.unplaced_id(draft, "Sandbox")), warnings)
        outcome = self._accept(draft, submission, warnings, now)
        if drawn is not None and isinstance(outcome.result, Accepted):
            self._issuer.issue(request, drawn, now)
        return outcome

    def _accept(
        self, draft: MessageDraft, submission: Submission, warnings: tuple[RequestWarning, ...], now: Instant
    ) -> RequestOutcome:
        """Send the message, unless only a code was to be made, nothing more is taken, or a scenario answers."""
        if only_makes_code(submission.operation, submission.values):
            return RequestOutcome(Accepted(self._placer.unplaced_id(draft, "only a code")), warnings)
        if self._pending_limit.is_reached():
            return RequestOutcome(self._pending_limit.refusal("message"), warnings)
        return self._placer.place(draft, warnings, now).outcome

    def _refused(
        self, objection: Objection, draft: MessageDraft, warnings: tuple[RequestWarning, ...]
    ) -> RequestOutcome:
        """The refusal; a wrong template has an SMSID all the same (FACTS-MESSAGES 2, S1, doc)."""
        sms_id = self._placer.unplaced_id(draft, objection.code) if objection.code == SMS_TEMPLATE_WRONG else ""
        return refused(objection, warnings, phone=draft.request.phone, sms_id=sms_id)
