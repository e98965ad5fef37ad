"""Whatever is placed, dropped and expires, and wherever it is broken off: the answers are as without an end."""

import asyncio
import sqlite3
import tempfile
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.journal.store.killed import killed
from tests.places import running

SECRETS = {"test-api-key": "test-secret-key", "shop": "s"}
accounts = st.sampled_from(sorted(SECRETS))
steps = st.one_of(
    st.tuples(st.just("place"), accounts, st.sampled_from("45"), st.sampled_from(["", "one", "two"])),
    st.tuples(st.just("advance"), st.sampled_from(["1m", "13h", "25h"])),
    st.tuples(st.just("reset"), st.none() | accounts),
    st.tuples(st.just("break"), st.booleans()),
)


class Played:
    """What a sandbox answers, one step after the other."""

    def __init__(self, folder: Path, stack: AsyncExitStack, *, stored: bool) -> None:
        self.stack, self.path, self.stored, self.count = stack, folder / "0.db", stored, 0
        self.answers: list[object] = []

    async def begin(self) -> None:
        store = {"store": self.path} if self.stored else {}
        self.client = await self.stack.enter_async_context(running(journal_limit=2, grace=0, **store))

    async def go(self, step: tuple[Any, ...]) -> None:
        kind, *what = step
        await getattr(self, f"do_{kind}")(*what)

    async def do_place(self, key: str, phone: str, request_id: str) -> None:
        keys = {"ApiKey": key, "SecretKey": SECRETS[key], "RequestId": request_id}
        reply = await self.client.place(f"090188848{phone}", **keys)
        self.answers.append((reply.json["CodeResult"], reply.json.get("SMSID")))

    async def do_advance(self, by: str) -> None:
        await self.client.advance(by=by)

    async def do_reset(self, key: str | None) -> None:
        await self.client.post("/_mock/reset", {} if key is None else {"api_key": key})

    async def do_break(self, kill: bool) -> None:  # noqa: FBT001 - it comes out of a step
        if not self.stored:
            return
        self.count += 1
        if kill:
            self.path = killed(self.path, f"{self.count}.db")
        await self.client.sandbox.stop()
        await self.begin()


async def answers_to(what: list[tuple[Any, ...]], *, stored: bool) -> list[object]:
    with tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            sandbox = Played(Path(folder), stack, stored=stored)
            await sandbox.begin()
            await sandbox.client.put("/_mock/accounts/shop", {"secret_key": "s"})
            for step in what:
                await sandbox.go(step)
            return sandbox.answers


@given(st.lists(steps, min_size=4, max_size=25))
@settings(max_examples=30)
def test_ids_and_refusals_are_the_same_as_those_of_a_sandbox_that_never_ended(what):
    assert asyncio.run(answers_to(what, stored=True)) == asyncio.run(answers_to(what, stored=False))


async def test_only_what_no_call_says_is_stored_beside_the_calls(tmp_path):
    path = tmp_path / "x.db"

    def beside():
        with closing(sqlite3.connect(killed(path))) as store:
            phones = store.execute("SELECT phone FROM counts").fetchall()
            request_ids = store.execute("SELECT request_id FROM request_ids").fetchall()
            return [[name for (name,) in names] for names in (phones, request_ids)]

    async with running(store=path, journal_limit=2) as client:
        for number in range(2):
            await client.placed(f"090188848{number}", RequestId=f"order-{number}")
        assert beside() == [[], []]
        await client.placed("0901888481")
        assert beside() == [["0901888481"], []]
        await client.advance(until="idle")
        assert beside() == [["0901888480", "0901888481"], ["order-0"]]
        await client.advance(by="25h")
        await client.placed("0901888482", RequestId="order-2")
        assert beside() == [["0901888480", "0901888481"], []]
