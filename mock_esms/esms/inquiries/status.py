"""What the status operations say of a call or a message, from its acceptance to its end (FACTS 2 and 4).

SendStatus is 2 while the call waits for its first dial, 7 until it is over, then 5.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from mock_esms.esms.callbacks.message_results import result_of_spoken, result_so_far
from mock_esms.esms.formats.phone import carrier
from mock_esms.esms.operation import Does
from mock_esms.esms.responses.response_shapes import ResponseMembers
from mock_esms.esms.responses.result_codes import ACCEPTED
from mock_esms.esms.voice.voice import NO_ANSWER, progress_of
from mock_esms.model.callback import DONE, SENT, WAITING, SendStatus
from mock_esms.model.calls import Call, CallResult
from mock_esms.model.message import Message, MessageResult
from mock_esms.model.times import DAY, Instant, vietnamese_time

NO_ANSWER_OF_STATUS: Final = "NOANSWERED"
"""How GetSendStatus spells what the callback calls NO ANSWER (FACTS 2)."""
SENT_TIME: Final = "%d/%m/%Y %H:%M:%S"
"""As GetSmsSentData_V1 was seen to write times (FACTS-MESSAGES 4, R1)."""
LOOKS_BACK: Final = 7 * DAY
"""How far questions about one message look back on all hosts but the voice host (FACTS-MESSAGES 4, doc)."""


def voice_status(call: Call) -> ResponseMembers:
    """GetSendStatus of the voice host: the id in upper case, ``NOANSWERED`` in one word, an Ivr that may be empty."""
    result = _result_so_far(call)
    return {
        "CallDuration": result.call_duration,
        "CallStatus": NO_ANSWER_OF_STATUS if result.call_status == NO_ANSWER else result.call_status,
        "CodeResponse": ACCEPTED,
        "Ivr": result.ivr,
        "ReferenceId": call.sms_id.upper(),
        "SendStatus": result.send_status,
        "SentResult": result.sent_result,
    }


def sms_status(call: Call) -> ResponseMembers:
    """GetSendStatus of the rest host for a call: how many were sent, how many arrived, what it cost."""
    return {"CodeResponse": ACCEPTED, "SMSID": call.sms_id, **counts(result_of_spoken(_result_so_far(call)))}


def sms_status_of_message(message: Message, now: Instant) -> ResponseMembers:
    """GetSendStatus of the rest host for a message of any kind: what is reported of it by now."""
    return {"CodeResponse": ACCEPTED, "SMSID": message.sms_id, **counts(result_so_far(message, now))}


def counts(result: MessageResult) -> ResponseMembers:
    """The members that tell how many got it, and what it cost."""
    return {
        "SendFailed": result.send_failed,
        "SendStatus": result.send_status,
        "SendSuccess": result.send_success,
        "TotalPrice": Decimal(result.total_price),
        "TotalReceiver": result.total_receiver,
        "TotalSent": result.total_sent,
    }


def receivers(call: Call) -> ResponseMembers:
    """GetSmsReceiverStatus_get: the one receiver of a call; ``Retry`` counts the dials after the first."""
    network = carrier(call.request.phone)
    receiver: ResponseMembers = {
        "IsSent": bool(call.dials_begun),
        "NetworkName": None if network is None else network.name,
        "Phone": call.request.phone,
        "Retry": max(call.dials_begun - 1, 0),
        "SentResult": call.result is not None and call.result.sent_result == 1,
    }
    return {"CodeResult": ACCEPTED, "ReceiverList": (receiver,)}


def receivers_of_message(message: Message, _now: Instant) -> ResponseMembers:
    """GetSmsReceiverStatus_get for a message of any kind: the receivers of the leg that was sent last."""
    leg = message.legs[-1]
    listed: tuple[ResponseMembers, ...] = tuple(
        {
            "IsSent": leg.sent_at is not None,
            "NetworkName": receiver.network or None,
            "Phone": receiver.phone,
            "Retry": 0,
            "SentResult": receiver.outcome == "delivered",
        }
        for receiver in leg.receivers
    )
    return {"CodeResult": ACCEPTED, "ReceiverList": listed}


def receiver_times(call: Call) -> ResponseMembers:
    """GetSmsReceiverStatus_V2 of a call: when it was dialled first."""
    dials, result = call.dials, call.result
    time = _time(call.request.phone, dials[0].at if dials else None, None if result is None else result.sent_result)
    return {**receivers(call), "ReceiverStatus": (time,)}


def receiver_times_of_message(message: Message, now: Instant) -> ResponseMembers:
    """GetSmsReceiverStatus_V2: the same, and when each receiver was reported (FACTS-MESSAGES 4, R22; form assumed)."""
    leg = message.legs[-1]
    times = tuple(
        _time(receiver.phone, leg.sent_at, None if receiver.outcome is None else int(receiver.outcome == "delivered"))
        for receiver in leg.receivers
    )
    return {**receivers_of_message(message, now), "ReceiverStatus": times}


def _time(phone: str, at: Instant | None, arrived: int | None) -> ResponseMembers:
    """When something was sent to a phone, and whether it arrived: 1 or 0, and 2 while nobody knows."""
    sent_time = "" if at is None else vietnamese_time(at).strftime(SENT_TIME)
    return {"Phone": phone, "SentTime": sent_time, "Status": 2 if arrived is None else arrived}


def balance(left: Decimal) -> ResponseMembers:
    """What is left on an account: a whole number where it is one, else with four places. UserID is that of FACTS."""
    return {
        "Balance": int(left) if left == left.to_integral_value() else left,
        "CodeResponse": ACCEPTED,
        "UserID": 9999,
    }


def send_status(call: Call) -> SendStatus:
    """How far a call has come."""
    if call.state == "ended":
        return DONE
    return SENT if call.dials_begun else WAITING


def _result_so_far(call: Call) -> CallResult:
    """What is known of a call by now."""
    return progress_of(send_status(call), call.caller_id) if call.result is None else call.result


OF_A_CALL: Final[Mapping[Does, Callable[[Call], ResponseMembers]]] = {
    "voice-status": voice_status,
    "sms-status": sms_status,
    "receivers": receivers,
    "receiver-times": receiver_times,
}
"""What is answered about a call, by what an operation does."""
OF_A_MESSAGE: Final[Mapping[Does, Callable[[Message, Instant], ResponseMembers]]] = {
    "sms-status": sms_status_of_message,
    "receivers": receivers_of_message,
    "receiver-times": receiver_times_of_message,
}
"""What is answered about a message at an instant, by what an operation does."""
