"""Freeing memory in steps: freeing 100,000 calls at once would hold up everybody else for a tenth of a second.

The promise that needs it: the longest wait, 50 ms, while 100,000 pending calls are forgotten (docs/performance.md).
"""

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Any, Final

Container = dict[Any, Any] | list[Any] | deque[Any]

_STEP: Final = 1_000
"""So many entries are freed before the event loop gets a turn."""


async def free_in_steps(containers: Iterable[Container]) -> None:
    """Empty containers that nobody uses any more; small ones at once."""
    for container in containers:
        remove = container.popitem if isinstance(container, dict) else container.pop
        while len(container) > _STEP:
            for _ in range(_STEP):
                remove()
            await asyncio.sleep(0)
        container.clear()
