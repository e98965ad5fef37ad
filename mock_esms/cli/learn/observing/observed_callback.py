"""A callback as the observer takes it in: everything but its id and its time, as numbers that a record can hold."""

from mock_esms.cli.learn.observing.callback_shapes import ParsedCallback


class ObservedCallback:
    """What is recorded of a send beside its id and time; ``count`` is how many of these are still to be counted."""

    __slots__ = ("callback", "count", "kind", "protocol", "recorded", "sent_by", "status", "user_agent")

    def __init__(  # noqa: PLR0913 - the parts of a record
        self,
        callback: ParsedCallback,
        *,
        kind: int,
        status: int,
        send_status: int,
        said: int,
        seconds: int,
        user_agent: str | None,
        protocol: str | None,
        sent_by: str | None,
    ) -> None:
        self.callback = callback
        self.kind = kind
        self.status = status
        self.recorded = (kind, status, send_status, said, seconds)
        """As ``SendIndex.add`` takes them."""
        self.user_agent = user_agent
        self.protocol = protocol
        self.sent_by = sent_by
        self.count = 0

    @property
    def sms_id(self) -> str:
        """The id of the callback that it was made of."""
        return self.callback.value(self.callback.kind.id_name.lower())
