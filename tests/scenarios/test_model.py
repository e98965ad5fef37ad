import json
from decimal import Decimal

import pytest
from hypothesis import given

from mock_esms.config.documents import build, check, read_tree
from mock_esms.config.match import Match
from mock_esms.model.times import Span
from mock_esms.scenarios.callback import CallbackRule
from mock_esms.scenarios.dials import Answered, Busy, Failed, NoAnswer, Rejected
from mock_esms.scenarios.model import Scenario
from tests.scenarios.stories import stories


@given(stories)
def test_a_text_and_the_plain_data_in_it_give_the_same_story(data):
    assert check(Scenario, read_tree(json.dumps(data), "x")) == build(Scenario, data)


def test_what_is_left_out_is_a_first_try_of_five_seconds():
    story = build(Scenario, {"title": "x"})
    assert story == Scenario(title="x", dials=(Answered(ring=Span(1000, 1000), talk=Span(3000, 3000)),))
    assert (story.match, story.priority, story.callback) == (None, 0, CallbackRule())


def test_every_outcome_has_a_ring_of_its_own_when_none_is_given():
    bare = {"title": "x", "dials": [{"no_answer": None}, {"busy": None}, {"rejected": None}, {"failed": None}]}
    dials = build(Scenario, bare).dials
    assert dials == (NoAnswer(), Busy(), Rejected(), Failed())
    assert [str(dial.ring) for dial in dials] == ["30s", "1s", "5s", "0s"]
    assert [dial.outcome for dial in dials] == ["no_answer", "busy", "rejected", "failed"]


@pytest.mark.parametrize(("written", "key"), [("1", "1"), (1, "1"), (0, "0"), ("*", "*"), ("#", "#"), ("any", "any")])
def test_a_key_may_be_written_as_text_or_number(written, key):
    (dial,) = build(Scenario, {"title": "x", "dials": [{"answered": {"press": written}}]}).dials
    assert dial == Answered(press=key)


@pytest.mark.parametrize("written", ["", "10", 10, -1, "a", True, 1.0, None, [1]])
def test_what_is_no_key_is_refused(written):
    if written is None:
        assert Answered(press=None).press is None
        return
    with pytest.raises(ValueError, match="is no key of a phone"):
        build(Scenario, {"title": "x", "dials": [{"answered": {"press": written}}]})


@pytest.mark.parametrize("title", ["", "  ", "two\nlines", 5, None])
def test_a_title_is_one_line_that_says_something(title):
    with pytest.raises(ValueError, match="the title is one line of text"):
        build(Scenario, {"title": title})


def test_a_time_for_no_key_is_refused_wherever_the_value_is_made():
    with pytest.raises(ValueError, match="after: this is when a key is pressed; say which"):
        Answered(after=Span(0, 0))


def test_a_story_without_dials_is_refused_wherever_the_value_is_made():
    with pytest.raises(ValueError, match="dials: at least one dial is needed"):
        Scenario(title="x", dials=())


def test_a_scenario_that_a_document_says_gets_its_name_afterwards():
    said = build(Scenario, {"title": "x", "match": {"phone": "*1"}, "priority": 3, "callback": {"retries": 0}})
    scenario = said.named("the-name")
    assert said.name == ""
    assert scenario.name == "the-name"
    assert scenario.match == Match.parse({"phone": "*1"})
    assert (scenario.title, scenario.priority, scenario.callback.retries) == ("x", 3, 0)


def test_a_price_is_exact():
    (dial,) = build(Scenario, {"title": "x", "dials": [{"answered": {"price": 99000.1}}]}).dials
    assert isinstance(dial, Answered)
    assert dial.price == Decimal("99000.1")
