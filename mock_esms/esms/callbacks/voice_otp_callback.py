"""The address that reports a one-time password that was read aloud and asked for like an SMS, SmsType 8 (FACTS 4)."""

from typing import Final

from mock_esms.config.settings import Quirks
from mock_esms.esms.callbacks.appended_parameters import Value, appended, edited
from mock_esms.esms.callbacks.message_callback import HEAD
from mock_esms.esms.formats.phone import carrier
from mock_esms.model.callback import DONE, WAITING
from mock_esms.model.calls import Call, CallResult
from mock_esms.model.delivery_plan import CallbackEdits

VOICE_OTP_PARAMETERS: Final = (*HEAD, "telcoid", "phonenumber")
"""What it says, in its documented order (FACTS 4)."""


def voice_otp_callback_url(
    template: str, call: Call, result: CallResult, quirks: Quirks, edits: CallbackEdits | None
) -> str:
    """The address of a callback: all its parameters behind the CallbackUrl, whatever that has already."""
    values = map(Value, _values(call, result, quirks))
    return appended(template, edited(zip(VOICE_OTP_PARAMETERS, values, strict=True), edits), quirks)


def _values(call: Call, result: CallResult, quirks: Quirks) -> tuple[str, ...]:
    request = call.request
    network = carrier(request.phone)
    over = result.send_status == DONE
    return (
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
