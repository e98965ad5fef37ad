from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.config.documents import build
from mock_esms.config.settings import BUILT_IN_CALLBACK, CallbackRules
from mock_esms.model.calls import CallRequest, Dial, Timeline
from mock_esms.model.times import Span
from mock_esms.scenarios.choose import Choose, WeightedOption
from mock_esms.scenarios.dials import (
    Answered,
    Busy,
    DialRule,
    Failed,
    Forward,
    NoAnswer,
    PlainDial,
    Rejected,
)
from mock_esms.scenarios.model import Scenario
from mock_esms.scenarios.seeded_random import SeededRandom
from tests.scenarios.stories import NOW, dialled, request, requests, spans, stories, timeline

NO_RULES = CallbackRules()


def rng(seed: str = "0") -> SeededRandom:
    return SeededRandom(seed, "k", "0901888484", 0)


def seconds(number: float) -> Span:
    return Span.parse(number)


def play(*dials: DialRule, asked: CallRequest | None = None, rng_: SeededRandom | None = None) -> Timeline:
    scenario = Scenario(name="x", title="x", dials=dials)
    return timeline(asked or request(), scenario, NO_RULES, rng_ or rng(), NOW)


def test_an_answered_call_rings_talks_and_ends():
    played = play(Answered(ring=seconds(4), talk=seconds(14), price=Decimal(99)))
    assert played.dials == (Dial(1, NOW, 4000, "answered"),)
    assert (played.talk, played.key, played.price) == (14_000, "", Decimal(99))
    assert played.ends_at == NOW + 18_000
    assert played.outcome == "answered"


@pytest.mark.parametrize("rule", [NoAnswer(ring=seconds(30)), Busy(ring=seconds(30)), Rejected(ring=seconds(30))])
def test_a_dial_that_nobody_answers_is_followed_by_the_next(rule):
    asked = dialled(max_retry=1, wait_retry=60_000)
    played = play(rule, Answered(ring=seconds(4), talk=seconds(3)), asked=asked)
    assert [(dial.number, dial.at - NOW, dial.outcome) for dial in played.dials] == [
        (1, 0, rule.outcome),
        (2, 90_000, "answered"),
    ]
    assert played.ends_at == NOW + 90_000 + 7_000


def test_without_max_retry_there_is_one_dial():
    played = play(NoAnswer(ring=seconds(30)), Answered())
    assert [dial.outcome for dial in played.dials] == ["no_answer"]
    assert played.ends_at == NOW + 30_000


def test_the_last_dial_of_the_scenario_repeats():
    played = play(Busy(), NoAnswer(), asked=dialled(max_retry=3))
    assert [dial.outcome for dial in played.dials] == ["busy", "no_answer", "no_answer", "no_answer"]


def test_a_failed_dial_ends_the_call_at_once_and_never_rings():
    played = play(NoAnswer(ring=seconds(30)), Failed(), asked=dialled(max_retry=5, wait_retry=1000))
    assert played.dials[-1] == Dial(2, NOW + 31_000, 0, "failed")
    assert played.ends_at == NOW + 31_000
    assert len(played.dials) == 2


def test_dialling_waits_for_a_send_date_that_lies_ahead():
    assert play(Answered(), asked=request()._replace(send_date=NOW + 5000)).dials[0].at == NOW + 5000


def test_a_send_date_that_has_passed_means_at_once():
    assert play(Answered(), asked=request()._replace(send_date=NOW - 5000)).dials[0].at == NOW


@pytest.mark.parametrize(
    ("after", "longest_wait", "talk", "key"),
    [
        (5_000, 10_000, 14_000, "1"),
        (10_000, 10_000, 14_000, "1"),
        (10_001, 10_000, 14_000, ""),
        (5_000, 10_000, 5_001, "1"),
        (5_000, 10_000, 5_000, ""),
        (0, 0, 1, "1"),
        (0, 0, 0, ""),
    ],
)
def test_a_key_counts_up_to_time_wait_to_ivr_and_before_the_end(after, longest_wait, talk, key):
    rule = Answered(talk=Span(talk, talk), press="1", after=Span(after, after))
    assert play(rule, asked=dialled(time_wait_to_ivr=longest_wait)).key == key


def test_a_key_without_a_time_is_pressed_as_soon_as_the_call_is_answered():
    assert play(Answered(press="#"), asked=dialled(time_wait_to_ivr=0)).key == "#"


def test_a_key_is_reported_whichever_the_request_asked_for():
    assert play(Answered(press="9"), asked=dialled(ivr="1")).key == "9"


def test_any_key_is_a_digit_from_the_seed():
    scenario = Scenario(name="x", title="x", dials=(Answered(press="any"),))
    drawn = [timeline(request(), scenario, NO_RULES, rng(str(seed)), NOW).key for seed in range(200)]
    assert set(drawn) == set("0123456789")


def test_the_call_is_forwarded_when_the_key_is_the_requests_ivr():
    rule = Answered(talk=seconds(14), press="1", forward=Forward(talk=seconds(60)))
    asked = dialled(ivr="1", number_forward="02873001234")
    played = play(rule, asked=asked)
    assert (played.talk, played.key) == (74_000, "1")
    assert played.ends_at == NOW + 1_000 + 74_000


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        ({"ivr": "2", "number_forward": "02873001234"}, 0),
        ({"ivr": "1", "number_forward": ""}, 0),
        ({"ivr": "", "number_forward": "02873001234"}, 0),
        ({"ivr": "1", "number_forward": "02873001234", "time_wait_to_ivr": 4_999}, 5),
    ],
)
def test_the_call_is_not_forwarded_otherwise(changes, after):
    rule = Answered(talk=seconds(14), press="1", after=seconds(after), forward=Forward(talk=seconds(60)))
    assert play(rule, asked=dialled(**changes)).talk == 14_000


