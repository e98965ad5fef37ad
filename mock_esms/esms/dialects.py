"""The ways in which eSMS speaks of a call: as the voice host does, and as the rest host does of messages (FACTS 4).

How its ids are made, how it is reported, and which requests only want a response: each operation has a dialect, and
nobody else asks which operation a call came by.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from mock_esms.config.settings import Quirks
from mock_esms.esms.callback_url import callback_url
from mock_esms.esms.operations import operation_of
from mock_esms.esms.sms import is_trial, message_callback_url, message_id
from mock_esms.esms.voice import sms_id
from mock_esms.model.calls import Call, CallRequest, CallResult
from mock_esms.model.delivery_plan import CallbackEdits


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How ids are made and calls are reported; ``is_trial`` tells whether a request only wants a response."""

    new_id: Callable[[bytes], str]
    callback_url: Callable[[str, Call, CallResult, Quirks, CallbackEdits | None], str]
    is_trial: Callable[[CallRequest], bool]


def _voice_callback_url(
    template: str, call: Call, result: CallResult, quirks: Quirks, edits: CallbackEdits | None
) -> str:
    return callback_url(template, call.sms_id, result, quirks, edits)


def _never(_request: CallRequest) -> bool:
    return False


VOICE: Final = Dialect(new_id=sms_id, callback_url=_voice_callback_url, is_trial=_never)
SMS: Final = Dialect(new_id=message_id, callback_url=message_callback_url, is_trial=is_trial)


def dialect_of(request: CallRequest) -> Dialect:
    """How is spoken of a call that was asked for like this."""
    return VOICE if operation_of(request).callback == "voice" else SMS
