"""``/_mock/clock``: what time it is, and moving it."""

from typing import Annotated, Final, Literal, NamedTuple, TypedDict

from aiohttp import web

from mock_esms.clock.clock import ClockMode, ClockState
from mock_esms.config.documents import WrongKeysError
from mock_esms.config.documents.annotations import About
from mock_esms.config.documents.field_types import number
from mock_esms.errors import UnmetError
from mock_esms.exchange.components import Components
from mock_esms.exchange.exchange import Exchange
from mock_esms.model.times import format_instant
from mock_esms.model.value import Struct
from mock_esms.server.control.entries.entry_json import Moment, optional_moment
from mock_esms.server.control.history.expected import waits_of
from mock_esms.server.control.history.wait import MAX_TIMEOUT
from mock_esms.server.control.serving.decode import DurationField, InstantField
from mock_esms.server.control.serving.endpoint import ControlGroup, Endpoint
from mock_esms.server.control.serving.limits import ConcurrencyLimit
from mock_esms.server.control.serving.responses import EvidenceJson, unmet

MIN_SPEED: Final = 0.001
MAX_SPEED: Final = 1_000_000.0
MAX_ADVANCES: Final = 1_000
"""So many requests may wait at one time for what is due to finish."""


class SetClockBody(NamedTuple):
    """How the clock is to run; ``now`` advances it to an instant."""

    mode: ClockMode | None = None
    speed: Annotated[float, number(MIN_SPEED, MAX_SPEED)] | None = None
    now: InstantField | None = None


class AdvanceBody(Struct):
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


class ClockJson(TypedDict):
    """The clock; ``rate`` is how fast it runs at present: 0 while it stands still."""

    mode: ClockMode
    speed: float
    rate: float
    now: Moment
    next_due: Moment | None
    pending: int


class ClockControl(ControlGroup):
    """Asks the scheduler, which alone moves the clock, and publishes that in the journal's event log."""

    def __init__(self, exchange: Exchange, components: Components) -> None:
        """Move the clock of these components."""
        super().__init__(exchange, components)
        self._scheduler = components.scheduler
        self._limit = ConcurrencyLimit(MAX_ADVANCES, "requests that move the clock")

    async def show(self) -> ClockJson:
        """The clock."""
        return serialize_clock(self._scheduler.state())

    async def change(self, body: SetClockBody) -> ClockJson:
        """Change the clock.

        ``now`` advances it, so that nothing that falls due is skipped.
        """
        if body.now is not None:
            self._components.clock.refuse_past(body.now)
        self._scheduler.set_clock(mode=body.mode, speed=body.speed)
        if body.now is not None:
            with self._limit.slot():
                await self._scheduler.advance(to=body.now)
        return self._publish()

    async def advance(self, request: web.Request, body: AdvanceBody) -> ClockJson:
        """Let time pass; answers when everything due has finished."""
        with self._limit.slot():
            if body.timeout is None:
                await self._scheduler.advance(by=body.by, to=body.to)
            else:
                try:
                    await waits_of(request, self._components).settle(body.timeout)
                except UnmetError as error:
                    raise unmet(str(error), "timed-out", 408) from None
        return self._publish()

    def _publish(self) -> ClockJson:
        state = self._scheduler.state()
        fields = (("mode", state.mode), ("speed", state.speed), ("now", format_instant(state.now)))
        self._journal.events.publish("clock", state.now, fields)
        return serialize_clock(state)

    endpoints = (
        Endpoint("get", "/clock", show),
        Endpoint("put", "/clock", change, errors=(409, 503)),
        Endpoint("post", "/clock/advance", advance, errors=(409, 503), error_answers={408: EvidenceJson}),
    )


def serialize_clock(state: ClockState) -> ClockJson:
    """The clock."""
    return {
        "mode": state.mode,
        "speed": state.speed,
        "rate": state.rate,
        "now": format_instant(state.now),
        "next_due": optional_moment(state.next_due),
        "pending": state.pending,
    }
