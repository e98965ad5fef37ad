"""What is due happens in order, and work in flight holds up the clock."""

import asyncio
import logging

import pytest

from mock_esms.clock.clock import Clock
from mock_esms.clock.scheduler import Scheduler
from mock_esms.clock.task_pool import MOST_IN_ONE_TURN
from mock_esms.errors import NotNowError
from tests.clock.diary import running
from tests.loops import turn


async def test_what_is_due_now_happens_without_advancing():
    async with running() as (scheduler, diary):
        scheduler.schedule(0, diary.write, "now")
        await turn()
        assert diary.lines == [(0, "now")]


async def test_events_happen_by_instant_and_then_in_the_order_in_which_they_were_scheduled():
    async with running() as (scheduler, diary):
        for due, name in ((30, "d"), (10, "a"), (20, "b"), (20, "c")):
            scheduler.schedule(due, diary.write, name)
        await scheduler.advance(by=1_000)
        assert diary.lines == [(10, "a"), (20, "b"), (20, "c"), (30, "d")]
        assert scheduler.state().now == 1_000


async def test_advancing_stops_at_its_target():
    async with running() as (scheduler, diary):
        scheduler.schedule(10, diary.write, "a")
        scheduler.schedule(11, diary.write, "b")
        await scheduler.advance(to=10)
        assert diary.lines == [(10, "a")]
        state = scheduler.state()
        assert (state.now, state.next_due, state.pending) == (10, 11, 1)


async def test_advancing_until_idle_follows_events_that_make_events():
    async with running() as (scheduler, diary):

        def chain(left):
            diary.write(left)
            if left:
                scheduler.schedule(diary.clock.now() + 100, chain, left - 1)

        scheduler.schedule(5, chain, 3)
        await scheduler.advance()
        assert diary.lines == [(5, 3), (105, 2), (205, 1), (305, 0)]
        assert scheduler.state().now == 305


async def test_work_that_is_due_all_at_once_begins_over_several_turns_of_the_loop_and_in_its_order():
    async with running() as (scheduler, _):
        begun = []

        async def work(number):
            begun.append(number)

        for number in range(200):
            scheduler.start(work, number)
        in_each_turn = []
        while len(begun) < 200:
            before = len(begun)
            await turn()
            in_each_turn.append(len(begun) - before)
        assert begun == list(range(200))
        assert max(in_each_turn) <= MOST_IN_ONE_TURN, in_each_turn


async def test_the_next_instant_begins_when_the_work_of_this_one_has_finished():
    async with running() as (scheduler, diary):
        gate = asyncio.Event()

        async def work(argument):
            diary.write(f"{argument} begins")
            await gate.wait()
            diary.write(f"{argument} ends")

        scheduler.schedule(10, lambda argument: scheduler.start(work, argument), "x")
        scheduler.schedule(20, diary.write, "later")
        advance = asyncio.create_task(scheduler.advance(by=50))
        while not diary.lines:
            await turn()
        assert not advance.done()
        gate.set()
        await advance
        assert diary.lines == [(10, "x begins"), (10, "x ends"), (20, "later")]


async def test_work_of_one_instant_does_not_wait_for_each_other():
    async with running() as (scheduler, diary):
        both = asyncio.Barrier(2)

        async def work(argument):
            diary.write(argument)
            await both.wait()

        for name in ("first", "second"):
            scheduler.schedule(10, lambda argument: scheduler.start(work, argument), name)
        await scheduler.advance(by=10)
        assert diary.lines == [(10, "first"), (10, "second")]


async def test_past_the_limit_work_waits_for_room_in_the_order_in_which_it_was_started():
    async with running(max_on_the_wire=2) as (scheduler, diary):
        most = 0

        async def work(argument):
            nonlocal most
            most = max(most, scheduler.in_flight)
            diary.write(argument)
            await turn()

        for number in range(7):
            scheduler.start(work, number)
        assert scheduler.in_flight == 7
        await scheduler.advance()
        assert [argument for _, argument in diary.lines] == list(range(7))
        assert scheduler.in_flight == 0


