from typing import Any

from mock_esms.errors import UnmetError
from mock_esms.exchange.expectations.timeline_text import timeline_text
from tests.places import Client, running
from tests.receiver import FAILS, OK, Receiver, answer


async def lines_of(client: Client) -> list[str]:
    (call,) = client.sandbox.calls
    return [line.strip() for line in timeline_text(call).splitlines()]


async def shown(client: Client, **match: Any) -> str:
    try:
        await client.sandbox.wait(timeout=0, **match)
    except UnmetError as error:
        return str(error)
    raise AssertionError(match)


async def test_a_timeline_tells_a_call_from_its_acceptance_to_its_last_attempt():
    async with Receiver.run(FAILS, "drop", answer(200, b"OK\x1b[31m\n" + b"x" * 500)) as receiver, running() as client:
        client.sandbox.on().no_answer().then.answered(talk=61, press="1")
        sms_id = await client.placed(CallbackUrl=receiver.url, MaxRetry="1", MaxRepeat="abc")
        await client.advance()
        lines = await lines_of(client)
    assert lines[0] == f"call 1 to 0901888484 (MakeCallRecord_V2, {sms_id})"
    assert lines[1] == "09:00:00.000 accepted, scenario on-1 (armed for any call)"
    assert lines[2].startswith("warning number-not-whole: MaxRepeat=abc")
    assert lines[3] == "09:00:00.000 dial 1: nobody answered after 30s"
    assert lines[4] == "09:01:30.000 dial 2: answered after 1s"
    assert lines[5] == "ended: ANSWERED, 61 s, key 1, price 900.0000"
    assert lines[6] == "callback SendStatus=5: delivered, 3 attempts"
    assert lines[7].startswith("09:02:33.000 attempt 1: status 500 'not now' in ")
    assert lines[8].startswith("09:02:43.000 attempt 2: closed: ")
    assert lines[9].startswith("09:03:13.000 attempt 3: status 200 'OK [31m xxx")
    assert lines[9].endswith(" ms, acknowledged")
    assert lines[10].startswith(f"to {receiver.url}")
    assert all(len(line) < 300 for line in lines)


async def test_what_has_not_happened_yet_is_told_too():
    async with running() as client:
        client.sandbox.on().no_answer()
        await client.placed()
        await client.advance(by="5s")
        lines = await lines_of(client)
        assert lines[2:] == [
            "09:00:00.000 dial 1: rings",
            "has not ended yet: dialling",
            "no callback: the request has no CallbackUrl",
        ]
        await client.advance()
        assert "ended: NO ANSWER, dialled 1x, MaxRetry=0" in await lines_of(client)


async def test_a_clock_that_stands_still_is_named_as_the_reason():
    async with running() as client:
        await client.placed()
        text = await shown(client)
        assert "the clock (manual) says 2026-01-05T09:00:00.000+07:00; the next event is due 09:00:01.000" in text
        assert "hint: a manual clock stands still until advance() moves it" in text
        await client.advance()
        assert "hint:" not in await shown(client, phone="1")


async def test_a_receiver_that_does_not_answer_is_named_as_the_reason():
    async with running(clock="auto") as client, Receiver.run("hang") as receiver:
        await client.placed(CallbackUrl=receiver.url)
        await receiver.arrived(1)
        text = await shown(client)
    assert "attempt 1: on the wire, no answer yet" in text
    assert (
        "hint: the receiver has not answered; if it is served by the thread or the event loop that waits here" in text
    )


async def test_the_three_nearest_calls_are_shown_the_best_first():
    async with Receiver.run(OK), running() as client:
        for number in range(5):
            await client.placed(f"090188848{number}", RequestId=f"order-{number}")
        text = await shown(client, phone="*1", request_id="order-?")
    assert "the nearest of 5 calls:" in text
    told = [line.split()[3] for line in text.splitlines() if line.strip().startswith("call ")]
    assert told == ["0901888481", "0901888483", "0901888484"]
