"""The data of an event, as the control API sends it (CONTRACT 7 and 13, ``GET /_mock/events``)."""

from typing import NotRequired, TypedDict, cast

from mock_esms.clock.clock import ClockMode
from mock_esms.journal import CallbackAttempt, Event
from mock_esms.model.application import Application, ApplicationState
from mock_esms.model.callback import SendStatus
from mock_esms.model.calls import Call, CallResult, CallState
from mock_esms.model.inbound import Inbound
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.message import MessageResult, MessageState
from mock_esms.model.received_request import ReceivedRequest
from mock_esms.model.times import format_instant
from mock_esms.server.control.entries.applications import ApplicationJson, serialize_application
from mock_esms.server.control.entries.callback_json import (
    AttemptJson,
    CallbackProgressJson,
    serialize_attempt,
    serialize_progress,
)
from mock_esms.server.control.entries.calls import (
    CallJson,
    DialJson,
    PressedJson,
    ResultJson,
    serialize_call,
    serialize_dial,
    serialize_pressed,
    serialize_result,
)
from mock_esms.server.control.entries.entry_json import Moment
from mock_esms.server.control.entries.inbound import InboundJson, serialize_inbound
from mock_esms.server.control.entries.messages import (
    LegJson,
    MessageJson,
    MessageProgressJson,
    MessageResultJson,
    serialize_leg,
    serialize_message,
    serialize_message_progress,
    serialize_message_result,
)
from mock_esms.server.control.history.requests import RequestJson, serialize_request


class EventJson(TypedDict):
    """The data of an event: when, which call or message, and the part that is new.

    ``callback`` is the place of an attempt's callback in ``callbacks``, from 0, and ``send_status`` what it reports.
    """

    at: Moment
    sms_id: str | None
    call: NotRequired[CallJson]
    dial: NotRequired[DialJson]
    message: NotRequired[MessageJson]
    inbound: NotRequired[InboundJson]
    application: NotRequired[ApplicationJson]
    legs: NotRequired[list[LegJson]]
    result: NotRequired[ResultJson | MessageResultJson]
    attempt: NotRequired[AttemptJson]
    callback: NotRequired[int]
    send_status: NotRequired[SendStatus]
    request: NotRequired[RequestJson]
    state: NotRequired[CallState | MessageState | ApplicationState]
    pressed: NotRequired[PressedJson | None]
    callbacks: NotRequired[list[CallbackProgressJson] | list[MessageProgressJson]]
    mode: NotRequired[ClockMode]
    speed: NotRequired[float]
    now: NotRequired[Moment]
    api_key: NotRequired[str | None]


def serialize_event(event: Event) -> EventJson:
    """The data of an event."""
    entry, new = event.entry, event.payload
    data: EventJson = {"at": format_instant(event.at), "sms_id": None if entry is None else entry.sms_id}
    match new:
        case CallResult():
            data["result"] = serialize_result(new)
        case MessageResult():
            data["result"] = serialize_message_result(new)
        case CallbackAttempt(index, attempt):
            data["attempt"], data["callback"] = serialize_attempt(attempt), index
            if entry is not None:
                data["send_status"] = entry.callbacks[index].send_status
        case ReceivedRequest():
            data["sms_id"] = new.sms_id
            data["request"] = serialize_request(new)
        case None:
            pass
        case _:
            data.update(cast("EventJson", dict(new)))
    if entry is not None:
        _add_entry(data, event.kind, entry)
    return data


def _add_entry(data: EventJson, kind: str, entry: JournalEntry) -> None:
    """The whole of a new entry; else how far it has come: its attempts have been published one by one."""
    if isinstance(entry, Call):
        if kind == "call":
            data["call"] = serialize_call(entry)
            return
        if kind == "dial":
            data["dial"] = serialize_dial(entry.dials[-1])
        data["pressed"] = serialize_pressed(entry)
        data["callbacks"] = [serialize_progress(callback) for callback in entry.callbacks]
    elif isinstance(entry, Application):
        data["application"] = serialize_application(entry)
        data["callbacks"] = [serialize_progress(callback) for callback in entry.callbacks]
    elif isinstance(entry, Inbound):
        data["inbound"] = serialize_inbound(entry)
        data["callbacks"] = [serialize_progress(callback) for callback in entry.callbacks]
    else:
        if kind == "message":
            data["message"] = serialize_message(entry)
            return
        data["legs"] = [serialize_leg(leg) for leg in entry.legs]
        data["callbacks"] = [serialize_message_progress(callback) for callback in entry.callbacks]
    data["state"] = entry.state
