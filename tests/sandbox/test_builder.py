import inspect
import json
from datetime import timedelta
from decimal import Decimal

import pytest

from mock_esms.config.documents.decoders import Choice, Maybe, Record, decoder_of
from mock_esms.errors import WrongValueError
from mock_esms.sandbox.builder import ScenarioBuilder
from mock_esms.scenarios.built_scenario import parse_built
from mock_esms.scenarios.callback import CallbackRule
from mock_esms.scenarios.dials import DialRule
from mock_esms.scenarios.loader import parse_scenario
from mock_esms.scenarios.message import ChannelOutcome
from mock_esms.scenarios.model import Scenario
from mock_esms.scenarios.reply import Reply

NOT_SAID = {
    "title": "it follows from on(…)",
    "description": "the test itself is the description",
    "match": "on(…) says it",
    "priority": "armed ones are used in the order of arming",
}


class Told:
    """A builder, and what it told last."""

    def __init__(self):
        self.scenarios: list[Scenario] = []
        self.text = ""
        self.times: list[int | None] = []
        self.arming = ScenarioBuilder(title="told", put=self._put, set_times=self.times.append)

    def _put(self, text):
        self.scenarios.append(parse_built(text, "on-1"))
        self.text = text


def said(tell) -> Scenario:
    told = Told()
    tell(told.arming)
    return told.scenarios[-1]


def parameters(method: str) -> set[str]:
    return set(inspect.signature(getattr(ScenarioBuilder, method)).parameters) - {"self"}


def keys_of(hint) -> set[str]:
    decoder = decoder_of(hint)
    if isinstance(decoder, Maybe):
        decoder = decoder.inner
    assert isinstance(decoder, Record | Choice)
    return set(decoder.hints)


ZALO_THEN_SMS = "message: {zalo: {failed: {error: -114, after: 5}}, sms: {delivered: }}"


def test_every_key_of_a_story_can_be_said_in_a_test():
    assert keys_of(Scenario) - {"reply", "dials", "message", "decision", "callback"} == set(NOT_SAID)
    for part, model in (("reply", Reply), ("callback", CallbackRule)):
        assert parameters(part) == keys_of(model)


def test_everything_that_may_become_of_a_message_can_be_said_in_a_test():
    outcomes = keys_of(ChannelOutcome)
    rule = decoder_of(ChannelOutcome)
    assert isinstance(rule, Choice)
    for outcome in outcomes - {"choose"}:
        assert parameters(outcome) - {"channel"} == keys_of(rule.hints[outcome])


def test_every_dial_and_each_of_its_keys_can_be_said_in_a_test():
    outcomes = keys_of(DialRule)
    assert {"answered", "no_answer", "busy", "rejected", "failed", "interactive", "choose"} == outcomes
    rule = decoder_of(DialRule)
    assert isinstance(rule, Choice)
    of_messages = {"failed": {"channel", "after", "error", "text"}}
    for outcome in outcomes - {"choose"}:
        assert parameters(outcome) - of_messages.get(outcome, set()) == keys_of(rule.hints[outcome])


