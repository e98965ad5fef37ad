"""Letting the event loop go on."""

import asyncio


async def turn(times: int = 1) -> None:
    """Give everything that is ready its turn."""
    for _ in range(times):
        await asyncio.sleep(0)  # noqa: TID251 - a turn of the loop, no waiting
