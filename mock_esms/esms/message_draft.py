"""What a request to send asks for, understood: the message as eSMS would make it, before anything is decided about it.

``draft_message`` reads the parameters of any operation that sends; the operation's row says over which channel, as
which type, at which price and with which form of callback (FACTS-MESSAGES 2 and 3).
"""

from typing import NamedTuple

from mock_esms.model.message import ADVERT, LegPlan, MessageRequest


class MessageDraft(NamedTuple):
    """A message that nobody has accepted yet: its legs are without receivers. ``trial`` tells that Sandbox was 1."""

    request: MessageRequest
    legs: tuple[LegPlan, ...]
    trial: bool = False

    @property
    def is_advert(self) -> bool:
        """Whether it is an advertisement."""
        return self.legs[0].type_id == ADVERT
