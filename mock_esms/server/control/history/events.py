"""``/_mock/events``: server-sent events, as they happen."""

import json
from collections.abc import Mapping
from contextlib import aclosing
from typing import Annotated, Final, NamedTuple

from aiohttp import hdrs, web

from mock_esms.errors import WrongValueError
from mock_esms.exchange.components import Components
from mock_esms.exchange.exchange import Exchange
from mock_esms.journal import Event
from mock_esms.server.control.history.event_json import serialize_event
from mock_esms.server.control.serving.decode import digits, number_in_text
from mock_esms.server.control.serving.endpoint import ControlGroup, Endpoint
from mock_esms.server.control.serving.limits import ConcurrencyLimit

HEARTBEAT: Final = 15.0
"""Real seconds of silence after which a comment is sent, so that dead connections are noticed."""
MAX_FOLLOWERS: Final = 100
"""So many streams at one time."""
_MAX_ID: Final = 1 << 62


class EventsQuery(NamedTuple):
    """Where to begin: after the event ``since``."""

    since: Annotated[int, digits(0, _MAX_ID)] | None = None


class EventsControl(ControlGroup):
    """Streams the journal's events."""

    def __init__(self, exchange: Exchange, components: Components) -> None:
        """Stream to so many at one time."""
        super().__init__(exchange, components)
        self._limit = ConcurrencyLimit(MAX_FOLLOWERS, "streams of events")

    async def events(self, request: web.Request, query: EventsQuery) -> web.StreamResponse:
        """Follow what happens, as server-sent events.

        New ones; all recorded ones after ``since`` or ``Last-Event-ID`` where one is given.
        """
        events = self._journal.events
        since = _last_event_id(request.headers)
        if since is None:
            since = query.since
        if since is None:
            since = events.last_id
        elif since > events.last_id:
            since = 0  # an id of a sandbox that ran here before: everything is new to this client
        with self._limit.slot():
            response = web.StreamResponse(headers={hdrs.CONTENT_TYPE: "text/event-stream"})
            await response.prepare(request)
            # Closed here, so that the event log forgets this follower now and not when the generator is collected.
            async with aclosing(events.follow(since, heartbeat=HEARTBEAT)) as following:
                try:
                    await response.write(b": connected\n\n")
                    async for event in following:
                        await response.write(_server_sent_event(event))
                except ConnectionError:
                    pass  # the client has gone
            return response

    endpoints = (Endpoint("get", "/events", events, answer=str, errors=(503,), media_type="text/event-stream"),)


def _last_event_id(headers: Mapping[str, str]) -> int | None:
    """What a browser sends when it connects again."""
    given = headers.get("Last-Event-ID")
    try:
        return None if given is None else number_in_text(given, least=0, most=_MAX_ID)
    except ValueError as error:
        message = f"Last-Event-ID: {error}"
        raise WrongValueError(message) from None


def _server_sent_event(event: Event | None) -> bytes:
    if event is None:
        return b": still here\n\n"
    data = json.dumps(serialize_event(event), ensure_ascii=False)
    return f"id: {event.id}\nevent: {event.kind}\ndata: {data}\n\n".encode(errors="replace")
