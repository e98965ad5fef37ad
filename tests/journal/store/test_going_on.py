"""Whatever the story, and wherever it is broken off: a sandbox that goes on ends as one that never stopped."""

import asyncio
import json
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.journal.store.killed import killed
from tests.places import running
from tests.receiver import FAILS, NOT_HTTP, OK, Receiver, answer
from tests.scenarios.stories import delivery, part, stories

requests = st.fixed_dictionaries(
    {},
    optional={
        "MaxRetry": st.integers(0, 4).map(str),
        "WaitRetry": st.integers(0, 90).map(str),
        "Ivr": st.sampled_from("12"),
        "SendDate": st.just("2026/01/05 09:30:00"),
    },
)
behaviours = st.lists(st.sampled_from([OK, FAILS, NOT_HTTP, "drop", answer(204)]), min_size=1, max_size=6)


def accepted_at_once(story):
    """The same story without what holds an answer back: the client of these tests waits for it."""
    callback = {name: value for name, value in (story.get("callback") or {}).items() if name != "before_reply"}
    return {**{name: value for name, value in story.items() if name != "reply"}, "callback": callback}


class Sandboxes:
    """One sandbox after the other on one story, each going on from what the one before has left."""

    def __init__(self, folder: Path, stack: AsyncExitStack) -> None:
        self.folder, self.stack, self.count = folder, stack, 0
        self.path = folder / "0.db"

    async def begin(self):
        self.client = await self.stack.enter_async_context(
            running(self.folder / "drawn.yaml", store=self.path, grace=0)
        )
        return self.client

    async def end(self, *, kill: bool) -> None:
        self.count += 1
        if kill:
            self.path = killed(self.path, f"{self.count}.db")
        await self.client.sandbox.stop()


def request_of(request):
    """What was sent, but for the port of the receiver."""
    if request is None:
        return None
    return {**request, "headers": [header for header in request["headers"] if header[0] != "Host"]}


def report_of(call):
    """The call without what differs from run to run: ports, and how long things really took."""
    callbacks = [
        {
            **callback,
            "attempts": [
                {
                    **attempt,
                    "number": number,
                    "ms": None,
                    "phases": None,
                    "peer": None,
                    "request": request_of(attempt["request"]),
                    "url": attempt["url"].partition("/cb")[2],
                }
                for number, attempt in enumerate(
                    attempt for attempt in callback["attempts"] if attempt["error"] != "interrupted"
                )
            ],
        }
        for callback in call["callbacks"]
    ]
    return {**call, "callbacks": callbacks, "request": None}


