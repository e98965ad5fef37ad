"""An attempt that is to be made: as it waits in the event queue, and as it has begun."""

from typing import NamedTuple

from mock_esms.delivery.http.request import Body
from mock_esms.model.callback import Attempt
from mock_esms.model.journal_entry import JournalEntry

CallbackKey = tuple[str, int]
"""A callback: the call's id, and its place in the call."""


class DeliveryJob(NamedTuple):
    """One attempt to be made. A retry is a new job, never a loop that sleeps.

    ``try_number``, ``copy`` and ``manual`` are the attempt's; the failure of a manual one is not followed up.
    ``copies_left`` copies of the first try follow this one. With ``is_resend`` it sends an interrupted one again, so
    that what is planned stays planned.
    """

    sms_id: str
    callback_index: int
    try_number: int = 1
    copy: int = 0
    copies_left: int = 0
    manual: bool = False
    is_resend: bool = False

    @property
    def callback_key(self) -> CallbackKey:
        """The callback that it delivers."""
        return self.sms_id, self.callback_index


class BegunDelivery(NamedTuple):
    """An attempt that has been recorded and is to go over the wire now, of an entry as it was then."""

    entry: JournalEntry
    callback_index: int
    attempt: Attempt
    body: Body | None

    @property
    def sms_id(self) -> str:
        """The entry's id, by which a reset finds what it ends."""
        return self.entry.sms_id
