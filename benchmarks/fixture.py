"""What a test pays for: starting a sandbox in its own process, and making it as new, beside a bare aiohttp server."""

import asyncio
import threading
import time
from collections.abc import Iterator
from statistics import median

from aiohttp import web

from benchmarks.bare_server import answer
from benchmarks.comparison import Comparison, Promise, in_turn
from benchmarks.extent import Extent
from mock_esms.sandbox.blocking import Sandbox


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Milliseconds that a sandbox needs more than a bare server, and milliseconds of CPU that a reset takes."""
    rounds = 1 if extent.quick else 9
    in_turn(1, _start_ours, _start_bare)  # the first start of each imports what it needs
    ours, bare = in_turn(rounds, _start_ours, _start_bare)
    yield Comparison(
        name="start of a sandbox above a bare server's, in one process",
        unit="ms",
        ours=tuple(one - other for one, other in zip(ours, bare, strict=True)),
        promise=Promise(150, at_most=True),
    )
    yield Comparison(
        name="reset of a sandbox, CPU", unit="ms", ours=_resets(rounds), promise=Promise(1.0, at_most=True)
    )


def _start_ours() -> float:
    sandbox = Sandbox()
    began = time.perf_counter()
    sandbox.start()
    took = time.perf_counter() - began
    sandbox.stop()
    return took * 1000


def _start_bare() -> float:
    listening, ending = threading.Event(), asyncio.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    async def serve() -> None:
        loops.append(asyncio.get_running_loop())
        app = web.Application()
        app.router.add_get("/", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        listening.set()
        await ending.wait()
        await runner.cleanup()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    began = time.perf_counter()
    thread.start()
    listening.wait()
    took = time.perf_counter() - began
    loops[0].call_soon_threadsafe(ending.set)
    thread.join()
    return took * 1000


def _resets(rounds: int) -> tuple[float, ...]:
    """CPU of this process for one reset, the median of a hundred in each round."""
    with Sandbox() as esms:
        return tuple(median(_reset(esms) for _ in range(100)) for _ in range(rounds))


def _reset(esms: Sandbox) -> float:
    began = time.process_time()
    esms.reset()
    return (time.process_time() - began) * 1000
