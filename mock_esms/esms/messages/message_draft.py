"""What a request to send asks for, understood: the message as eSMS would make it, before anything is decided about it.

``draft_message`` reads the parameters of any operation that sends to phones; the operation's row says over which
channel, as which type, at which price and with which form of callback (FACTS-MESSAGES 2 and 3).
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from mock_esms.config.account import Account
from mock_esms.esms.formats.phone import national
from mock_esms.esms.formats.phone_advice import advice_on_phone
from mock_esms.esms.messages.segments import segments_of
from mock_esms.esms.operation import MessageKind, Operation, PriceName
from mock_esms.model.calls import CallRequest, RequestWarning
from mock_esms.model.message import ADVERT, MessageRequest
from mock_esms.model.message_plan import Channel, LegPlan
from mock_esms.model.one_time_code import code_in

_BY_SEGMENT: Final[frozenset[PriceName]] = frozenset({"sms", "advert"})
LONGEST_CAMPAIGN: Final = 254
"""The documented length of a campaign's name (FACTS-MESSAGES 1.2)."""
_YES: Final = frozenset({"1", "true"})


class ChannelRequest(NamedTuple):
    """One channel of a request that has several: what it sends, and its own values, as if asked for by itself."""

    sends: MessageKind
    values: Mapping[str, str]


class MessageDraft(NamedTuple):
    """A message that nobody has accepted yet: its legs are without receivers. ``trial`` tells that Sandbox was 1.

    ``warnings`` are of what is lost between the request and the message. ``parts`` are there, one for each leg, where
    the request says of each channel by itself what it sends. ``values`` are the parameters by name, where they are at
    hand.
    """

    request: MessageRequest
    legs: tuple[LegPlan, ...]
    trial: bool = False
    warnings: tuple[RequestWarning, ...] = ()
    parts: tuple[ChannelRequest, ...] = ()
    values: Mapping[str, str] | None = None

    @property
    def is_advert(self) -> bool:
        """Whether it is an advertisement."""
        return self.legs[0].type_id == ADVERT

    @property
    def has_plain_id(self) -> bool:
        """Whether its id has no digits behind: of advertisements and Zalo by user id (FACTS-MESSAGES 1.3)."""
        return self.is_advert or self.legs[0].callback_form == "uid"

    @property
    def cost(self) -> Decimal:
        """What it costs in VND when everybody gets it, over its dearest channel."""
        dearest = self.legs[0].price if len(self.legs) == 1 else max(leg.price for leg in self.legs)
        return dearest * len(self.request.phones)


def draft_of(operation: Operation, request: CallRequest, account: Account, *, code: str = "") -> MessageDraft:
    """The message that this request to this operation asks for; ``code`` is the one that eSMS puts into it."""
    sends = sends_of(operation)
    if sends.code_draft is not None:
        return sends.code_draft(sends, request, account, code)
    return (sends.draft or draft_message)(sends, request, account)


def draft_message(sends: MessageKind, request: CallRequest, account: Account) -> MessageDraft:
    """The message of a request that has its text in Content, and its receivers in Phone or Phones.

    Several phones in one Phone are separated by commas (FACTS-MESSAGES 10.7, seen); a phone that is named twice is one
    receiver. An advertisement goes to those that are valid, and says which are not.
    """
    values = dict(request.parameters)
    phones = phones_in(values)
    wrong: list[str] = []
    if sends.type_id == ADVERT:
        wrong = [phone for phone in phones if national(phone) is None]
        phones = tuple([phone for phone in phones if national(phone) is not None])
    made = message_request(request, phones, channels=(sends.channel,), shared=phones == (request.phone,))
    return MessageDraft(
        request=made,
        legs=(text_leg(sends, values, account),),
        trial=is_trial(values),
        warnings=_left_out(wrong) if wrong else (),
        values=values,
    )


# --- the parts of a draft, for operations that have one of their own --------------------------------------------------


