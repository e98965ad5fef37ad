"""Calls for tests that need values and no server."""

from typing import Any

from mock_esms.model.callback import DONE, Callback
from mock_esms.model.calls import Call, CallRequest, CallResult, Dial, ScenarioChoice, Timeline
from mock_esms.model.delivery_plan import CallbackPlan
from mock_esms.model.retry import RetryPolicy

PLAN = CallbackPlan(
    delay=1_000, timeout=10_000, policy=RetryPolicy(5, (10_000,)), success="200", follow_redirects=False
)
SCHEDULE = Timeline(
    dials=(Dial(1, 0, 1_000, "answered"),),
    outcome="answered",
    talk=3_000,
    key="",
    price=None,
    ends_at=4_000,
    callback=PLAN,
)
RESULT = CallResult("ANSWERED", 3, "", "450.0000", 1, 5, "02871002454")


def make_call(number: int = 1, phone: str = "0901888484", **changes: Any) -> Call:
    """A call that was just accepted, or as the changes say."""
    request = CallRequest(
        operation="MakeCallRecord_V2",
        raw_parameters=(("ApiKey", "test-api-key"), ("Phone", phone), ("RequestId", f"order-{number}")),
        api_key="test-api-key",
        phone=phone,
        callback_url="http://127.0.0.1:9/",
    )
    call = Call(
        sms_id=f"id-{number}",
        number=number,
        request=request,
        scenario="default",
        chosen=ScenarioChoice("default"),
        received_at=0,
        schedule=SCHEDULE,
        callbacks=(Callback(send_status=DONE),),
    )
    return call._replace(**changes)


def settled(call: Call, state: Any = "delivered") -> Call:
    """The same call, over."""
    return call._replace(state="ended", result=RESULT, callbacks=(Callback(send_status=DONE, state=state),))
