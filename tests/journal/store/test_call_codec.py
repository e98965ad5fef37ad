"""Calls survive the way into a store and back, whatever is in them; and what old stores hold is read for ever."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_esms.journal.store.call_codec import call_of, immutable_text, mutable_text
from mock_esms.model.callback import Hop
from mock_esms.model.calls import Call, Dial, Timeline
from mock_esms.model.delivery_plan import CallbackEdits, RetryPolicy
from tests.journal.store.format_1 import DECIDED as DECIDED_1
from tests.journal.store.format_1 import HAPPENED as HAPPENED_1
from tests.journal.store.format_1 import RINGING as RINGING_1
from tests.journal.store.format_2 import DECIDED as DECIDED_2
from tests.journal.store.format_2 import HAPPENED as HAPPENED_2
from tests.journal.store.values import plans, texts


@st.composite
def calls(draw):
    """Any call, anywhere on its way: a person may have to decide the last dial, but none that is over."""
    schedule = draw(
        st.builds(Timeline, dials=st.lists(st.from_type(Dial), min_size=1, max_size=3).map(tuple), callback=plans)
    )
    undecided = [place for place, dial in enumerate(schedule.dials) if dial.outcome is None]
    steps = draw(st.integers(0, 2 * undecided[0] + 1 if undecided else 2 * len(schedule.dials)))
    state = texts.map(lambda text: text.encode("utf-8", "surrogatepass"))
    return draw(
        st.builds(
            Call,
            number=st.integers(1, 2**40),
            schedule=st.just(schedule),
            steps=st.just(steps),
            random_state=state,
        )
    )


@given(calls())
@settings(max_examples=30)
def test_a_call_comes_back_as_it_was(call):
    again = call_of(call.number, immutable_text(call), mutable_text(call))
    assert again == call
    assert [type(part) for part in again] == [type(part) for part in call]


def test_prices_that_are_equal_and_written_differently_stay_as_they_were_written():
    call = call_of(7, DECIDED, HAPPENED_2)
    for price in ("450.5", "450.50"):
        call = call._replace(schedule=call.schedule._replace(price=Decimal(price)))
        assert str(call_of(7, immutable_text(call), HAPPENED_2).schedule.price) == price


def test_calls_that_are_alike_share_after_a_restart_what_they_shared_before():
    calls = [call_of(number, DECIDED.replace("order-1", f"order-{number}"), HAPPENED_2) for number in (1, 2)]
    assert calls[0].schedule is calls[1].schedule
    assert calls[0].request.raw_parameters is calls[1].request.raw_parameters
    assert calls[0].request.dial_parameters is calls[1].request.dial_parameters


DECIDED = DECIDED_2.replace('}],"talk"', '}],"outcome":"answered","talk"').replace(
    '"max_retry":2', '"dial_parameters":{"max_retry":2}'
)


@pytest.mark.parametrize("decided", [DECIDED_1, DECIDED_2, DECIDED], ids=["decided in 1", "in 2", "in 3"])
@pytest.mark.parametrize("happened", [HAPPENED_1, HAPPENED_2], ids=["happened in 1", "in 2 and 3"])
def test_a_call_that_an_older_or_this_version_wrote_is_read_for_ever(decided, happened):
    call = call_of(7, decided, happened)
    assert call.request.dial_parameters.max_retry == 2
    assert call.request.dial_parameters.wait_retry == 60_000
    assert call.request.value_of("Phone") == "0901888484"
    assert call.chosen.match == (("phone", "09*"),)
    assert call.timeline.price == Decimal("450.5")
    assert call.timeline.dials == (Dial(1, 1767578400000, 1_000, "answered"),)
    assert (call.timeline.key_at, call.timeline.ends_at) == (1767578402000, 1767578404000)
    assert call.dials == call.timeline.dials
    assert call.timeline.callback.policy == RetryPolicy(5, (10_000, 30_000))
    assert call.timeline.callback.edits == CallbackEdits(set=(("Ivr", "9"),), omit=("CID",), add=(("extra", "1"),))
    assert call.callbacks[0].attempts[0].hops == (Hop("http://127.0.0.1:9000/there", 302),)
    assert (call.schedule.outcome, call.random_state) == ("answered", b"")
    assert (call.callbacks[0].attempts[0].try_number, call.callbacks[0].attempts[0].manual) == (1, False)
    assert mutable_text(call) == HAPPENED_2
    assert call_of(7, immutable_text(call), HAPPENED_2) == call


def test_format_3_is_what_is_written():
    assert immutable_text(call_of(7, DECIDED, HAPPENED_2)) == DECIDED


def test_a_call_of_format_1_that_rang_rings_on():
    call = call_of(7, DECIDED_1, RINGING_1)
    assert (call.is_ringing, call.dials_begun, call.result) == (True, 1, None)


def test_a_call_of_format_1_whose_date_lay_ahead_has_its_first_dial_then():
    later = DECIDED_1.replace('"max_retry":2', '"send_date":1767578399000').replace(
        '1767578400000,"caller', '1,"caller'
    )
    call = call_of(7, later, HAPPENED_1)
    assert call.begins_at == 1767578399000
    assert call.timeline.dials[0].at == 1767578400000


@pytest.mark.parametrize(("tries", "read"), [(3, (3, False)), (-1, (1, True)), (-2, (2, True))])
def test_attempts_that_format_2_counted_downwards_were_made_by_hand(tries, read):
    happened = HAPPENED_2.replace('"detail":"moved"', f'"detail":"moved","tries":{tries}')
    attempt = call_of(7, DECIDED_2, happened).callbacks[0].attempts[0]
    assert (attempt.try_number, attempt.manual) == read


def test_a_call_of_format_2_that_a_person_is_to_decide_is_still_undecided():
    undecided = DECIDED_2.replace('"outcome":"answered"', '"outcome":null').replace(
        '"request":{', '"draws":"1 1 1 0 0k0901888484","request":{', 1
    )
    call = call_of(7, undecided, '{"state":"dialling","steps":1,"callbacks":[]}')
    assert call.schedule.undecided
    assert call.random_state == b"1 1 1 0 0k0901888484"
