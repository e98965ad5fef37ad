"""``/_mock/messages``: the messages that were accepted, and sending their callbacks by hand (CONTRACT 13)."""

from typing import TypedDict

from mock_esms.model.message import Message
from mock_esms.server.control.kind_control import ChannelBody, KindControl, endpoints_of_kind
from mock_esms.server.control.message_serializers import MessageJson, serialize_message


class MessagesJson(TypedDict):
    """The messages that fit; ``total`` counts them before the limit, ``last_event`` is the newest that they know of."""

    messages: list[MessageJson]
    total: int
    dropped: int
    last_event: int


class MessagesControl(KindControl[Message]):
    """Serves messages; where no channel is named, ``redeliver`` means the last one's callback, the others any."""

    kind = Message

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

    endpoints = endpoints_of_kind(
        "/messages/{sms_id}",
        Message,
        (MessagesJson, MessageJson),
        ChannelBody,
        many="The messages that fit.",
        one="One message.",
        redeliver="Send a final callback once more, now: the last one, or the one of the channel that is named.",
        retry="Make the attempt now that is due next, of any channel or of the one that is named.",
        give_up=(
            "Make no further attempt, of any channel or of the one that is named: callbacks that wait are exhausted."
        ),
    )
