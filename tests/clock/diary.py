"""A scheduler that runs, and what happened on it at which instant."""

import contextlib

from mock_esms.clock.clock import Clock
from mock_esms.clock.scheduler import Scheduler


class Diary:
    """Writes down what happened, and at which sandbox instant."""

    def __init__(self, clock):
        self.clock = clock
        self.lines = []

    def write(self, argument):
        self.lines.append((self.clock.now(), argument))


@contextlib.asynccontextmanager
async def running(mode="manual", **options):
    clock = Clock(mode, now=0, speed=options.pop("speed", 1.0))
    scheduler = Scheduler(clock, **options)
    scheduler.open()
    try:
        yield scheduler, Diary(clock)
    finally:
        await scheduler.close()
