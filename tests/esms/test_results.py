from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.config.settings import Quirks
from mock_esms.esms.voice.voice import cost_of, result_of
from mock_esms.model.calls import CallResult, Dial, Timeline
from mock_esms.model.delivery_plan import CallbackPlan, RetryPolicy

PLAN = CallbackPlan(delay=0, timeout=1, policy=RetryPolicy(0, ()), success="200", follow_redirects=False)
CID = "02871002454"


def ended(outcome, *, talk=0, key="", price=None):
    return Timeline(
        dials=(Dial(1, 0, 1000, "no_answer"), Dial(2, 2000, 1000, outcome)),
        outcome=outcome,
        talk=talk,
        key=key,
        price=price,
        ends_at=3000 + talk,
        callback=PLAN,
    )


def result(timeline, price_per_minute=Decimal(450), **quirks):
    return result_of(timeline, price_per_minute=price_per_minute, caller_id=CID, quirks=Quirks(**quirks))


def test_an_answered_call_reports_its_talk_its_key_and_its_price():
    assert result(ended("answered", talk=14_000, key="1")) == CallResult("ANSWERED", 14, "1", "450.0000", 1, 5, CID)


@pytest.mark.parametrize("outcome", ["no_answer", "busy", "rejected"])
def test_a_call_that_nobody_took_is_no_answer_and_costs_nothing(outcome):
    assert result(ended(outcome, talk=9_000, key="1", price=Decimal(7))) == CallResult(
        "NO ANSWER", 0, "", "0.0000", 0, 5, CID
    )


def test_a_call_that_the_carrier_failed_has_an_empty_status():
    assert result(ended("failed"), no_answer_sent_result=1) == CallResult("", 0, "", "0.0000", 0, 5, CID)


def test_a_quirk_makes_no_answer_a_success_at_the_carrier():
    assert result(ended("no_answer"), no_answer_sent_result=1).sent_result == 1


@pytest.mark.parametrize(
    ("talk", "duration", "cost"),
    [
        (0, 0, 0),
        (999, 0, 0),
        (1_000, 1, 450),
        (4_900, 4, 450),
        (60_000, 60, 450),
        (60_999, 60, 450),
        (61_000, 61, 900),
        (120_000, 120, 900),
        (3_600_000, 3600, 27_000),
    ],
)
def test_a_call_costs_its_price_for_each_minute_of_call_duration_that_has_begun(talk, duration, cost):
    timeline = ended("answered", talk=talk)
    assert result(timeline).call_duration == duration
    assert cost_of(timeline, price_per_minute=Decimal(450)) == cost


def test_a_scenarios_price_is_the_total():
    timeline = ended("answered", talk=600_000, price=Decimal("850.00005"))
    assert result(timeline).price == "850.0001"
    assert cost_of(timeline, price_per_minute=Decimal(450)) == Decimal("850.0001")


def test_a_price_that_is_drawn_by_the_minute_is_rounded_half_up_to_four_places():
    assert result(ended("answered", talk=61_000), price_per_minute=Decimal("0.000025")).price == "0.0001"


def test_a_call_costs_nothing_when_its_account_has_no_price_list_any_more():
    assert result(ended("answered", talk=1_000), price_per_minute=None).price == "0.0000"


@given(
    outcome=st.sampled_from(["answered", "no_answer", "busy", "rejected", "failed"]),
    talk=st.integers(0, 10**9),
    price=st.none() | st.decimals(0, 10**9, places=6),
    per_minute=st.none() | st.decimals(0, 10**6, places=6),
)
def test_what_is_reported_is_what_is_charged(outcome, talk, price, per_minute):
    timeline = ended(outcome, talk=talk, price=price)
    reported = result(timeline, per_minute)
    assert Decimal(reported.price) == cost_of(timeline, price_per_minute=per_minute)
    assert (reported.call_duration > 0) <= (outcome == "answered")
