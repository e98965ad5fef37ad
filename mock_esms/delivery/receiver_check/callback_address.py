"""The address that a check calls, and the id in it: of a call, or of a message."""

from typing import Final

from mock_esms.config.settings import Quirks
from mock_esms.delivery.receiver_check.case import CaseSend
from mock_esms.delivery.receiver_check.message_report import MessageReport
from mock_esms.esms.callbacks.callback_url import callback_url
from mock_esms.esms.formats.ids import call_id
from mock_esms.model.calls import CallResult

_NO_CALL: Final = "00000000-0000-0000-0000-"
"""How a ReferenceId begins that eSMS gives to no call."""


def new_id(report: CallResult | MessageReport, id_bytes: bytes, *, unknown: bool) -> str:
    """A made-up id of a call or message; one that begins with zeros when ``unknown``."""
    if isinstance(report, MessageReport):
        return report.new_id(id_bytes, unknown=unknown)
    drawn = call_id(id_bytes)
    return _NO_CALL + drawn[len(_NO_CALL) :] if unknown else drawn


def callback_address(send: CaseSend, template: str, reference_id: str, quirks: Quirks) -> str:
    """The CallbackUrl as it is called: with what this callback says, to the byte."""
    if isinstance(send.report, MessageReport):
        return send.report.address(template, reference_id, quirks, send.edits)
    return callback_url(template, reference_id, send.report, quirks, send.edits)
