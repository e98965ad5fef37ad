import asyncio
from typing import TYPE_CHECKING, cast

import pytest

from mock_esms import Sandbox, Settings
from mock_esms.errors import NotNowError, UnknownError, UnmetError, WrongValueError
from mock_esms.exchange.expectations.timeline_text import timeline_text
from tests.makers import ADVERT_LEG, LEGS, make_draft
from tests.places import START, Client, running
from tests.receiver import FAILS, OK, Receiver

if TYPE_CHECKING:
    import aiohttp

PHONE = "0901888484"
ZALO_THEN_SMS = (LEGS["zalo"], LEGS["sms"])


async def test_a_message_is_waited_for_until_nothing_more_happens_to_it_and_tells_all_of_itself():
    async with Receiver.run(FAILS, OK) as receiver, running(clock="auto") as client:
        accepted = client.accept(make_draft(PHONE, url=receiver.url))
        message = await client.sandbox.wait_message(phone=PHONE)
        assert (message.sms_id, message.state, message.scenario) == (accepted.sms_id, "ended", "default")
        assert (message.text, message.code) == ("123456 la ma xac minh", "123456")
        assert message.result is not None
        assert message.result.send_success == 1
        assert [attempt.status for attempt in message.attempts] == [500, 200]
        assert [callback.state for callback in message.callbacks] == ["delivered"]
        assert (message.warnings, len(message.legs)) == ((), 1)


async def test_text_and_code_are_those_of_the_channel_that_had_its_turn_last():
    async with running(clock="auto") as client:
        esms = client.sandbox
        esms.on(phone=PHONE).failed("zalo", error=-114).delivered("sms")
        client.accept(make_draft(PHONE, legs=ZALO_THEN_SMS))
        message = await esms.wait_message(channel="sms")
        assert [leg.channel for leg in message.legs] == ["zalo", "sms"]
        assert message.legs[0].receivers[0].error == -114
        assert message.text == LEGS["sms"].text
        assert [item.kind for item in esms.inbox(PHONE)] == ["sms"]


async def test_so_many_messages_are_given_oldest_first_and_calls_are_not_among_them():
    async with running(clock="auto") as client:
        esms = client.sandbox
        await client.placed(PHONE)
        accepted = [client.accept(make_draft(PHONE)).sms_id for _ in range(3)]
        assert [message.sms_id for message in await esms.wait_message(count=3, until="received")] == accepted
        assert [message.sms_id for message in esms.messages] == accepted
        assert [message.sms_id for message in esms.find_messages(channel="zalo")] == []
        assert len(esms.calls) == 1


async def test_what_messages_cannot_be_found_by_is_told_with_the_nearest():
    async with running() as client:
        for ask in (client.sandbox.find_messages, client.sandbox.verify_message):
            with pytest.raises(WrongValueError, match="did you mean `channel`"):
                ask(chanel="sms")


async def test_verify_message_counts_messages_and_shows_the_nearest_and_the_calls_beside_them():
    async with running() as client:
        esms = client.sandbox
        esms.verify_message(times=0)
        call = await client.placed(PHONE)
        client.accept(make_draft(PHONE, legs=ZALO_THEN_SMS))
        assert len(esms.verify_message(phone="09*")) == 1
        with pytest.raises(UnmetError) as raised:
            esms.verify_message(phone=PHONE, channel="viber")
    text = str(raised.value)
    assert text.startswith(f"0 messages with phone={PHONE}, channel=viber, expected exactly 1\n")
    assert "the sandbox has accepted these messages:" in text
    assert "does not fit: channel is 'zalo', not 'viber'" in text
    assert f"beside them it has accepted 1 call:\n  call 1 to {PHONE} (MakeCallRecord_V2, {call})" in text


async def test_a_test_that_waits_for_a_call_sees_that_a_message_was_sent_instead():
    async with running() as client:
        sms_id = client.accept(make_draft(PHONE)).sms_id
        with pytest.raises(UnmetError) as raised:
            await client.sandbox.wait(timeout=0, phone=PHONE)
    text = str(raised.value)
    assert "the sandbox has accepted no call\n" in text
    assert f"beside them it has accepted 1 message:\n  message 1 to {PHONE} (SendMultipleMessage" in text
    assert sms_id in text


