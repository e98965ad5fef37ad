"""``/_mock/events``: server-sent events, as they happen."""

import json
from collections.abc import Iterable
from typing import Final

from aiohttp import hdrs, web

from mock_esms.control.reading import as_whole, refuse_unknown, take
from mock_esms.control.views import event_view
from mock_esms.journal import Event, Journal

HEARTBEAT: Final = 15.0
"""Real seconds of silence after which a comment is sent, so that dead connections are noticed."""
_ANY_ID: Final = as_whole(0, 1 << 62)


class EventsControl:
    """Streams the journal's feed."""

    def __init__(self, journal: Journal) -> None:
        """Serve the feed of this journal."""
        self._feed = journal.feed

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The address."""
        return (web.get("/events", self.events),)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """New events; all kept ones after ``since`` or ``Last-Event-ID`` where one is given."""
        refuse_unknown(list(request.query), ("since",), "parameter")
        since = take(request.query, "since", _ANY_ID, self._feed.last_id)
        since = take(request.headers, "Last-Event-ID", _ANY_ID, since)
        if since > self._feed.last_id:
            since = 0  # ids of a sandbox that was restarted since: everything here is new to the listener
        response = web.StreamResponse(headers={hdrs.CONTENT_TYPE: "text/event-stream", hdrs.CACHE_CONTROL: "no-store"})
        await response.prepare(request)
        await response.write(b": connected\n\n")
        async for event in self._feed.follow(since, heartbeat=HEARTBEAT):
            try:
                await response.write(_frame(event))
            except ConnectionError:
                break  # whoever listened has gone
        return response


def _frame(event: Event | None) -> bytes:
    if event is None:
        return b": still here\n\n"
    data = json.dumps(event_view(event), ensure_ascii=False)
    return f"id: {event.id}\nevent: {event.kind}\ndata: {data}\n\n".encode(errors="replace")
