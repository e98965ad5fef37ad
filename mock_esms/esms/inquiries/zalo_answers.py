"""Answers about Zalo messages that an account has sent: callback data, and two ways to ask for the status.

FACTS-MESSAGES 4, R15, R17 and R18.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from mock_esms.esms.callbacks.message_callback import DELIVERED_TEXT, partner_id, reported, zalo_answer, zalo_error
from mock_esms.esms.callbacks.message_results import leg_result, result_so_far
from mock_esms.esms.formats.phone import carrier
from mock_esms.esms.inquiries.inquiry import Inquiry
from mock_esms.esms.inquiries.status import LOOKS_BACK, counts
from mock_esms.esms.responses.operation_result import Objection
from mock_esms.esms.responses.response_shapes import ResponseMembers
from mock_esms.esms.responses.result_codes import ACCEPTED, NOTHING_FOUND
from mock_esms.esms.responses.wcf_json import OnePlace
from mock_esms.model.callback import DONE
from mock_esms.model.message import Message
from mock_esms.model.message_plan import ReceiverPlan
from mock_esms.model.times import Instant

MOST_IDS: Final = 200
"""So many ids of a request for callback data count (FACTS-MESSAGES 4, R15, doc)."""
_AT_ZALO: Final = "The message was sent to Zalo"
_UNKNOWN: Final = "The message is unknown, or was not delivered"
_STATUS_TEXTS: Final[Mapping[int, str]] = {1: DELIVERED_TEXT, 0: _AT_ZALO, -1: _UNKNOWN}
"""What R17 says beside a status; only the words for a delivered message are documented."""


def callback_data(inquiry: Inquiry) -> ResponseMembers:
    """R15: what the callbacks of these messages say, of those that an OA has sent and that have a CallbackUrl."""
    ids: list[str] = json.loads(inquiry.value("ListRefid") or "[]")[:MOST_IDS]
    callbacks = (_callback(inquiry, sms_id) for sms_id in dict.fromkeys(ids))
    return {"Code": int(ACCEPTED), "Message": "Success", "Data_callback": tuple(filter(None, callbacks))}


def _callback(inquiry: Inquiry, sms_id: str) -> ResponseMembers | None:
    message = inquiry.entries.get(sms_id)
    place = _zalo_leg(message) if isinstance(message, Message) else None
    if not isinstance(message, Message) or place is None:
        return None
    leg, url = message.own_schedule.legs[place], message.request.callback_url("zalo")
    if url is None or leg.sender != inquiry.value("OAID") or not _is_over(message, place):
        return None
    result, receiver = leg_result(message, place, DONE), leg.receivers[0]
    about, network = reported(message, place, ended=True), carrier(receiver.phone)
    return {
        "SMSID": message.sms_id,
        "SendFailed": result.send_failed,
        "SendSuccess": result.send_success,
        "SendStatus": result.send_status,
        "TotalPrice": OnePlace(result.total_price),
        "TotalReceiver": result.total_receiver,
        "TotalSent": result.total_sent,
        "RequestId": leg.request_id or message.request.request_id or None,
        "TypeId": leg.type_id,
        "Telcoid": 0 if network is None else network.telcoid,
        "PhoneNumber": receiver.phone,
        "CallbackUrl": url,
        "Partnerids": partner_id(message.sms_id, receiver.phone) if about.delivered else "",
        "ErrorInfo": zalo_answer(about),
        "OAId": leg.sender,
        "ZnsTempId": leg.template,
    }


def zns_status(inquiry: Inquiry) -> ResponseMembers:
    """R17: where the message is that Zalo gave this id: 1 delivered, 0 at Zalo, -1 unknown or failed."""
    status, at = -1, None
    for message, place, receiver in _of_oa(inquiry, inquiry.value("OAID")):
        if partner_id(message.sms_id, receiver.phone) == inquiry.value("MessageId").lower():
            at = _reported_at(message, place, receiver)
            status = 0 if at is None else 1 if receiver.outcome == "delivered" else -1
            break
    data = {
        "delivery_time": None if at is None or status != 1 else str(at),
        "message": _STATUS_TEXTS[status],
        "status": status,
    }
    return {"CodeResult": ACCEPTED, "Data": data, "ErrorMessage": "success. "}


def zalo_status(inquiry: Inquiry) -> ResponseMembers | Objection:
    """R18: what became of a Zalo message, ``FinalStatus`` 1 when nothing more will; 854 when there is none."""
    message = inquiry.entries.get(inquiry.value("SMSID"))
    place = _zalo_leg(message) if isinstance(message, Message) else None
    if not isinstance(message, Message) or place is None:
        return Objection(NOTHING_FOUND)
    leg = message.own_schedule.legs[place]
    if str(leg.type_id) != inquiry.value("SmsType"):
        return Objection(NOTHING_FOUND)
    over, receiver = _is_over(message, place), leg.receivers[0]
    result = leg_result(message, place, DONE) if over else result_so_far(message, inquiry.now)
    data = {
        "ErrorInfo": str(zalo_error(receiver)[0]) if over else None,
        "FinalStatus": "1" if over else "0",
        "SMSID": message.sms_id,
        **counts(result),
        "TotalPrice": OnePlace(result.total_price),
        "ZaloMsgId": partner_id(message.sms_id, receiver.phone) if message.sent_at(place) is not None else None,
    }
    return {"CodeResult": ACCEPTED, "Data": data}


def _zalo_leg(message: Message) -> int | None:
    """The place of the leg that goes over Zalo; None when there is none."""
    return next((place for place, leg in enumerate(message.own_schedule.legs) if leg.channel == "zalo"), None)


def _is_over(message: Message, place: int) -> bool:
    """Whether everything is reported of the leg at a place."""
    return place < message.turn or message.state == "ended"


def _of_oa(inquiry: Inquiry, oa_id: str) -> Iterator[tuple[Message, int, ReceiverPlan]]:
    """Each receiver whom an OA has sent a message, with the place of its leg, newest message first."""
    for message in inquiry.entries.between(inquiry.now - LOOKS_BACK, inquiry.now):
        place = _zalo_leg(message) if isinstance(message, Message) else None
        if not isinstance(message, Message) or place is None or message.sent_at(place) is None:
            continue
        leg = message.own_schedule.legs[place]
        if leg.sender == oa_id:
            yield from ((message, place, receiver) for receiver in leg.receivers)


def _reported_at(message: Message, place: int, receiver: ReceiverPlan) -> Instant | None:
    """When a receiver of a leg that was sent was reported; None when that is still to come."""
    at = (message.sent_at(place) or 0) + receiver.after
    return at if receiver.outcome is not None and at <= message.played_to else None
