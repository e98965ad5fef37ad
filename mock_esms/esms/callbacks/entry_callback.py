"""The addresses that are called for what is no call: a message, what was written to a shortcode, an application."""

from typing import Final

from mock_esms.config.settings import Quirks
from mock_esms.esms.callbacks.appended_parameters import Value, appended, edited
from mock_esms.esms.callbacks.message_callback import leg_callback_url
from mock_esms.model.application import Application
from mock_esms.model.callback import DONE, Callback
from mock_esms.model.delivery_plan import CallbackEdits
from mock_esms.model.inbound import Inbound
from mock_esms.model.message import Message

APPROVAL_PARAMETERS: Final = ("ServicePreviewId", "Status")
"""What the callback of an application says (FACTS-MESSAGES 7.9; its form is assumed)."""
_RECEIVED: Final = "1"
_REGISTERED: Final = "2"
_REFUSED: Final = "0"
"""Status there: eSMS has received it, it is registered, it has failed (FACTS-MESSAGES 7.9, doc)."""


def entry_callback_url(
    entry: Message | Inbound | Application, callback: Callback, quirks: Quirks, edits: CallbackEdits | None
) -> str:
    """The address of one callback, with all its parameters; empty where there is no CallbackUrl."""
    match entry:
        case Message():
            return leg_callback_url(entry, callback, quirks, edits)
        case Inbound():
            url, pairs = entry.request.url, entry.request.parameters
        case Application():
            url = entry.request.url or ""
            pairs = tuple(zip(APPROVAL_PARAMETERS, (entry.sms_id, _status(entry, callback)), strict=True))
    values = ((name, Value(text)) for name, text in pairs)
    return appended(url, edited(values, edits), quirks) if url else ""


def _status(application: Application, callback: Callback) -> str:
    if callback.send_status != DONE:
        return _RECEIVED
    return _REGISTERED if application.decision == "approved" else _REFUSED
