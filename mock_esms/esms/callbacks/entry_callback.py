"""The addresses that are called for what is no call: one place that knows what each kind of entry reports, and how."""

from mock_esms.config.settings import Quirks
from mock_esms.esms.application import approval_url
from mock_esms.esms.callbacks.message_callback import leg_callback_url
from mock_esms.esms.messages.shortcode import inbound_url
from mock_esms.model.application import Application
from mock_esms.model.callback import Callback
from mock_esms.model.delivery_plan import CallbackEdits
from mock_esms.model.inbound import Inbound
from mock_esms.model.message import Message


def entry_callback_url(
    entry: Message | Inbound | Application, callback: Callback, quirks: Quirks, edits: CallbackEdits | None
) -> str:
    """The address of one callback, with all its parameters."""
    match entry:
        case Message():
            return leg_callback_url(entry, callback, quirks, edits)
        case Inbound():
            return inbound_url(entry, quirks, edits)
        case Application():
            return approval_url(entry, callback, quirks, edits)
