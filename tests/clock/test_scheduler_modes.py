"""When a real, an auto and a manual clock move."""

import asyncio

import pytest

from mock_esms.clock.scheduler import QUIET
from mock_esms.errors import NotNowError
from tests.clock.diary import running
from tests.loops import turn


async def test_a_manual_clock_does_nothing_until_it_is_advanced():
    async with running() as (scheduler, diary):
        scheduler.schedule(10, diary.write, "a")
        for _ in range(5):
            await turn()
        assert diary.lines == []
        await scheduler.advance(by=10)
        assert diary.lines == [(10, "a")]


async def test_time_never_goes_backwards():
    async with running() as (scheduler, _):
        await scheduler.advance(by=100)
        with pytest.raises(NotNowError, match="time never goes backwards"):
            await scheduler.advance(to=99)


async def test_an_auto_clock_jumps_by_itself():
    async with running("auto") as (scheduler, diary):
        done = asyncio.Event()
        scheduler.schedule(3_600_000, diary.write, "an hour later")
        scheduler.schedule(7_200_000, lambda _argument: done.set(), None)
        await asyncio.wait_for(done.wait(), 100)
        assert diary.lines == [(3_600_000, "an hour later")]
        assert diary.clock.now() == 7_200_000


async def test_an_auto_clock_stands_still_while_a_request_is_in_flight():
    async with running("auto") as (scheduler, diary):
        loop = asyncio.get_running_loop()
        request = scheduler.request_begun()
        scheduler.schedule(1_000, diary.write, "later")
        waited = asyncio.Event()
        loop.call_later(5 * QUIET, waited.set)
        await waited.wait()
        assert diary.lines == []
        request.done()
        ended = loop.time()
        done = asyncio.Event()
        scheduler.schedule(1_001, lambda _argument: done.set(), None)
        await asyncio.wait_for(done.wait(), 100)
        assert loop.time() - ended >= QUIET * 0.99
        assert diary.lines == [(1_000, "later")]


async def test_each_piece_of_work_makes_the_quiet_time_of_an_auto_clock_begin_anew():
    async with running("auto") as (scheduler, _):
        loop = asyncio.get_running_loop()
        worked_at = []
        done = asyncio.Event()

        async def work(_argument):
            worked_at.append(loop.time())

        scheduler.schedule(10, lambda argument: scheduler.start(work, argument), None)
        scheduler.schedule(20, lambda _argument: done.set(), None)
        await asyncio.wait_for(done.wait(), 100)
        assert loop.time() - worked_at[0] >= QUIET * 0.99


async def test_real_time_runs_by_itself_at_its_speed():
    async with running("real", speed=1_000.0) as (scheduler, diary):
        done = asyncio.Event()
        scheduler.schedule(20_000, lambda _argument: done.set(), None)
        scheduler.schedule(10_000, diary.write, "earlier")
        await asyncio.wait_for(done.wait(), 100)
        assert [argument for _, argument in diary.lines] == ["earlier"]
        assert diary.clock.now() >= 20_000


async def test_an_event_that_is_nearer_than_the_timer_is_not_late():
    async with running("real") as (scheduler, diary):
        scheduler.schedule(3_600_000, diary.write, "far")
        await turn()
        done = asyncio.Event()
        scheduler.schedule(5, lambda _argument: done.set(), None)
        await asyncio.wait_for(done.wait(), 100)
        assert diary.lines == []


async def test_advancing_works_in_real_time_and_brings_later_events_nearer():
    async with running("real") as (scheduler, diary):
        done = asyncio.Event()
        scheduler.schedule(3_600_000, diary.write, "an hour")
        scheduler.schedule(3_600_050, lambda _argument: done.set(), None)
        await scheduler.advance(by=3_600_010)
        assert [argument for _, argument in diary.lines] == ["an hour"]
        await asyncio.wait_for(done.wait(), 100)


async def test_changing_from_manual_to_real_starts_the_timer():
    async with running("manual") as (scheduler, _):
        done = asyncio.Event()
        scheduler.schedule(50, lambda _argument: done.set(), None)
        await turn()
        scheduler.set_clock(mode="real", speed=100.0)
        await asyncio.wait_for(done.wait(), 100)
