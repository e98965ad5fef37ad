"""``mock-esms call --random N``: places calls to many drawn people, follows them when asked to, and sums them up."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass

from mock_esms.cli.call.follow_many import CallEnd, CutShortError, listening
from mock_esms.cli.call.load import PlacementOutcome, RateLimit, place_all, session_to
from mock_esms.cli.call.people import population
from mock_esms.cli.call.progress import progress
from mock_esms.cli.call.request import CallRequestTemplate
from mock_esms.cli.call.tally import Tally
from mock_esms.cli.client import ControlClient
from mock_esms.cli.output import print_line, print_remark
from mock_esms.clock.clock import perf_counter


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkCalls:
    """How many are called, who (``seed``), how many begin each real second (0: no limit), how many at a time."""

    size: int
    seed: str
    rate: float
    concurrency: int


def place_bulk_calls(remote: ControlClient, form: CallRequestTemplate, bulk: BulkCalls, *, wait: bool) -> bool:
    """Call them all and print the sum; gives whether all were accepted and, followed, all callbacks delivered.

    Raises ``UsageError`` when the control API, which following takes, refuses.
    """
    tally = Tally()
    try:
        asyncio.run(_call(remote, form, bulk, tally, wait=wait))
    except CutShortError as error:
        print_remark(str(error))
        return False
    except KeyboardInterrupt:
        print_remark(f"ended after {tally.placed} of {bulk.size} calls")
        raise
    finally:
        if tally.placed:
            for line in tally.lines():
                print_line(line)
    return tally.all_well


async def _call(remote: ControlClient, form: CallRequestTemplate, bulk: BulkCalls, tally: Tally, *, wait: bool) -> None:
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(session_to(remote))
        # Listening begins before the first call is placed, so that no end of one is missed.
        listener = await stack.enter_async_context(listening(session, remote)) if wait else None
        people = population(bulk.size, bulk.seed)
        start = perf_counter()
        with progress("placed", bulk.size) as placed:

            def on_outcome(outcome: PlacementOutcome) -> None:
                tally.add(outcome)
                placed()

            await place_all(
                session,
                remote.url,
                form,
                people,
                pace=RateLimit(bulk.rate),
                concurrency=min(bulk.concurrency, bulk.size),
                on_outcome=on_outcome,
            )
        # Not on standard output: what stands there is the same for one seed, whatever the machine. When the requests of
        # a campaign come, on the sandbox's clock, depends on it as well.
        took = perf_counter() - start
        print_line(f"{bulk.size} calls placed in {took:.1f} s, {bulk.size / took:.0f} a second", err=True)
        if listener is not None and tally.accepted:
            with progress("settled", len(tally.accepted)) as settled:

                def on_end(end: CallEnd) -> None:
                    tally.add_end(end)
                    settled()

                await listener.settle(tally.accepted, on_end)
            for line in await listener.campaign(tally.accepted):
                print_line(line, err=True)
