"""``/_mock/messages``: the messages that were accepted, and sending their callbacks by hand (CONTRACT 13)."""

from typing import NamedTuple, TypedDict

from aiohttp import web

from mock_esms.model.message import Message
from mock_esms.model.message_plan import Channel
from mock_esms.server.control.decode import decode_body
from mock_esms.server.control.kind_control import KindControl
from mock_esms.server.control.message_serializers import MessageJson, serialize_message


class ChannelBody(NamedTuple):
    """Which channel's callbacks are meant."""

    channel: Channel | None = None


class MessagesJson(TypedDict):
    """The messages that fit; ``total`` counts them before the limit, ``last_event`` is the newest that they know of."""

    messages: list[MessageJson]
    total: int
    dropped: int
    last_event: int


class MessagesControl(KindControl[Message]):
    """Serves messages; where no channel is named, ``redeliver`` means the last one's callback, the others any."""

    kind = Message
    path = "/messages"

    def entry(self, entry_id: str) -> Message:
        """The message of that id."""
        return self._exchange.message(entry_id)

    def shown(self, entry: Message) -> MessageJson:
        """A message."""
        return serialize_message(entry)

    def listed(self, found: list[Message], total: int) -> MessagesJson:
        """Some messages; ``last_event`` as for calls."""
        return MessagesJson(
            messages=[serialize_message(message) for message in found],
            total=total,
            dropped=self._journal.dropped_calls,
            last_event=self._journal.events.last_id,
        )

    async def channel(self, request: web.Request) -> Channel | None:
        """The channel that the body names."""
        return (await decode_body(request, ChannelBody)).channel
