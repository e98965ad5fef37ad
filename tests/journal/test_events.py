import asyncio

from mock_esms.journal import EventLog
from tests.loops import turn


def publish(log, *kinds):
    for kind in kinds:
        log.publish(kind, 0, None)


def test_ids_rise_by_one():
    log = EventLog(limit=10)
    publish(log, "call", "dial", "ended")
    assert [(event.id, event.kind) for event in log.since(0)] == [(1, "call"), (2, "dial"), (3, "ended")]
    assert log.last_id == 3


def test_only_the_latest_events_stay_in_memory_and_the_gap_shows():
    log = EventLog(limit=2)
    publish(log, *["call"] * 5)
    assert [event.id for event in log.since(1)] == [4, 5]
    assert log.since(5) == log.since(99) == []


def test_subscribers_are_notified_until_they_unsubscribe():
    log = EventLog(limit=10)
    seen: list[str] = []
    end = log.subscribe(lambda event: seen.append(event.kind))
    publish(log, "call")
    end()
    publish(log, "dial")
    assert seen == ["call"]


async def test_following_gives_what_is_in_memory_and_then_what_comes():
    log = EventLog(limit=10)
    publish(log, "call", "dial")
    seen: list[int] = []

    async def follow():
        async for event in log.follow(1, heartbeat=60):
            assert event is not None
            seen.append(event.id)

    task = asyncio.create_task(follow())
    await turn(3)
    assert seen == [2]
    publish(log, "ended", "settled")
    await turn(3)
    assert seen == [2, 3, 4]
    log.close()
    await asyncio.wait_for(task, 100)


async def test_events_that_come_while_a_follower_is_busy_are_not_lost():
    log = EventLog(limit=100)
    seen: list[int] = []

    async def follow():
        async for event in log.follow(0, heartbeat=60):
            assert event is not None
            seen.append(event.id)
            if len(seen) < 20:
                publish(log, "call")

    task = asyncio.create_task(follow())
    await turn(2)
    publish(log, "call")
    await turn(30)
    assert seen == list(range(1, 21))
    log.close()
    await asyncio.wait_for(task, 100)


async def test_silence_is_broken_by_heartbeats():
    log = EventLog(limit=10)
    follower = log.follow(0, heartbeat=0.001)
    assert await anext(follower) is None
    publish(log, "call")
    event = await anext(follower)
    while event is None:
        event = await anext(follower)
    assert event.id == 1
    await follower.aclose()
    assert log._subscribers == [], "whoever stops following is forgotten"
