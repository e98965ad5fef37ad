"""The shipped stories of messages, played: what is reported, and when (CONTRACT 11)."""

import pytest

from mock_esms.scenarios.library import Library
from tests.places import running
from tests.receiver import OK, Receiver
from tests.sms import ADVERT, ADVERT_PATH, CARE, CARE_PATH, PHONES, sent

STORIES = {
    "message-at-once": ("sms", 0, {"SendStatus": "5", "SendSuccess": "1"}),
    "message-late": ("sms", 3_600, {"SendStatus": "5", "SendSuccess": "1"}),
    "message-failed": ("sms", 5, {"SendStatus": "5", "SendFailed": "1", "TotalPrice": "0.0000"}),
    "message-silent": ("sms", None, {}),
    "advert-refused": ("advert", 3_600, {"SendStatus": "4", "SendSuccess": "0", "TotalPrice": "0.0000"}),
    "advert-approved-late": ("advert", 86_402, {"SendStatus": "5", "SendSuccess": "30"}),
    "zalo-refused": ("sms", 2, {"SendStatus": "5", "SendSuccess": "1"}),
    "zalo-token-invalid": ("sms", 2, {"SendStatus": "5", "SendSuccess": "1"}),
    "message-random": ("drawn", None, {}),
}
"""By name: how it is tried, seconds from the acceptance to the end, and what the callback says."""
OF_ONE = [name for name, (kind, _, _) in STORIES.items() if kind != "drawn"]


def number_of(name):
    match = Library().get(name).match
    assert match is not None
    return f"0901{match.pairs[0][1][1:]}"


@pytest.mark.parametrize("name", OF_ONE)
async def test_a_number_gives_exactly_this_story_of_a_message(name):
    kind, after, said = STORIES[name]
    phone = number_of(name)
    path, body = (CARE_PATH, {**CARE, "Phone": phone})
    if kind == "advert":
        path, body = (ADVERT_PATH, {**ADVERT, "Phones": [phone, *PHONES[1:]]})
    async with Receiver.run(OK) as receiver, running() as client:
        assert (await client.post(path, {**body, "CallbackUrl": receiver.url})).json["CodeResult"] == "100"
        assert [message.scenario for message in sent(client)] == [name]
        if after is None:
            await client.advance(by="30d")
            assert [message.state for message in sent(client)] == ["sent"]
            assert sent(client)[0].settled
            assert receiver.requests == []
            return
        if after:
            await client.advance(by=f"{after - 1}s")
            assert sent(client)[0].state != "ended"
        await client.advance(by="1s")
        assert sent(client)[0].state == "ended"
        await client.advance()
        (query,) = receiver.queries
        assert said.items() <= query.items()


async def test_what_becomes_of_many_is_drawn_for_each():
    number = number_of("message-random")[4:]
    async with running() as client:
        for prefix in range(40):
            await client.post(CARE_PATH, {**CARE, "Phone": f"09{prefix + 30:02}{number}"})
        await client.advance(by="1h")
        outcomes = {message.legs[0].receivers[0].outcome for message in sent(client)}
        assert outcomes == {"delivered", "failed", None}


@pytest.mark.parametrize(("name", "error"), [("zalo-refused", -114), ("zalo-token-invalid", -124)])
def test_zalo_gives_its_number_for_what_it_does_not_deliver(name, error):
    outcome = Library().get(name).message.outcome_on("zalo")
    assert getattr(outcome, "error", None) == error
