"""Kills a sandbox under load, again and again, and counts what was lost.

``python -m tests.journal.store.crash --kills 200``

Clients ask for calls and messages of every kind without a pause; a receiver refuses some callbacks at first and is slow
with others. The sandbox runs in a process of its own and is killed (SIGKILL) at instants drawn from the seed, then
started again on the same store. In the end all is let happen, and held against what clients and receiver have seen.
"""

import argparse
import asyncio
import json
import os
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from benchmarks.messages import KINDS, post
from benchmarks.queries import API_KEY, PATH, SECRET_KEY
from tests.receiver import serving

CHECKOUT = Path(__file__).parents[3]
CLIENTS = 12
LONGEST_LIFE = 0.8
"""Real seconds that a sandbox is under load before it is killed, at most."""
KILLED_EARLY = 0.15
"""The part of the kills that come while the sandbox starts, so that it is killed while it recovers, too."""
LONGEST_START = 2.0
LONG = 300
BALANCE = 10**12
PRICE = 450
SETTINGS = f"""
accounts: [{{api_key: {API_KEY}, secret_key: {SECRET_KEY}, balance: {BALANCE}, price_per_minute: {PRICE}}}]
callback: {{delay: 100ms..3s, retries: 20, wait: [1s], timeout: 5s}}
"""
STORY = """
title: Zalo reaches nobody, so that an SMS goes out where there is one behind it
match: {phone: "*7"}
message: {zalo: {failed: {after: 1s, error: -114}}}
"""
SPEED = "10"
ASKED_FOR = tuple(word for kind in KINDS for word in (kind, "call"))
"""What clients ask for in turn: messages of every kind, with calls in between."""
_ID = re.compile(rb"(?:ReferenceId|SMSID)=([0-9a-f-]+)")


@dataclass
class Found:
    """What came of it, of calls and messages together; ``messages`` are those that the sandbox has in the end.

    ``unanswered`` ones were made, and the client never got an answer, since the sandbox died.
    """

    kills: int = 0
    accepted: int = 0
    messages: int = 0
    lost: int = 0
    unanswered: int = 0
    delivered: int = 0
    undelivered: int = 0
    attempts: int = 0
    interrupted: int = 0
    sent_again_after_200: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return "\n".join(f"{part.name.replace('_', ' '):>22}  {getattr(self, part.name)}" for part in fields(self))


@dataclass
class Receiver:
    """Answers 200, to every fifth id only from the third time on, and to some slowly."""

    url: str = ""
    requests: Counter[str] = field(default_factory=Counter)
    confirmed: Counter[str] = field(default_factory=Counter)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found = _ID.search(await reader.readuntil(b"\r\n\r\n"))
        assert found is not None
        sms_id = found[1].decode()
        self.requests[sms_id] += 1
        kind = int(sms_id[-2:], 16)
        if kind % 3 == 0:
            await pause(kind / 2_000)
        ready = kind % 5 != 0 or self.requests[sms_id] >= 3
        if ready:
            self.confirmed[sms_id] += 1
        status = b"200 OK" if ready else b"503 Not now"
        writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()


class Clients:
    """Place calls and messages on whatever sandbox there is at the moment, each to a phone of its own."""

    def __init__(self, receiver: Receiver) -> None:
        self.receiver = receiver
        self.accepted: list[str] = []
        self.placed = 0
        self.address: tuple[str, int] | None = None
        self.there = asyncio.Event()
        self.heard = asyncio.Event()

    async def load(self, seconds: float) -> None:
        """Let them call for so long, counted from the first call that this sandbox accepts."""
        self.there.set()
        self.heard.clear()
        await self.heard.wait()
        await pause(seconds)
        self.there.clear()

    async def call_for_ever(self) -> None:
        while True:
            await self.there.wait()
            self.placed += 1
            try:
                await self._place(ASKED_FOR[self.placed % len(ASKED_FOR)], f"09{self.placed + 10_000_000:08}")
            except (OSError, asyncio.IncompleteReadError):
                continue

    async def _place(self, asked_for: str, phone: str) -> None:
        assert self.address is not None
        reader, writer = await asyncio.open_connection(*self.address)
        try:
            writer.write(self._request(asked_for, phone))
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"Content-Length: (\d+)", head)
            assert length is not None, head
            answer = json.loads(await reader.readexactly(int(length[1])))
            assert answer["CodeResult"] == "100", answer
            self.accepted.append(answer["SMSID"])
            self.heard.set()
        finally:
            writer.close()

    def _request(self, asked_for: str, phone: str) -> bytes:
        if asked_for != "call":
            return post("x", asked_for, phone, self.receiver.url, f"order-{phone}")
        keys = {"ApiKey": API_KEY, "SecretKey": SECRET_KEY, "TemplateId": "1"}
        query = urlencode({**keys, "Phone": phone, "CallbackUrl": self.receiver.url}, quote_via=quote)
        return f"GET {PATH}?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


async def pause(seconds: float) -> None:
    """Let real time pass: what is killed here runs on it."""
    try:
        async with asyncio.timeout(seconds):
            await asyncio.Event().wait()
    except TimeoutError:
        return


async def start(folder: Path) -> asyncio.subprocess.Process:
    """``mock-esms serve`` on the store in that folder."""
    settings, story, store = (folder / name for name in ("settings.yaml", "story.yaml", "calls.db"))
    settings.write_text(SETTINGS)
    story.write_text(STORY)
    options = ("--config", settings, "--store", store, "--journal-limit", "1000000", "--speed", SPEED, "--quiet")
    with (folder / "log.txt").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "mock_esms", "serve", "--port", "0", *map(str, options), str(story)),
            cwd=CHECKOUT, env={**os.environ, "PYTHONUNBUFFERED": "1"}, stdout=asyncio.subprocess.PIPE, stderr=log,
        )  # fmt: skip


