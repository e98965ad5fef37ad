"""``/_mock/clock``: what time it is, and moving it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from aiohttp import web

from mock_esms.clock.clock import Clock, ClockMode
from mock_esms.clock.scheduler import Scheduler
from mock_esms.config.documents.field_types import number
from mock_esms.journal import Journal
from mock_esms.model.times import format_instant
from mock_esms.server.control.decode import DurationField, InstantField, decode_body
from mock_esms.server.control.responses import json_response
from mock_esms.server.control.serializers import serialize_clock
from mock_esms.server.control.wait import ConcurrencyLimit

MIN_SPEED: Final = 0.001
MAX_SPEED: Final = 1_000_000.0
MAX_ADVANCES: Final = 1_000
"""So many requests may wait at one time for what is due to finish."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetClockBody:
    """How the clock is to run; ``now`` advances it to an instant."""

    mode: ClockMode | None = None
    speed: Annotated[float, number(MIN_SPEED, MAX_SPEED)] | None = None
    now: InstantField | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceBody:
    """How far time passes: exactly one of ``by``, ``to`` and ``until``."""

    by: DurationField | None = None
    to: InstantField | None = None
    until: Literal["idle"] | None = None

    def __post_init__(self) -> None:
        """Refuse nothing, and more than one."""
        if (self.by, self.to, self.until).count(None) != 2:  # noqa: PLR2004 - all but one
            message = 'give exactly one of {"by": "5m"}, {"to": "2026-01-05T09:00:00+07:00"}, {"until": "idle"}'
            raise ValueError(message)


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
        body = await decode_body(request, SetClockBody)
        if body.now is not None:
            self._clock.refuse_past(body.now)
        self._scheduler.set_clock(mode=body.mode, speed=body.speed)
        if body.now is not None:
            with self._limit.slot():
                await self._scheduler.advance(to=body.now)
        return self._publish()

    async def advance(self, request: web.Request) -> web.Response:
        """Move the clock by a duration, to an instant or until idle; answers when everything due has finished."""
        body = await decode_body(request, AdvanceBody)
        with self._limit.slot():
            await self._scheduler.advance(by=body.by, to=body.to)
        return self._publish()

    def _publish(self) -> web.Response:
        state = self._scheduler.state()
        fields = (("mode", state.mode), ("speed", state.speed), ("now", format_instant(state.now)))
        self._journal.events.publish("clock", state.now, fields)
        return json_response(serialize_clock(state))
