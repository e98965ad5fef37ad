"""A request with many messages: what is wrong with all of it, then each item by itself (FACTS-MESSAGES 2, S7)."""

from typing import Final

from mock_esms.config.account import Account
from mock_esms.esms.message_checks import first_objection
from mock_esms.esms.messages.message_draft import MessageDraft, beyond_documents, sends_of
from mock_esms.esms.messages.submission import Submission
from mock_esms.esms.requests.request import EsmsRequest
from mock_esms.esms.responses.operation_result import Found, Objection, OperationResult, Refusal
from mock_esms.esms.responses.result_codes import ACCEPTED
from mock_esms.esms.zalo.bulk import Item, bulk_draft, bulk_members, item_drafts, item_phone
from mock_esms.exchange.components import Components
from mock_esms.exchange.messages.message_placement import MessagePlacer
from mock_esms.exchange.request_outcome import PendingLimit, RequestOutcome, refused
from mock_esms.model.times import Instant


class BulkIntake:
    """Takes requests with many messages; everything here happens at once."""

    def __init__(self, components: Components, *, placer: MessagePlacer, pending_limit: PendingLimit) -> None:
        """Check requests against the ledger, and hand accepted messages to this placer."""
        self._ledger: Final = components.ledger
        self._quirks: Final = components.settings.quirks
        self._placer: Final = placer
        self._pending_limit: Final = pending_limit

    def handle(self, esms_request: EsmsRequest, account: Account) -> RequestOutcome:
        """Refuse all of it, or send the items that nothing is against; the first item's scenario decides the answer."""
        request, operation, warnings = esms_request.call_request, esms_request.operation, esms_request.warnings
        sends = sends_of(operation)
        submission = Submission(
            operation=operation,
            sends=sends,
            draft=bulk_draft(sends, request, account),
            values=dict(request.parameters),
            account=account,
            balance=self._ledger.balance(account.api_key),
            request_id_used=False,
            quirks=self._quirks,
        )
        objection = first_objection(submission)
        if objection is not None:
            return refused(objection, warnings)
        if self._pending_limit.is_reached():
            return RequestOutcome(self._pending_limit.refusal("message"), warnings)
        return self._items(esms_request, submission)

    def _items(self, esms_request: EsmsRequest, submission: Submission) -> RequestOutcome:
        now = esms_request.received_at
        warnings = (*esms_request.warnings, *submission.draft.warnings, *beyond_documents(submission.values))
        items: list[Item] = []
        first: RequestOutcome | None = None
        for draft in item_drafts(submission.sends, esms_request.call_request, submission.account):
            phone = item_phone(draft)
            objection = self._against(draft, submission, now)
            if objection is not None:
                self._ledger.use_request_id(draft.request.api_key, draft.request.request_id, now, by="refused")
                refusal = refused(objection, warnings, phone=phone)
                warnings = refusal.warnings
                items.append(_item_of(refusal.result, phone))
            elif draft.trial:
                self._ledger.use_request_id(draft.request.api_key, draft.request.request_id, now, by="trial")
                items.append(Item(phone, ACCEPTED, self._placer.unplaced_id(draft, "Sandbox")))
            else:
                sms_id, outcome = self._placer.place(draft, esms_request.warnings, now)
                first = first or outcome
                if outcome is first and outcome.placed is None and not isinstance(outcome.result, Refusal):
                    return outcome._replace(warnings=warnings)  # none of eSMS's answers, or a fault: it spoils all
                items.append(_item_of(outcome.result, phone, sms_id))
        members = bulk_members(items, documented_order=self._quirks.bulk_item == "documented")
        if first is None or first.placed is None:
            return RequestOutcome(Found(members), warnings)
        return first._replace(result=Found(members), warnings=warnings)

    def _against(self, draft: MessageDraft, submission: Submission, now: Instant) -> Objection | None:
        """What is against one item."""
        part = draft.parts[0]
        return first_objection(
            submission._replace(
                sends=part.sends,
                draft=draft._replace(parts=()),
                values=part.values,
                request_id_used=self._ledger.request_id_used(draft.request.api_key, draft.request.request_id, now),
            )
        )


def _item_of(result: OperationResult, phone: str, sms_id: str = "") -> Item:
    if isinstance(result, Refusal):
        return Item(phone, result.code, text=result.message)
    return Item(phone, ACCEPTED, sms_id)
