"""``/_mock/timelines``, ``/_mock/complaints`` and ``/_mock/never``: what a test shows or refuses at its end."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated, Literal, NamedTuple, TypedDict

from aiohttp import web

from mock_esms.config.match import Match
from mock_esms.errors import UnmetError
from mock_esms.exchange.exchange import Components
from mock_esms.exchange.timeline_text import timeline_text
from mock_esms.exchange.waits import Expected
from mock_esms.journal import fits
from mock_esms.journal.filter import FILTERS
from mock_esms.model.calls import Call
from mock_esms.model.goals import Until
from mock_esms.model.message import Message
from mock_esms.server.control.decode import DurationField, EntryMatch, decode_body, decode_globs, decode_query
from mock_esms.server.control.limits import ConcurrencyLimit
from mock_esms.server.control.responses import json_response, unmet_response
from mock_esms.server.control.wait import MAX_WAITS, UNTIL, CallOrMessage, refuse_channel_of_call, waits_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverBody:
    """What must not happen while so much sandbox time passes."""

    within: DurationField
    what: CallOrMessage = "call"
    match: EntryMatch = field(default_factory=Match)
    until: Annotated[Until, UNTIL] = "received"

    def __post_init__(self) -> None:
        """Refuse what calls do not have."""
        refuse_channel_of_call(self.what, self.match)


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


class EvidenceControl:
    """Shows what tests print, and lets time pass in which nothing may happen."""

    def __init__(self, components: Components) -> None:
        """Look into these components."""
        self._components = components
        self._limit = ConcurrencyLimit(MAX_WAITS, "requests that wait")

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The addresses."""
        return (
            web.get("/timelines", self.timelines),
            web.get("/complaints", self.complaints),
            web.post("/never", self.never),
        )

    async def timelines(self, request: web.Request) -> web.Response:
        """The timelines of the calls and messages that fit the filters."""
        match = decode_globs(request.query, FILTERS[Message])
        found = [timeline_text(entry) for entry in self._components.journal if fits(match, entry)]
        return json_response(TimelinesJson(text="\n".join(found)))

    async def complaints(self, request: web.Request) -> web.Response:
        """Callbacks exhausted, blocked or pending, what was armed in vain, warnings, unknown addresses."""
        query = decode_query(request.query, ComplaintsQuery)
        return json_response(ComplaintsJson(text=waits_of(request, self._components).complaints(query.api_key)))

    async def never(self, request: web.Request) -> web.Response:
        """Let so much sandbox time pass; 409 when something that fits has got there, also when it was before."""
        body = await decode_body(request, NeverBody)
        waits = waits_of(request, self._components)
        try:
            with self._limit.slot():
                if body.what == "call":
                    await waits.never(body.within, Expected(Call, body.match, body.until, None))
                else:
                    await waits.never(body.within, Expected(Message, body.match, body.until, None))
        except UnmetError as error:
            return unmet_response(str(error), "happened", 409)
        return json_response(NeverJson(ok=True))
