"""The address that reports a leg of a message: its parameters behind the CallbackUrl (FACTS-MESSAGES 7.1 to 7.7).

Seven forms of callback share a head and differ in what follows. A further form is a further row of ``FORMS``.
"""

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Final, NamedTuple
from urllib.parse import quote

from mock_esms.config.settings import Quirks
from mock_esms.esms.callbacks.appended_parameters import Value, appended, edited
from mock_esms.esms.callbacks.message_results import leg_result
from mock_esms.esms.formats.json_text import compact_json
from mock_esms.esms.formats.phone import carrier
from mock_esms.model.callback import DONE, Callback
from mock_esms.model.delivery_plan import CallbackEdits
from mock_esms.model.message import Message, MessageResult
from mock_esms.model.message_plan import CallbackForm, LegPlan, ReceiverPlan
from mock_esms.model.times import Instant, vietnamese_time

HEAD: Final = (
    "SMSID",
    "SendFailed",
    "SendStatus",
    "SendSuccess",
    "TotalPrice",
    "TotalReceiver",
    "TotalSent",
    "RequestId",
    "TypeId",
)
"""What every form begins with."""

ZALO_ERRORS: Final[Mapping[int, str]] = {
    0: "Success",
    -114: "User is inactive, or reject the message, or using an outdated Zalo version, or other internal errors",
    -124: "Access token is invalid",
}
"""The words that Zalo was seen to give beside a number (FACTS-MESSAGES 4, R15, and 7.3; the end of -114 is assumed)."""
DEFAULT_ERROR: Final = -114
DELIVERED_TEXT: Final = "The message was delivered to the user's phone"


class Reported(NamedTuple):
    """What a parameter of a callback may be made from: the leg, its first receiver, and whether that has ended."""

    sms_id: str
    leg: LegPlan
    receiver: ReceiverPlan
    ended_at: Instant
    ended: bool

    @property
    def delivered(self) -> bool:
        """Whether the first receiver has got it."""
        return self.ended and self.receiver.outcome == "delivered"


ValueSource = Callable[[Reported], Value]


def partner_id(sms_id: str, phone: str) -> str:
    """The id that Zalo gives a message to one receiver: 20 hexadecimal digits (FACTS-MESSAGES 7)."""
    return blake2b(f"{sms_id} {phone}".encode("utf-8", "surrogatepass"), digest_size=10, person=b"partner").hexdigest()


def zalo_error(receiver: ReceiverPlan) -> tuple[int, str]:
    """Zalo's number and words for what became of a receiver; 0 for one that got it."""
    if receiver.outcome == "delivered":
        return 0, ZALO_ERRORS[0]
    error = DEFAULT_ERROR if receiver.error is None else receiver.error
    return error, receiver.text or ZALO_ERRORS.get(error, "")


def _partner(about: Reported) -> Value:
    return Value(partner_id(about.sms_id, about.receiver.phone) if about.delivered else "")


def zalo_answer(about: Reported) -> str:
    """What Zalo says of the message, as compact JSON."""
    return compact_json(_zalo_answer(about))


def _zalo_answer(about: Reported) -> dict[str, object]:
    """What Zalo says of the message; members in the order of the documented samples."""
    error, message = zalo_error(about.receiver)
    answer: dict[str, object] = {"error": error, "message": message}
    if about.delivered:
        answer["data"] = {"delivery_time": None, "message": DELIVERED_TEXT, "status": 1}
    return answer


def _error_quoted(about: Reported) -> Value:
    """7.3: the JSON as a quoted string, its braces raw."""
    return Value(compact_json(compact_json(_zalo_answer(about))) if about.ended else "", "{}")


def _error_plain(about: Reported) -> Value:
    """7.7: the JSON as it is, its braces raw."""
    return Value(compact_json(_zalo_answer(about)) if about.ended else "", "{}")


