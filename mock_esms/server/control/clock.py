"""``/_mock/clock``: what time it is, and moving it."""

from collections.abc import Iterable
from typing import Final, cast

from aiohttp import web

from mock_esms.clock.clock import CLOCK_MODES, Clock, ClockMode
from mock_esms.clock.scheduler import Scheduler
from mock_esms.errors import WrongValueError
from mock_esms.journal import Journal
from mock_esms.model.times import Duration, Instant, format_instant, parse_duration, parse_instant
from mock_esms.server.control.parse import as_number, as_one_of, as_text, read_object, take
from mock_esms.server.control.responses import json_response
from mock_esms.server.control.serializers import serialize_clock
from mock_esms.server.control.wait import ConcurrencyLimit

MIN_SPEED: Final = 0.001
MAX_SPEED: Final = 1_000_000.0
MAX_ADVANCES: Final = 1_000
"""So many requests may wait at one time for what is due to finish."""


class ClockControl:
    """Asks the scheduler, which alone moves the clock."""

    def __init__(self, clock: Clock, scheduler: Scheduler, journal: Journal) -> None:
        """Move this clock by its scheduler, and publish that in this journal's event log."""
        self._clock = clock
        self._scheduler = scheduler
        self._journal = journal
        self._limit = ConcurrencyLimit(MAX_ADVANCES, "requests that move the clock")

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The addresses."""
        return (
            web.get("/clock", self.show),
            web.put("/clock", self.set),
            web.post("/clock/advance", self.advance),
        )

    async def show(self, _request: web.Request) -> web.Response:
        """The clock."""
        return json_response(serialize_clock(self._scheduler.state()))

    async def set(self, request: web.Request) -> web.Response:
        """Change mode and speed; ``now`` advances the clock to it, so that nothing that falls due is skipped."""
        data = await read_object(request, allowed=("mode", "speed", "now"))
        mode = take(data, "mode", as_one_of(*CLOCK_MODES), None)
        speed = take(data, "speed", as_number(MIN_SPEED, MAX_SPEED), None)
        now = take(data, "now", _as_instant, None)
        if now is not None:
            self._clock.refuse_past(now)
        self._scheduler.set_clock(mode=cast("ClockMode | None", mode), speed=speed)
        if now is not None:
            with self._limit.slot():
                await self._scheduler.advance(to=now)
        return self._publish()

    async def advance(self, request: web.Request) -> web.Response:
        """Move the clock by a duration, to an instant or until idle; answers when everything due has finished."""
        data = await read_object(request, allowed=("by", "to", "until"))
        if len(data) != 1:
            message = 'give exactly one of {"by": "5m"}, {"to": "2026-01-05T09:00:00+07:00"}, {"until": "idle"}'
            raise WrongValueError(message)
        take(data, "until", as_one_of("idle"), None)
        by: Duration | None = take(data, "by", parse_duration, None)
        to: Instant | None = take(data, "to", _as_instant, None)
        with self._limit.slot():
            await self._scheduler.advance(by=by, to=to)
        return self._publish()

    def _publish(self) -> web.Response:
        state = self._scheduler.state()
        fields = (("mode", state.mode), ("speed", state.speed), ("now", format_instant(state.now)))
        self._journal.events.publish("clock", state.now, fields)
        return json_response(serialize_clock(state))


def _as_instant(value: object) -> Instant:
    return parse_instant(as_text(value))
