"""Values as JSON and back: by the names of their fields, without those that have their default. Pure.

The names are the file's format: whoever renames a field writes a migration (``schema``). A field that is new is read
from an older file as its default.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from functools import lru_cache
from sys import intern
from typing import Any, Final

from mock_esms.calls import (
    Attempt,
    Call,
    Callback,
    CallRequest,
    CallResult,
    CallWarning,
    Chosen,
    Dial,
    Hop,
    Timeline,
)
from mock_esms.changes import AccountState, ArmedState
from mock_esms.plans import CallbackEdits, CallbackPlan
from mock_esms.retry import RetryPolicy
from mock_esms.settings import Account

_encode: Final[Callable[[object], str]] = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
"""ASCII: a request may carry half of a surrogate pair, which no UTF-8 can hold."""

Json = Mapping[str, Any]


def text_of_json(value: object) -> str:
    """Compact JSON."""
    return _encode(value)


# --- a call ---------------------------------------------------------------------------------------------------------


def decided_text(call: Call) -> str:
    """What is decided about a call once: its request, and what will happen.

    The plan of its callback is encoded once for all calls that share it, and put in as text: it is a third of all.
    """
    timeline = call.timeline
    text = _encode(
        {
            "sms_id": call.sms_id,
            "request": _request_said(call.request),
            "scenario": call.scenario,
            "chosen": _said(call.chosen),
            "received_at": call.received_at,
            "caller_id": call.caller_id,
            "warnings": [_said(warning) for warning in call.warnings],
            "draws": call.draws.decode("utf-8", "surrogatepass"),
            "timeline": {
                "dials": [_said(dial) for dial in timeline.dials],
                "talk": timeline.talk,
                "key": timeline.key,
                "key_at": timeline.key_at,
                "price": None if timeline.price is None else str(timeline.price),
                "ends_at": timeline.ends_at,
            },
        }
    )
    return f'{text[:-1]},"callback":{_plan_text(timeline.callback)}}}'


def happened_text(call: Call) -> str:
    """What has happened to a call until now."""
    result = call.result
    return _encode(
        {
            "state": call.state,
            "dials": [_said(dial) for dial in call.dials],
            "result": None if result is None else _said(result),
            "callbacks": [
                {**_said(callback), "attempts": [_attempt_json(attempt) for attempt in callback.attempts]}
                for callback in call.callbacks
            ],
        }
    )


def call_of(number: int, decided: str, happened: str) -> Call:
    """The call that the two texts tell of. Raises ``KeyError``, ``TypeError`` or ``ValueError`` for any other text."""
    first, then = json.loads(decided), json.loads(happened)
    timeline, dials = first["timeline"], then["dials"]
    planned, price = timeline.pop("dials"), timeline.pop("price")
    call = Call(
        sms_id=first["sms_id"],
        number=number,
        request=_request_of(first["request"]),
        scenario=intern(first["scenario"]),
        chosen=_chosen_of(first["chosen"]),
        received_at=first["received_at"],
        course=Timeline(
            dials=_dials_of(planned),
            price=None if price is None else Decimal(price),
            callback=_plan_of(_encode(first["callback"])),
            **timeline,
        ),
        caller_id=intern(first["caller_id"]),
        warnings=tuple(CallWarning(**warning) for warning in first["warnings"]),
        state=then["state"],
        steps=2 * len(dials) - (1 if dials and dials[-1]["outcome"] is None else 0),
        result=None if then["result"] is None else CallResult(**then["result"]),
        callbacks=tuple(_callback_of(callback) for callback in then["callbacks"]),
        draws=first["draws"].encode("utf-8", "surrogatepass"),
    )
    return call.following(call.course)


_NOTHING: Final = object()


def _said(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any named tuple; Python has no name for what they share
    """The fields of a named tuple that have another value than their default."""
    default = value._field_defaults.get
    names = value._fields
    return {name: part for name, part in zip(names, value, strict=True) if part != default(name, _NOTHING)}


def _request_said(request: CallRequest) -> Json:
    said = _said(request)
    del said["operation"], said["form"]
    return {"operation": request.operation, "parameters": request.parameters, **said}


def _request_of(data: dict[str, Any]) -> CallRequest:
    form = tuple((intern(name), value) for name, value in data.pop("parameters"))
    operation, api_key = intern(data.pop("operation")), intern(data.pop("api_key"))
    return CallRequest(operation=operation, form=form, api_key=api_key, **data)


def _chosen_of(data: dict[str, Any]) -> Chosen:
    return Chosen(data["by"], _pairs_of(data.get("match", ())))


def _dials_of(dials: Iterable[Any]) -> tuple[Dial, ...]:
    return tuple(Dial(**dial) for dial in dials)


def _callback_of(data: dict[str, Any]) -> Callback:
    attempts = tuple(_attempt_of(attempt) for attempt in data.pop("attempts"))
    return Callback(attempts=attempts, **data)


def _attempt_of(data: dict[str, Any]) -> Attempt:
    hops = tuple(Hop(**hop) for hop in data.pop("hops", ()))
    return Attempt(hops=hops, **data)


def _attempt_json(attempt: Attempt) -> Json:
    said = _said(attempt)
    if attempt.hops:
        said["hops"] = [_said(hop) for hop in attempt.hops]
    return said


@lru_cache(maxsize=256)
def _plan_text(plan: CallbackPlan) -> str:
    edits = plan.edits
    return _encode(
        {
            **{part.name: getattr(plan, part.name) for part in fields(plan)},
            "policy": {"retries": plan.policy.retries, "waits": plan.policy.waits},
            "edits": None if edits is None else {"set": edits.set, "omit": edits.omit, "add": edits.add},
        }
    )


@lru_cache(maxsize=256)
def _plan_of(text: str) -> CallbackPlan:
    data = json.loads(text)
    policy, edits = data.pop("policy"), data.pop("edits")
    return CallbackPlan(
        policy=RetryPolicy(policy["retries"], tuple(policy["waits"])),
        edits=None
        if edits is None
        else CallbackEdits(set=_pairs_of(edits["set"]), omit=tuple(edits["omit"]), add=_pairs_of(edits["add"])),
        progress=tuple(data.pop("progress")),
        **data,
    )


def _pairs_of(pairs: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in pairs)


# --- accounts and what is armed -------------------------------------------------------------------------------------


def account_texts(state: AccountState) -> tuple[str | None, str | None]:
    """An account that is not the settings' own, and a balance that is not the one it began with."""
    account = None
    if state.account is not None:
        data = {part.name: getattr(state.account, part.name) for part in fields(state.account)}
        account = json.dumps(data, default=str)  # amounts as their texts
    return account, None if state.balance is None else str(state.balance)


