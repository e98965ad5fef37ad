"""One soak: a sandbox in this process, the storm in another, and what came of it."""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from decimal import Decimal

from benchmarks.processes import CHECKOUT
from benchmarks.queries import API_KEY, SECRET_KEY
from benchmarks.soak.watching import Held, Watch
from mock_esms.config.account import Account
from mock_esms.config.settings import CallbackRules, Settings
from mock_esms.model.times import Span
from mock_esms.sandbox.async_sandbox import AsyncSandbox

STORIES = CHECKOUT / "benchmarks" / "soak" / "stories"
HOURS = 6
"""Sandbox hours after each batch: RequestIds are forgotten after four of them."""
SETTINGS = Settings(
    accounts=(Account(api_key=API_KEY, secret_key=SECRET_KEY, balance=Decimal(10**12)),),
    callback=CallbackRules(timeout=Span.parse("1m"), retries=2, wait=(Span.parse("1m"), Span.parse("1h"))),
    clock="manual",
    journal_limit=2_000,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Soaked:
    """What came of a soak; ``held`` is what the process held before, after each batch, and after the end."""

    placed: int
    refused: int
    accepted: int
    settled: int
    in_journal: int
    dropped: int
    pending: int
    on_the_wire: int
    received: int
    attempts: dict[str, int]
    kinds: dict[str, int]
    hours: int
    seconds: float
    held: list[Held] = field(repr=False)

    @property
    def wrong(self) -> list[str]:
        """What should not be; empty when nothing was lost and nothing left behind."""
        first, last = self.held[0], self.held[-1]
        rules = {
            f"{self.refused} requests were refused": self.refused == 0,
            f"{self.accepted} of {self.placed} calls and messages were accepted": self.accepted == self.placed,
            f"{self.settled} of {self.accepted} calls and messages have settled": self.settled == self.accepted,
            f"{self.in_journal} in the journal and {self.dropped} dropped ones are not all": self.in_journal
            + self.dropped
            == self.settled,
            f"{self.pending} events and attempts are still pending": self.pending == 0,
            f"{self.received} requests arrived, {self.on_the_wire} are recorded": self.received == self.on_the_wire,
            f"{last.descriptors} descriptors are open, before {first.descriptors}": last.descriptors
            <= first.descriptors,
            f"{last.tasks} tasks are left, {first.tasks} before": last.tasks <= first.tasks,
        }
        return [sentence for sentence, holds in rules.items() if not holds]

    @property
    def growth(self) -> float:
        """How much more memory the last third held at its most than the second one: 0.01 is one percent."""
        memory = [held.memory for held in self.held[1:-1]]
        third = len(memory) // 3
        return max(memory[-third:]) / max(memory[third:-third]) - 1 if third else 0.0


async def soak(calls: int, batch: int) -> Soaked:
    """Ask for so many calls and messages, and report what came of them."""
    held = [Held.now()]
    watch = Watch()
    started = time.perf_counter()
    async with AsyncSandbox(SETTINGS, scenarios=[STORIES]) as sandbox:
        sandbox.components.journal.events.subscribe(watch.on_event)
        began = sandbox.components.scheduler.state().now
        storm = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks.soak.outside", sandbox.url, "--calls", str(calls)),
            *("--batch", str(batch), "--hours", str(HOURS)),
            cwd=CHECKOUT,
            stdout=asyncio.subprocess.PIPE,
        )
        assert storm.stdout is not None
        line = b"{}"
        async for line in storm.stdout:
            held.append(Held.now())
            if sys.stderr.isatty():
                print(f"\r{line.decode().strip()[:70]:<70}", end="", file=sys.stderr)
        assert await storm.wait() == 0, "the storm itself went wrong"
        journal, scheduler = sandbox.components.journal, sandbox.components.scheduler
        figures = json.loads(line)
        in_journal, dropped, pending = len(journal), journal.dropped_calls, scheduler.pending
        hours = round((scheduler.state().now - began) / 3_600_000)
    del journal, scheduler, storm
    await asyncio.sleep(0.1)
    held.append(Held.now())
    return Soaked(
        placed=figures["placed"],
        refused=figures["refused"],
        accepted=watch.accepted,
        settled=watch.settled,
        in_journal=in_journal,
        dropped=dropped,
        pending=pending,
        on_the_wire=watch.on_the_wire,
        received=sum(figures["received"].values()),
        attempts=dict(watch.attempts.most_common()),
        kinds=dict(watch.kinds.most_common()),
        hours=hours,
        seconds=time.perf_counter() - started,
        held=held,
    )
