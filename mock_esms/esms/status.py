"""What the status operations say of a call, from its acceptance to its end (FACTS 2 and 4).

SendStatus is 2 while the call waits for its first dial, 7 until it is over, then 5.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from mock_esms.esms.operation import Does
from mock_esms.esms.phone import carrier
from mock_esms.esms.response_shapes import Fields
from mock_esms.esms.results import NO_ANSWER
from mock_esms.model.callback import DONE, SENT, WAITING, SendStatus
from mock_esms.model.calls import Call

NO_ANSWER_OF_STATUS: Final = "NOANSWERED"
"""How GetSendStatus spells what the callback calls NO ANSWER (FACTS 2)."""


def voice_status(call: Call) -> Fields:
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


def sms_status(call: Call) -> Fields:
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


def receivers(call: Call) -> Fields:
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


def balance(left: Decimal) -> Fields:
    """What is left on an account: a whole number where it is one, else with four places. UserID is that of FACTS."""
    return {"Balance": int(left) if left == left.to_integral_value() else left, "CodeResponse": "100", "UserID": 9999}


def send_status(call: Call) -> SendStatus:
    """How far a call has come."""
    if call.state == "ended":
        return DONE
    return WAITING if call.state == "scheduled" else SENT


OF_A_CALL: Final[Mapping[Does, Callable[[Call], Fields]]] = MappingProxyType(
    {"voice-status": voice_status, "sms-status": sms_status, "receivers": receivers}
)
"""What a status operation says about a call, by what the operation does."""
