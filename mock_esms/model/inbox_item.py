"""What a person has got, as inboxes show it."""

from typing import Literal, NamedTuple

from mock_esms.model.message_plan import Channel
from mock_esms.model.times import Instant

InboxKind = Channel | Literal["call"]
"""By what somebody was told something."""


class InboxItem(NamedTuple):
    """What a person has got; ``sender`` is brand, OA id, shortcode or caller id, ``code`` the one-time password.

    ``text`` is None where nobody knows what a call said, ``code`` empty where there is none.
    """

    at: Instant
    kind: InboxKind
    sender: str
    text: str | None
    code: str
    sms_id: str
