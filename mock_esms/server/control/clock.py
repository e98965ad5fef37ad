"""``/_mock/clock``: what time it is, and moving it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Final, Literal, NamedTuple

from aiohttp import web

from mock_esms.clock.clock import ClockMode
from mock_esms.config.documents import WrongKeysError
from mock_esms.config.documents.annotations import About
from mock_esms.config.documents.field_types import number
from mock_esms.errors import UnmetError
from mock_esms.exchange.exchange import Components
from mock_esms.model.times import format_instant
from mock_esms.server.control.decode import DurationField, InstantField, decode_body
from mock_esms.server.control.limits import ConcurrencyLimit
from mock_esms.server.control.responses import json_response, unmet_response
from mock_esms.server.control.serializers import serialize_clock
from mock_esms.server.control.wait import MAX_TIMEOUT, waits_of

MIN_SPEED: Final = 0.001
MAX_SPEED: Final = 1_000_000.0
MAX_ADVANCES: Final = 1_000
"""So many requests may wait at one time for what is due to finish."""


class SetClockBody(NamedTuple):
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
    timeout: Annotated[
        Annotated[float, number(0, MAX_TIMEOUT)] | None,
        About("With `until`: real seconds, after which it is 408 with the evidence.", (), "as long as it takes"),
    ] = None

    def __post_init__(self) -> None:
        """Refuse nothing, and more than one."""
        if (self.by, self.to, self.until).count(None) != 2:  # noqa: PLR2004 - all but one
            message = 'give exactly one of {"by": "5m"}, {"to": "2026-01-05T09:00:00+07:00"}, {"until": "idle"}'
            raise ValueError(message)
        if self.timeout is not None and self.until is None:
            raise WrongKeysError([("timeout", 'goes with {"until": "idle"}, and with nothing else')])


class ClockControl:
    """Asks the scheduler, which alone moves the clock."""

    def __init__(self, components: Components) -> None:
        """Move the clock of these components by its scheduler, and publish that in the journal's event log."""
        self._components = components
        self._clock = components.clock
        self._scheduler = components.scheduler
        self._journal = components.journal
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
            if body.timeout is None:
                await self._scheduler.advance(by=body.by, to=body.to)
            else:
                try:
                    await waits_of(request, self._components).settle(body.timeout)
                except UnmetError as error:
                    return unmet_response(str(error), "timed-out", 408)
        return self._publish()

    def _publish(self) -> web.Response:
        state = self._scheduler.state()
        fields = (("mode", state.mode), ("speed", state.speed), ("now", format_instant(state.now)))
        self._journal.events.publish("clock", state.now, fields)
        return json_response(serialize_clock(state))
