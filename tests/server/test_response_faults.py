"""The answers that a scenario makes late, spoilt or lost, as a client's socket sees them."""

import asyncio

import pytest

from tests.loops import turn
from tests.places import KEYS, MAKE_CALL, running
from tests.receiver import FAILS, OK, Receiver


def story(folder, text):
    (folder / "story.yaml").write_text(f'title: A story\nmatch: {{phone: "*"}}\n{text}\n')
    return folder


async def raw_place(client, **parameters):
    """Every byte that comes back for a call, and whether the connection was reset."""
    host, port = client.sandbox.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    query = "&".join(f"{name}={value}" for name, value in {**KEYS, "Phone": "0901888484", **parameters}.items())
    writer.write(f"GET {MAKE_CALL}?{query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    received = bytearray()
    try:
        async with asyncio.timeout(100):
            while chunk := await reader.read(4096):
                received += chunk
    except ConnectionResetError:
        return bytes(received), True
    finally:
        writer.close()
    return bytes(received), False


async def test_a_code_is_answered_without_a_call(tmp_path):
    async with running(story(tmp_path, "reply: {code: 103}")) as client:
        reply = await client.place()
        assert reply.body == b'{"CodeResult":"103","ErrorMessage":"Balance not enough to send message"}'
        assert (await client.get("/_mock/calls")).json["total"] == 0


async def test_a_code_can_have_a_message_of_its_own(tmp_path):
    async with running(story(tmp_path, 'reply: {code: "99", message: "a/b"}')) as client:
        assert (await client.place()).body == b'{"CodeResult":"99","ErrorMessage":"a\\/b"}'


async def test_a_status_is_answered_with_its_body(tmp_path):
    text = 'reply: {status: 503, body: "<h1>Bảo trì</h1>", content_type: text/html}'
    async with running(story(tmp_path, text)) as client:
        reply = await client.place()
        assert (reply.status, reply.body.decode()) == (503, "<h1>Bảo trì</h1>")
        assert reply.headers["Content-Type"] == "text/html"
        assert (await client.get("/_mock/requests")).json["requests"][0]["status"] == 503


async def test_a_refused_request_makes_no_difference_to_the_draws_of_the_next_call():
    async with running(seed="1") as client:
        first = await client.placed()
    async with running(seed="1") as client:
        await client.put("/_mock/scenarios/refused", {"title": "x", "reply": {"code": 103}})
        await client.post("/_mock/scenarios/refused/arm")
        assert (await client.place()).json["CodeResult"] == "103"
        assert await client.placed() == first


async def test_keys_are_checked_before_a_scenario_has_its_say(tmp_path):
    async with running(story(tmp_path, "reply: {status: 500}")) as client:
        assert (await client.place(SecretKey="wrong")).json["CodeResult"] == "101"


@pytest.mark.parametrize("fault", ["reset", "empty", "garbage", "truncated"])
async def test_each_fault_looks_as_it_is_called(fault, tmp_path, caplog):
    async with running(story(tmp_path, f"reply: {{fault: {fault}}}")) as client:
        received, reset = await raw_place(client)
        assert reset is (fault == "reset")
        if fault in {"reset", "empty"}:
            assert received == b""
        elif fault == "garbage":
            assert not received.startswith(b"HTTP")
            assert received
        else:
            head, _, body = received.partition(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
            assert 0 < len(body) < length
        assert (await client.get("/_mock/calls")).json["total"] == 0
        recorded = (await client.get("/_mock/requests")).json["requests"][0]
        assert (recorded["status"], recorded["code"]) == (None, None)
    assert [record for record in caplog.records if record.exc_info] == []


async def test_a_hanging_answer_never_comes_and_does_not_hold_up_the_clock(tmp_path):
    async with running(story(tmp_path, "reply: {fault: hang}"), clock="auto") as client:
        hanging = asyncio.create_task(raw_place(client))
        while not (await client.get("/_mock/requests")).json["total"]:
            await turn()
        assert client.sandbox.components.scheduler.in_flight == 0
        assert not hanging.done()
        await client.sandbox.stop()
        assert await hanging == (b"", True)


async def test_a_client_that_gives_up_a_hanging_answer_leaves_nothing_behind(tmp_path):
    before = asyncio.all_tasks()
    async with running(story(tmp_path, "reply: {fault: hang}")) as client:
        hanging = asyncio.create_task(raw_place(client))
        while not (await client.get("/_mock/requests")).json["total"]:
            await turn()
        hanging.cancel()
        await asyncio.wait([hanging])
    await turn(3)
    assert asyncio.all_tasks() == before


async def test_a_late_answer_waits_for_sandbox_time(tmp_path):
    async with running(story(tmp_path, "reply: {delay: 30s}")) as client:
        placing = asyncio.create_task(client.place())
        while not (await client.get("/_mock/calls")).json["total"]:
            await turn()
        await client.advance(by="29s")
        assert not placing.done()
        call = (await client.get("/_mock/calls")).json["calls"][0]
        assert call["state"] == "ended", "the call goes its way meanwhile"
        await client.advance(by="1s")
        assert (await placing).json == {"CodeResult": "100", "SMSID": call["sms_id"]}


async def test_a_reset_lets_late_answers_go(tmp_path):
    async with running(story(tmp_path, "reply: {delay: 30s}")) as client:
        placing = asyncio.create_task(client.place())
        while not (await client.get("/_mock/calls")).json["total"]:
            await turn()
        await client.post("/_mock/reset")
        assert (await placing).status == 200


async def test_an_auto_clock_jumps_to_a_late_answer(tmp_path):
    async with running(story(tmp_path, "reply: {delay: 1h, code: 99}"), clock="auto") as client:
        assert (await client.place()).json["CodeResult"] == "99"
        assert (await client.get("/_mock/clock")).json["now"] == "2026-01-05T10:00:00.000+07:00"


async def test_a_lost_answer_belongs_to_a_call_that_is_made(tmp_path):
    async with Receiver.run(OK) as receiver, running(story(tmp_path, "reply: {lost: true}")) as client:
        received, reset = await raw_place(client, CallbackUrl=receiver.url, RequestId="r1")
        assert (received, reset) == (b"", True)
        retried, _ = await raw_place(client, RequestId="r1")
        assert b'"CodeResult":"124"' in retried, "the client's retry meets the RequestId of the first"
        await client.advance()
        assert len(receiver.requests) == 1


async def test_a_callback_can_overtake_the_answer_of_its_own_call(tmp_path):
    async with (
        Receiver.run(FAILS, OK) as receiver,
        running(story(tmp_path, "callback: {before_reply: true}")) as client,
    ):
        placing = asyncio.create_task(client.place(CallbackUrl=receiver.url))
        while not (await client.get("/_mock/calls")).json["total"]:
            await turn()
        await client.advance(by="4s")
        assert not placing.done()
        await client.advance(by="1s")
        reply = await placing
        assert reply.json["CodeResult"] == "100"
        assert receiver.queries[0]["ReferenceId"] == reply.json["SMSID"]
        await client.advance()
        assert len(receiver.requests) == 2


async def test_without_a_callback_url_no_answer_waits_for_a_callback(tmp_path):
    async with running(story(tmp_path, "callback: {before_reply: true}")) as client:
        assert (await client.place()).json["CodeResult"] == "100"


async def test_a_callback_that_cannot_be_sent_does_not_hold_the_answer_for_ever(tmp_path):
    async with running(story(tmp_path, "callback: {before_reply: true}"), clock="auto") as client:
        assert (await client.place(CallbackUrl="http://203.0.113.9/")).json["CodeResult"] == "100"


async def test_a_reset_lets_an_answer_go_that_waits_for_its_callback(tmp_path):
    async with running(story(tmp_path, "callback: {before_reply: true}")) as client:
        placing = asyncio.create_task(client.place(CallbackUrl="http://127.0.0.1:9/"))
        while not (await client.get("/_mock/calls")).json["total"]:
            await turn()
        await client.post("/_mock/reset")
        assert (await placing).status == 200
