"""A callback and its attempts as JSON (CONTRACT 7 and 15); ``ms`` and phases are real milliseconds."""

from typing import NotRequired, TypedDict

from mock_esms.model.callback import (
    Attempt,
    AttemptError,
    Callback,
    CallbackState,
    Phases,
    SendStatus,
    WireRequest,
    WireResponse,
)
from mock_esms.model.times import format_instant
from mock_esms.server.control.entries.entry_json import Moment, optional_moment


class HopJson(TypedDict):
    """A redirect that was followed: the address that answered it, and its status."""

    url: str
    status: int


class WireRequestJson(TypedDict):
    """A request as it was sent; headers of the user, and what comes from userinfo, read ``***``."""

    method: str
    target: str
    headers: list[list[str]]
    """Pairs of a name and a value."""
    body: NotRequired[str]
    """What a POST says."""


class WireResponseJson(TypedDict):
    """The head of an answer: names as they came, values trimmed, bytes outside of ASCII read as Latin-1."""

    version: str
    status: int
    reason: str
    headers: list[list[str]]


class PhasesJson(TypedDict):
    """Milliseconds that each step took; null where there was none."""

    dns: float | None
    connect: float | None
    tls: float | None
    send: float | None
    wait: float | None
    receive: float | None


class AttemptJson(TypedDict):
    """One HTTP request to a CallbackUrl; ``ms`` is null while it is on the wire.

    ``request`` is null when not a byte of it went out, ``response`` without a complete head, ``peer`` without a
    connection.
    """

    number: int
    at: Moment
    url: str
    status: int | None
    error: AttemptError | None
    detail: str
    advice: str
    ms: float | None
    answer: str
    acknowledged: bool
    hops: list[HopJson]
    request: WireRequestJson | None
    response: WireResponseJson | None
    phases: PhasesJson
    peer: str | None


class CallbackProgressJson(TypedDict):
    """How far a callback is."""

    send_status: SendStatus
    state: CallbackState
    next_due: Moment | None


class CallbackJson(CallbackProgressJson):
    """A callback with its attempts."""

    attempts: list[AttemptJson]


def serialize_callback(callback: Callback) -> CallbackJson:
    """A callback with its attempts."""
    return {
        **serialize_progress(callback),
        "attempts": [serialize_attempt(attempt) for attempt in callback.attempts],
    }


def serialize_progress(callback: Callback) -> CallbackProgressJson:
    """How far a callback is."""
    return {
        "send_status": callback.send_status,
        "state": callback.state,
        "next_due": optional_moment(callback.next_due),
    }


def serialize_attempt(attempt: Attempt) -> AttemptJson:
    """An attempt."""
    return {
        "number": attempt.number,
        "at": format_instant(attempt.at),
        "url": attempt.url,
        "status": attempt.status,
        "error": attempt.error,
        "detail": attempt.detail,
        "advice": attempt.advice,
        "ms": attempt.ms,
        "answer": attempt.answer,
        "acknowledged": attempt.acknowledged,
        "hops": [{"url": hop.url, "status": hop.status} for hop in attempt.hops],
        "request": None if attempt.request is None else serialize_wire_request(attempt.request),
        "response": None if attempt.response is None else serialize_wire_response(attempt.response),
        "phases": serialize_phases(attempt.phases),
        "peer": attempt.peer,
    }


def serialize_wire_request(request: WireRequest) -> WireRequestJson:
    """A request as it was sent."""
    said: WireRequestJson = {
        "method": request.method,
        "target": request.target,
        "headers": [[*pair] for pair in request.headers],
    }
    if request.body:
        said["body"] = request.body
    return said


def serialize_wire_response(response: WireResponse) -> WireResponseJson:
    """The head of an answer."""
    return {
        "version": response.version,
        "status": response.status,
        "reason": response.reason,
        "headers": [[*pair] for pair in response.headers],
    }


def serialize_phases(phases: Phases) -> PhasesJson:
    """How long each step took."""
    return {
        "dns": phases.dns,
        "connect": phases.connect,
        "tls": phases.tls,
        "send": phases.send,
        "wait": phases.wait,
        "receive": phases.receive,
    }