def test_one_of_several_things_is_drawn_by_its_weight_for_each_dial():
    choose: Choose[PlainDial] = Choose(
        (
            WeightedOption(Answered(), Decimal(30)),
            WeightedOption(Failed(), Decimal(0)),
            WeightedOption(Busy(), Decimal(70)),
        )
    )
    drawn = [play(choose, rng_=rng(str(seed))).outcome for seed in range(400)]
    assert set(drawn) == {"answered", "busy"}
    assert 90 <= drawn.count("answered") <= 150
    dials = play(Choose((WeightedOption(NoAnswer()), WeightedOption(Busy()))), asked=dialled(max_retry=99)).dials
    assert 30 <= [dial.outcome for dial in dials].count("busy") <= 70


def test_what_is_drawn_for_a_dial_does_not_depend_on_what_came_before():
    ring, asked = Span(0, 10**9), dialled(max_retry=1)
    alone = play(NoAnswer(), NoAnswer(ring=ring), asked=asked).dials[1].ring
    after_draws = play(
        Choose((WeightedOption(Busy(ring=ring)), WeightedOption(Rejected()))), NoAnswer(ring=ring), asked=asked
    )
    assert after_draws.dials[1].ring == alone


told = stories.map(lambda data: build(Scenario, data).named("x"))
texts = st.text(max_size=4)


def within(span: Span, drawn: int | None) -> bool:
    return drawn is not None and span.shortest <= drawn <= span.longest


def rule_of(scenario, number):
    """The rules of which a dial plays one."""
    rule = scenario.dials[min(number, len(scenario.dials)) - 1]
    return [option.happens for option in rule.options if option.weight] if isinstance(rule, Choose) else [rule]


@given(told, requests, texts)
def test_dials_follow_max_retry_and_wait_retry_and_never_begin_before_send_date(scenario, asked, seed):
    played = timeline(asked, scenario, NO_RULES, rng(seed), NOW)
    dials = played.dials
    assert 1 <= len(dials) <= 1 + asked.dial_parameters.max_retry
    assert [dial.number for dial in dials] == list(range(1, len(dials) + 1))
    assert dials[0].at == max(NOW, asked.send_date or 0)
    for dial, following in pairwise(dials):
        assert dial.outcome in {"no_answer", "busy", "rejected"}
        assert dial.ring is not None
        assert following.at == dial.at + dial.ring + asked.dial_parameters.wait_retry
    if dials[-1].outcome in {"no_answer", "busy", "rejected"}:
        assert len(dials) == 1 + asked.dial_parameters.max_retry


@given(told, requests, texts)
def test_each_dial_does_what_its_rule_says(scenario, asked, seed):
    played = timeline(asked, scenario, NO_RULES, rng(seed), NOW)
    for dial in played.dials:
        assert any(
            dial.outcome == rule.outcome and within(rule.ring, dial.ring) for rule in rule_of(scenario, dial.number)
        )
    last = played.dials[-1]
    assert played.ends_at == last.at + (last.ring or 0) + played.talk


@given(told, requests, texts)
def test_only_an_answered_call_has_talk_key_and_price(scenario, asked, seed):
    played = timeline(asked, scenario, NO_RULES, rng(seed), NOW)
    if played.outcome != "answered":
        assert (played.talk, played.key, played.price) == (0, "", None)
        return
    rules = [rule for rule in rule_of(scenario, len(played.dials)) if isinstance(rule, Answered)]
    assert any(rule.price == played.price for rule in rules)
    longest = max(rule.talk.longest + (rule.forward.talk.longest if rule.forward else 0) for rule in rules)
    assert min(rule.talk.shortest for rule in rules) <= played.talk <= longest


@given(requests, spans.map(Span.parse), spans.map(Span.parse), texts)
def test_the_key_that_is_reported_was_pressed_in_time(asked, talk, after, seed):
    scenario = Scenario(name="x", title="x", dials=(Answered(talk=talk, press="5", after=after),))
    played = timeline(asked, scenario, NO_RULES, rng(seed), NOW)
    latest = min(asked.dial_parameters.time_wait_to_ivr, played.talk - 1)
    if played.key:
        assert after.shortest <= latest
    else:
        assert after.longest > latest


@given(told, requests, texts)
def test_one_seed_gives_one_timeline(scenario, asked, seed):
    rules = BUILT_IN_CALLBACK
    played = timeline(asked, scenario, rules, rng(seed), NOW)
    assert timeline(asked, scenario, rules, rng(seed), NOW) == played


@given(told, requests, st.integers(0, 10**9))
def test_a_later_request_plays_the_same_story_later(scenario, asked, later):
    now = asked._replace(send_date=None)
    first = timeline(now, scenario, NO_RULES, rng(), NOW)
    second = timeline(now, scenario, NO_RULES, rng(), NOW + later)
    assert second == first._replace(
        dials=tuple(dial._replace(at=dial.at + later) for dial in first.dials),
        ends_at=first.ends_at + later,
        key_at=None if first.key_at is None else first.key_at + later,
    )
