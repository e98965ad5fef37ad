"""A message over several channels, one after the other: Zalo, and an SMS when that has failed (S6, S15).

Each channel is asked for in an entry of its own, and is checked as if it were asked for by itself. FACTS-MESSAGES 2.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from mock_esms.config.account import Account, MultichannelTemplate, ZnsParameter
from mock_esms.esms.messages.message_draft import (
    ChannelRequest,
    MessageDraft,
    is_trial,
    message_request,
    phones_in,
    text_leg,
)
from mock_esms.esms.operation import CheckName, MessageKind, Operation
from mock_esms.esms.zalo.entry_warnings import EntryMembers, entry_warnings
from mock_esms.esms.zalo.zalo_draft import listed_template, zns_leg
from mock_esms.esms.zalo.zns_variables import wanted_variables
from mock_esms.model.calls import CallRequest, CallWarning
from mock_esms.model.message_plan import LegPlan
from mock_esms.model.one_time_code import CODE_NAMES

ZALO_CHECKS: Final[frozenset[CheckName]] = frozenset(
    {"oa-and-template-given", "oa", "zns-template", "zns-variables", "sending-mode", "price-list"}
)
SMS_CHECKS: Final[frozenset[CheckName]] = frozenset(
    {"brand", "blocked-words", "sms-template", "networks", "price-list"}
)
ZALO: Final = MessageKind(
    channel="zalo", type_id=25, callback_form="zns", price="zalo", checks=ZALO_CHECKS, variables="values"
)
"""The Zalo part of such a message."""
SMS: Final = MessageKind(channel="sms", type_id=2, callback_form="cskh", price="sms", checks=SMS_CHECKS)
"""Its SMS part, an SMS of customer care."""
_ZALO_BY_NAME: Final = ZALO._replace(variables="object")
SENDS: Final[Mapping[str, MessageKind]] = {"zalo": ZALO, "sms": SMS}
"""What each of ``Channels`` sends."""

ALIASES: Final[Mapping[str, str]] = {"AOID": "OAID", "OAId": "OAID", "BrandName": "Brandname", "Unicode": "IsUnicode"}
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

ORDERS: Final = (("zalo", "sms"), ("zalo",), ("sms",))
"""The orders of channels that are played; one alone was seen, though the page forbids it."""
CODE_HERE: Final = "{OTP}"
"""Where the code stands in the text of an SMS (S14, S15)."""


class ChannelEntry(NamedTuple):
    """A channel that a request names, and what its entry in Data says; None where there is no such entry."""

    channel: str
    values: Mapping[str, str] | None


def channel_entries(values: Mapping[str, str]) -> tuple[ChannelEntry, ...]:
    """The channels of a request, each with its entry: the first of Channels has the first of Data (doc).

    An entry that is no object has nothing in it.
    """
    channels = json.loads(values.get("Channels") or '["zalo","sms"]')
    entries = [read_entry(entry) for entry in json.loads(values.get("Data") or "[]")]
    every: list[Mapping[str, str] | None] = [*entries, *[None] * len(channels)]
    return tuple(ChannelEntry(channel.lower(), entry) for channel, entry in zip(channels, every, strict=False))


def read_entry(entry: object) -> dict[str, str]:
    """The members of an entry of Data as texts by FACTS' spelling; lists and objects as compact JSON."""
    given: dict[str, Any] = entry if isinstance(entry, dict) else {}
    return {ALIASES.get(name, name): _text(value) for name, value in given.items() if value is not None}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(value)