def account_state(account: str | None, balance: str | None) -> AccountState:
    """The other way round; raises as ``call_of`` does."""
    return AccountState(
        None if account is None else _account_of(json.loads(account)), None if balance is None else Decimal(balance)
    )


def _account_of(data: dict[str, Any]) -> Account:
    price = data.pop("price_per_minute")
    lists = {
        name: None if data[name] is None else tuple(data[name])
        for name in ("recordings", "templates", "blocked_phones", "allowed_ips")
    }
    return Account(
        **{
            **data,
            **lists,
            "balance": Decimal(data["balance"]),
            "price_per_minute": None if price is None else Decimal(price),
        }
    )


def armed_text(state: ArmedState) -> str:
    """A scenario that is armed."""
    return _encode(state._asdict())


def armed_state(text: str) -> ArmedState:
    """The other way round; raises as ``call_of`` does."""
    data = json.loads(text)
    return ArmedState(**{**data, "match": _pairs_of(data["match"])})


# --- texts as keys --------------------------------------------------------------------------------------------------


def key(text: str) -> str | bytes:
    """A text as a column: bytes where it has half of a surrogate pair in it, which SQLite's texts cannot hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def text_of_key(value: str | bytes) -> str:
    """The other way round."""
    return value if isinstance(value, str) else value.decode("utf-8", "surrogatepass")
