"""A schedule that messages share is the schedule that each would have by itself."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from mock_esms.config.settings import BUILT_IN_CALLBACK
from mock_esms.model.message_plan import LegPlan
from mock_esms.model.one_time_code import code_in
from mock_esms.model.times import Span
from mock_esms.scenarios.callback import CallbackRule
from mock_esms.scenarios.callback_plan import callback_plan
from mock_esms.scenarios.choose import Choose, WeightedOption
from mock_esms.scenarios.message import (
    DeliveredMessage,
    FailedMessage,
    MessageRule,
    RefusedMessage,
    SilentMessage,
)
from mock_esms.scenarios.message_schedule import Addressee, message_schedule
from mock_esms.scenarios.message_schedule_cache import MessageScheduleCache
from mock_esms.scenarios.model import Scenario
from mock_esms.scenarios.seeded_random import SeededRandom
from tests.drawn import made

SPANS = st.sampled_from([Span(0, 0), Span(2_000, 2_000), Span(1, 10**9)])
OUTCOMES = st.one_of(
    made(DeliveredMessage, after=SPANS),
    made(FailedMessage, after=SPANS, text=st.none() | st.just("User is inactive")),
    made(RefusedMessage, after=SPANS),
    made(SilentMessage),
)
CHOICES = st.lists(made(WeightedOption, happens=OUTCOMES), min_size=1, max_size=3).map(tuple).map(Choose)
RULES = made(MessageRule, sms=OUTCOMES | CHOICES, approval=SPANS)
STORIES = made(
    Scenario,
    name=st.just("x"),
    title=st.just("x"),
    message=RULES,
    callback=made(CallbackRule, delay=st.none() | SPANS),
)
LEG = LegPlan("sms", 2, "cskh", "SHOP", "", "", "", Decimal(850))
FIXED = Scenario(name="x", title="x")
PHONE = "0901888484"


def alone(leg, scenario, text, seed="0"):
    """The schedule of one message with this text, as it is made where nothing is shared."""
    rng = SeededRandom(seed, "k", PHONE, 0)
    own = leg._replace(text=text, code=code_in(text))
    plan = callback_plan(scenario.callback, BUILT_IN_CALLBACK, rng)
    return message_schedule((own,), (Addressee(PHONE, "MobiFone", scenario.message, rng),), plan)


@given(STORIES, st.sampled_from([2, 1]), st.text(max_size=8) | st.just("123456 la ma"), st.text(max_size=5))
def test_what_is_shared_is_the_schedule_that_would_be_made(scenario, type_id, text, seed):
    shared, leg = MessageScheduleCache(BUILT_IN_CALLBACK), LEG._replace(type_id=type_id)
    for _ in range(2):  # the second time from what was kept the first time
        plan = shared.schedule_of(leg, "MobiFone", scenario)
        if plan is not None:
            assert plan.of(PHONE, text) == alone(leg, scenario, text, seed)


def test_messages_for_which_nothing_is_drawn_share_one_and_others_have_their_own():
    shared = MessageScheduleCache(BUILT_IN_CALLBACK)
    one = shared.schedule_of(LEG, "MobiFone", FIXED)
    assert one is not None
    assert shared.schedule_of(LEG, "MobiFone", FIXED) is one
    for leg, network in ((LEG._replace(sender="X"), "MobiFone"), (LEG, "Viettel")):
        assert shared.schedule_of(leg, network, FIXED) is not one


def test_what_is_drawn_is_shared_by_nobody():
    drawn = MessageRule(delivered=DeliveredMessage(after=Span(1, 1_000)))
    scenario = Scenario(name="x", title="x", message=drawn)
    assert MessageScheduleCache(BUILT_IN_CALLBACK).schedule_of(LEG, "MobiFone", scenario) is None