async def test_a_cancelled_event_neither_happens_nor_holds_up_the_clock():
    async with running() as (scheduler, diary):
        handle = scheduler.schedule(10, diary.write, "cancelled")
        scheduler.schedule(20, diary.write, "left")
        scheduler.cancel(handle)
        state = scheduler.state()
        assert (state.next_due, state.pending) == (20, 1)
        await scheduler.advance()
        assert diary.lines == [(20, "left")]


async def test_cancelling_most_of_many_keeps_the_rest_in_order():
    async with running() as (scheduler, diary):
        handles = [scheduler.schedule(1_000 - number, diary.write, number) for number in range(1_000)]
        for handle in handles[:990]:
            scheduler.cancel(handle)
        assert scheduler.state().pending == 10
        await scheduler.advance()
        assert [argument for _, argument in diary.lines] == list(range(999, 989, -1))


async def test_forgetting_everything_cancels_what_is_on_the_wire():
    async with running() as (scheduler, diary):
        ended = []

        async def work(argument):
            try:
                await asyncio.Event().wait()
            finally:
                ended.append(argument)

        scheduler.start(work, "hanging")
        scheduler.schedule(10, diary.write, "pending")
        await turn()
        await scheduler.forget()
        assert ended == ["hanging"]
        assert (scheduler.in_flight, scheduler.state().pending) == (0, 0)


async def test_forgetting_some_leaves_the_others():
    async with running() as (scheduler, diary):
        for number in range(10):
            scheduler.schedule(number + 1, diary.write, number)
        await scheduler.forget(lambda argument: argument % 2 == 0)
        await scheduler.advance()
        assert [argument for _, argument in diary.lines] == [1, 3, 5, 7, 9]


async def test_two_who_advance_at_once_each_get_where_they_wanted():
    async with running() as (scheduler, diary):
        for due in (10, 20, 30):
            scheduler.schedule(due, diary.write, due)
        await asyncio.gather(scheduler.advance(by=25), scheduler.advance(by=12), scheduler.advance())
        assert [argument for _, argument in diary.lines] == [10, 20, 30]
        assert scheduler.state().now == 30


async def test_ten_thousand_events_leave_the_loop_free_in_between():
    async with running() as (scheduler, _):
        turns = 0

        def turn():
            nonlocal turns
            turns += 1
            if not advance.done():
                asyncio.get_running_loop().call_soon(turn)

        for number in range(10_000):
            scheduler.schedule(number + 1, lambda _argument: None, number)
        advance = asyncio.create_task(scheduler.advance())
        turn()
        await advance
        assert turns > 20


async def test_a_defect_in_one_event_is_logged_and_stops_nothing(caplog):
    async with running() as (scheduler, diary):

        async def broken(_argument):
            raise LookupError

        def breaks(_argument):
            raise ZeroDivisionError

        scheduler.schedule(1, breaks, "x")
        scheduler.schedule(2, lambda argument: scheduler.start(broken, argument), "y")
        scheduler.schedule(3, diary.write, "z")
        with caplog.at_level(logging.ERROR):
            await scheduler.advance()
        assert diary.lines == [(3, "z")]
        assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [ZeroDivisionError, LookupError]


async def test_closing_lets_work_finish_within_the_grace_and_cancels_the_rest():
    clock = Clock("manual", now=0)
    scheduler = Scheduler(clock)
    scheduler.open()
    ends = []
    gate = asyncio.Event()

    async def short(_argument):
        await gate.wait()
        ends.append("short finished")

    async def long(_argument):
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ends.append("long cancelled")
            raise

    scheduler.start(short, None)
    scheduler.start(long, None)
    await turn()
    asyncio.get_running_loop().call_soon(gate.set)
    await scheduler.close(grace=0.05)
    assert ends == ["short finished", "long cancelled"]


async def test_whoever_advances_while_the_sandbox_ends_gets_an_error_that_says_so():
    clock = Clock("manual", now=0)
    scheduler = Scheduler(clock)
    scheduler.open()

    async def hang(_argument):
        await asyncio.Event().wait()

    scheduler.start(hang, None)
    advance = asyncio.create_task(scheduler.advance(by=1))
    await turn()
    await scheduler.close()
    with pytest.raises(NotNowError, match="ending"):
        await advance