async def lines_of(client: Client) -> list[str]:
    (message,) = client.sandbox.messages
    return [line.strip() for line in timeline_text(message).splitlines()]


async def test_a_timeline_tells_a_message_channel_by_channel():
    async with Receiver.run(OK) as receiver, running() as client:
        client.sandbox.on(phone=PHONE).failed("zalo", after=5, error=-114).delivered("sms", after=3)
        sms_id = client.accept(make_draft(PHONE, legs=ZALO_THEN_SMS, url=receiver.url)).sms_id
        await client.advance()
        lines = await lines_of(client)
        told = client.sandbox.timelines(channel="sms")
    assert lines[:8] == [
        f"message 1 to {PHONE} (SendMultipleMessage_V4_post_json, {sms_id})",
        f"09:00:00.000 accepted, scenario on-1 (armed for phone={PHONE})",
        "09:00:00.000 sent by zalo from 745830328927467685, template 205644: 'Your code is 123456'",
        f"09:00:05.000 {PHONE} (MobiFone): failed, error -114",
        "09:00:05.000 sent by sms from Baotrixemay: '123456 la ma xac minh'",
        f"09:00:08.000 {PHONE} (MobiFone): delivered",
        "ended: SendStatus=5, 1 of 1 delivered, 0 failed, price 850.0000",
        "callback zalo SendStatus=5: delivered, 1 attempt",
    ]
    assert "callback sms SendStatus=5: delivered, 1 attempt" in lines
    assert told.startswith(lines[0])


async def test_a_timeline_tells_what_has_not_happened_yet_or_never_will():
    async with running() as client:
        client.accept(make_draft(PHONE, legs=(ADVERT_LEG,)))
        assert (await lines_of(client))[2:] == [
            "awaits its approval, then goes by sms from Baotrixemay: 'Buy more'",
            f"{PHONE} (MobiFone): not reported",
            "has not ended yet: approving",
            "no callback: the request has no CallbackUrl",
        ]
        await client.sandbox.reset()
        client.sandbox.on().refused()
        client.accept(make_draft(PHONE, legs=(ADVERT_LEG,)))
        await client.advance()
        assert "ended: not approved, SendStatus=4" in await lines_of(client)
        await client.sandbox.reset()
        client.sandbox.on().silent()
        client.accept(make_draft(PHONE))
        await client.advance()
        assert "is never reported: silent" in await lines_of(client)


async def test_of_many_receivers_a_timeline_shows_a_few_and_counts_the_others():
    async with running() as client:
        client.sandbox.on(phone="*9").failed().always()
        client.accept(make_draft(*(f"09018884{number}" for number in range(70, 90)), legs=(ADVERT_LEG,)))
        await client.advance()
        lines = await lines_of(client)
    assert lines[0].startswith("message 1 to 0901888470 and 19 more (")
    assert "and 15 more: 13 delivered, 2 failed" in lines
    assert "ended: SendStatus=5, 18 of 20 delivered, 2 failed, price 9000.0000" in lines


async def test_the_newest_code_is_given_when_all_that_is_on_its_way_has_come():
    second = LEGS["sms"]._replace(text="654321 la ma xac minh", code="654321")
    async with running(clock="auto") as client:
        esms = client.sandbox
        client.accept(make_draft(PHONE))
        assert await esms.otp(PHONE) == "123456"
        client.accept(make_draft(PHONE, legs=(second,)))
        assert await esms.otp("+84901888484") == "654321"
        with pytest.raises(UnmetError, match="no code had come to 0901888485"):
            await esms.otp("0901888485", timeout=0.05)


async def test_on_a_manual_clock_the_code_is_the_one_that_has_come_by_now():
    async with running() as client:
        esms = client.sandbox
        client.accept(make_draft(PHONE))
        with pytest.raises(UnmetError) as raised:
            await esms.otp(PHONE)
        assert "no code had come to 0901888484" in str(raised.value)
        assert "hint: a manual clock stands still until advance() moves it" in str(raised.value)
        await esms.advance("2s")
        assert await esms.otp(PHONE) == "123456"


