"""The addresses of the control API at which what the journal keeps is listed, shown and delivered by hand."""

from typing import Final

from mock_esms.journal.filter import FILTERS
from mock_esms.model.application import Application
from mock_esms.model.calls import Call
from mock_esms.model.inbound import Inbound
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.message import Message
from mock_esms.server.control.applications import ApplicationJson, ApplicationsJson, DecideBody
from mock_esms.server.control.calls import ActBody, CallsJson
from mock_esms.server.control.control_path import ControlPath
from mock_esms.server.control.decode import NoBody
from mock_esms.server.control.inbound import InboundBody, InboundJson, InboundsJson
from mock_esms.server.control.json_types import CallJson
from mock_esms.server.control.listing import PageQuery
from mock_esms.server.control.message_serializers import MessageJson
from mock_esms.server.control.messages import ChannelBody, MessagesJson

_RETRY: Final = "Make the attempt now that is due next; it counts as the one that it would have been."


def _list(path: str, about: str, answer: type, kind: type[JournalEntry]) -> ControlPath:
    return ControlPath(
        method="get", path=path, about=about, answer=answer, query=PageQuery, filters=FILTERS[kind], errors=(404, 422)
    )


def _one(path: str, about: str, answer: type) -> ControlPath:
    return ControlPath(method="get", path=path, about=about, answer=answer, errors=(404,))


def _action(path: str, about: str, answer: type, body: type, *more_errors: int) -> ControlPath:
    errors = (400, 404, 409, 413, 422, *more_errors)
    return ControlPath(method="post", path=path, about=about, answer=answer, body=body, errors=errors)


def _by_hand(  # noqa: PLR0913 - one sentence for each address
    path: str, answer: type, body: type, *, redeliver: str, retry: str = _RETRY, give_up: str
) -> tuple[ControlPath, ...]:
    """The addresses below that of an entry at which its callbacks are sent by hand."""
    return (
        _action(f"{path}/redeliver", redeliver, answer, body, 503),
        _action(f"{path}/retry", retry, answer, body),
        _action(f"{path}/give_up", give_up, answer, body),
    )


ENTRY_ADDRESSES: Final = (
    _list("/calls", "The calls that fit.", CallsJson, Call),
    _one("/calls/{sms_id}", "One call.", CallJson),
    *_by_hand(
        "/calls/{sms_id}",
        CallJson,
        NoBody,
        redeliver="Send the final callback once more, now.",
        give_up="Make no further attempt: a callback that still waits is exhausted.",
    ),
    _action("/calls/{sms_id}/act", "Do what the called person of an interactive call does.", CallJson, ActBody),
    _list("/messages", "The messages that fit.", MessagesJson, Message),
    _one("/messages/{sms_id}", "One message.", MessageJson),
    *_by_hand(
        "/messages/{sms_id}",
        MessageJson,
        ChannelBody,
        redeliver="Send a final callback once more, now: the last one, or the one of the channel that is named.",
        retry="Make the attempt now that is due next, of any channel or of the one that is named.",
        give_up=(
            "Make no further attempt, of any channel or of the one that is named: callbacks that wait are exhausted."
        ),
    ),
    _action(
        "/inbound",
        "A person writes to a shortcode; answered when the partner was told, or the first attempt to has failed.",
        InboundJson,
        InboundBody,
        503,
    ),
    _list("/inbound", "What people wrote to shortcodes.", InboundsJson, Inbound),
    _one("/inbound/{sms_id}", "What was written to a shortcode, and what came of it.", InboundJson),
    *_by_hand(
        "/inbound/{sms_id}",
        InboundJson,
        NoBody,
        redeliver="Tell the partner once more, now.",
        give_up="Make no further attempt to tell the partner.",
    ),
    _list("/applications", "What accounts applied for: packages and templates.", ApplicationsJson, Application),
    _one("/applications/{service_preview_id}", "One application.", ApplicationJson),
    _action(
        "/applications/{service_preview_id}/decide",
        "Decide it now; what is approved exists in the account from then on.",
        ApplicationJson,
        DecideBody,
    ),
    *_by_hand(
        "/applications/{service_preview_id}",
        ApplicationJson,
        NoBody,
        redeliver="Tell the decision once more, now.",
        give_up="Make no further attempt: callbacks that still wait are exhausted.",
    ),
)
"""Calls, messages, what people write, and applications."""
