"""A person decides: the timeline of an interactive call, step by step."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.config.documents import build
from mock_esms.config.settings import CallbackRules
from mock_esms.model.calls import CallRequest, Dial, Timeline
from mock_esms.model.times import Span
from mock_esms.scenarios.dials import Answered, DialRule, Interactive
from mock_esms.scenarios.model import Scenario
from mock_esms.scenarios.seeded_random import SeededRandom
from mock_esms.scenarios.timeline import MAX_INTERACTIVE_TALK, decided, hung_up, key_counts, pressed
from tests.scenarios.stories import NOW, dialled, interactive_dials, request, requests, stories, texts, timeline

NO_RULES = CallbackRules()


RNG = SeededRandom("0", "k", "0901888484", 0)
RINGS = Interactive(ring=Span(30_000, 30_000))


def told(*dials: DialRule) -> Scenario:
    return Scenario(name="x", title="x", dials=dials)


def play(scenario: Scenario, asked: CallRequest) -> Timeline:
    return timeline(asked, scenario, NO_RULES, RNG, NOW)


def after_answer(asked: CallRequest | None = None) -> tuple[Timeline, CallRequest]:
    asked = asked or request()
    rings = play(told(RINGS), asked)
    return decided(rings, asked.dial_parameters, told(RINGS), RNG, "answered", NOW + 4_000), asked


def test_the_timeline_stops_at_a_dial_that_a_person_decides():
    played = play(told(RINGS, Answered()), dialled(max_retry=3))
    assert played.dials == (Dial(1, NOW, 30_000, None, interactive=True),)
    assert played.ends_at == NOW + 30_000
    assert played.undecided


def test_an_answered_call_lasts_an_hour_when_nobody_hangs_up():
    answered, _ = after_answer()
    assert answered.dials == (Dial(1, NOW, 4_000, "answered", interactive=True),)
    assert (answered.talk, answered.key, answered.price) == (MAX_INTERACTIVE_TALK, "", None)
    assert answered.ends_at == NOW + 4_000 + 3_600_000


@pytest.mark.parametrize("outcome", ["no_answer", "rejected"])
def test_a_call_that_is_not_answered_goes_on_with_the_next_dial(outcome):
    asked = dialled(max_retry=1, wait_retry=60_000)
    scenario = told(RINGS, Answered(ring=Span(2_000, 2_000), talk=Span(5_000, 5_000)))
    played = decided(play(scenario, asked), asked.dial_parameters, scenario, RNG, outcome, NOW + 3_000)
    assert played.dials == (Dial(1, NOW, 3_000, outcome, interactive=True), Dial(2, NOW + 63_000, 2_000, "answered"))
    assert (played.talk, played.ends_at) == (5_000, NOW + 70_000)


def test_the_last_dial_that_is_not_answered_ends_the_call():
    asked = request()
    played = decided(play(told(RINGS), asked), asked.dial_parameters, told(RINGS), RNG, "rejected", NOW + 3_000)
    assert played.dials == (Dial(1, NOW, 3_000, "rejected", interactive=True),)
    assert (played.ends_at, played.talk, played.outcome) == (NOW + 3_000, 0, "rejected")


def test_the_next_dial_may_be_interactive_again():
    asked = dialled(max_retry=1, wait_retry=1_000)
    played = decided(play(told(RINGS), asked), asked.dial_parameters, told(RINGS), RNG, "no_answer", NOW + 30_000)
    assert played.dials[1] == Dial(2, NOW + 31_000, 30_000, None, interactive=True)
    assert played.undecided


def test_what_is_decided_already_cannot_be_decided_again():
    answered, asked = after_answer()
    with pytest.raises(ValueError, match="dial 1 is decided already: answered"):
        decided(answered, asked.dial_parameters, told(RINGS), RNG, "rejected", NOW + 5_000)


@pytest.mark.parametrize(("after", "counts"), [(-1, False), (0, True), (10_000, True), (10_001, False)])
def test_a_key_counts_up_to_time_wait_to_ivr_after_the_answer(after, counts):
    answered, asked = after_answer()
    assert key_counts(answered, asked.dial_parameters, NOW + 4_000 + after) is counts


def test_a_key_does_not_count_when_the_call_has_ended():
    answered, asked = after_answer()
    ended = hung_up(answered, NOW + 6_000)
    assert key_counts(ended, asked.dial_parameters, NOW + 5_999)
    assert not key_counts(ended, asked.dial_parameters, NOW + 6_000)


def test_the_first_key_is_kept():
    answered, _ = after_answer()
    assert pressed(pressed(answered, "3", 1), "9", 2) == pressed(answered, "3", 1)


def test_hanging_up_ends_the_call_there_and_then():
    answered, _ = after_answer()
    ended = hung_up(answered, NOW + 11_500)
    assert (ended.talk, ended.ends_at) == (7_500, NOW + 11_500)
    assert ended.dials == answered.dials


scenarios = st.builds(
    lambda data, first: build(Scenario, {**data, "dials": [first, *data.get("dials", [])]}).named("x"),
    stories,
    interactive_dials,
)
deeds = st.lists(st.tuples(st.sampled_from(["answered", "no_answer", "rejected"]), st.floats(0, 1)), min_size=8)


@given(scenarios, requests, texts, deeds)
def test_however_a_person_decides_the_call_comes_to_an_end_that_fits_its_request(scenario, asked, seed, deeds):
    rng = SeededRandom(seed, "k", "0901888484", 0)
    played = timeline(asked, scenario, NO_RULES, rng, NOW)
    for outcome, share in deeds:
        if not played.undecided:
            break
        last = played.dials[-1]
        at = last.at + int((last.ring or 0) * share)
        after = decided(played, asked.dial_parameters, scenario, rng, outcome, at)
        assert after.dials[: len(played.dials) - 1] == played.dials[:-1]
        decision = after.dials[len(played.dials) - 1]
        assert (decision.outcome, decision.at, decision.ring) == (outcome, last.at, at - last.at)
        if len(after.dials) > len(played.dials):
            assert after.dials[len(played.dials)].at == at + asked.dial_parameters.wait_retry
        assert after.callback is played.callback
        played = after
    assert not played.undecided or len(deeds) <= len(played.dials)
    assert len(played.dials) <= 1 + asked.dial_parameters.max_retry
    assert played.ends_at == played.dials[-1].at + (played.dials[-1].ring or 0) + played.talk


@given(scenarios, requests, texts)
def test_the_dials_after_a_decision_are_those_that_would_have_come_anyway(scenario, asked, seed):
    rng = SeededRandom(seed, "k", "0901888484", 0)
    played = timeline(asked, scenario, NO_RULES, rng, NOW)
    decided(played, asked.dial_parameters, scenario, rng, "answered", NOW + 10**9)
    at = played.dials[-1].at
    assert decided(played, asked.dial_parameters, scenario, rng, "rejected", at) == decided(
        timeline(asked, scenario, NO_RULES, SeededRandom(seed, "k", "0901888484", 0), NOW),
        asked.dial_parameters,
        scenario,
        SeededRandom(seed, "k", "0901888484", 0),
        "rejected",
        at,
    )
