"""Whoever follows one call should have few modules to open: here those are counted through which it goes."""

import asyncio
import sys
from collections import defaultdict
from pathlib import Path
from types import FrameType
from typing import Self

import mock_esms
from mock_esms.journal import Event
from tests.places import KEYS, MAKE_CALL, Client, running
from tests.receiver import FAILS, OK, Receiver

PACKAGE = Path(mock_esms.__file__).parent
MOST = 40
"""So many modules may a call with six attempts enter, from the first byte of its request until it is settled."""
HTTP_CLIENT = "delivery/http"
MOST_IN_THE_CLIENT = 9
"""So many of the HTTP client: a reader of the call's way may take it for a library, as whoever uses one does."""


class EnteredModules:
    """Notes in which modules of the package functions are called, between ``with`` and its end."""

    def __init__(self) -> None:
        self._files: set[str] = set()

    def __enter__(self) -> Self:
        sys.setprofile(self._note)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _note(self, frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            self._files.add(frame.f_code.co_filename)

    def files(self) -> list[str]:
        """The modules, as paths in the package."""
        entered = sorted(map(Path, self._files))
        return [file.relative_to(PACKAGE).as_posix() for file in entered if file.is_relative_to(PACKAGE)]


def by_room(files: list[str]) -> str:
    """A line for each room, with its modules."""
    rooms = defaultdict(list)
    for file in files:
        room, _, module = file.removesuffix(".py").partition("/")
        rooms[room].append(module or room)
    return "\n".join(f"{room}: {', '.join(modules)}" for room, modules in rooms.items())


async def settle_a_call(client: Client, receiver: Receiver, phone: str) -> EnteredModules:
    """Place a call, and wait until it is settled without asking the sandbox for it."""
    settled = asyncio.Event()
    events, url = client.sandbox.components.journal.events, client.sandbox.url

    def on_event(event: Event) -> None:
        if event.kind == "settled":
            settled.set()

    end = events.subscribe(on_event)
    query = {**KEYS, "Phone": phone, "CallbackUrl": receiver.url}
    with EnteredModules() as entered:
        async with client.session.get(f"{url}{MAKE_CALL}", params=query) as response:
            assert (await response.json())["CodeResult"] == "100"
        await settled.wait()
    end()
    return entered


async def test_a_call_with_six_attempts_goes_through_few_modules():
    async with Receiver.run(*[FAILS] * 5, OK, *[FAILS] * 5, OK) as receiver, running(clock="auto") as client:
        await settle_a_call(client, receiver, "0901888484")  # what is done once is done now
        entered = await settle_a_call(client, receiver, "0901888485")
        assert len(receiver.requests) == 12
    files = entered.files()
    of_client = [file for file in files if file.startswith(HTTP_CLIENT)]
    others = [file for file in files if file not in of_client]
    assert len(others) <= MOST, f"one call goes through {len(others)} modules, {MOST} are allowed:\n{by_room(others)}"
    assert len(of_client) <= MOST_IN_THE_CLIENT, f"one call goes through {len(of_client)} modules of the HTTP client"
