"""Calls and messages for tests that need values and no server."""

from decimal import Decimal
from typing import Any

from mock_esms.esms.messages.message_draft import MessageDraft
from mock_esms.model.callback import DONE, Callback
from mock_esms.model.calls import Call, CallRequest, CallResult, Dial, ScenarioChoice, Timeline
from mock_esms.model.delivery_plan import CallbackPlan, RetryPolicy
from mock_esms.model.message import Message, MessageRequest
from mock_esms.model.message_plan import Channel, LegPlan, MessageSchedule, ReceiverPlan

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


LEGS: dict[Channel, LegPlan] = {
    "sms": LegPlan("sms", 2, "cskh", "Baotrixemay", "", "123456 la ma xac minh", "123456", Decimal(850)),
    "zalo": LegPlan("zalo", 25, "zns", "745830328927467685", "205644", "Your code is 123456", "123456", Decimal(330)),
    "viber": LegPlan("viber", 23, "viber", "Baotrixemay", "", "Hello", "", Decimal(470)),
}
"""One leg of each channel, without receivers."""
ADVERT_LEG = LegPlan("sms", 1, "ads", "Baotrixemay", "", "Buy more", "", Decimal(500))


def make_draft(
    *phones: str, legs: tuple[LegPlan, ...] = (LEGS["sms"],), url: str | None = None, **request: Any
) -> MessageDraft:
    """A message that somebody asks for; ``url`` is told of each of its channels."""
    made = MessageRequest(
        operation="SendMultipleMessage_V4_post_json",
        raw_parameters=(("ApiKey", "test-api-key"), ("SecretKey", "***"), ("Phone", ",".join(phones))),
        api_key="test-api-key",
        phones=phones or ("0901888484",),
        callback_urls=() if url is None else tuple((leg.channel, url) for leg in legs),
    )
    return MessageDraft(request=made._replace(**request), legs=legs)


def make_message(number: int = 1, *phones: str, legs: tuple[LegPlan, ...] = (LEGS["sms"],), **changes: Any) -> Message:
    """A message that was just accepted, delivered after two seconds, or as the changes say."""
    draft = make_draft(*phones, legs=legs, url="http://127.0.0.1:9/")
    receivers = tuple(ReceiverPlan(phone, "MobiFone", "delivered", 2_000) for phone in draft.request.phones)
    message = Message(
        sms_id=f"id-{number}",
        number=number,
        request=draft.request,
        scenario="default",
        chosen=ScenarioChoice("default"),
        received_at=0,
        schedule=MessageSchedule(
            legs=tuple(leg if leg.receivers else leg._replace(receivers=receivers) for leg in legs), callback=PLAN
        ),
        turn_at=0,
        played_to=0,
        callbacks=(Callback(send_status=DONE, channel=legs[0].channel),),
    )
    return message._replace(**changes)
