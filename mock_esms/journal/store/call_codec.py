"""A call as the two texts of its row, and back: what never changes about it, and what has happened until now. Pure.

The calls of an application are alike in nearly everything: what they share is encoded once, and put in as text; the
promise that needs it is 0.6 of the requests a second that there are without a store (docs/performance.md). The
names in the texts are the file's format; the code may have others (``codec``).
"""

import json
from functools import lru_cache
from sys import intern
from typing import Any, Final, TypeVar

from mock_esms.journal.store.upgrade import upgrade_immutable, upgrade_mutable
from mock_esms.model.callback import Callback
from mock_esms.model.calls import Call, CallRequest, CallResult, CallState, RequestWarning, ScenarioChoice, Timeline
from mock_esms.model.codec import JsonObject, decoded, encoded, text_of_json

T = TypeVar("T")

CACHE_SIZE: Final = 512
"""So many texts of each part are cached; an application needs a handful."""

REQUEST_OWN: Final = frozenset({"phone", "request_id", "raw_parameters"})
"""What is stored beside the request, because requests that are alike otherwise differ in it."""

# --- what never changes ---------------------------------------------------------------------------------------------


def immutable_text(call: Call) -> str:
    """What is decided about a call once: its request, and what will happen."""
    request = call.request
    own = (
        f'{{"sms_id":{text_of_json(call.sms_id)},"received_at":{call.received_at}'
        f',"phone":{text_of_json(request.phone)},"request_id":{text_of_json(request.request_id)}'
    )
    if call.random_state:
        own += f',"draws":{text_of_json(call.random_state.decode("utf-8", "surrogatepass"))}'
    if call.spoken is not None:
        own += f',"spoken":{text_of_json(call.spoken)}'
    shared_request = _request_text(request._replace(phone="", request_id=""))
    scenario = _scenario_text(call.scenario, call.chosen, call.caller_id, call.warnings)
    return f"{own},{shared_request},{scenario},{_schedule_text(call.schedule, str(call.schedule.price))}}}"


@lru_cache(CACHE_SIZE)
def _request_text(request: CallRequest) -> str:
    shared_request = encoded(request, leave_out=REQUEST_OWN)
    return f'"form":{text_of_json(request.raw_parameters)},"request":{text_of_json(shared_request)}'


@lru_cache(CACHE_SIZE)
def _scenario_text(scenario: str, chosen: ScenarioChoice, caller_id: str, warnings: tuple[RequestWarning, ...]) -> str:
    data: JsonObject = {"scenario": scenario, "chosen": encoded(chosen), "caller_id": caller_id}
    if warnings:
        data["warnings"] = [encoded(warning) for warning in warnings]
    return text_of_json(data)[1:-1]


@lru_cache(CACHE_SIZE)
def _schedule_text(schedule: Timeline, _price: str) -> str:
    """Two schedules that are equal may write one price in two ways; so they are told apart by that, too."""
    data = encoded(schedule)
    plan = data.pop("callback")
    return f'"course":{text_of_json(data)},"callback":{text_of_json(plan)}'


# --- what changes ---------------------------------------------------------------------------------------------------


def mutable_text(call: Call) -> str:
    """What has happened to a call until now."""
    if call.result is None and not any(callback.attempts for callback in call.callbacks):
        return _early_text(call.state, call.steps, call.callbacks)
    return _mutable_text(call.state, call.steps, call.callbacks, call.result)


def _mutable_text(
    state: CallState, steps: int, callbacks: tuple[Callback, ...], result: CallResult | None = None
) -> str:
    data: JsonObject = {"state": state, "steps": steps}
    if result is not None:
        data["result"] = encoded(result)
    # The attempts come last, and always.
    data["callbacks"] = [
        {**encoded(callback, leave_out=_ATTEMPTS), "attempts": [encoded(attempt) for attempt in callback.attempts]}
        for callback in callbacks
    ]
    return text_of_json(data)


_ATTEMPTS: Final = frozenset({"attempts"})
_early_text: Final = lru_cache(CACHE_SIZE)(_mutable_text)

# --- and back -------------------------------------------------------------------------------------------------------


def call_of(number: int, immutable: str, mutable: str) -> Call:
    """The call of a row. Raises what ``load`` takes for damage for any other texts."""
    first, then = upgrade_immutable(json.loads(immutable)), upgrade_mutable(json.loads(mutable))
    result = then.get("result")
    return Call(
        sms_id=first["sms_id"],
        number=number,
        request=_request_of(first),
        scenario=intern(first["scenario"]),
        chosen=shared(decoded(ScenarioChoice, first["chosen"])),
        received_at=first["received_at"],
        schedule=_schedule_of(text_of_json([first["course"], first["callback"]])),
        caller_id=intern(first["caller_id"]),
        warnings=tuple(decoded(RequestWarning, warning) for warning in first.get("warnings", ())),
        state=then["state"],
        steps=then["steps"],
        result=None if result is None else decoded(CallResult, result),
        callbacks=tuple(decoded(Callback, callback) for callback in then["callbacks"]),
        random_state=first.get("draws", "").encode("utf-8", "surrogatepass"),
        spoken=first.get("spoken"),
    )


def _request_of(first: JsonObject) -> CallRequest:
    form = tuple([(intern(name), value) for name, value in first["form"]])
    return _shared_request_of(text_of_json(first["request"]))._replace(
        phone=first["phone"], request_id=first["request_id"], raw_parameters=shared(form)
    )


@lru_cache(CACHE_SIZE)
def _shared_request_of(text: str) -> CallRequest:
    return decoded(CallRequest, json.loads(text), phone="", raw_parameters=())


@lru_cache(CACHE_SIZE)
def shared(value: T) -> T:
    """The first value that was equal to this one: what calls shared before, they share again."""
    return value


@lru_cache(CACHE_SIZE)
def _schedule_of(text: str) -> Timeline:
    schedule, plan = json.loads(text)
    data: dict[str, Any] = {**schedule, "callback": plan}
    return decoded(Timeline, data)
