"""Attempts that were planned or on the wire when a sandbox ended."""

import asyncio

from tests.journal.store.killed import killed
from tests.places import running
from tests.receiver import FAILS, OK, Receiver

SECRETS = {"ApiKey": "shop", "SecretKey": "s"}


async def test_an_attempt_that_was_on_the_wire_is_recorded_as_interrupted_and_sent_again_as_the_same_try(tmp_path):
    (tmp_path / "story.yaml").write_text('title: A story\nmatch: {phone: "*"}\ncallback: {retries: 1, wait: [10s]}\n')
    path = tmp_path / "x.db"
    async with Receiver.run("hang", FAILS) as receiver:
        async with running(tmp_path / "story.yaml", store=path, grace=0) as client:
            sms_id = await client.placed(CallbackUrl=receiver.url)
            advancing = asyncio.create_task(client.advance())
            await receiver.arrived(1)
            copy = killed(path)
            advancing.cancel()
        async with running(tmp_path / "story.yaml", store=copy) as client:
            await client.advance()
            (callback,) = (await client.call(sms_id))["callbacks"]
    attempts = [
        (attempt["number"], attempt["error"], attempt["status"], attempt["at"][17:19])
        for attempt in callback["attempts"]
    ]
    assert attempts == [(1, "interrupted", None, "05"), (2, None, 500, "05"), (3, None, 500, "15")]
    assert callback["state"] == "exhausted"


async def test_an_attempt_that_a_graceful_end_cut_off_is_sent_again_too(tmp_path):
    path = tmp_path / "x.db"
    async with Receiver.run("hang", OK) as receiver:
        async with running(store=path, grace=0) as client:
            sms_id = await client.placed(CallbackUrl=receiver.url)
            advancing = asyncio.create_task(client.advance())
            await receiver.arrived(1)
            await client.sandbox.stop()
            await asyncio.gather(advancing, return_exceptions=True)
        async with running(store=path) as client:
            await client.advance()
            (callback,) = (await client.call(sms_id))["callbacks"]
    assert [attempt["error"] for attempt in callback["attempts"]] == ["interrupted", None]
    assert callback["state"] == "delivered"


async def test_a_redelivery_that_was_asked_for_is_made_once_whatever_happens_meanwhile(tmp_path):
    path = tmp_path / "x.db"
    async with Receiver.run(OK, "hang", OK) as receiver:
        async with running(store=path, grace=0) as client:
            sms_id = await client.placed(CallbackUrl=receiver.url)
            await client.advance()
            reply = await client.post(f"/_mock/calls/{sms_id}/redeliver")
            assert len(reply.json["callbacks"][0]["attempts"]) == 2
            await receiver.arrived(2)
            copy = killed(path)
        for _ in range(3):
            async with running(store=copy) as client:
                await client.advance()
                (callback,) = (await client.call(sms_id))["callbacks"]
                assert [attempt["error"] for attempt in callback["attempts"]] == [None, "interrupted", None]
                copy = killed(copy, f"again-{copy.name}")


async def test_an_attempt_that_was_brought_forward_stays_so(tmp_path):
    path = tmp_path / "x.db"
    async with Receiver.run(FAILS, OK) as receiver:
        async with running(store=path, grace=0) as client:
            sms_id = await client.placed(CallbackUrl=receiver.url)
            await client.advance(by="6s")
            reply = await client.post(f"/_mock/calls/{sms_id}/retry")
            assert reply.json["callbacks"][0]["next_due"] in {"2026-01-05T09:00:06.000+07:00", None}
            copy = killed(path)
        async with running(store=copy) as client:
            await client.advance(by="0s")
            (callback,) = (await client.call(sms_id))["callbacks"]
            assert callback["state"] == "delivered"


async def test_what_was_given_up_stays_given_up(tmp_path):
    path = tmp_path / "x.db"
    async with Receiver.run(FAILS, OK) as receiver:
        async with running(store=path) as client:
            sms_id = await client.placed(CallbackUrl=receiver.url)
            await client.advance(by="6s")
            assert (await client.post(f"/_mock/calls/{sms_id}/give_up")).status == 200
            copy = killed(path)
        async with running(store=copy) as client:
            await client.advance()
            assert (await client.call(sms_id))["callbacks"][0]["state"] == "exhausted"
    assert len(receiver.requests) == 1
