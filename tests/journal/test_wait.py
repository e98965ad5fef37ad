import asyncio

import pytest

from mock_esms.config.match import CALL_NAMES, Match
from mock_esms.errors import NotNowError, UnknownError
from mock_esms.journal import Journal, wait_until
from mock_esms.model.callback import DONE, Attempt, Callback
from mock_esms.model.calls import Call
from mock_esms.model.goals import out_of_reach, reached
from tests.loops import turn
from tests.makers import RESULT, make_call, settled


def match(**globs):
    return Match.parse(globs, CALL_NAMES)


def with_attempts(*milliseconds):
    attempts = tuple(Attempt(number=number, at=0, url="", ms=ms) for number, ms in enumerate(milliseconds, 1))
    return make_call()._replace(
        state="ended", result=RESULT, callbacks=(Callback(send_status=DONE, attempts=attempts),)
    )


def test_each_stage_is_reached_when_it_is():
    fresh, ended = make_call(), with_attempts()
    assert [stage for stage in ("received", "ended", "settled") if reached(fresh, stage)] == ["received"]
    assert [stage for stage in ("received", "ended", "settled") if reached(ended, stage)] == ["received", "ended"]
    for state in ("delivered", "exhausted"):
        over = settled(make_call(), state)
        assert [stage for stage in ("delivered", "exhausted", "settled") if reached(over, stage)] == [state, "settled"]


def test_only_attempts_that_have_finished_count():
    assert reached(with_attempts(3.0, 4.0), 2)
    assert not reached(with_attempts(3.0, None), 2)


def test_a_settled_call_with_an_attempt_on_the_wire_is_not_settled():
    call = settled(make_call())
    attempt = Attempt(number=1, at=0, url="")
    again = call._replace(callbacks=(call.callbacks[0]._replace(attempts=(attempt,)),))
    assert call.settled
    assert not again.settled


def test_what_can_no_longer_be_reached_is_known():
    assert out_of_reach(settled(make_call(), "exhausted"), "delivered")
    assert out_of_reach(settled(make_call(), "delivered"), 5)
    assert out_of_reach(make_call()._replace(callbacks=()), "delivered"), "without CallbackUrl nothing is delivered"
    assert not out_of_reach(make_call(), "delivered")
    assert not out_of_reach(settled(make_call(), "delivered"), "delivered")


async def test_enough_calls_that_are_there_already_need_no_waiting():
    journal = Journal(10)
    call = settled(make_call())
    journal.put(call, "call", 0)
    waited = await wait_until(journal, Call, match(), "settled", count=1, timeout=0)
    assert (waited.in_time, [found.sms_id for found in waited.entries]) == (True, ["id-1"])


async def test_a_call_that_stops_fitting_is_not_counted():
    journal = Journal(10)
    waiting = asyncio.create_task(wait_until(journal, Call, match(state="scheduled"), "received", count=2, timeout=60))
    await turn()
    first = make_call(1)
    journal.put(first, "call", 0)
    journal.put(first._replace(state="dialling"), "dial", 0)
    for number in (2, 3):
        call = make_call(number)
        journal.put(call, "call", 0)
    assert [call.number for call in (await waiting).entries] == [2, 3]


async def test_a_reset_takes_back_what_was_there():
    journal = Journal(10)
    waiting = asyncio.create_task(wait_until(journal, Call, match(), "received", count=2, timeout=60))
    await turn()
    first = make_call(1)
    journal.put(first, "call", 0)
    journal.forget()
    journal.events.publish("reset", 0, None)
    for number in (2, 3):
        call = make_call(number)
        journal.put(call, "call", 0)
    assert [call.number for call in (await waiting).entries] == [2, 3]


async def test_when_time_is_over_what_got_there_is_returned():
    journal = Journal(10)
    call = make_call()
    journal.put(call, "call", 0)
    waited = await wait_until(journal, Call, match(), "received", count=2, timeout=0.001)
    assert (waited.in_time, len(waited.entries)) == (False, 1)


async def test_a_named_call_that_is_unknown_or_past_it_is_refused():
    journal = Journal(10)
    with pytest.raises(UnknownError, match="id-1"):
        await wait_until(journal, Call, match(sms_id="id-1"), "settled", count=1, timeout=60)
    over = settled(make_call(), "blocked")
    journal.put(over, "call", 0)
    with pytest.raises(NotNowError, match=r"delivered.*blocked"):
        await wait_until(journal, Call, match(sms_id="id-1"), "delivered", count=1, timeout=60)
