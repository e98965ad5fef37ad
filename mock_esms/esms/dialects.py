"""The two ways in which eSMS speaks of a call: as the voice host does, and as the rest host does of messages (FACTS 4).

Everything in which they differ is here, so that nobody else asks which operation a call came by.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from mock_esms.config.settings import Quirks
from mock_esms.esms.answers import EsmsResponse
from mock_esms.esms.callback_url import callback_url
from mock_esms.esms.operation import Host
from mock_esms.esms.operations import OPERATIONS
from mock_esms.esms.sms import accepted_message, is_trial, message_callback_url, message_id
from mock_esms.esms.voice import accepted, sms_id
from mock_esms.model.calls import Call, CallRequest, CallResult
from mock_esms.model.delivery_plan import CallbackEdits


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one host makes ids, accepts, and reports; ``trial`` tells whether a request only wants an answer."""

    new_id: Callable[[bytes], str]
    accepted: Callable[[str, Quirks], EsmsResponse]
    callback_url: Callable[[str, Call, CallResult, Quirks, CallbackEdits | None], str]
    trial: Callable[[CallRequest], bool]


def _voice_callback_url(
    template: str, call: Call, result: CallResult, quirks: Quirks, edits: CallbackEdits | None
) -> str:
    return callback_url(template, call.sms_id, result, quirks, edits)


def _never(_request: CallRequest) -> bool:
    return False


VOICE: Final = Dialect(sms_id, accepted, _voice_callback_url, _never)
SMS: Final = Dialect(message_id, accepted_message, message_callback_url, is_trial)

_OF_HOST: Final[Mapping[Host, Dialect]] = MappingProxyType({"voice": VOICE, "rest": SMS})
_OF_OPERATION: Final = {key: _OF_HOST[operation.host] for key, operation in OPERATIONS.items()}


def dialect_of(operation: str) -> Dialect:
    """How is spoken of a call that came by this operation, given by its name."""
    return _OF_OPERATION[operation.lower()]