async def played(story, parameters, behaviours, breaks=(), hangs_at=None):
    """What becomes of the call when the sandbox ends (or is killed) before some of the instants at which it is due.

    With ``hangs_at`` it is killed while that request, counted from 0, is on the wire.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "drawn.yaml").write_text(json.dumps({**story, "match": {"phone": "*"}}))
        if hangs_at is not None:
            behaviours = (
                [behaviours[min(at, len(behaviours) - 1)] for at in range(hangs_at)]
                + ["hang"]
                + behaviours[min(hangs_at, len(behaviours) - 1) :]
            )
        async with AsyncExitStack() as stack:
            receiver = await stack.enter_async_context(Receiver.run(*behaviours))
            sandboxes = Sandboxes(folder, stack)
            client = await sandboxes.begin()
            sms_id = await client.placed(CallbackUrl=f"{receiver.url}/cb", **parameters)
            steps = 0
            while (due := (await client.get("/_mock/clock")).json["next_due"]) is not None:
                if steps in breaks:
                    await sandboxes.end(kill=bool(steps % 2))
                    client = await sandboxes.begin()
                steps += 1
                advancing = asyncio.create_task(client.advance(to=due))
                if hangs_at is None:
                    await advancing
                    continue
                arriving = asyncio.create_task(receiver.arrived(hangs_at + 1))
                await asyncio.wait((advancing, arriving), return_when=asyncio.FIRST_COMPLETED)
                if arriving.done():
                    hangs_at = None
                    await sandboxes.end(kill=True)
                    await asyncio.gather(advancing, return_exceptions=True)
                    client = await sandboxes.begin()
                    await client.advance(by="0s")
                else:
                    arriving.cancel()
            call = await client.call(sms_id)
            assert call["settled"]
            return call, receiver


@given(stories.map(accepted_at_once), requests, behaviours, st.sets(st.integers(0, 14), min_size=1, max_size=4))
@settings(max_examples=15)
def test_a_story_that_is_broken_off_anywhere_ends_as_if_it_had_not_been(story, parameters, behaviours, breaks):
    if (story["callback"].get("copies") or 1) > 1:
        behaviours = behaviours[:1]  # copies that are on the wire at once arrive in any order
    if len(story["callback"].get("progress") or ()) > 0:
        behaviours = behaviours[:1]  # and so do callbacks of one instant
    undisturbed, _ = asyncio.run(played(story, parameters, behaviours))
    call, receiver = asyncio.run(played(story, parameters, behaviours, breaks))
    assert report_of(call) == report_of(undisturbed)
    assert len(receiver.requests) == sum(len(callback["attempts"]) for callback in call["callbacks"])


one_at_a_time = st.fixed_dictionaries(
    {"title": st.just("A story"), "callback": part(**{**delivery, "lost_acks": st.integers(0, 3)})},
    optional={"dials": st.just([{"no_answer": {"ring": "5s"}}, {"answered": {}}])},
) | st.fixed_dictionaries(
    {"title": st.just("Copies"), "callback": st.fixed_dictionaries({"copies": st.integers(2, 3), "gap": st.just("7s")})}
)


@given(one_at_a_time, behaviours, st.integers(0, 6))
@settings(max_examples=15)
def test_an_attempt_that_is_broken_off_is_repeated_and_nothing_else_is_changed_by_it(story, behaviours, hangs_at):
    undisturbed, _ = asyncio.run(played(story, {}, behaviours))
    call, receiver = asyncio.run(played(story, {}, behaviours, hangs_at=hangs_at))
    assert report_of(call) == report_of(undisturbed)
    attempts = [attempt for callback in call["callbacks"] for attempt in callback["attempts"]]
    made = [attempt["error"] for attempt in attempts]
    assert made.count("interrupted") == (hangs_at < len(undisturbed["callbacks"][0]["attempts"]))
    assert len(receiver.requests) == len(attempts)


COPIES = {"title": "Copies", "callback": {"copies": 3, "gap": "7s", "wait": ["20s"], "retries": 2}}


@pytest.mark.parametrize("step", range(1, 8))
def test_copies_and_retries_come_at_their_instants_wherever_the_sandbox_was_ended_between_them(step):
    call, _ = asyncio.run(played(COPIES, {}, [FAILS], breaks={step}))
    times = [attempt["at"][14:19] for attempt in call["callbacks"][0]["attempts"]]
    assert times == ["00:05", "00:12", "00:19", "00:39", "00:59"]


async def test_a_copy_that_is_repeated_leaves_the_instants_of_the_others_alone(tmp_path):
    (tmp_path / "story.yaml").write_text(json.dumps({**COPIES, "match": {"phone": "*"}}))
    path = tmp_path / "x.db"
    async with Receiver.run(FAILS, "hang", FAILS) as receiver:
        async with running(tmp_path / "story.yaml", store=path, grace=0) as client:
            sms_id = await client.placed(CallbackUrl=receiver.url)
            await client.advance(by="6s")
            advancing = asyncio.create_task(client.advance())
            await receiver.arrived(2)
            copy = killed(path)
            advancing.cancel()
        async with running(tmp_path / "story.yaml", store=copy) as client:
            await client.advance(by="1s")
            (callback,) = (await client.call(sms_id))["callbacks"]
            assert callback["next_due"] == "2026-01-05T09:00:19.000+07:00"
            await client.advance()
            (callback,) = (await client.call(sms_id))["callbacks"]
    attempts = [(attempt["at"][14:19], attempt["error"]) for attempt in callback["attempts"]]
    expected = [("00:05", None), ("00:12", "interrupted"), ("00:12", None), ("00:19", None), ("00:39", None)]
    assert attempts == [*expected, ("00:59", None)]
