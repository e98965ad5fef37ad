"""What somebody who looks at a call may do to it: its callback now, never, or an armed scenario taken back."""

import pytest

from tests.places import running
from tests.receiver import FAILS, OK, Receiver


def refused(reply, status=409):
    assert reply.status == status, reply.body
    return reply.json["error"]["message"]


def final(call):
    return call["callbacks"][-1]


async def at_the_second_attempt(client, receiver, phone="0901888484"):
    """A call whose first attempt failed; the second is due ten seconds later."""
    sms_id = await client.placed(phone, CallbackUrl=receiver.url)
    await client.advance(by="5s")
    assert [attempt["status"] for attempt in final(await client.call(sms_id))["attempts"]] == [500]
    return sms_id


async def test_a_retry_that_is_due_later_is_made_now_and_the_policy_goes_on_from_there():
    async with Receiver.run(FAILS) as receiver, running() as client:
        sms_id = await at_the_second_attempt(client, receiver)
        assert (await client.post(f"/_mock/calls/{sms_id}/retry")).status == 200
        await client.advance(by="0s")
        callback = final(await client.call(sms_id))
        assert [attempt["at"][17:23] for attempt in callback["attempts"]] == ["05.000", "05.000"]
        assert callback["next_due"][17:23] == "35.000", "the wait after the second attempt, from its end"
        await client.advance()
        assert len(receiver.requests) == 6, "no attempt more than without it"


async def test_a_callback_that_waits_for_its_delay_is_sent_now():
    async with Receiver.run(OK) as receiver, running() as client:
        sms_id = await client.placed("0901555402", CallbackUrl=receiver.url)  # ten minutes after the end
        await client.advance(by="1m")
        assert receiver.requests == []
        await client.post(f"/_mock/calls/{sms_id}/retry")
        await client.advance(by="0s")
        assert final(await client.call(sms_id))["state"] == "delivered"
        await client.advance()
        assert len(receiver.requests) == 1, "it is not sent again when it would have been due"


async def test_copies_that_are_due_come_as_much_earlier_as_the_first_of_them():
    async with Receiver.run(OK) as receiver, running() as client:
        sms_id = await client.placed("0901555512", CallbackUrl=receiver.url)  # a second copy a minute later
        await client.advance(by="30s")
        assert (len(receiver.requests), final(await client.call(sms_id))["next_due"][14:19]) == (1, "01:19")
        await client.post(f"/_mock/calls/{sms_id}/retry")
        await client.advance(by="0s")
        callback = final(await client.call(sms_id))
        assert (len(receiver.requests), callback["next_due"], callback["state"]) == (2, None, "delivered")


async def test_who_gives_up_sends_nothing_more_and_the_callback_is_exhausted():
    async with Receiver.run(FAILS) as receiver, running() as client:
        sms_id = await at_the_second_attempt(client, receiver)
        given_up = (await client.post(f"/_mock/calls/{sms_id}/give_up")).json
        assert (final(given_up)["state"], final(given_up)["next_due"], given_up["settled"]) == ("exhausted", None, True)
        await client.advance()
        assert len(receiver.requests) == 1
        reply = await client.post("/_mock/wait", {"until": "exhausted", "timeout": 0})
        assert reply.status == 200, "whoever waits is told"


async def test_who_gives_up_copies_of_a_delivered_callback_leaves_it_delivered():
    async with Receiver.run(OK) as receiver, running() as client:
        sms_id = await client.placed("0901555512", CallbackUrl=receiver.url)
        await client.advance(by="30s")
        given_up = (await client.post(f"/_mock/calls/{sms_id}/give_up")).json
        assert (final(given_up)["state"], given_up["settled"]) == ("delivered", True)
        await client.advance()
        assert len(receiver.requests) == 1


async def test_a_callback_that_was_given_up_can_be_sent_once_more():
    async with Receiver.run(FAILS, OK) as receiver, running() as client:
        sms_id = await at_the_second_attempt(client, receiver)
        await client.post(f"/_mock/calls/{sms_id}/give_up")
        assert (await client.post(f"/_mock/calls/{sms_id}/redeliver")).status == 200
        await client.advance(by="0s")
        assert final(await client.call(sms_id))["state"] == "delivered"


@pytest.mark.parametrize("deed", ["retry", "give_up"])
async def test_where_nothing_is_due_nothing_can_be_done_and_the_sentence_says_why(deed):
    async with Receiver.run(OK) as receiver, running() as client:
        without = await client.placed()
        assert "without a CallbackUrl" in refused(await client.post(f"/_mock/calls/{without}/{deed}"))
        sms_id = await client.placed(CallbackUrl=receiver.url)
        await client.advance(by="0s")
        assert "still dialling" in refused(await client.post(f"/_mock/calls/{sms_id}/{deed}"))
        await client.advance()
        assert "redeliver" in refused(await client.post(f"/_mock/calls/{sms_id}/{deed}"))
        assert "nobody" in refused(await client.post(f"/_mock/calls/nobody/{deed}"), 404)


