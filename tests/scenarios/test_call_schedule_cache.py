from hypothesis import given
from hypothesis import strategies as st

from mock_esms.config.documents import build
from mock_esms.config.settings import BUILT_IN_CALLBACK, CallbackRules
from mock_esms.model.calls import DialParameters
from mock_esms.model.times import Span
from mock_esms.scenarios.call_schedule_cache import CallScheduleCache
from mock_esms.scenarios.callback import CallbackRule
from mock_esms.scenarios.choose import Choose, WeightedOption
from mock_esms.scenarios.dials import Answered, NoAnswer
from mock_esms.scenarios.model import Scenario
from mock_esms.scenarios.seeded_random import SeededRandom
from tests.scenarios.stories import NOW, requests, stories, timeline

told = stories.map(lambda data: build(Scenario, data).named("x"))


def rng(seed="0"):
    return SeededRandom(seed, "k", "0901888484", 0)


FIXED = Scenario(name="fixed", title="x", dials=(NoAnswer(ring=Span(1_000, 1_000)), Answered(talk=Span(2_000, 2_000))))


@given(told, requests, st.text(max_size=5))
def test_what_is_remembered_is_the_schedule_that_would_be_computed(scenario, asked, seed):
    expected = timeline(asked, scenario, BUILT_IN_CALLBACK, rng(seed), NOW)
    cache = CallScheduleCache(BUILT_IN_CALLBACK)
    for _ in range(2):  # the second time from what was remembered the first time
        assert (
            cache.schedule_of(asked.dial_parameters, scenario, rng(seed)).shifted(max(NOW, asked.send_date or 0))
            == expected
        )


def test_calls_for_which_nothing_is_drawn_share_one_schedule():
    cache = CallScheduleCache(CallbackRules())
    one = cache.schedule_of(DialParameters(), FIXED, rng("1"))
    assert cache.schedule_of(DialParameters(), FIXED, rng("2")) is one


def test_who_asks_for_something_else_gets_another_schedule():
    cache = CallScheduleCache(CallbackRules())
    both = [cache.schedule_of(DialParameters(max_retry=max_retry), FIXED, rng()) for max_retry in (0, 1)]
    assert [len(schedule.dials) for schedule in both] == [1, 2]


def test_a_scenario_of_the_same_name_that_has_changed_is_played_as_it_is_now():
    cache = CallScheduleCache(CallbackRules())
    before = cache.schedule_of(DialParameters(), FIXED, rng())
    changed = Scenario(name="fixed", title="x", dials=(Answered(talk=Span(9_000, 9_000)),))
    assert cache.schedule_of(DialParameters(), changed, rng()).talk == 9_000
    assert cache.schedule_of(DialParameters(), FIXED, rng()) == before


def test_what_is_drawn_is_drawn_for_each():
    drawn = (
        Scenario(name="ring", title="x", dials=(NoAnswer(ring=Span(1, 10**9)),)),
        Scenario(name="delay", title="x", callback=CallbackRule(delay=Span(1, 10**9))),
        Scenario(name="key", title="x", dials=(Answered(press="any", talk=Span(1_000, 10**9)),)),
        Scenario(
            name="choice",
            title="x",
            dials=(Choose(tuple(WeightedOption(NoAnswer(ring=Span(n, n))) for n in range(50))),),
        ),
    )
    cache = CallScheduleCache(CallbackRules())
    for scenario in drawn:
        assert len({cache.schedule_of(DialParameters(), scenario, rng(str(seed))) for seed in range(30)}) > 1, (
            scenario.name
        )


def test_only_so_many_are_remembered(monkeypatch):
    monkeypatch.setattr("mock_esms.scenarios.call_schedule_cache._MOST", 3)
    cache = CallScheduleCache(CallbackRules())
    for wait in range(10):
        cache.schedule_of(DialParameters(wait_retry=wait), FIXED, rng())
        assert len(cache._cached) <= 3
