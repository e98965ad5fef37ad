"""Many personalised ZNS messages in one request, each item a message of its own (FACTS-MESSAGES 2, S7)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from mock_esms.config.account import Account
from mock_esms.esms.messages.message_draft import (
    ChannelRequest,
    MessageDraft,
    is_trial,
    message_request,
    phones_in,
)
from mock_esms.esms.messages.submission import Submission
from mock_esms.esms.operation import CheckName, MessageKind
from mock_esms.esms.responses import result_codes
from mock_esms.esms.responses.operation_result import Objection, objection
from mock_esms.esms.responses.response_shapes import ResponseMembers
from mock_esms.esms.responses.result_codes import ACCEPTED
from mock_esms.esms.responses.wcf_json import InOrder
from mock_esms.esms.zalo.entry_warnings import MOST_NAMED, EntryMembers, entry_warnings
from mock_esms.esms.zalo.multichannel_draft import entry_values
from mock_esms.esms.zalo.zalo_draft import zns_leg
from mock_esms.model.calls import CallRequest

MOST_ITEMS: Final = 500
"""So many items a request may have (doc)."""
_MEMBERS: Final = EntryMembers(("Phone", "Params", "RequestId"))
_ITEM_CHECKS: Final[frozenset[CheckName]] = frozenset(
    {"zns-variables", "phones", "blocked-phones", "request-id", "balance"}
)
"""What is looked at for each item by itself; a bad one does not fail the request (doc)."""


class Item(NamedTuple):
    """What came of one item: its phone as it came, and the message's id or why there is none."""

    phone: str
    code: str
    sms_id: str = ""
    text: str = ""


def items_of(values: Mapping[str, str]) -> list[object]:
    """The entries of Data, whatever they are."""
    items: list[object] = json.loads(values.get("Data") or "[]")
    return items


def check_item_count(submission: Submission) -> Objection | None:
    """110: Data has no items, or what is no object; 687: it has more than 500."""
    items = items_of(submission.values)
    wrong = [f"Data[{position}] is no object" for position, item in enumerate(items) if not isinstance(item, dict)]
    if wrong or not items:
        problem = wrong[0] if wrong else "Data has no items"
        message = f'{problem}; write [{{"Phone":"0901888484","Params":["123456"]}}].'
        return objection(result_codes.DATA_WRONG, "bulk-data-wrong", message)
    if len(items) > MOST_ITEMS:
        message = f"Data has {len(items)} items; give at most {MOST_ITEMS} in one request."
        return objection(result_codes.TOO_MANY_ITEMS, "bulk-items-too-many", message)
    return None


def bulk_draft(sends: MessageKind, request: CallRequest, account: Account) -> MessageDraft:
    """The request as a whole, for what is checked of all items together; it goes to nobody."""
    values = dict(request.parameters)
    lost = (
        warning
        for place, item in enumerate(items_of(values))
        for warning in entry_warnings(f"Data[{place}]", item, _MEMBERS)
    )
    return MessageDraft(
        warnings=tuple(islice(lost, MOST_NAMED)),
        request=message_request(request, (), channels=("zalo",)),
        legs=(zns_leg(sends, {name: value for name, value in values.items() if name != "Params"}, account),),
        trial=is_trial(values),
    )


def item_drafts(sends: MessageKind, request: CallRequest, account: Account) -> Iterator[MessageDraft]:
    """The message of each item: the request's parameters with the item's own in the place of Data."""
    sends = sends._replace(checks=_ITEM_CHECKS)
    shared = {name: value for name, value in request.parameters if name != "Data"}
    for item in items_of(dict(request.parameters)):
        own = {name: value for name, value in entry_values(item).items() if name in {"Phone", "Params", "RequestId"}}
        values = {**shared, **own}
        request_of_message = message_request(request, phones_in(values) or ("",), channels=("zalo",))
        yield MessageDraft(
            request=request_of_message._replace(
                raw_parameters=tuple(values.items()), request_id=own.get("RequestId", "")
            ),
            legs=(zns_leg(sends, values, account),),
            trial=is_trial(values),
            parts=(ChannelRequest(sends, values),),
        )


def item_phone(draft: MessageDraft) -> str:
    """The phone of an item as it came."""
    return draft.parts[0].values.get("Phone", "")


def bulk_members(items: Sequence[Item], *, documented_order: bool) -> ResponseMembers:
    """All members of the response; "Sucess" is theirs."""
    accepted = sum(item.code == ACCEPTED for item in items)
    return {
        "CodeResult": ACCEPTED,
        "Message": "Sucess",
        "TotalFail": len(items) - accepted,
        "TotalSuccess": accepted,
        "detail": tuple(_members_of(item, documented_order=documented_order) for item in items),
    }


def _members_of(item: Item, *, documented_order: bool) -> Mapping[str, Any]:
    """An item of the response; the page writes a failing one's Phone before its ErrorMessage (FACTS-MESSAGES 9)."""
    if item.code == ACCEPTED:
        return {"CodeResult": item.code, "Phone": item.phone, "SMSID": item.sms_id}
    members = {"CodeResult": item.code, "Phone": item.phone, "ErrorMessage": item.text}
    return InOrder(members) if documented_order else members
