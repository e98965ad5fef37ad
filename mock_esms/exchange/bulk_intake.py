"""A request with many messages: what is wrong with all of it, then each item by itself (FACTS-MESSAGES 2, S7)."""

from typing import Final

from mock_esms.config.account import Account
from mock_esms.config.settings import Quirks
from mock_esms.esms.message_checks import first_objection
from mock_esms.esms.messages.message_draft import MessageDraft, beyond_documents, sends_of
from mock_esms.esms.messages.submission import Submission
from mock_esms.esms.requests.request import EsmsRequest
from mock_esms.esms.responses.operation_result import Found, Objection
from mock_esms.esms.responses.result_codes import ACCEPTED, text_of
from mock_esms.esms.zalo.bulk import Item, bulk_draft, bulk_members, item_drafts, phone_of
from mock_esms.exchange.accounts import Ledger
from mock_esms.exchange.message_placement import MessagePlacement, MessagePlacer
from mock_esms.exchange.request_outcome import PendingLimit, RequestOutcome, instead_of, refused
from mock_esms.model.calls import CallWarning
from mock_esms.model.times import Instant


class BulkIntake:
    """Takes requests with many messages; everything here happens at once."""

    def __init__(
        self,
        *,
        placer: MessagePlacer,
        ledger: Ledger,
        quirks: Quirks,
        pending_limit: PendingLimit,
    ) -> None:
        """Check requests against this ledger, and hand accepted messages to this placer."""
        self._placer: Final = placer
        self._ledger: Final = ledger
        self._quirks: Final = quirks
        self._pending_limit: Final = pending_limit

    def handle(self, esms_request: EsmsRequest, account: Account) -> RequestOutcome:
        """Refuse all of it, or send the items that nothing is against; the first item's scenario decides the answer."""
        request, operation, warnings = esms_request.call_request, esms_request.operation, esms_request.warnings
        request_draft = bulk_draft(operation, request, account)
        submission = Submission(
            operation=operation,
            sends=sends_of(operation),
            draft=request_draft,
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
        first: MessagePlacement | None = None
        for draft in item_drafts(submission.operation, esms_request.call_request, submission.account):
            phone = phone_of(draft)
            objection = self._against(draft, submission, now)
            if objection is not None:
                self._ledger.use_request_id(draft.request.api_key, draft.request.request_id, now, by="refused")
                items.append(Item(phone, objection.code, text=_text_of(objection, phone)))
                warnings = (*warnings, *_warned(objection))
            elif draft.trial:
                self._ledger.use_request_id(draft.request.api_key, draft.request.request_id, now, by="trial")
                items.append(Item(phone, ACCEPTED, self._placer.unplaced_id(draft, "Sandbox")))
            else:
                placed = self._placer.place(draft, esms_request.warnings, now)
                first = first or placed
                if placed is first and _spoils_all(placed):
                    assert placed.reply is not None  # noqa: S101 - it is what spoils
                    return RequestOutcome(instead_of(placed.reply, phone, placed.sms_id), warnings, reply=placed.reply)
                items.append(_item_of(placed, phone))
        members = bulk_members(items, documented_order=self._quirks.bulk_item == "documented")
        if first is None or first.message is None:
            return RequestOutcome(Found(members), warnings)
        return RequestOutcome(Found(members), warnings, first.message, first.reply)

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


def _spoils_all(placed: MessagePlacement) -> bool:
    """Whether the scenario answers with something that is none of eSMS's answers, or with a fault."""
    return placed.message is None and placed.reply is not None and placed.reply.code is None


def _item_of(placed: MessagePlacement, phone: str) -> Item:
    reply = placed.reply
    if placed.message is None and reply is not None and reply.code is not None:
        text = text_of(reply.code, phone=phone, of_message=True) if reply.message is None else reply.message
        return Item(phone, reply.code, text=text)
    return Item(phone, ACCEPTED, placed.sms_id)


def _text_of(objection: Objection, phone: str) -> str:
    return text_of(objection.code, phone=phone, of_message=True) if objection.text is None else objection.text


def _warned(objection: Objection) -> tuple[CallWarning, ...]:
    return () if objection.warning is None else (objection.warning,)
