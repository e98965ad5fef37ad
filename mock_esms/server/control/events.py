"""``/_mock/events``: server-sent events, as they happen."""

import json
from collections.abc import Iterable
from contextlib import aclosing
from typing import Final

from aiohttp import hdrs, web

from mock_esms.journal import Event, Journal
from mock_esms.server.control.parse import as_whole, refuse_unknown, take
from mock_esms.server.control.serializers import serialize_event
from mock_esms.server.control.wait import ConcurrencyLimit

HEARTBEAT: Final = 15.0
"""Real seconds of silence after which a comment is sent, so that dead connections are noticed."""
MAX_FOLLOWERS: Final = 100
"""So many streams at one time."""
_ANY_ID: Final = as_whole(0, 1 << 62)


class EventsControl:
    """Streams the journal's events."""

    def __init__(self, journal: Journal) -> None:
        """Serve the events of this journal."""
        self._events = journal.events
        self._limit = ConcurrencyLimit(MAX_FOLLOWERS, "streams of events")

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The address."""
        return (web.get("/events", self.events),)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """New events; all kept ones after ``since`` or ``Last-Event-ID`` where one is given."""
        refuse_unknown(list(request.query), ("since",), "parameter")
        since = take(request.query, "since", _ANY_ID, self._events.last_id)
        since = take(request.headers, "Last-Event-ID", _ANY_ID, since)
        if since > self._events.last_id:
            since = 0  # ids of a sandbox that was restarted since: everything here is new to the listener
        with self._limit.slot():
            response = web.StreamResponse(headers={hdrs.CONTENT_TYPE: "text/event-stream"})
            await response.prepare(request)
            # Closed here, so that the event log forgets this follower now and not when the generator is collected.
            async with aclosing(self._events.follow(since, heartbeat=HEARTBEAT)) as events:
                try:
                    await response.write(b": connected\n\n")
                    async for event in events:
                        await response.write(_server_sent_event(event))
                except ConnectionError:
                    pass  # whoever listened has gone
            return response


def _server_sent_event(event: Event | None) -> bytes:
    if event is None:
        return b": still here\n\n"
    data = json.dumps(serialize_event(event), ensure_ascii=False)
    return f"id: {event.id}\nevent: {event.kind}\ndata: {data}\n\n".encode(errors="replace")
