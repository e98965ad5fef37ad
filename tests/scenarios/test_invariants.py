"""Any scenario, any request, any receiver: played on a real socket, and nothing that must hold is broken.

Recorded is what was on the wire; nothing is sent too often or too early; every call settles; and what is drawn is the
same in a second run.
"""

import asyncio
import json
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mock_esms.config.documents import build
from mock_esms.config.retry_presets import POLICIES
from mock_esms.model.times import parse_instant
from mock_esms.scenarios.callback import CallbackRule
from mock_esms.scenarios.model import Scenario
from tests.places import running
from tests.receiver import FAILS, NOT_HTTP, OK, Receiver, answer
from tests.scenarios.stories import refusals, stories
from tests.scenarios.test_stories import place, until_received

behaviours = st.lists(st.sampled_from([OK, FAILS, NOT_HTTP, "drop", "reset", answer(204)]), min_size=1, max_size=6)
asked = st.fixed_dictionaries(
    {},
    optional={
        "MaxRetry": st.integers(0, 4).map(str),
        "WaitRetry": st.integers(0, 90).map(str),
        "Ivr": st.sampled_from("12"),
        "NumberForward": st.just("02873001234"),
        "TimeWaitToIvr": st.integers(0, 30).map(str),
        "SendDate": st.just("2026/01/05 09:30:00"),
    },
)


@dataclass
class Played:
    """What came of a story."""

    comes: str | tuple[int, bytes]
    calls: list[dict[str, Any]]
    clock: dict[str, Any]
    targets: list[str]


async def play(story, parameters, behaviours) -> Played:
    async with Receiver.run(*behaviours) as receiver, running() as client:
        assert (await client.put("/_mock/scenarios/drawn", story)).status == 200
        assert (await client.post("/_mock/scenarios/drawn/arm")).status == 200
        placing = asyncio.create_task(place(client, "0901888484", f"{receiver.url}/cb", **parameters))
        await until_received(client)
        await client.advance()
        calls = (await client.get("/_mock/calls")).json["calls"]
        clock = (await client.get("/_mock/clock")).json
        await client.sandbox.stop()  # an answer that hangs ends only with the sandbox
        return Played(await placing, calls, clock, receiver.targets)


def instants(callback):
    return [parse_instant(attempt["at"]) for attempt in callback["attempts"]]


def rules_of(story) -> CallbackRule:
    return build(Scenario, json.loads(json.dumps(story))).callback


def most_sends(rules: CallbackRule, *, final: bool) -> int:
    retries = rules.retries if rules.retries is not None else POLICIES[rules.policy or "esms"].retries
    return (rules.copies if final else 1) + retries


@given(stories, asked, behaviours)
@settings(max_examples=20)
def test_no_story_breaks_what_must_hold(story, parameters, behaviours):
    played = asyncio.run(play(story, parameters, behaviours))
    rules = rules_of(story)
    (call,) = played.calls

    assert played.comes == ("broken" if (story.get("reply") or {}).get("lost") else "accepted")
    assert call["settled"]
    assert played.clock["pending"] == 0
    attempts = [attempt for callback in call["callbacks"] for attempt in callback["attempts"]]
    assert sorted(attempt["url"].partition("/cb")[2] for attempt in attempts) == sorted(
        target.removeprefix("/cb") for target in played.targets
    )

    *progress, final = call["callbacks"]
    assert [callback["send_status"] for callback in progress] == list(rules.progress)
    for callback in call["callbacks"]:
        assert callback["next_due"] is None
        assert callback["state"] in {"delivered", "exhausted", "dropped"}
        assert (callback["state"] == "delivered") is any(attempt["acknowledged"] for attempt in callback["attempts"])
        at_most = 0 if callback["state"] == "dropped" else most_sends(rules, final=callback is final)
        assert len(callback["attempts"]) <= at_most
        if callback["state"] == "exhausted":
            assert len(callback["attempts"]) == at_most
        assert instants(callback) == sorted(instants(callback))
    assert (final["state"] == "dropped") is rules.drop

    last = call["dials"][-1]
    over = parse_instant(last["at"]) + round(last["ring"] * 1000)
    delay = rules.delay.shortest if rules.delay is not None else 1000
    if times := instants(final):
        assert times[0] >= over + delay
    waits = rules.wait if rules.wait is not None else POLICIES[rules.policy or "esms"].wait
    single = times[rules.copies - 1 :]
    for number, (before, after) in enumerate(pairwise(single)):
        least = waits[min(number, len(waits) - 1)].shortest if waits else 0
        assert after >= before + least


@given(refusals, asked)
@settings(max_examples=15)
def test_a_request_that_is_refused_or_spoilt_makes_no_call(story, parameters):
    played = asyncio.run(play(story, parameters, [OK]))
    assert (played.calls, played.targets, played.clock["pending"]) == ([], [], 0)
    reply = story["reply"]
    if "fault" in reply:
        assert played.comes == "broken"
    elif "status" in reply:
        assert played.comes == (reply["status"], reply.get("body", "").encode())
    else:
        assert json.loads(played.comes[1])["CodeResult"] == str(reply["code"])


@given(stories, asked)
@settings(max_examples=8)
def test_two_runs_with_one_seed_are_equal_to_the_byte(story, parameters):
    first, second = (asyncio.run(play(story, parameters, [FAILS])) for _ in range(2))
    for part in ("sms_id", "dials", "result"):
        assert first.calls[0][part] == second.calls[0][part]
    on_the_wire = [
        [
            (instants(callback), [attempt["url"].partition("/cb")[2] for attempt in callback["attempts"]])
            for callback in one
        ]
        for one in (first.calls[0]["callbacks"], second.calls[0]["callbacks"])
    ]
    assert on_the_wire[0] == on_the_wire[1]
