"""Values as the JSON of the control API; ``json_types`` says what each field is."""

from decimal import Decimal
from typing import Final, cast

from mock_esms.clock.clock import ClockState
from mock_esms.config.account import DEFAULT_ACCOUNT, Account
from mock_esms.config.documents.plain import to_plain
from mock_esms.errors import Problem
from mock_esms.exchange.calls.lines import LinesInUse
from mock_esms.model.callback import Attempt, Callback, Phases, WireRequest, WireResponse
from mock_esms.model.calls import Call, CallResult, CallWarning, Dial
from mock_esms.model.received_request import ReceivedRequest
from mock_esms.model.times import SECOND, Instant, format_instant
from mock_esms.scenarios.layers import ListedScenario
from mock_esms.server.control.json_types import (
    AccountJson,
    AttemptJson,
    CallbackJson,
    CallbackProgressJson,
    CallJson,
    ClockJson,
    DialJson,
    PhasesJson,
    PressedJson,
    ProblemJson,
    RequestJson,
    ResultJson,
    ScenarioJson,
    ScenarioTextJson,
    WarningJson,
    WireRequestJson,
    WireResponseJson,
)

MASKED: Final = "***"
_BUILT_IN: Final = (DEFAULT_ACCOUNT.api_key, DEFAULT_ACCOUNT.secret_key)


def serialize_call(call: Call) -> CallJson:
    """CALL."""
    return {
        "sms_id": call.sms_id,
        "operation": call.request.operation,
        "scenario": call.scenario,
        "chosen": {"by": call.chosen.by, "match": dict(call.chosen.match)},
        "received_at": format_instant(call.received_at),
        "request": dict(call.request.parameters),
        "warnings": [serialize_warning(warning) for warning in call.warnings],
        "state": call.state,
        "settled": call.settled,
        "dials": [serialize_dial(dial) for dial in call.dials],
        "pressed": serialize_pressed(call),
        "spoken": call.spoken,
        "ended_at": format_instant(call.begins_at + call.schedule.ends_at) if call.state == "ended" else None,
        "result": None if call.result is None else serialize_result(call.result),
        "callbacks": [serialize_callback(callback) for callback in call.callbacks],
    }


def serialize_warning(warning: CallWarning) -> WarningJson:
    """A warning."""
    return {"code": warning.code, "message": warning.message}


def serialize_dial(dial: Dial) -> DialJson:
    """A dial."""
    return {
        "number": dial.number,
        "at": format_instant(dial.at),
        "ring": None if dial.ring is None else dial.ring / SECOND,
        "outcome": dial.outcome,
        "interactive": dial.interactive,
        "waited": dial.waited / SECOND,
    }


def serialize_pressed(call: Call) -> PressedJson | None:
    """The key that counts, and when it was pressed; None before, and where none does.

    What a scenario will press is not shown before the call has ended.
    """
    schedule = call.schedule
    if schedule.key_at is None or not (call.state == "ended" or schedule.dials[-1].interactive):
        return None
    return {"key": schedule.key, "at": format_instant(call.begins_at + schedule.key_at)}


def serialize_result(result: CallResult) -> ResultJson:
    """A result."""
    return {
        "CallStatus": result.call_status,
        "CallDuration": result.call_duration,
        "Ivr": result.ivr,
        "Price": result.price,
        "SentResult": result.sent_result,
        "SendStatus": result.send_status,
        "CID": result.cid,
    }


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
        "next_due": _format(callback.next_due),
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


def serialize_request(request: ReceivedRequest) -> RequestJson:
    """One request of the eSMS side."""
    return {
        "number": request.number,
        "at": format_instant(request.at),
        "method": request.method,
        "path": request.path,
        "query": request.query,
        "status": request.status,
        "operation": request.operation,
        "sms_id": request.sms_id,
        "code": request.code,
        "api_key": request.api_key,
        "warnings": [serialize_warning(warning) for warning in request.warnings],
    }


def serialize_clock(state: ClockState) -> ClockJson:
    """The clock."""
    return {
        "mode": state.mode,
        "speed": state.speed,
        "rate": state.rate,
        "now": format_instant(state.now),
        "next_due": _format(state.next_due),
        "pending": state.pending,
    }


def serialize_scenario(entry: ListedScenario) -> ScenarioJson:
    """A scenario of the library."""
    serialized: ScenarioJson = {
        "name": entry.name,
        "title": entry.title,
        "source": entry.source,
        "match": None if entry.match is None else dict(entry.match.pairs),
        "priority": entry.priority,
        "armed": entry.armed,
    }
    if entry.problem:
        serialized["problem"] = entry.problem
    return serialized


def serialize_scenario_text(entry: ListedScenario) -> ScenarioTextJson:
    """A scenario with its YAML."""
    return {**serialize_scenario(entry), "yaml": entry.text}


def serialize_account(account: Account, balance: Decimal, lines: LinesInUse | None) -> AccountJson:
    """An account with its present balance, and how it stands with its lines where it says how many it has."""
    plain = cast("AccountJson", to_plain(account))
    return {
        **plain,
        "secret_key": MASKED,
        "built_in": (account.api_key, account.secret_key) == _BUILT_IN,
        "balance": _amount(balance),
        "price_per_minute": None if account.price_per_minute is None else _amount(account.price_per_minute),
        "prices": {name: None if price is None else _amount(Decimal(price)) for name, price in plain["prices"].items()},
        "shortcodes": [{**shortcode, "private_key": MASKED} for shortcode in plain["shortcodes"]],
        "lines_in_use": None if lines is None else lines.in_use,
        "calls_queued": None if lines is None else lines.waiting,
    }


def _amount(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def serialize_problem(problem: Problem) -> ProblemJson:
    """One thing that is wrong in a document."""
    return {"line": problem.line, "column": problem.column, "key": problem.key, "message": problem.message}


def _format(instant: Instant | None) -> str | None:
    return None if instant is None else format_instant(instant)
