"""Voice one-time passwords that are asked for like an SMS: SendMultipleMessage with SmsType 8 (FACTS 4).

They are calls like any other; only their ids, their responses and the address that reports them look otherwise.
"""

from typing import Final

from mock_esms.config.settings import Quirks
from mock_esms.esms.callbacks.message_callback import HEAD, Value, appended, edited
from mock_esms.esms.requests.phone import carrier
from mock_esms.model.callback import DONE, WAITING
from mock_esms.model.calls import Call, CallRequest, CallResult
from mock_esms.model.delivery_plan import CallbackEdits

SMS_CALLBACK_PARAMETERS: Final = (*HEAD, "telcoid", "phonenumber")
"""What the callback of a message says, in its documented order (FACTS 4)."""

_FEWEST: Final = 10
_MOST: Final = 1000
"""An id ends with two or three digits."""


def message_id(id_bytes: bytes, *, suffix: bool = True) -> str:
    """The id of a message: 32 hexadecimal digits and then two or three decimal ones, from 16 bytes (FACTS 4).

    Advertisements, and Zalo messages by user id, have no decimal ones behind (FACTS-MESSAGES 1.3).
    """
    return f"{id_bytes.hex()}{_FEWEST + int.from_bytes(id_bytes) % (_MOST - _FEWEST) if suffix else ''}"


def is_trial(request: CallRequest) -> bool:
    """Whether only a response is wanted: with ``Sandbox=1`` nothing is stored, charged or delivered (FACTS 4)."""
    return request.value_of("Sandbox") == "1"


def message_callback_url(
    template: str, call: Call, result: CallResult, quirks: Quirks, edits: CallbackEdits | None
) -> str:
    """The address that reports a message: all its parameters behind the CallbackUrl, whatever that has already.

    A fragment is dropped, what may not stand in a request line is percent-encoded, and nothing else is touched.
    """
    said = ((name, Value(value)) for name, value in _said(call, result, quirks))
    return appended(template, edited(said, edits), quirks)


def _said(call: Call, result: CallResult, quirks: Quirks) -> tuple[tuple[str, str], ...]:
    request = call.request
    network = carrier(request.phone)
    over = result.send_status == DONE
    values = (
        call.sms_id,
        str(1 - result.sent_result if over else 0),
        str(result.send_status),
        str(result.sent_result),
        result.price,
        "1",
        "0" if result.send_status == WAITING else "1",
        request.value_of("RequestId"),
        quirks.type_id,
        str(network.telcoid if network is not None else 0),
        request.phone,
    )
    return tuple(zip(SMS_CALLBACK_PARAMETERS, values, strict=True))
