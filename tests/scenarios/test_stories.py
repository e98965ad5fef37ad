"""Every shipped scenario, played from the request to the last attempt against a real receiver on the manual clock."""

import asyncio
import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import pytest

from mock_esms.model.times import format_duration, parse_instant
from tests.loops import turn
from tests.places import KEYS, MAKE_CALL, START, running
from tests.receiver import OK, Receiver, serving
from tests.scenarios.test_message_stories import STORIES as MESSAGE_STORIES
from tests.scenarios.test_shipped import NUMBERED
from tests.scenarios.told import STORIES, Send, Told

GIVEN = MappingProxyType({"MaxRetry": "3", "WaitRetry": "60", "Ivr": "1", "NumberForward": "02873001234"})


@dataclass
class Played:
    """What came of a story: the answer, the call if there was one, and the request lines that the receiver saw."""

    comes: str | tuple[int, bytes]
    call: dict[str, Any] | None
    targets: list[str]


async def until_received(client):
    while not (await client.get("/_mock/requests")).json["total"]:
        await turn()


async def place(client, phone: str, callback_url: str, **given: str) -> str | tuple[int, bytes]:
    """Place the call over a socket of our own: libraries send a request again when its answer is lost."""
    query = urlencode({**KEYS, "Phone": phone, **given, "CallbackUrl": callback_url})
    host, port = client.sandbox.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"GET {MAKE_CALL}?{query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    try:
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    except ConnectionResetError:
        return "broken"
    finally:
        writer.close()
    length = re.search(rb"Content-Length: (\d+)", head)
    if not head.startswith(b"HTTP/1.1 ") or length is None or len(body) != int(length[1]):
        return "broken"
    status = int(head.split(b" ")[1])
    return "accepted" if status == 200 and body.startswith(b'{"CodeResult":"100"') else (status, body)


async def play(told: Told, phone: str) -> Played:
    async with Receiver.run(*told.receiver) as receiver, running() as client:
        placing = asyncio.create_task(place(client, phone, f"{receiver.url}/cb", **GIVEN))
        await until_received(client)
        if told.held:
            await client.advance(by=format_duration(int(told.held * 1000) - 1))
            assert not placing.done(), "the answer was not held back as long as it should be"
            await client.advance(by="1ms")
            await placing
        await client.advance()
        calls = (await client.get("/_mock/calls")).json["calls"]
        if told.comes == "broken":
            await client.sandbox.stop()  # an answer that hangs ends only with the sandbox
        return Played(await placing, calls[0] if calls else None, receiver.targets)


def sends_of(call, callbacks) -> list[Send]:
    return [
        Send(
            (parse_instant(attempt["at"]) - START) / 1000,
            attempt["url"].partition("/cb")[2].removeprefix(f"?ReferenceId={call['sms_id']}"),
            outcome_of(attempt),
        )
        for callback in callbacks
        for attempt in callback["attempts"]
    ]


def outcome_of(attempt) -> str:
    if attempt["acknowledged"]:
        return "ok" if attempt["status"] == 200 else str(attempt["status"])
    if attempt["status"] == 200:
        return "lost"
    return attempt["error"] or str(attempt["status"])


def number_of(name: str) -> str:
    path = next(path for path in NUMBERED if path.stem == name)
    return "0901" + path.read_text(encoding="utf-8").partition('phone: "*')[2][:6]


def test_every_shipped_scenario_has_its_story():
    of_calls = {path.stem for path in NUMBERED} - set(MESSAGE_STORIES)
    assert set(STORIES) == {"default"} | of_calls


@pytest.mark.parametrize("name", STORIES)
async def test_a_number_gives_exactly_this_story(name):
    told = STORIES[name]
    played = await play(told, "0901888484" if name == "default" else number_of(name))
    assert played.comes == told.comes
    if not told.made:
        assert (played.call, played.targets) == (None, [])
        return
    call = played.call
    assert call is not None
    assert (call["scenario"], call["settled"]) == (name, True)
    *progress, final = call["callbacks"]
    assert sends_of(call, progress) == list(told.progress)
    assert sends_of(call, [final]) == list(told.sends)
    on_the_wire = [
        attempt["url"].partition("/cb")[2] for callback in call["callbacks"] for attempt in callback["attempts"]
    ]
    assert [target.removeprefix("/cb") for target in played.targets if "?ok" not in target] == on_the_wire
    assert len(played.targets) == len(on_the_wire) + told.hops


async def test_it_does_not_matter_which_of_two_copies_is_answered_first():
    heads = []
    second_came = asyncio.Event()

    async def answer_the_first_last(reader, writer):
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        if len(heads) == 1:
            await second_came.wait()
        second_came.set()
        writer.write(OK)
        await writer.drain()

    async with serving(answer_the_first_last) as address, running() as client:
        sms_id = await client.placed(number_of("worst-day"), CallbackUrl=f"http://{address}/cb", MaxRetry="2")
        await client.advance()
        call = await client.call(sms_id)
    assert sends_of(call, call["callbacks"]) == list(STORIES["worst-day"].sends)
    assert call["settled"]
    assert len(heads) == 3