def text_leg(sends: MessageKind, values: Mapping[str, str], account: Account, *, code: str = "") -> LegPlan:
    """The leg of a message whose text stands in Content; ``code`` where eSMS has made one, else it is looked for."""
    text = values.get("Content", "")
    return LegPlan(
        channel=sends.channel,
        type_id=type_id_of(sends, values),
        callback_form=sends.callback_form,
        sender=values.get("Brandname", ""),
        template="",
        text=text,
        code=code or code_in(text),
        price=price_of_one(account, sends.price, text, unicode=values.get("IsUnicode") in _YES),
    )


def sends_of(operation: Operation) -> MessageKind:
    """What an operation that sends says of its message."""
    if operation.sends is None:
        message = f"{operation.name} sends no message"
        raise ValueError(message)
    return operation.sends


def type_id_of(sends: MessageKind, values: Mapping[str, str]) -> int:
    """The TypeId of a message: the row's, else the request's SmsType, which its row has selected."""
    return int(values.get("SmsType", "0")) if sends.type_id is None else sends.type_id


def is_trial(values: Mapping[str, str]) -> bool:
    """Whether only a response is wanted: Sandbox is 1 (FACTS-MESSAGES 1.4)."""
    return values.get("Sandbox") in _YES


def beyond_documents(values: Mapping[str, str]) -> tuple[RequestWarning, ...]:
    """Warn of what is longer than documented; what eSMS does with it is not known."""
    length = len(values.get("campaignid", ""))
    if length <= LONGEST_CAMPAIGN:
        return ()
    message = f"campaignid has {length} characters; eSMS documents at most {LONGEST_CAMPAIGN}. Make it shorter."
    return (RequestWarning("campaign-too-long", message),)


def phones_in(values: Mapping[str, str]) -> tuple[str, ...]:
    """The receivers in Phones (a JSON array) or Phone (with commas), each once, in national form where valid."""
    listed = values.get("Phones")
    pieces = values.get("Phone", "").split(",") if listed is None else json.loads(listed)
    return tuple(dict.fromkeys([national(piece) or piece for piece in pieces if piece]))


def price_of_one(account: Account, name: PriceName, text: str, *, unicode: bool) -> Decimal:
    """What one receiver costs: an SMS by its segments, all else by the message; 0 without a price list (102)."""
    price: Decimal | None = getattr(account.prices, name)
    if price is None:
        return Decimal(0)
    return price * segments_of(text, unicode=unicode) if name in _BY_SEGMENT else price


def message_request(
    request: CallRequest, receivers: tuple[str, ...], *, channels: tuple[Channel, ...], shared: bool = False
) -> MessageRequest:
    """The request of a message that goes to these receivers; one CallbackUrl reports all of its channels.

    ``shared`` where phone, RequestId and Content are the call request's own, so that its raw parameters may stay.
    """
    url = request.callback_url
    return MessageRequest(
        operation=request.operation,
        raw_parameters=request.raw_parameters if shared else request.parameters,
        api_key=request.api_key,
        phones=receivers,
        callback_urls=() if url is None else _reported(channels, url),
        request_id=request.request_id,
        send_date=request.send_date,
        trace_context=request.trace_context,
        content=request.content if shared else "",
    )


@lru_cache(maxsize=256)
def _reported(channels: tuple[Channel, ...], url: str) -> tuple[tuple[Channel, str], ...]:
    """The address for each channel; one and the same value for all messages of an application."""
    return tuple([(channel, url) for channel in channels])


def _left_out(wrong: list[str]) -> tuple[RequestWarning, ...]:
    shown = ", ".join(wrong[:3]) + (", …" if len(wrong) > 3 else "")  # noqa: PLR2004 - enough to find them
    message = f"{len(wrong)} of the phones are no Vietnamese numbers and get nothing: {shown}; put them right."
    advice = (advice_on_phone(phone) for phone in wrong)
    by_code = {each.code: each for each in advice if each is not None}  # one of each kind is enough to see it
    return (*by_code.values(), RequestWarning("phones-left-out", message))
