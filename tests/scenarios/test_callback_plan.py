"""How the callback is delivered: scenario over settings over built-in, policies, and all that goes wrong with it."""

import pytest
from hypothesis import given

from mock_esms.config.documents import build
from mock_esms.config.retry_presets import POLICIES
from mock_esms.config.settings import CallbackRules
from mock_esms.model.delivery_plan import CallbackEdits, RetryPolicy
from mock_esms.model.times import Span
from mock_esms.scenarios.callback import CallbackRule
from mock_esms.scenarios.callback_plan import callback_plan
from mock_esms.scenarios.model import Scenario
from mock_esms.scenarios.seeded_random import SeededRandom
from tests.scenarios.stories import stories, texts

NO_RULES = CallbackRules()
NO_WORD = CallbackRule()


def rng(seed: str = "0") -> SeededRandom:
    return SeededRandom(seed, "k", "0901888484", 0)


def seconds(number: float) -> Span:
    return Span.parse(number)


def plan(scenario: CallbackRule = NO_WORD, settings: CallbackRules = NO_RULES):
    return callback_plan(scenario, settings, rng())


def test_the_built_in_rules_deliver_when_nobody_says_otherwise():
    built_in = plan()
    assert (built_in.delay, built_in.timeout, built_in.success, built_in.follow_redirects) == (
        1000,
        10_000,
        "200",
        False,
    )
    assert built_in.policy == RetryPolicy(5, (10_000, 30_000, 60_000, 300_000, 900_000))
    assert (built_in.progress, built_in.copies, built_in.gap, built_in.lost_acks) == ((), 1, 0, 0)
    assert (built_in.drop, built_in.before_reply, built_in.edits) == (False, False, None)


def test_a_scenario_wins_over_the_settings_and_these_over_the_built_in_rules_field_by_field():
    scenario = CallbackRule(delay=seconds(7), follow_redirects=False, wait=())
    settings = CallbackRules(delay=seconds(8), retries=0, follow_redirects=True, wait=(seconds(1),))
    played = plan(scenario, settings)
    assert played.delay == 7000
    assert played.policy == RetryPolicy(0, ())
    assert played.follow_redirects is False
    assert played.timeout == 10_000


def test_a_plan_in_which_nothing_is_drawn_is_shared_by_all_calls():
    assert plan() is plan()


def test_a_plan_with_something_drawn_is_each_calls_own():
    rules = CallbackRule(delay=Span(0, 10**9), wait=(Span(0, 10**9), seconds(1)))
    plans = [callback_plan(rules, NO_RULES, rng(str(seed))) for seed in range(3)]
    assert len({plan.delay for plan in plans}) == 3
    assert len({plan.policy.waits[0] for plan in plans}) == 3
    assert {plan.policy.waits[1] for plan in plans} == {1000}


def test_a_policy_says_four_things_at_once():
    svix = POLICIES["svix"]
    played = plan(CallbackRule(policy="svix"), CallbackRules(timeout=seconds(1), retries=0, delay=seconds(3)))
    assert played.policy == RetryPolicy(7, tuple(span.shortest for span in svix.wait))
    assert (played.timeout, played.success, played.delay) == (15_000, "2xx", 3000)


def test_a_key_beside_a_policy_overrides_it():
    played = plan(CallbackRule(policy="svix", retries=1, success="200"))
    assert (played.policy.retries, played.success, played.timeout) == (1, "200", 15_000)


def test_a_policy_of_the_settings_stands_behind_both_keys_of_the_scenario_and_of_the_settings():
    settings = CallbackRules(policy="github", timeout=seconds(2))
    assert (plan(settings=settings).policy.retries, plan(settings=settings).timeout) == (0, 2000)
    assert plan(CallbackRule(retries=3), settings).policy == RetryPolicy(3, ())
    assert plan(CallbackRule(policy="esms"), settings) == plan()


def test_everything_that_goes_wrong_is_in_the_plan():
    played = plan(
        CallbackRule(
            progress=(2, 7), copies=3, gap=seconds(2), lost_acks=4, before_reply=True,
            set=(("Ivr", "9"),), omit=("CID",), add=(("x", ""),),
        )
    )  # fmt: skip
    assert (played.progress, played.copies, played.gap, played.lost_acks) == ((2, 7), 3, 2000, 4)
    assert played.before_reply
    assert played.edits == CallbackEdits(set=(("Ivr", "9"),), omit=("CID",), add=(("x", ""),))
    assert plan(CallbackRule(drop=True)).drop


def test_a_gap_that_is_drawn_is_each_calls_own():
    story = CallbackRule(copies=2, gap=Span(0, 10**9))
    assert callback_plan(story, NO_RULES, rng("1")).gap != callback_plan(story, NO_RULES, rng("2")).gap


told = stories.map(lambda data: build(Scenario, data).named("x"))


def within(span: Span, drawn: int | None) -> bool:
    return drawn is not None and span.shortest <= drawn <= span.longest


@given(told, texts)
def test_the_plan_stays_within_its_rules(scenario, seed):
    rules = scenario.callback
    preset = POLICIES[rules.policy or "esms"]
    played = callback_plan(rules, NO_RULES, rng(seed))
    assert within(rules.delay or Span.parse("1s"), played.delay)
    assert within(rules.timeout or preset.timeout, played.timeout)
    assert within(rules.gap, played.gap)
    assert played.policy.retries == (preset.retries if rules.retries is None else rules.retries)
    assert played.success == (rules.success or preset.success)
    waits = preset.wait if rules.wait is None else rules.wait
    assert len(played.policy.waits) == len(waits)
    assert all(within(span, wait) for span, wait in zip(waits, played.policy.waits, strict=True))


@pytest.mark.parametrize("preset", POLICIES.values(), ids=lambda preset: preset.name)
def test_a_preset_says_where_it_comes_from_and_is_a_policy_that_ends(preset):
    assert len(preset.source) > 30
    assert preset.retries <= 1000
    assert len(preset.wait) <= preset.retries
    assert preset.timeout.shortest > 0


def test_vonage_and_stripe_like_last_as_long_as_their_pages_say():
    hours = {
        name: sum(
            RetryPolicy(preset.retries, tuple(span.shortest for span in preset.wait)).next_wait(failed) or 0
            for failed in range(1, preset.retries + 1)
        )
        / 3_600_000
        for name, preset in POLICIES.items()
    }
    assert 23.5 < hours["vonage"] < 24.5
    assert 60 < hours["stripe-like"] < 72