async def test_a_code_is_waited_for_that_is_asked_for_before_it_was_sent():
    async with running(clock="auto") as client:

        async def send() -> None:
            client.accept(make_draft(PHONE))

        code, _ = await asyncio.gather(client.sandbox.otp(PHONE), send())
        assert code == "123456"


async def test_an_inbox_has_what_came_and_not_what_failed():
    async with running() as client:
        client.sandbox.on(phone="*5").failed()
        client.accept(make_draft("0901888485"))
        client.accept(make_draft(PHONE))
        await client.advance()
        assert client.sandbox.inbox("0901888485") == ()
        (item,) = client.sandbox.inbox(PHONE)
        assert (item.kind, item.sender, item.code) == ("sms", "Baotrixemay", "123456")


async def test_that_no_further_message_comes_can_be_seen():
    async with running() as client:
        await client.sandbox.wait_never_message("10m", phone=PHONE)
        client.accept(make_draft(PHONE))
        await client.sandbox.wait_never("10m", phone=PHONE)  # a message is no call
        with pytest.raises(UnmetError, match="1 message with phone=0901888484 had been received already"):
            await client.sandbox.wait_never_message("10m", phone=PHONE)


async def test_callbacks_of_messages_are_sent_by_hand_once_more_now_or_never():
    async with Receiver.run(OK, FAILS, FAILS, OK) as receiver, running() as client:
        esms = client.sandbox
        first = client.accept(make_draft(PHONE, url=receiver.url))
        with pytest.raises(NotNowError, match=r"the message .* is still sent"):
            esms.redeliver(first)
        await esms.settle()
        assert esms.redeliver(first).sms_id == first.sms_id
        await esms.advance("0s")
        second = client.accept(make_draft(PHONE, url=receiver.url))
        await esms.wait_never_message("5s", sms_id=second.sms_id, until="delivered")
        esms.retry(second.sms_id)
        await esms.advance("0s")
        assert len(esms.find_messages(sms_id=second.sms_id)[0].attempts) == 2
        third = client.accept(make_draft(PHONE, url="http://127.0.0.1:9/"))
        await esms.advance("5s")
        assert esms.give_up(third).settled
        with pytest.raises(UnknownError, match="no call or message has the sms_id 'nope'"):
            esms.retry("nope")


async def test_strictness_covers_callbacks_of_messages():
    async with Receiver.run(FAILS) as receiver, running() as client:
        esms = client.sandbox
        esms.on().callback(retries=0)
        client.accept(make_draft(PHONE, url=receiver.url))
        assert "a callback is pending:\n  message 1 to" in esms.complaints()
        await esms.settle()
        assert "a callback is exhausted:\n  message 1 to" in esms.complaints()


async def test_a_message_that_is_never_reported_is_nothing_to_complain_of():
    async with running() as client:
        client.sandbox.on().silent()
        client.accept(make_draft(PHONE, url="http://127.0.0.1:9/"))
        await client.sandbox.settle()
        assert client.sandbox.complaints() == ""


def test_the_blocking_sandbox_waits_for_messages_and_codes_too():
    with Sandbox(Settings(clock="auto", now=START, grace=0)) as esms:
        client = Client(esms.asynchronous, cast("aiohttp.ClientSession", None))  # it accepts without a request
        accepted = esms.inside(lambda: client.accept(make_draft(PHONE)))
        assert esms.wait_message(phone=PHONE).sms_id == accepted.sms_id
        assert [message.sms_id for message in esms.wait_message(count=1)] == [accepted.sms_id]
        assert esms.otp(PHONE) == "123456"
        with pytest.raises(UnmetError, match="0 of 1 message with phone=1 had settled after 0 real seconds"):
            esms.wait_message(phone="1", timeout=0)
        with pytest.raises(UnmetError, match="there should be none"):
            esms.wait_never_message("1m")
