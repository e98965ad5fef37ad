"""What the status operations say of a call or a message, from its acceptance to its end (FACTS 2 and 4).

SendStatus is 2 while the call waits for its first dial, 7 until it is over, then 5.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from mock_esms.esms.callbacks.message_results import result_so_far
from mock_esms.esms.formats.phone import carrier
from mock_esms.esms.operation import Does
from mock_esms.esms.responses.response_shapes import ResponseMembers
from mock_esms.esms.responses.wcf_json import JsonScalar
from mock_esms.esms.voice.voice import NO_ANSWER
from mock_esms.model.callback import DONE, SENT, WAITING, SendStatus
from mock_esms.model.calls import Call
from mock_esms.model.message import Leg, LegReceiver, Message
from mock_esms.model.times import DAY, Instant, vietnamese_time

NO_ANSWER_OF_STATUS: Final = "NOANSWERED"
"""How GetSendStatus spells what the callback calls NO ANSWER (FACTS 2)."""
SENT_TIME: Final = "%d/%m/%Y %H:%M:%S"
"""As GetSmsSentData_V1 was seen to write times (FACTS-MESSAGES 4, R1)."""
LOOKS_BACK: Final = 7 * DAY
"""How far questions about one message look back on all hosts but the voice host (FACTS-MESSAGES 4, doc)."""


def voice_status(call: Call) -> ResponseMembers:
    """GetSendStatus of the voice host: the id in upper case, ``NOANSWERED`` in one word, an Ivr that may be empty."""
    result = call.result
    status = "" if result is None else result.call_status
    return {
        "CallDuration": 0 if result is None else result.call_duration,
        "CallStatus": NO_ANSWER_OF_STATUS if status == NO_ANSWER else status,
        "CodeResponse": "100",
        "Ivr": "" if result is None else result.ivr,
        "ReferenceId": call.sms_id.upper(),
        "SendStatus": send_status(call),
        "SentResult": 0 if result is None else result.sent_result,
    }


def sms_status(call: Call) -> ResponseMembers:
    """GetSendStatus of the rest host: how many were sent, how many arrived, what it cost."""
    result = call.result
    return {
        "CodeResponse": "100",
        "SMSID": call.sms_id,
        "SendFailed": 0 if result is None else 1 - result.sent_result,
        "SendStatus": send_status(call),
        "SendSuccess": 0 if result is None else result.sent_result,
        "TotalPrice": Decimal(0) if result is None else Decimal(result.price),
        "TotalReceiver": 1,
        "TotalSent": 0 if send_status(call) == WAITING else 1,
    }


def receivers(call: Call) -> ResponseMembers:
    """GetSmsReceiverStatus_get: the one receiver of a call; ``Retry`` counts the dials after the first."""
    result = call.result
    network = carrier(call.request.phone)
    receiver = {
        "IsSent": bool(call.dials_begun),
        "NetworkName": None if network is None else network.name,
        "Phone": call.request.phone,
        "Retry": max(call.dials_begun - 1, 0),
        "SentResult": result is not None and result.sent_result == 1,
    }
    return {"CodeResult": "100", "ReceiverList": (receiver,)}


def sms_status_of_message(message: Message, now: Instant) -> ResponseMembers:
    """GetSendStatus of the rest host for a message of any kind: what is reported of it by now."""
    result = result_so_far(message, now)
    return {
        "CodeResponse": "100",
        "SMSID": message.sms_id,
        "SendFailed": result.send_failed,
        "SendStatus": result.send_status,
        "SendSuccess": result.send_success,
        "TotalPrice": Decimal(result.total_price),
        "TotalReceiver": result.total_receiver,
        "TotalSent": result.total_sent,
    }


def receivers_of_message(message: Message, _now: Instant) -> ResponseMembers:
    """GetSmsReceiverStatus_get for a message of any kind: the receivers of the leg that was sent last."""
    leg = message.legs[-1]
    return {"CodeResult": "100", "ReceiverList": tuple(_receiver(receiver, leg) for receiver in leg.receivers)}


def receiver_times_of_message(message: Message, now: Instant) -> ResponseMembers:
    """GetSmsReceiverStatus_V2: the same, and when each receiver was reported (FACTS-MESSAGES 4, R22; form assumed)."""
    leg = message.legs[-1]
    times = tuple(
        {
            "Phone": receiver.phone,
            "SentTime": "" if leg.sent_at is None else vietnamese_time(leg.sent_at).strftime(SENT_TIME),
            "Status": 1 if receiver.outcome == "delivered" else 0 if receiver.outcome is not None else 2,
        }
        for receiver in leg.receivers
    )
    return {**receivers_of_message(message, now), "ReceiverStatus": times}


def receiver_times(call: Call) -> ResponseMembers:
    """GetSmsReceiverStatus_V2 of a call: when it was dialled first."""
    dials = call.dials
    result = call.result
    time: Mapping[str, JsonScalar] = {
        "Phone": call.request.phone,
        "SentTime": vietnamese_time(dials[0].at).strftime(SENT_TIME) if dials else "",
        "Status": 2 if result is None else result.sent_result,
    }
    return {**receivers(call), "ReceiverStatus": (time,)}


def _receiver(receiver: LegReceiver, leg: Leg) -> Mapping[str, JsonScalar]:
    return {
        "IsSent": leg.sent_at is not None,
        "NetworkName": receiver.network or None,
        "Phone": receiver.phone,
        "Retry": 0,
        "SentResult": receiver.outcome == "delivered",
    }


def balance(left: Decimal) -> ResponseMembers:
    """What is left on an account: a whole number where it is one, else with four places. UserID is that of FACTS."""
    return {"Balance": int(left) if left == left.to_integral_value() else left, "CodeResponse": "100", "UserID": 9999}


def send_status(call: Call) -> SendStatus:
    """How far a call has come."""
    if call.state == "ended":
        return DONE
    return SENT if call.dials_begun else WAITING


OF_A_CALL: Final[Mapping[Does, Callable[[Call], ResponseMembers]]] = MappingProxyType(
    {
        "voice-status": voice_status,
        "sms-status": sms_status,
        "receivers": receivers,
        "receiver-times": receiver_times,
    }
)
"""What is answered about a call, by what an operation does."""
OF_A_MESSAGE: Final[Mapping[Does, Callable[[Message, Instant], ResponseMembers]]] = MappingProxyType(
    {
        "sms-status": sms_status_of_message,
        "receivers": receivers_of_message,
        "receiver-times": receiver_times_of_message,
    }
)
"""What is answered about a message at an instant, by what an operation does."""
