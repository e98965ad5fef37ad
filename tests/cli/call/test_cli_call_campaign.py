"""What ``call --random N --wait`` tells of a campaign: how long it took, how calls waited, how callbacks crowded."""

import json
import urllib.request

from hypothesis import given
from hypothesis import strategies as st

from mock_esms.cli.call.campaign import Campaign, most_at_once, most_within
from mock_esms.cli.call.follow_many import CallEnds
from mock_esms.cli.client import ServerSentEvent
from mock_esms.config.account import Account
from mock_esms.server.control.history.event_json import serialize_event
from tests.cli.running import CHECKOUT, Process, Receiver, Served, run
from tests.documents import blocks_of, commands_of
from tests.places import running
from tests.receiver import FAILS, OK
from tests.receiver import Receiver as AsyncReceiver

instants = st.lists(st.integers(0, 30), min_size=1, max_size=30).map(sorted)


@given(instants, st.integers(1, 40))
def test_the_most_within_a_span_is_found_wherever_it_begins(there, length):
    assert most_within(there, length) == max(
        sum(begin <= at < begin + length for at in there) for begin in range(-40, 31)
    )


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 10)), min_size=1, max_size=20))
def test_the_most_at_once_is_found_at_whichever_instant(given_spans):
    spans = [(begin, begin + length) for begin, length in given_spans]
    assert most_at_once(spans) == max(sum(begin <= at < end for begin, end in spans) for at in range(31))


STORY = """
title: A story
match: {phone: "*"}
dials: [no_answer: {ring: 10s}, answered: {ring: 4s, talk: 6s}]
callback: {delay: 1s, wait: [10s]}
"""


async def test_events_and_whole_calls_tell_the_same_of_a_campaign_and_others_calls_are_left_out(tmp_path):
    (tmp_path / "story.yaml").write_text(STORY)
    account = Account(api_key="test-api-key", secret_key="test-secret-key", lines=2)
    heard, read = Campaign(), Campaign()
    async with (
        AsyncReceiver.run(FAILS, OK) as receiver,
        running(tmp_path / "story.yaml", accounts=(account,)) as client,
    ):
        ids = [
            await client.placed(f"090188848{n}", MaxRetry="1", WaitRetry="5", CallbackUrl=receiver.url)
            for n in range(4)
        ]
        await client.advance(by="5m")
        other = await client.placed("0901888489", CallbackUrl=receiver.url)
        await client.advance()
        for event in client.sandbox.components.journal.events.since(0):
            data = json.loads(json.dumps(serialize_event(event)))
            heard.on_event(ServerSentEvent(id=event.id, event=event.kind, data=data))
        for call in (await client.get("/_mock/calls")).json["calls"]:
            read.on_call(call)
    assert list(heard.lines(ids)) == [
        "the campaign took 41s of the sandbox's clock, from its first request to the last callback",
        "4 of 4 calls waited for a line: median 10s, longest 15s, at most 2 at a time",
        "5 callbacks were sent: at most 3 at one instant, 3 within a second, 5 within a minute",
    ]
    assert list(read.lines(ids)) == list(heard.lines(ids))
    assert next(heard.lines([other])).startswith("the campaign took ")
    assert list(heard.lines(["unknown"])) == []


def test_a_callback_that_was_blocked_is_none_that_was_sent():
    campaign = Campaign()
    campaign.on_call(
        {
            "sms_id": "a",
            "received_at": "2026-01-05T09:00:00.000+07:00",
            "ended_at": "2026-01-05T09:00:04.000+07:00",
            "dials": [],
            "callbacks": [{"attempts": [{"number": 1, "at": "2026-01-05T09:00:05.000+07:00", "error": "blocked"}]}],
        }
    )
    assert list(campaign.lines(["a"])) == [
        "the campaign took 4s of the sandbox's clock, from its first request to the end of the last call"
    ]


def test_the_example_of_the_page_of_commands_is_what_the_command_tells(tmp_path):
    page = (CHECKOUT / "docs" / "commands.md").read_text(encoding="utf-8")
    blocks = list(blocks_of(page))
    (settings,) = (block.text for block in blocks if block.argument == "lines.yaml")
    (example,) = (block for block in blocks if "--random 300 --wait" in block.text)
    ((_, told),) = commands_of(example)
    config = tmp_path / "lines.yaml"
    config.write_text(settings, encoding="utf-8")
    with (
        Receiver() as receiver,
        Served("--clock", "manual", "--config", str(config)) as served,
        Process(
            "call", "--random", "300", "--wait", "--url", served.url, "--param", f"CallbackUrl={receiver.url}"
        ) as bulk,
    ):
        bulk.err.until("calls placed in")
        body = b'{"until": "idle"}'
        urllib.request.urlopen(f"{served.url}/_mock/clock/advance", data=body, timeout=120).close()  # noqa: S310 - the test's own http address
        assert bulk.popen.wait(120) == 0
        assert [*bulk.err.rest()[10:], *bulk.out.rest()] == told.splitlines()


def test_a_call_is_asked_for_when_its_end_was_missed_and_not_that_it_has_settled():
    ends = CallEnds()
    ends.on_event(ServerSentEvent(id=7, event="settled", data={"sms_id": "a", "callbacks": []}))
    assert ends.ended == {}
    assert ends.news.is_set()
    assert ends.without_end == {"a"}


def test_a_campaign_of_which_events_were_missed_is_told_all_the_same():
    with Receiver() as receiver, Served("--clock", "auto", "--journal-limit", "8") as served:
        done = run(*("call", "--random", "24", "--wait", "--url", served.url, "--param", f"CallbackUrl={receiver.url}"))
    assert done.returncode == 0
    assert "the campaign took " in done.stderr