def _error_twice(about: Reported) -> Value:
    """7.5: the JSON encoded twice, its members in ordinal order, and the time behind four underscores."""
    if not about.ended:
        return Value("")
    answer = dict(sorted(_zalo_answer(about).items()))
    moment = vietnamese_time(about.ended_at).strftime("%d/%m/%Y%%20%H:%M:%S")
    return Value(f"{quote(compact_json(answer), safe='')}____{moment}")


_PHONE: Final[tuple[str, ValueSource]] = ("phonenumber", lambda about: Value(about.receiver.phone))
_TELCO: Final[tuple[str, ValueSource]] = ("telcoid", lambda about: telcoid(about.receiver.phone))
_OAID: Final[tuple[str, ValueSource]] = ("oaid", lambda about: Value(about.leg.sender))
_TEMPLATE: Final[tuple[str, ValueSource]] = ("tempid", lambda about: Value(about.leg.template))
_PARTNER: Final[tuple[str, ValueSource]] = ("partnerids", _partner)
_BY_USER_ID: Final = (_PHONE, ("error_info", _error_twice), _OAID, _PARTNER)

FORMS: Final[Mapping[CallbackForm, tuple[tuple[str, ValueSource], ...]]] = {
    "cskh": (_TELCO, _PHONE, ("switchsmsid", lambda _about: Value(""))),
    "ads": (),
    "zns": (_TELCO, _PHONE, _PARTNER, ("error_info", _error_quoted), _OAID, _TEMPLATE),
    "viber": (_TELCO, _PHONE),
    "consult": _BY_USER_ID,
    "journey": _BY_USER_ID,
    "uid": (
        ("telcoid", lambda _about: Value("9")),
        _PHONE,
        ("error_info", _error_plain),
        _OAID,
        _TEMPLATE,
        _PARTNER,
    ),
}
"""What follows the head, in the documented order, by the form of the callback (FACTS-MESSAGES 7)."""

MESSAGE_CALLBACK_PARAMETERS: Final = tuple(
    dict.fromkeys((*HEAD, *(name for form in FORMS.values() for name, _ in form)))
)
"""Every parameter that the callback of a message may have."""


def leg_callback_url(message: Message, callback: Callback, quirks: Quirks, edits: CallbackEdits | None) -> str:
    """The address of one callback of a message; empty when its channel has no CallbackUrl."""
    place = next(place for place, leg in enumerate(message.own_schedule.legs) if leg.channel == callback.channel)
    leg = message.own_schedule.legs[place]
    template = message.request.callback_url(leg.channel)
    if template is None:
        return ""
    about = reported(message, place, ended=callback.send_status == DONE)
    result = leg_result(message, place, callback.send_status)
    if leg.callback_form == "ads" and quirks.advert_counts == "sample":
        result = result._replace(send_failed=0, send_success=0)
    request_id = leg.request_id or message.request.request_id
    head = head_of(message.sms_id, result, request_id=request_id, type_id=str(leg.type_id))
    tail = ((name, source(about)) for name, source in FORMS[leg.callback_form])
    return appended(template, edited((*head, *tail), edits), quirks)


def reported(message: Message, place: int, *, ended: bool) -> Reported:
    """What is told of the leg at a place."""
    leg = message.own_schedule.legs[place]
    return Reported(
        sms_id=message.sms_id,
        leg=leg,
        receiver=leg.receivers[0],
        ended_at=(message.sent_at(place) or message.received_at) + leg.ends_after,
        ended=ended,
    )


def head_of(sms_id: str, result: MessageResult, *, request_id: str, type_id: str) -> tuple[tuple[str, Value], ...]:
    """What every form begins with, with its values."""
    values = (
        sms_id,
        str(result.send_failed),
        str(result.send_status),
        str(result.send_success),
        result.total_price,
        str(result.total_receiver),
        str(result.total_sent),
        request_id,
        type_id,
    )
    return tuple(zip(HEAD, map(Value, values), strict=True))


def telcoid(phone: str) -> Value:
    """The number of the network of a phone; 0 for a landline (assumed)."""
    network = carrier(phone)
    return Value(str(network.telcoid if network is not None else 0))