def multichannel_draft(_operation: Operation, request: CallRequest, account: Account) -> MessageDraft:
    """The message of S6: RequestId, Sandbox and CallbackUrl stand in each entry, clients write them beside, too.

    One RequestId blocks, the first entry's that has one (FACTS-MESSAGES 9: it is unique per request, not per entry);
    each channel's callback tells its own.
    """
    values = dict(request.parameters)
    entries = [entry for entry in channel_entries(values) if entry.channel in SENDS]
    parts = tuple(ChannelRequest(SENDS[entry.channel], entry.values or {}) for entry in entries)
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
        or (text_leg(SMS, {}, account),),
        trial=any(is_trial(given) for given in (values, *every)),
        warnings=tuple(_of_entries(values)),
        parts=parts,
    )


def _of_entries(values: Mapping[str, str]) -> Iterator[CallWarning]:
    """Warnings of what is lost in the entries, each by its channel."""
    channels = tuple(channel.lower() for channel in json.loads(values.get("Channels") or '["zalo","sms"]'))
    if channels not in ORDERS:
        return  # it is refused, and which entry is meant for what nobody knows
    for place, (channel, entry) in enumerate(zip(channels, json.loads(values.get("Data") or "[]"), strict=False)):
        yield from entry_warnings(f"Data[{place}]", entry, _MEMBERS[channel])


def leg_of(part: ChannelRequest, account: Account, *, code: str = "") -> LegPlan:
    """The leg that a channel's request asks for."""
    leg = zns_leg if part.sends.channel == "zalo" else text_leg
    return leg(part.sends, part.values, account, code=code)


def code_multichannel_draft(_operation: Operation, request: CallRequest, account: Account, code: str) -> MessageDraft:
    """The message of S15: what is bound to its MultiChannelTempId, with a code that eSMS has made."""
    values = dict(request.parameters)
    bound = bound_template(account, values.get("MultiChannelTempId", ""))
    zalo, sms = bound_values(bound, code)
    zalo["TempData"] = json.dumps({_code_variable(account, zalo).name: code}, ensure_ascii=False)
    parts = (ChannelRequest(_ZALO_BY_NAME, zalo), ChannelRequest(SMS, sms))
    return MessageDraft(
        request=message_request(request, phones_in(values), channels=("zalo", "sms")),
        legs=tuple(leg_of(part, account, code=code) for part in parts),
        trial=is_trial(values),
        parts=parts if bound is not None else (),
    )


def bound_template(account: Account, template_id: str) -> MultichannelTemplate | None:
    """What eSMS has bound to that MultiChannelTempId; where nothing is listed, the documentation's own samples."""
    if account.multichannel is None:
        return SAMPLE if template_id else None
    return next((bound for bound in account.multichannel if bound.id == template_id), None)


SAMPLE: Final = MultichannelTemplate(
    id="any",
    oa_id="745830328927467685",
    template="205644",
    brandname="Baotrixemay",
    sms_text=f"{CODE_HERE} la ma xac minh dang ky Baotrixemay cua ban",
)
"""OA, template, brand and text that the documentation's pages show (FACTS-MESSAGES 2, S1, and 4, R7 and R8)."""


def bound_values(bound: MultichannelTemplate | None, code: str) -> tuple[dict[str, str], dict[str, str]]:
    """The values of both channels, as if each were asked for by itself."""
    if bound is None:
        return {}, {}
    return (
        {"OAID": bound.oa_id, "TempID": bound.template},
        {"Brandname": bound.brandname, "Content": bound.sms_text.replace(CODE_HERE, code)},
    )


def wants_digits(account: Account, values: Mapping[str, str]) -> bool:
    """Whether the code of a request goes into a variable that is a number."""
    zalo, _ = bound_values(bound_template(account, values.get("MultiChannelTempId", "")), "")
    return _code_variable(account, zalo).type == "type_number"


def _code_variable(account: Account, values: Mapping[str, str]) -> ZnsParameter:
    """The variable that gets the code: the one named otp, code or ma, else the first (CONTRACT 12)."""
    wanted = wanted_variables(listed_template(account, values)) or (ZnsParameter(name="otp"),)
    return next((parameter for parameter in wanted if parameter.name.lower() in CODE_NAMES), wanted[0])
