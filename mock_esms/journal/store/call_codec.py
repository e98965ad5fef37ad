"""A call as the two texts of its row, and back: what is decided about it once, and what has happened until now. Pure.

Texts are JSON, by the names of the fields, without those that have their default; the names are the file's format.
Whoever renames one reads the older name, too, and counts the version up (``schema``). A field that is new is read from
an older file as its default.

The calls of an application are alike in nearly everything: what they share is encoded once, and put in as text.
"""

import json
from dataclasses import fields
from decimal import Decimal
from functools import lru_cache
from sys import intern
from typing import Any, Final, TypeVar

from mock_esms.journal.store.codec import Json, pairs_of, text_of_json
from mock_esms.journal.store.upgrade import upgrade_immutable, upgrade_mutable
from mock_esms.model.calls import (
    Attempt,
    Call,
    Callback,
    CallRequest,
    CallResult,
    CallState,
    CallWarning,
    Dial,
    Hop,
    Placeholder,
    ScenarioChoice,
    Timeline,
)
from mock_esms.model.delivery_plan import CallbackEdits, CallbackPlan
from mock_esms.model.retry import RetryPolicy

Value = TypeVar("Value")

_MANY: Final = 512
"""So many texts of each part are remembered; an application needs a handful."""

# --- what is decided once -------------------------------------------------------------------------------------------


def immutable_text(call: Call) -> str:
    """What is decided about a call once: its request, and what will happen."""
    request = call.request
    own = (
        f'{{"sms_id":{text_of_json(call.sms_id)},"received_at":{call.received_at}'
        f',"phone":{text_of_json(request.phone)},"request_id":{text_of_json(request.request_id)}'
    )
    if call.random_state:
        own += f',"draws":{text_of_json(call.random_state.decode("utf-8", "surrogatepass"))}'
    asked = _asked_text(request._replace(phone="", request_id=""))
    played = _played_text(call.scenario, call.chosen, call.caller_id, call.warnings)
    return f"{own},{asked},{played},{_schedule_texts(call.schedule)}}}"


@lru_cache(_MANY)
def _asked_text(request: CallRequest) -> str:
    said = _said(request)
    del said["phone"], said["raw_parameters"]
    form = [(name, value if isinstance(value, str) else None) for name, value in request.raw_parameters]
    return f'"form":{text_of_json(form)},"request":{text_of_json(said)}'


@lru_cache(_MANY)
def _played_text(scenario: str, chosen: ScenarioChoice, caller_id: str, warnings: tuple[CallWarning, ...]) -> str:
    played: dict[str, object] = {"scenario": scenario, "chosen": _said(chosen), "caller_id": caller_id}
    if warnings:
        played["warnings"] = [_said(warning) for warning in warnings]
    return text_of_json(played)[1:-1]


