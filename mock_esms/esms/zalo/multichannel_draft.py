"""A message over several channels, one after the other: Zalo, and an SMS when that has failed (S6).

Each channel is asked for in an entry of its own, and is checked as if it were asked for by itself. FACTS-MESSAGES 2.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from mock_esms.config.account import Account
from mock_esms.esms.formats.json_text import text_of_json
from mock_esms.esms.messages.message_draft import (
    ChannelRequest,
    MessageDraft,
    is_trial,
    message_request,
    phones_in,
    text_leg,
)
from mock_esms.esms.messages.submission import Submission
from mock_esms.esms.operation import MessageKind
from mock_esms.esms.responses import result_codes
from mock_esms.esms.responses.operation_result import Objection, objection
from mock_esms.esms.zalo.entry_warnings import EntryMembers, entry_warnings
from mock_esms.esms.zalo.zalo_draft import zns_leg
from mock_esms.model.calls import CallRequest, RequestWarning
from mock_esms.model.message_plan import LegPlan

ZALO_PART: Final = MessageKind(
    channel="zalo",
    type_id=25,
    callback_form="zns",
    price="zalo",
    checks=frozenset(("oa-and-template-given", "oa", "zns-template", "zns-variables", "sending-mode", "price-list")),
    variables="values",
)
"""The Zalo part of such a message."""
SMS_PART: Final = MessageKind(
    channel="sms",
    type_id=2,
    callback_form="cskh",
    price="sms",
    checks=frozenset(("brand", "blocked-words", "sms-template", "networks", "price-list")),
)
"""Its SMS part, an SMS of customer care."""
_CHANNEL_KINDS: Final[Mapping[str, MessageKind]] = {"zalo": ZALO_PART, "sms": SMS_PART}
"""What each of ``Channels`` sends."""

_ENTRY_ALIASES: Final = {"AOID": "OAID", "OAId": "OAID", "BrandName": "Brandname", "Unicode": "IsUnicode"}
"""Names that clients write in an entry, and FACTS' spelling (FACTS-MESSAGES 9)."""

_MEMBERS: Final[Mapping[str, EntryMembers]] = {
    "zalo": EntryMembers(
        ("TempID", "Params", "OAID", "campaignid", "CallbackUrl", "RequestId", "Sandbox", "SendingMode"),
        seen=("AOID", "OAId", "Channel", "Phone", "SendDate"),
    ),
    "sms": EntryMembers(
        ("Content", "SmsType", "Brandname", "IsUnicode", "CallbackUrl", "RequestId", "Sandbox"),
        seen=("BrandName", "Unicode", "Channel", "Phone", "SendDate", "campaignid"),
    ),
}
"""What the entry of each channel may have (FACTS-MESSAGES 2, S6)."""

_CHANNEL_ORDERS: Final = (("zalo", "sms"), ("zalo",), ("sms",))
"""The orders of channels that are played; one alone was seen, though the page forbids it."""


class ChannelEntry(NamedTuple):
    """A channel that a request names, and what its entry in Data says; None where there is no such entry."""

    channel: str
    values: Mapping[str, str] | None


def channel_entries(values: Mapping[str, str]) -> tuple[ChannelEntry, ...]:
    """The channels of a request, each with its entry: the first of Channels has the first of Data (doc).

    An entry that is no object has nothing in it.
    """
    channels = json.loads(values.get("Channels") or '["zalo","sms"]')
    entries = [entry_values(entry) for entry in json.loads(values.get("Data") or "[]")]
    every: list[Mapping[str, str] | None] = [*entries, *[None] * len(channels)]
    return tuple(ChannelEntry(channel.lower(), entry) for channel, entry in zip(channels, every, strict=False))


def entry_values(entry: object) -> dict[str, str]:
    """The members of an entry of Data as texts by FACTS' spelling; lists and objects as compact JSON."""
    given: dict[str, Any] = entry if isinstance(entry, dict) else {}
    return {_ENTRY_ALIASES.get(name, name): text_of_json(value) for name, value in given.items() if value is not None}


def check_channels(submission: Submission) -> Objection | None:
    """118 and 300: the channels are others than zalo and then sms, or the SMS is of another type."""
    entries = channel_entries(submission.values)
    channels = tuple(entry.channel for entry in entries)
    if channels not in _CHANNEL_ORDERS or any(entry.values is None for entry in entries):
        known = ", ".join(_CHANNEL_KINDS)
        message = f'Channels is to be ["zalo","sms"], with an entry in Data for each; known are {known}.'
        return objection(result_codes.TYPE_NOT_SUPPORTED, "channels-unsupported", message)
    sms = next((entry.values or {} for entry in entries if entry.channel == "sms"), {"SmsType": "2"})
    sms_type = sms.get("SmsType", "")
    if not sms_type:
        return objection(result_codes.TYPE_MISSING, "sms-type-missing", "SmsType is missing; write SmsType=2.")
    if sms_type != "2":
        message = f"The SMS of a request with several channels has SmsType 2, not {sms_type[:20]}."
        return objection(result_codes.TYPE_NOT_SUPPORTED, "sms-type-unsupported", message)
    return None


def multichannel_draft(_sends: MessageKind, request: CallRequest, account: Account) -> MessageDraft:
    """The message of S6: RequestId, Sandbox and CallbackUrl stand in each entry, clients write them beside, too.

    One RequestId blocks, the first entry's that has one (FACTS-MESSAGES 9: it is unique per request, not per entry);
    each channel's callback tells its own.
    """
    values = dict(request.parameters)
    entries = [entry for entry in channel_entries(values) if entry.channel in _CHANNEL_KINDS]
    parts = tuple(ChannelRequest(_CHANNEL_KINDS[entry.channel], entry.values or {}) for entry in entries)
    every = [part.values for part in parts]
    # An entry's own Phone was seen; what else it has is nobody's parameter, and may be anything.
    asked_for = (values.get("Phone", ""), *(given.get("Phone", "") for given in every))
    receivers = next((phones for phone in asked_for if (phones := phones_in({"Phone": phone}))), ())
    request_of_message = message_request(request, receivers, channels=())
    urls = tuple(
        (part.sends.channel, url)
        for part in parts
        if (url := part.values.get("CallbackUrl") or values.get("CallbackUrl"))
    )
    request_id = next((given["RequestId"] for given in (*every, values) if given.get("RequestId")), "")
    return MessageDraft(
        request=request_of_message._replace(callback_urls=urls, request_id=request_id),
        legs=tuple(leg_of(part, account)._replace(request_id=part.values.get("RequestId", "")) for part in parts)
        or (text_leg(SMS_PART, {}, account),),
        trial=any(is_trial(given) for given in (values, *every)),
        warnings=tuple(_of_entries(values)),
        parts=parts,
    )


def _of_entries(values: Mapping[str, str]) -> Iterator[RequestWarning]:
    """Warnings of what is lost in the entries, each by its channel."""
    channels = tuple(channel.lower() for channel in json.loads(values.get("Channels") or '["zalo","sms"]'))
    if channels not in _CHANNEL_ORDERS:
        return  # it is refused, and which entry is meant for what nobody knows
    for place, (channel, entry) in enumerate(zip(channels, json.loads(values.get("Data") or "[]"), strict=False)):
        yield from entry_warnings(f"Data[{place}]", entry, _MEMBERS[channel])


def leg_of(part: ChannelRequest, account: Account, *, code: str = "") -> LegPlan:
    """The leg that a channel's request asks for."""
    leg = zns_leg if part.sends.channel == "zalo" else text_leg
    return leg(part.sends, part.values, account, code=code)
