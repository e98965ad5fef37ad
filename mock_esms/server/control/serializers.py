"""How values look as JSON under ``/_mock/``: the shapes of CONTRACT 7, to the letter."""

from collections.abc import Mapping
from decimal import Decimal

from mock_esms.clock.clock import ClockState
from mock_esms.config.settings import DEFAULT_ACCOUNT, Account
from mock_esms.errors import Problem
from mock_esms.journal import CallbackAttempt, Event
from mock_esms.model.calls import Attempt, Call, Callback, CallResult, CallWarning, Dial, ReceivedRequest
from mock_esms.model.times import SECOND, Instant, format_instant
from mock_esms.scenarios import ListedScenario

Json = Mapping[str, object]
MASKED = "***"
_BUILT_IN = (DEFAULT_ACCOUNT.api_key, DEFAULT_ACCOUNT.secret_key)


def _moment(instant: Instant | None) -> str | None:
    return None if instant is None else format_instant(instant)


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / SECOND


def warning_view(warning: CallWarning) -> Json:
    """A warning."""
    return {"code": warning.code, "message": warning.message}


def dial_view(dial: Dial) -> Json:
    """A dial; ``ring`` (seconds) and ``outcome`` are null while it rings; ``interactive``: a person decides it."""
    return {
        "number": dial.number,
        "at": _moment(dial.at),
        "ring": _seconds(dial.ring),
        "outcome": dial.outcome,
        "interactive": dial.interactive,
    }


def result_view(result: CallResult) -> Json:
    """A result, spelled and typed as the callback spells it."""
    return {
        "CallStatus": result.call_status,
        "CallDuration": result.call_duration,
        "Ivr": result.ivr,
        "Price": result.price,
        "SentResult": result.sent_result,
        "SendStatus": result.send_status,
        "CID": result.cid,
    }


def attempt_view(attempt: Attempt) -> Json:
    """An attempt; ``ms`` is null while it is on the wire."""
    return {
        "number": attempt.number,
        "at": _moment(attempt.at),
        "url": attempt.url,
        "status": attempt.status,
        "error": attempt.error,
        "detail": attempt.detail,
        "advice": attempt.advice,
        "ms": attempt.ms,
        "answer": attempt.answer,
        "acknowledged": attempt.acknowledged,
        "hops": [{"url": hop.url, "status": hop.status} for hop in attempt.hops],
    }


def callback_view(callback: Callback) -> Json:
    """A callback with its attempts."""
    return {
        "send_status": callback.send_status,
        "state": callback.state,
        "next_due": _moment(callback.next_due),
        "attempts": [attempt_view(attempt) for attempt in callback.attempts],
    }


def call_view(call: Call) -> Json:
    """CALL."""
    return {
        "sms_id": call.sms_id,
        "operation": call.request.operation,
        "scenario": call.scenario,
        "chosen": {"by": call.chosen.by, "match": dict(call.chosen.match)},
        "received_at": _moment(call.received_at),
        "request": dict(call.request.parameters),
        "warnings": [warning_view(warning) for warning in call.warnings],
        "state": call.state,
        "settled": call.settled,
        "dials": [dial_view(dial) for dial in call.dials],
        "pressed": pressed_view(call),
        "ended_at": _moment(call.begins_at + call.schedule.ends_at) if call.state == "ended" else None,
        "result": None if call.result is None else result_view(call.result),
        "callbacks": [callback_view(callback) for callback in call.callbacks],
    }


def pressed_view(call: Call) -> Json | None:
    """The key that counts, and when it was pressed; null before, and where none does.

    What a scenario will press is not told before the call has ended.
    """
    schedule = call.schedule
    if schedule.key_at is None or not (call.state == "ended" or schedule.dials[-1].interactive):
        return None
    return {"key": schedule.key, "at": _moment(call.begins_at + schedule.key_at)}


def problem_view(problem: Problem) -> Json:
    """One thing that is wrong in a document, with its place."""
    return {"line": problem.line, "column": problem.column, "key": problem.key, "message": problem.message}


def request_view(request: ReceivedRequest) -> Json:
    """One request of the eSMS side."""
    return {
        "number": request.number,
        "at": _moment(request.at),
        "method": request.method,
        "path": request.path,
        "query": request.query,
        "status": request.status,
        "operation": request.operation,
        "sms_id": request.sms_id,
        "code": request.code,
        "warnings": [warning_view(warning) for warning in request.warnings],
    }


def clock_view(state: ClockState) -> Json:
    """The clock; ``rate`` is how fast it runs at present: 0 while it stands still."""
    return {
        "mode": state.mode,
        "speed": state.speed,
        "rate": state.rate,
        "now": _moment(state.now),
        "next_due": _moment(state.next_due),
        "pending": state.pending,
    }


def scenario_view(entry: ListedScenario) -> Json:
    """A scenario of the library."""
    return {
        "name": entry.name,
        "title": entry.title,
        "source": entry.source,
        "match": None if entry.match is None else dict(entry.match.pairs),
        "priority": entry.priority,
        "armed": entry.armed,
        **({"problem": entry.problem} if entry.problem else {}),
    }


def account_view(account: Account, balance: Decimal) -> Json:
    """An account with its present balance; the secret is masked.

    ``built_in`` tells that it is the account of the documentation, whose SecretKey everybody knows.
    """
    return {
        "api_key": account.api_key,
        "secret_key": MASKED,
        "built_in": (account.api_key, account.secret_key) == _BUILT_IN,
        "balance": _money(balance),
        "price_per_minute": None if account.price_per_minute is None else _money(account.price_per_minute),
        "caller_id": account.caller_id,
        "recordings": None if account.recordings is None else list(account.recordings),
        "templates": None if account.templates is None else list(account.templates),
        "blocked_phones": list(account.blocked_phones),
        "allowed_ips": None if account.allowed_ips is None else list(account.allowed_ips),
        "active": account.active,
    }


def _money(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def event_view(event: Event) -> Json:
    """The data of an event: when, which call, and the part that is new."""
    call = event.call
    data: dict[str, object] = {"at": _moment(event.at), "sms_id": None if call is None else call.sms_id}
    part = event.part
    if call is not None and event.kind == "call":
        data["call"] = call_view(call)
    elif call is not None and event.kind == "dial":
        data["dial"] = dial_view(call.dials[-1])
    match part:
        case CallResult():
            data["result"] = result_view(part)
        case CallbackAttempt(callback_index, attempt):
            data["attempt"] = attempt_view(attempt)
            data["send_status"] = None if call is None else call.callbacks[callback_index].send_status
        case ReceivedRequest():
            data["sms_id"] = part.sms_id
            data["request"] = request_view(part)
        case None:
            pass
        case _:
            data.update(part)
    if call is not None and event.kind != "call":
        data["state"] = call.state
        data["pressed"] = pressed_view(call)
        data["callbacks"] = [_standing(callback) for callback in call.callbacks]
    return data


def _standing(callback: Callback) -> Json:
    """Where a callback stands; its attempts have been told one by one."""
    return {"send_status": callback.send_status, "state": callback.state, "next_due": _moment(callback.next_due)}