@pytest.mark.parametrize(
    ("tell", "yaml"),
    [
        (lambda on: on.answered(talk=13, press="1"), 'dials: [answered: {talk: 13s, press: "1"}]'),
        (
            lambda on: on.no_answer(ring="20s..40s").then.busy().rejected(ring=2).then.failed(),
            "dials: [no_answer: {ring: 20s..40s}, busy: , rejected: {ring: 2}, failed: ]\nmessage: {failed: }",
        ),
        (
            lambda on: on.answered(
                ring=timedelta(seconds=1.5), talk="1m", press=1, after=2, price=Decimal("99.5"), forward={"talk": "1m"}
            ),
            'dials: [answered: {ring: 1500ms, talk: 1m, press: "1", after: 2s, price: 99.5, forward: {talk: 1m}}]',
        ),
        (lambda on: on.failed("zalo", error=-114, after=5).delivered("sms"), ZALO_THEN_SMS),
        (lambda on: on.delivered(after=3).approval("1h"), "message: {delivered: {after: 3}, approval: 1h}"),
        (lambda on: on.refused(after="1h"), "message: {refused: {after: 1h}}"),
        (lambda on: on.silent("viber"), "message: {viber: {silent: }}"),
        (lambda on: on.decision("refused", after="2h"), "decision: {refused: {after: 2h}}"),
        (
            lambda on: on.choose({"weight": 70, "answered": {"talk": timedelta(minutes=1)}}, {"busy": {}}),
            "dials: [choose: [{weight: 70, answered: {talk: 1m}}, {busy: }]]",
        ),
        (lambda on: on.interactive(ring="5m"), "dials: [interactive: {ring: 5m}]"),
        (
            lambda on: on.reply(code=103, message="No money", delay="2s"),
            "reply: {code: 103, message: No money, delay: 2s}",
        ),
        (
            lambda on: on.reply(status=503, body="<p>", content_type="text/plain"),
            'reply: {status: 503, body: "<p>", content_type: text/plain}',
        ),
        (lambda on: on.reply(fault="hang"), "reply: {fault: hang}"),
        (lambda on: on.reply(lost=True), "reply: {lost: true}"),
        (
            lambda on: on.callback(delay=2, timeout="3s", retries=2, wait=["10s", 60], success="2xx"),
            "callback: {delay: 2s, timeout: 3s, retries: 2, wait: [10s, 1m], success: 2xx}",
        ),
        (
            lambda on: on.callback(follow_redirects=True, policy="svix").callback(progress=(2, 7), copies=3, gap="1s"),
            "callback: {follow_redirects: true, policy: svix, progress: [2, 7], copies: 3, gap: 1s}",
        ),
        (
            lambda on: on.callback(
                lost_acks=2, before_reply=True, set={"CallStatus": "BUSY"}, omit=("Ivr",), add={"X": 1}
            ),
            "callback: {lost_acks: 2, before_reply: true, set: {CallStatus: BUSY}, omit: [Ivr], add: {X: 1}}",
        ),
        (lambda on: on.callback(drop=True), "callback: {drop: true}"),
    ],
)
def test_what_is_said_in_a_test_is_what_yaml_says(tell, yaml):
    assert said(tell) == parse_scenario(f"title: told\n{yaml}\n", "on-1", "a file")


def test_each_step_holds_at_once_and_adds_to_the_steps_before():
    told = Told()
    told.arming.no_answer()
    told.arming.answered().callback(copies=2)
    assert [len(scenario.dials) for scenario in told.scenarios] == [1, 2, 2]
    assert json.loads(told.text)["callback"] == {"copies": 2}


def test_how_often_is_handed_on():
    told = Told()
    told.arming.times(3).always()
    assert told.times == [3, None]


@pytest.mark.parametrize(
    ("tell", "sentence"),
    [
        (lambda on: on.answered(talk="3x"), r"^dials\[0\]\.answered\.talk: '3x' is not a duration"),
        (lambda on: on.busy().answered(after=1), r"^dials\[1\]\.answered\.after: .*say which"),
        (lambda on: on.busy().reply(code=103), r"^(reply\.code|dials): .*makes no call"),
        (lambda on: on.choose(), r"nothing to choose from"),
        (lambda on: on.choose({"bussy": {}}), r"did you mean `busy`\?"),
        (lambda on: on.callback(set={"CallStatus": object()}), r"can hold <object"),
    ],
)
def test_what_is_impossible_is_told_with_its_key_and_leaves_the_scenario_as_it_was(tell, sentence):
    told = Told()
    told.arming.callback(copies=2)
    with pytest.raises(WrongValueError, match=sentence):
        tell(told.arming)
    assert told.scenarios[-1].callback.copies == 2
