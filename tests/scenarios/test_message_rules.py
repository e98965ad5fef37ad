"""The language of messages: what is written becomes which outcome, and every mistake is told at its place."""

import pytest

from mock_esms.errors import DocumentError
from mock_esms.scenarios.choose import Choose
from mock_esms.scenarios.loader import parse_scenario
from mock_esms.scenarios.message import DeliveredMessage, FailedMessage
from mock_esms.scenarios.message_schedule import Addressee, message_schedule
from mock_esms.scenarios.seeded_random import SeededRandom
from tests.makers import ADVERT_LEG, LEGS, PLAN


def rule(text):
    return parse_scenario(f"title: x\nmessage: {text}\n", "story", "x").message


def scheduled(text, *phones, legs=(LEGS["sms"],)):
    """What will become of a message to these phones."""
    to = [Addressee(phone, "Viettel", rule(text), SeededRandom("0", "key", phone, 0)) for phone in phones or ("0961",)]
    return message_schedule(legs, to, PLAN)


def decided(schedule):
    return [[(each.outcome, each.after) for each in leg.receivers] for leg in schedule.legs]


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        ("{sms: {failed: {error: -114}}}", "message.sms.failed.error", "Zalo alone gives such a number"),
        (
            "{viber: {choose: [{delivered: }, {failed: {error: 1}}]}}",
            "message.viber.choose[1].failed.error",
            "Zalo alone gives such a number",
        ),
        ("{delivered: , failed: }", "message.failed", "a message has one outcome"),
        ("{delivered: , sms: {failed: }}", "message.sms", "this is the outcome on every channel"),
        ("{choose: []}", "message.choose", "there is nothing to choose from"),
        ("{choose: [{weight: 0, failed: }]}", "message.choose", "all weights are 0"),
        ("{zalo: {choose: [{choose: []}]}}", "message.zalo.choose[0].choose", "a choice cannot hold another one"),
        ("{fax: {delivered: }}", "message.fax", "delivered"),
        ("{sms: {deliverd: }}", "message.sms.deliverd", "delivered"),
        ("{failed: {after: -1s}}", "message.failed.after", "-1s"),
        ("{failed: {error: many}}", "message.failed.error", "number"),
        ("{silent: {after: 3s}}", "message.silent.after", ""),
        ("{approval: soon}", "message.approval", "soon"),
        ("delivered", "message", ""),
    ],
)
def test_a_mistake_is_told_at_its_place(text, place, sentence):
    with pytest.raises(DocumentError) as caught:
        rule(text)
    told = {problem.key: problem for problem in caught.value.problems}
    assert place in told, caught.value
    assert sentence in told[place].message
    assert told[place].line == 2


def test_a_channel_that_is_left_out_is_delivered_after_two_seconds():
    message = rule("{zalo: {failed: {error: -114}}}")
    assert message.outcome_on("zalo") == FailedMessage(error=-114)
    assert message.outcome_on("sms") == message.outcome_on("viber") == DeliveredMessage()


def test_one_outcome_is_that_of_every_channel():
    message = rule("{failed: }")
    assert {message.outcome_on(channel) for channel in ("sms", "zalo", "viber")} == {FailedMessage()}
    assert isinstance(rule("{choose: [{delivered: }, {failed: }]}").outcome_on("sms"), Choose)


def test_an_error_without_a_channel_counts_for_zalo_only():
    schedule = scheduled("{failed: {error: -124}}", legs=(LEGS["zalo"], LEGS["sms"]))
    assert [leg.receivers[0].error for leg in schedule.legs] == [-124, None]


def test_an_advertisement_waits_for_its_approval_and_another_message_does_not():
    assert scheduled("{approval: 7m}").approval is None
    assert scheduled("{approval: 7m}", legs=(ADVERT_LEG,)).approval == 7 * 60_000
    assert scheduled("{delivered: }", legs=(ADVERT_LEG,)).approval == 5 * 60_000
    refused = scheduled("{refused: {after: 1h}}", legs=(ADVERT_LEG,))
    assert (refused.approved, refused.approval) == (False, 3_600_000)
    assert decided(scheduled("{refused: }")) == [[("delivered", 2_000)]]


def test_what_is_drawn_is_drawn_for_each_receiver_and_the_same_each_time():
    text = "{sms: {choose: [{weight: 1, delivered: {after: 1s..9s}}, {weight: 1, failed: {after: 1s..9s}}]}}"
    phones = [f"09612345{number:02}" for number in range(30)]
    drawn = decided(scheduled(text, *phones))
    assert drawn == decided(scheduled(text, *phones))
    assert drawn[0][7:] == decided(scheduled(text, *phones[7:]))[0], "nobody's depends on the others"
    assert {outcome for outcome, _ in drawn[0]} == {"delivered", "failed"}
    assert len({after for _, after in drawn[0]}) > 20
    assert all(1_000 <= after <= 9_000 for _, after in drawn[0])


def test_a_weight_of_nothing_is_never_drawn():
    text = "{choose: [{weight: 0, failed: }, {weight: 5, silent: }]}"
    schedule = scheduled(text, *(f"09612345{number:02}" for number in range(20)))
    assert {receiver.outcome for receiver in schedule.legs[0].receivers} == {None}
    assert schedule.legs[0].silent
