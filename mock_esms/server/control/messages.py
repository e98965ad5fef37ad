"""``/_mock/messages``: the messages that were accepted, and sending their callbacks by hand (CONTRACT 13)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from aiohttp import web

from mock_esms.config.match import MESSAGE_NAMES
from mock_esms.exchange.exchange import Exchange
from mock_esms.journal import Journal
from mock_esms.model.message import Channel, Message
from mock_esms.server.control.decode import decode_body
from mock_esms.server.control.listing import list_entries, read_list_query
from mock_esms.server.control.message_serializers import MessageJson, serialize_message
from mock_esms.server.control.responses import json_response


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelBody:
    """Which channel's callbacks are meant."""

    channel: Channel | None = None


class MessagesJson(TypedDict):
    """The messages that fit; ``total`` counts them before the limit, ``last_event`` is the newest that they know of."""

    messages: list[MessageJson]
    total: int
    dropped: int
    last_event: int


class MessagesControl:
    """Reads messages from the journal."""

    def __init__(self, exchange: Exchange, journal: Journal) -> None:
        """Serve the messages of this journal."""
        self._exchange = exchange
        self._journal = journal

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The addresses."""
        return (
            web.get("/messages", self.messages),
            web.get("/messages/{sms_id}", self.message),
            web.post("/messages/{sms_id}/redeliver", self.redeliver),
            web.post("/messages/{sms_id}/retry", self.retry),
            web.post("/messages/{sms_id}/give_up", self.give_up),
        )

    async def messages(self, request: web.Request) -> web.Response:
        """The messages that fit the filters; order, total and ``last_event`` as for calls."""
        found, total = list_entries(self._journal, Message, read_list_query(request, MESSAGE_NAMES))
        return json_response(
            MessagesJson(
                messages=[serialize_message(message) for message in found],
                total=total,
                dropped=self._journal.dropped_calls,
                last_event=self._journal.events.last_id,
            )
        )

    async def message(self, request: web.Request) -> web.Response:
        """One message."""
        return self._response(request)

    async def redeliver(self, request: web.Request) -> web.Response:
        """Send a final callback once more: the last one where no channel is named."""
        body = await decode_body(request, ChannelBody)
        self._exchange.manual_delivery.redeliver(self._message_of(request), body.channel)
        return self._response(request)

    async def retry(self, request: web.Request) -> web.Response:
        """Make the attempt now that is due next, of any channel or of the one that is named."""
        body = await decode_body(request, ChannelBody)
        self._exchange.manual_delivery.retry(self._message_of(request), body.channel)
        return self._response(request)

    async def give_up(self, request: web.Request) -> web.Response:
        """Make no further attempt of what is due, of all channels or of the one that is named."""
        body = await decode_body(request, ChannelBody)
        self._exchange.manual_delivery.give_up(self._message_of(request), body.channel)
        return self._response(request)

    def _message_of(self, request: web.Request) -> Message:
        """The message that the address names."""
        return self._exchange.message(request.match_info["sms_id"])

    def _response(self, request: web.Request) -> web.Response:
        """The message as it stands now."""
        return json_response(serialize_message(self._message_of(request)))