class _ScheduleTexts:
    """The texts of schedules. They are known by identity: those that are equal may say a price in two ways."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Timeline, str]] = {}

    def __call__(self, schedule: Timeline) -> str:
        known = self._known.get(id(schedule))  # it is held, so that its id is nobody else's
        if known is None:
            if len(self._known) >= _MANY:
                self._known.clear()
            known = self._known[id(schedule)] = (schedule, _schedule_text(schedule))
        return known[1]


_schedule_texts: Final = _ScheduleTexts()


def _schedule_text(schedule: Timeline) -> str:
    said = _said(schedule)
    del said["callback"]
    said["dials"] = [_said(dial) for dial in schedule.dials]
    said["price"] = None if schedule.price is None else str(schedule.price)
    return f'"course":{text_of_json(said)},"callback":{text_of_json(_plan_said(schedule.callback))}'


def _plan_said(plan: CallbackPlan) -> Json:
    edits = plan.edits
    said = {part.name: value for part in fields(plan) if (value := getattr(plan, part.name)) != part.default}
    said["policy"] = {"retries": plan.policy.retries, "waits": plan.policy.waits}
    if edits is not None:
        said["edits"] = {"set": edits.set, "omit": edits.omit, "add": edits.add}
    return said


# --- what has happened ----------------------------------------------------------------------------------------------


def mutable_text(call: Call) -> str:
    """What has happened to a call until now."""
    if call.result is None and not any(callback.attempts for callback in call.callbacks):
        return _begun_text(call.state, call.steps, call.callbacks)
    return _happened_text(call.state, call.steps, call.callbacks, call.result)


def _happened_text(
    state: CallState, steps: int, callbacks: tuple[Callback, ...], result: CallResult | None = None
) -> str:
    said: dict[str, object] = {"state": state, "steps": steps}
    if result is not None:
        said["result"] = _said(result)
    said["callbacks"] = [
        {**_said(callback), "attempts": [_attempt_said(attempt) for attempt in callback.attempts]}
        for callback in callbacks
    ]
    return text_of_json(said)


_begun_text: Final = lru_cache(_MANY)(_happened_text)


def _attempt_said(attempt: Attempt) -> Json:
    said = _said(attempt)
    if attempt.hops:
        said["hops"] = [_said(hop) for hop in attempt.hops]
    return said


_NOTHING: Final = object()


def _said(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any named tuple; Python has no name for what they share
    """The fields of a named tuple that have another value than their default."""
    default = value._field_defaults.get
    names = value._fields
    return {name: part for name, part in zip(names, value, strict=True) if part != default(name, _NOTHING)}


# --- and back -------------------------------------------------------------------------------------------------------


def call_of(number: int, decided: str, happened: str) -> Call:
    """The call that the two texts tell of. Raises what ``reading`` takes for damage for any other text."""
    first, then = upgrade_immutable(json.loads(decided)), upgrade_mutable(json.loads(happened))
    result = then.get("result")
    return Call(
        sms_id=first["sms_id"],
        number=number,
        request=CallRequest(
            raw_parameters=_one(tuple((intern(name), _raw(value)) for name, value in first["form"])),
            phone=first["phone"],
            request_id=first["request_id"],
            **first["request"],
        ),
        scenario=intern(first["scenario"]),
        chosen=_one(_chosen_of(first["chosen"])),
        received_at=first["received_at"],
        schedule=_schedule_of(text_of_json([first["course"], first["callback"]])),
        caller_id=intern(first["caller_id"]),
        warnings=tuple(CallWarning(**warning) for warning in first.get("warnings", ())),
        state=then["state"],
        steps=then["steps"],
        result=None if result is None else CallResult(**result),
        callbacks=tuple(_callback_of(callback) for callback in then["callbacks"]),
        random_state=first.get("draws", "").encode("utf-8", "surrogatepass"),
    )


def _raw(value: str | None) -> str | Placeholder:
    return Placeholder.OWN_FIELD if value is None else value


@lru_cache(_MANY)
def _one(value: Value) -> Value:
    """The first value that was equal to this one: what calls shared before, they share again."""
    return value


def _chosen_of(data: dict[str, Any]) -> ScenarioChoice:
    return ScenarioChoice(data["by"], pairs_of(data.get("match", ())))


@lru_cache(_MANY)
def _schedule_of(text: str) -> Timeline:
    schedule, plan = json.loads(text)
    dials, price = schedule.pop("dials"), schedule.pop("price")
    return Timeline(
        dials=tuple(Dial(**dial) for dial in dials),
        price=None if price is None else Decimal(price),
        callback=_plan_of(plan),
        **schedule,
    )


def _plan_of(data: dict[str, Any]) -> CallbackPlan:
    policy, edits = data.pop("policy"), data.pop("edits", None)
    return CallbackPlan(
        policy=RetryPolicy(policy["retries"], tuple(policy["waits"])),
        edits=None
        if edits is None
        else CallbackEdits(set=pairs_of(edits["set"]), omit=tuple(edits["omit"]), add=pairs_of(edits["add"])),
        progress=tuple(data.pop("progress", ())),
        **data,
    )


def _callback_of(data: dict[str, Any]) -> Callback:
    attempts = tuple(_attempt_of(attempt) for attempt in data.pop("attempts"))
    return Callback(attempts=attempts, **data)


def _attempt_of(data: dict[str, Any]) -> Attempt:
    hops = tuple(Hop(**hop) for hop in data.pop("hops", ()))
    return Attempt(hops=hops, **data)
