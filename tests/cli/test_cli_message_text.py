"""What is told of messages, a line an event."""

import json

import pytest

from mock_esms.cli.event_text import event_lines
from mock_esms.server.control.history.event_json import serialize_event
from tests.makers import ADVERT_LEG, LEGS, make_draft
from tests.places import running
from tests.receiver import OK, Receiver

ACCEPTED = "accepted: SendMultipleMessage_V4_post_json, sms from Baotrixemay, scenario story (by phone *)"
ZALO_THEN_SMS = (LEGS["zalo"], LEGS["sms"])


async def told(folder, message, *phones, legs=(LEGS["sms"],), url=True, callback="{delay: 1s}"):
    """What is told of one message from its acceptance to its end, without times and addresses."""
    story = f'title: A story\nmatch: {{phone: "*"}}\nmessage: {message}\ncallback: {callback}\n'
    (folder / "story.yaml").write_text(story)
    async with Receiver.run(OK) as receiver, running(folder) as client:
        client.accept(make_draft(*phones, legs=legs, url=receiver.url if url else None))
        await client.advance()
        lines = []
        for event in client.sandbox.components.journal.events.since(0):
            data = json.loads(json.dumps(serialize_event(event)))
            lines += [line for line in event_lines(event.kind, data) if line.what != "clock"]
        return [f"{line.what}: {line.text.partition(' in ')[0].partition('?')[0]}" for line in lines], receiver.url


async def test_a_message_is_told_from_its_acceptance_to_its_callback(tmp_path):
    lines, url = await told(tmp_path, "{delivered: }")
    assert lines == [
        ACCEPTED,
        "sent: sms from Baotrixemay: 123456 la ma xac minh",
        "ended: delivered, price 850.0000",
        f"callback 1: sms: {url}",
        "callback 1: sms: status 200",
        "settled: callback delivered",
    ]


async def test_of_two_channels_each_is_told_with_why_the_first_has_failed(tmp_path):
    lines, url = await told(tmp_path, "{zalo: {failed: {error: -114}}}", legs=ZALO_THEN_SMS)
    assert lines[1:] == [
        "sent: zalo from 745830328927467685: Your code is 123456",
        "sent: zalo has failed (error -114); sms from Baotrixemay: 123456 la ma xac minh",
        f"callback 1: zalo: {url}",
        "callback 1: zalo: status 200",
        "ended: delivered, price 850.0000",
        f"callback 1: sms: {url}",
        "callback 1: sms: status 200",
        "settled: callback delivered",
    ]


@pytest.mark.parametrize(
    ("message", "phones", "ended"),
    [
        ("{failed: }", ("0901888484",), "ended: not delivered"),
        ("{delivered: }", ("0901888484", "0901888485"), "ended: 2 of 2 delivered, price 1700.0000"),
        ("{failed: }", ("0901888484", "0901888485"), "ended: 0 of 2 delivered, price 0.0000"),
    ],
)
async def test_an_end_says_how_many_have_got_it(tmp_path, message, phones, ended):
    lines, _ = await told(tmp_path, message, *phones, url=False)
    assert lines[-2:] == [ended, "settled: no CallbackUrl was given, so nothing is reported"]


async def test_an_advertisement_that_is_not_approved_is_told_as_that(tmp_path):
    lines, url = await told(tmp_path, "{refused: }", legs=(ADVERT_LEG,), callback="{progress: [1]}")
    assert lines == [
        f"{ACCEPTED}, waits for its approval",
        f"progress 1: sms: SendStatus 1: {url}",
        "progress 1: sms: SendStatus 1: status 200",
        "ended: not approved, so it is not sent",
        f"callback 1: sms: {url}",
        "callback 1: sms: status 200",
        "settled: callback delivered",
    ]


@pytest.mark.parametrize("url", [True, False])
async def test_a_message_of_which_nothing_is_reported_says_so(tmp_path, url):
    lines, _ = await told(tmp_path, "{silent: }", url=url)
    assert lines[-1] == "settled: it is never reported, as the scenario wants"
