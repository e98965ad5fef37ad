import asyncio

from mock_esms.journal import EventLog
from tests.loops import turn


def publish(feed, *kinds):
    for kind in kinds:
        feed.publish(kind, 0, None)


def test_ids_rise_by_one():
    feed = EventLog(limit=10)
    publish(feed, "call", "dial", "ended")
    assert [(event.id, event.kind) for event in feed.since(0)] == [(1, "call"), (2, "dial"), (3, "ended")]
    assert feed.last_id == 3


def test_only_the_latest_events_are_kept_and_the_gap_shows():
    feed = EventLog(limit=2)
    publish(feed, *["call"] * 5)
    assert [event.id for event in feed.since(1)] == [4, 5]
    assert feed.since(5) == feed.since(99) == []


def test_subscribers_are_told_until_they_end_it():
    feed = EventLog(limit=10)
    told: list[str] = []
    end = feed.subscribe(lambda event: told.append(event.kind))
    publish(feed, "call")
    end()
    publish(feed, "dial")
    assert told == ["call"]


async def test_following_gives_what_is_kept_and_then_what_comes():
    feed = EventLog(limit=10)
    publish(feed, "call", "dial")
    seen: list[int] = []

    async def follow():
        async for event in feed.follow(1, heartbeat=60):
            assert event is not None
            seen.append(event.id)

    task = asyncio.create_task(follow())
    await turn(3)
    assert seen == [2]
    publish(feed, "ended", "settled")
    await turn(3)
    assert seen == [2, 3, 4]
    feed.close()
    await asyncio.wait_for(task, 100)


async def test_events_that_come_while_a_follower_is_busy_are_not_lost():
    feed = EventLog(limit=100)
    seen: list[int] = []

    async def follow():
        async for event in feed.follow(0, heartbeat=60):
            assert event is not None
            seen.append(event.id)
            if len(seen) < 20:
                publish(feed, "call")

    task = asyncio.create_task(follow())
    await turn(2)
    publish(feed, "call")
    await turn(30)
    assert seen == list(range(1, 21))
    feed.close()
    await asyncio.wait_for(task, 100)


async def test_silence_is_broken_by_heartbeats():
    feed = EventLog(limit=10)
    follower = feed.follow(0, heartbeat=0.001)
    assert await anext(follower) is None
    publish(feed, "call")
    event = await anext(follower)
    while event is None:
        event = await anext(follower)
    assert event.id == 1
    await follower.aclose()
    assert feed._subscribers == [], "whoever stops following is forgotten"
