"""The address that reports a one-time password that was read aloud and asked for like an SMS, SmsType 8 (FACTS 4)."""

from typing import Final

from mock_esms.config.settings import Quirks
from mock_esms.esms.callbacks.appended_parameters import Value, appended, edited
from mock_esms.esms.callbacks.message_callback import HEAD, head_of, telcoid
from mock_esms.esms.callbacks.message_results import result_of_spoken
from mock_esms.model.calls import Call, CallResult
from mock_esms.model.delivery_plan import CallbackEdits

VOICE_OTP_PARAMETERS: Final = (*HEAD, "telcoid", "phonenumber")
"""What it says, in its documented order (FACTS 4)."""


def voice_otp_callback_url(
    template: str, call: Call, result: CallResult, quirks: Quirks, edits: CallbackEdits | None
) -> str:
    """The address of a callback: all its parameters behind the CallbackUrl, whatever that has already."""
    request = call.request
    head = head_of(
        call.sms_id,
        result_of_spoken(result),
        request_id=request.value_of("RequestId"),
        type_id=quirks.type_id,
    )
    tail = (("telcoid", telcoid(request.phone)), ("phonenumber", Value(request.phone)))
    return appended(template, edited((*head, *tail), edits), quirks)