@pytest.mark.parametrize("deed", ["retry", "give_up"])
async def test_what_is_on_the_wire_cannot_be_sent_earlier_or_given_up(deed):
    async with running(clock="real", speed=100) as client, Receiver.run("hang") as receiver:
        sms_id = await client.placed(CallbackUrl=receiver.url)
        await receiver.arrived(1)
        assert "on the wire" in refused(await client.post(f"/_mock/calls/{sms_id}/{deed}"))


async def test_an_armed_scenario_can_be_disarmed():
    async with running() as client:
        await client.post("/_mock/scenarios/busy/arm", {"times": 3})
        reply = await client.send("DELETE", "/_mock/scenarios/busy/arm")
        assert (reply.status, reply.json["armed"]) == (200, 0)
        assert (await client.call(await client.placed()))["scenario"] == "default"
        assert "busi" in refused(await client.send("DELETE", "/_mock/scenarios/busi/arm"), 404)


async def test_a_scenario_is_told_with_its_yaml():
    async with running() as client:
        shipped = (await client.get("/_mock/scenarios/no-answer")).json
        assert shipped["source"] == "shipped"
        assert "title: Nobody answers" in shipped["yaml"]
        text = "title: Mine # really\n"
        await client.send("PUT", "/_mock/scenarios/mine", data=text)
        assert (await client.get("/_mock/scenarios/mine")).json["yaml"] == text
        assert "no scenario 'nothing'" in refused(await client.get("/_mock/scenarios/nothing"), 404)


async def test_each_mistake_in_a_scenario_is_told_with_its_line():
    async with running() as client:
        reply = await client.send("PUT", "/_mock/scenarios/mine", data="title: Mine\ndials:\n  - answerd: {talk: 3s}\n")
        assert reply.status == 422
        [problem] = reply.json["problems"]
        assert (problem["line"], problem["column"], problem["key"]) == (3, 5, "dials[0].answerd")
        assert "answered" in problem["message"]


async def test_a_dial_says_that_a_person_decides_it_and_the_call_which_key_counts():
    async with running() as client:
        sms_id = await client.placed("0901555801")
        await client.advance(by="1s")
        call = await client.call(sms_id)
        assert [(dial["interactive"], dial["outcome"]) for dial in call["dials"]] == [(True, None)]
        await client.post(f"/_mock/calls/{sms_id}/act", {"do": "answer"})
        await client.advance(by="2s")
        pressed = (await client.post(f"/_mock/calls/{sms_id}/act", {"do": "press", "key": "7"})).json
        assert pressed["pressed"] == {"key": "7", "at": "2026-01-05T09:00:03.000+07:00"}
        ended = (await client.post(f"/_mock/calls/{sms_id}/act", {"do": "hang_up"})).json
        assert ended["ended_at"] == "2026-01-05T09:00:03.000+07:00"


async def test_what_a_scenario_will_press_is_not_told_before_the_end():
    async with running() as client:
        sms_id = await client.placed("0901555102")
        await client.advance(by="17s")
        call = await client.call(sms_id)
        assert (call["state"], call["pressed"], call["ended_at"]) == ("talking", None, None)
        await client.advance()
        call = await client.call(sms_id)
        assert call["pressed"] == {"key": "1", "at": "2026-01-05T09:00:09.000+07:00"}


async def test_the_clock_tells_how_fast_it_runs_at_present():
    async with running(speed=5.0) as client:
        assert (await client.get("/_mock/clock")).json["rate"] == 0
        assert (await client.put("/_mock/clock", {"mode": "real"})).json["rate"] == 5
        await client.put("/_mock/clock", {"mode": "auto"})
        sms_id = await client.placed("0901555801")
        await client.post("/_mock/wait", {"match": {"state": "dialling"}, "until": "received"})
        assert (await client.get("/_mock/clock")).json["rate"] == 1, "a person is on the line"
        await client.post(f"/_mock/calls/{sms_id}/act", {"do": "reject"})
        assert (await client.get("/_mock/clock")).json["rate"] == 0


async def test_only_the_account_of_the_documentation_is_told_as_built_in():
    async with running() as client:
        await client.put("/_mock/accounts/shop", {"secret_key": "test-secret-key"})
        accounts = (await client.get("/_mock/accounts")).json["accounts"]
        assert [(account["api_key"], account["built_in"]) for account in accounts] == [
            ("test-api-key", True),
            ("shop", False),
        ]