@asynccontextmanager
async def sandbox(folder: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, tuple[str, int]]]:
    """A sandbox that is ready; it is killed in the end."""
    process = await start(folder)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(LONG):
            ready = (await process.stdout.readline()).decode()
        assert ready.startswith("mock-esms ready: "), (folder / "log.txt").read_text()[-3000:]
        host, _, port = ready.strip().removeprefix("mock-esms ready: http://").partition(":")
        yield process, (host, int(port))
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def kill_while_it_starts(folder: Path, seconds: float) -> None:
    """Start a sandbox, and kill it whether it was ready or not."""
    process = await start(folder)
    await pause(seconds)
    process.kill()
    await process.wait()


async def ask(address: tuple[str, int], path: str, body: object = None) -> Any:
    """What the control API answers."""
    reader, writer = await asyncio.open_connection(*address, limit=1 << 28)
    try:
        sent = b"" if body is None else json.dumps(body).encode()
        method = "GET" if body is None else "POST"
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: {len(sent)}\r\n\r\n"
        )
        writer.write(head.encode() + sent)
        async with asyncio.timeout(LONG):
            answer = await reader.read(-1)
    finally:
        writer.close()
    head_of, _, text = answer.partition(b"\r\n\r\n")
    assert b" 200 " in head_of.partition(b"\r\n")[0], answer[:500]
    return json.loads(text)


async def all_of(address: tuple[str, int], list_name: str) -> list[dict[str, Any]]:
    """Every one of ``calls`` or ``messages``, read page by page."""
    found: list[dict[str, Any]] = []
    while True:
        after = f"&after={found[-1]['sms_id']}" if found else ""
        page = (await ask(address, f"/_mock/{list_name}?limit=2000{after}"))[list_name]
        if not page:
            return found
        found += page


async def crash(folder: Path, *, kills: int, seed: str, verbose: bool = False) -> Found:
    """Kill a sandbox so many times, and count."""
    draws = random.Random(seed)  # noqa: S311 - instants, no secrets
    receiver = Receiver()
    async with serving(receiver.serve) as address:
        receiver.url = f"http://{address}/"
        clients = Clients(receiver)
        calling = [asyncio.create_task(clients.call_for_ever()) for _ in range(CLIENTS)]
        for number in range(kills):
            if draws.random() < KILLED_EARLY:
                await kill_while_it_starts(folder, draws.uniform(0.0, LONGEST_START))
            else:
                async with sandbox(folder) as (process, clients.address):
                    await clients.load(draws.uniform(0.0, LONGEST_LIFE))
                    process.kill()
            if verbose and (number + 1) % 10 == 0:
                print(f"crash: {number + 1} kills, {len(clients.accepted)} accepted", file=sys.stderr, flush=True)  # noqa: T201
        for task in calling:
            task.cancel()
        await asyncio.gather(*calling, return_exceptions=True)
        async with sandbox(folder) as (_, clients.address):
            await ask(clients.address, "/_mock/clock/advance", {"until": "idle"})
            calls, messages = [await all_of(clients.address, name) for name in ("calls", "messages")]
            (account,) = (await ask(clients.address, "/_mock/accounts"))["accounts"]
    found = Found(kills=kills, accepted=len(clients.accepted), messages=len(messages))
    hold(found, clients, receiver, [*calls, *messages])
    cost = PRICE * len(calls) + sum(Decimal(message["result"]["TotalPrice"]) for message in messages)
    if Decimal(str(account["balance"])) != BALANCE - cost:
        found.wrong.append(f"{account['balance']} is left of {BALANCE}, and all that was made costs {cost}")
    return found


def hold(found: Found, clients: Clients, receiver: Receiver, entries: list[dict[str, Any]]) -> None:
    """Hold what the sandbox says in the end against what was seen from outside."""
    stored = {entry["sms_id"]: entry["callbacks"] for entry in entries}
    found.lost = len(set(clients.accepted) - set(stored))
    found.unanswered = len(set(stored) - set(clients.accepted))
    for sms_id, callbacks in stored.items():
        attempts = [attempt for callback in callbacks for attempt in callback["attempts"]]
        interrupted = sum(attempt["error"] == "interrupted" for attempt in attempts)
        again = max(0, receiver.confirmed[sms_id] - len(callbacks))
        found.attempts += len(attempts)
        found.interrupted += interrupted
        found.sent_again_after_200 += again
        states = {callback["state"] for callback in callbacks}
        if states == {"delivered"} and receiver.confirmed[sms_id] >= len(callbacks):
            found.delivered += 1
        else:
            found.undelivered += 1
        if again > interrupted:
            found.wrong.append(f"{sms_id}: {again} too many and only {interrupted} interrupted")
        if not len(attempts) - interrupted <= receiver.requests[sms_id] <= len(attempts):
            found.wrong.append(f"{sms_id}: {receiver.requests[sms_id]} requests came, {len(attempts)} are recorded")
        for callback in callbacks:
            if [attempt["number"] for attempt in callback["attempts"]] != list(range(1, len(callback["attempts"]) + 1)):
                found.wrong.append(f"{sms_id}: the attempts are not counted one by one")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.journal.store.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="how many times it is killed")
    parser.add_argument("--seed", default="0", help="what the instants are drawn from")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(crash(Path(folder), kills=given.kills, seed=given.seed, verbose=True))
    print(found)  # noqa: T201
    return int(bool(found.lost or found.undelivered or found.wrong))


if __name__ == "__main__":
    sys.exit(main())
