"""``/_mock/timelines``, ``/_mock/complaints`` and ``/_mock/never``: what a test shows or refuses at its end."""

from typing import Annotated, Literal, NamedTuple, TypedDict

from aiohttp import web

from mock_esms.config.match import Match
from mock_esms.errors import UnmetError
from mock_esms.exchange.components import Components
from mock_esms.exchange.exchange import Exchange
from mock_esms.exchange.expectations.timeline_text import timeline_text
from mock_esms.exchange.expectations.waits import Expected
from mock_esms.journal import fits
from mock_esms.journal.filter import FILTERS
from mock_esms.model.calls import Call
from mock_esms.model.goals import Until
from mock_esms.model.message import Message
from mock_esms.server.control.history.expected import ExpectedBody, waits_of
from mock_esms.server.control.history.wait import MAX_WAITS, UNTIL
from mock_esms.server.control.serving.decode import DurationField
from mock_esms.server.control.serving.endpoint import ControlGroup, Endpoint
from mock_esms.server.control.serving.limits import ConcurrencyLimit
from mock_esms.server.control.serving.responses import EvidenceJson, unmet


class NeverBody(ExpectedBody):
    """What must not happen while so much sandbox time passes."""

    within: DurationField
    until: Annotated[Until, UNTIL] = "received"


class ComplaintsQuery(NamedTuple):
    """Of which account; of all where that is left out."""

    api_key: str | None = None


class NeverJson(TypedDict):
    """It did not happen."""

    ok: Literal[True]


class TimelinesJson(TypedDict):
    """The timelines of calls and messages, oldest first, in lines for people."""

    text: str


class ComplaintsJson(TypedDict):
    """What a strict test does not accept, in lines for people; empty when there is nothing."""

    text: str


class EvidenceControl(ControlGroup):
    """Shows what tests print, and lets time pass in which nothing may happen."""

    def __init__(self, exchange: Exchange, components: Components) -> None:
        """Look into these components."""
        super().__init__(exchange, components)
        self._limit = ConcurrencyLimit(MAX_WAITS, "requests that wait")

    async def timelines(self, match: Match) -> TimelinesJson:
        """The timelines of the calls and messages that fit, in lines for people."""
        return TimelinesJson(text="\n".join(timeline_text(entry) for entry in self._journal if fits(match, entry)))

    async def complaints(self, request: web.Request, query: ComplaintsQuery) -> ComplaintsJson:
        """What a strict test does not accept, in lines for people.

        Callbacks exhausted, blocked or pending, what was armed in vain, warnings, unknown addresses.
        """
        return ComplaintsJson(text=waits_of(request, self._components).complaints(query.api_key))

    async def never(self, request: web.Request, body: NeverBody) -> NeverJson:
        """Let sandbox time pass in which no call or message may get somewhere.

        409 when something that fits has got there, also when it was before.
        """
        waits = waits_of(request, self._components)
        try:
            with self._limit.slot():
                if body.what == "call":
                    await waits.never(body.within, Expected(kind=Call, match=body.match, until=body.until))
                else:
                    await waits.never(body.within, Expected(kind=Message, match=body.match, until=body.until))
        except UnmetError as error:
            raise unmet(str(error), "happened", 409) from None
        return NeverJson(ok=True)

    endpoints = (
        Endpoint("post", "/never", never, errors=(503,), error_answers={409: EvidenceJson}),
        Endpoint("get", "/timelines", timelines, filters=FILTERS[Message]),
        Endpoint("get", "/complaints", complaints),
    )
