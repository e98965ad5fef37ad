"""What eSMS looks at in a request that says several things at once: channels (S6, S15), or items (S7)."""

from collections.abc import Iterator
from typing import Final

from mock_esms.esms.messages.submission import Submission
from mock_esms.esms.responses.operation_result import Objection
from mock_esms.esms.responses.result_codes import (
    DATA_WRONG,
    TOO_MANY_ITEMS,
    TYPE_MISSING,
    TYPE_NOT_SUPPORTED,
    ZNS_TEMPLATE_NOT_SET_UP,
)
from mock_esms.esms.zalo.bulk import MOST_ITEMS, items_of
from mock_esms.esms.zalo.multichannel_draft import ORDERS, SENDS, bound_template, channel_entries
from mock_esms.model.calls import CallWarning


def check_channels(submission: Submission) -> Objection | None:
    """118 and 300: the channels are others than zalo and then sms; 789: nothing is bound to the MultiChannelTempId."""
    if submission.operation.find("MultiChannelTempId") is not None:
        return _check_bound(submission)
    entries = channel_entries(submission.values)
    if tuple(entry.channel for entry in entries) not in ORDERS or any(entry.values is None for entry in entries):
        message = f'Channels is to be ["zalo","sms"], with an entry in Data for each; known are {", ".join(SENDS)}.'
        return Objection(TYPE_NOT_SUPPORTED, CallWarning("channels-unsupported", message))
    sms_type = next(
        (entry.values.get("SmsType", "") for entry in entries if entry.channel == "sms" and entry.values is not None),
        "2",
    )
    if not sms_type:
        return Objection(TYPE_MISSING, CallWarning("sms-type-missing", "SmsType is missing; write SmsType=2."))
    if sms_type != "2":
        message = f"The SMS of a request with several channels has SmsType 2, not {sms_type[:20]}."
        return Objection(TYPE_NOT_SUPPORTED, CallWarning("sms-type-unsupported", message))
    return None


def _check_bound(submission: Submission) -> Objection | None:
    template_id = submission.value("MultiChannelTempId")
    if bound_template(submission.account, template_id) is not None:
        return None
    known = ", ".join(bound.id for bound in submission.account.multichannel or ()) or "any that is not empty"
    message = (
        f"Nothing is bound to the MultiChannelTempId {template_id!r}; the account's multichannel list has {known}."
    )
    return Objection(ZNS_TEMPLATE_NOT_SET_UP, CallWarning("multichannel-template-unknown", message))


def check_item_count(submission: Submission) -> Objection | None:
    """110: Data has no items, or what is no object; 687: it has more than 500."""
    items = items_of(submission.values)
    problem = next(_what_is_wrong(items), None)
    if problem is not None:
        return Objection(DATA_WRONG, CallWarning("bulk-data-wrong", f"{problem}; write {_WANTED}."))
    if len(items) > MOST_ITEMS:
        message = f"Data has {len(items)} items; give at most {MOST_ITEMS} in one request."
        return Objection(TOO_MANY_ITEMS, CallWarning("bulk-items-too-many", message))
    return None


_WANTED: Final = '[{"Phone":"0901888484","Params":["123456"]}]'


def _what_is_wrong(items: list[object]) -> Iterator[str]:
    if not items:
        yield "Data has no items"
    for position, item in enumerate(items):
        if not isinstance(item, dict):
            yield f"Data[{position}] is no object"
