"""Callbacks that somebody sends by hand: once more, now instead of later, or never (CONTRACT 7 and 13)."""

from typing import Final

from mock_esms.delivery import Dispatcher
from mock_esms.errors import NotNowError
from mock_esms.exchange.request_outcome import PendingLimit
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.message import Message

MAX_ATTEMPTS: Final = 2_000
"""So many attempts a callback may have before it cannot be sent again by hand."""


class ManualDelivery:
    """Sends what is asked for; everything here happens at once."""

    def __init__(self, dispatcher: Dispatcher, pending_limit: PendingLimit) -> None:
        """Send by this dispatcher, as long as not too much is pending."""
        self._dispatcher = dispatcher
        self._pending_limit = pending_limit

    def redeliver(self, entry: JournalEntry, channel: str | None = None) -> None:
        """Send the final callback once more, now and without retries; of two channels the last, or the one named.

        Raises ``NotNowError``, and ``FullError`` when too much is pending.
        """
        index = _final_index(entry, channel)
        if len(entry.callbacks[index].attempts) >= MAX_ATTEMPTS:
            message = (
                f"the callback of the {entry.noun} {entry.sms_id} has had {MAX_ATTEMPTS:,} attempts; place another "
                f"{entry.noun}"
            )
            raise NotNowError(message)
        self._pending_limit.require_room()
        self._dispatcher.send_now(entry, index)

    def retry(self, entry: JournalEntry, channel: str | None = None) -> None:
        """Make the attempt now that is due next, of any channel or of the one named. Raises ``NotNowError``."""
        self._dispatcher.bring_forward(entry, channel)

    def give_up(self, entry: JournalEntry, channel: str | None = None) -> None:
        """Make no further attempt of what is due, of all channels or of the one named. Raises ``NotNowError``."""
        self._dispatcher.give_up(entry, channel)


def _final_index(entry: JournalEntry, channel: str | None) -> int:
    """The place of the final callback that is meant."""
    if not entry.callbacks:
        message = f"the {entry.noun} {entry.sms_id} was placed without a CallbackUrl, so there is nothing to send again"
        raise NotNowError(message)
    finals = [
        index
        for index, callback in enumerate(entry.callbacks)
        if callback.is_final and channel in {None, callback.channel}
    ]
    if not finals:
        message = f"the message {entry.sms_id} has no callback for {channel}"
        raise NotNowError(message)
    index = finals[-1]
    reported = entry.state == "ended" or (isinstance(entry, Message) and entry.callbacks[index].attempts)
    if not reported and entry.settled:
        message = f"what became of the {entry.noun} {entry.sms_id} is never reported, as its scenario wants"
        raise NotNowError(message)
    if not reported:
        message = (
            f"the {entry.noun} {entry.sms_id} is still {entry.state}; its callback can be sent again after the "
            f"{entry.noun}'s end"
        )
        raise NotNowError(message)
    return index
