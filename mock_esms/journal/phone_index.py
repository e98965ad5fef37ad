"""What each phone has had, for the promise that a query by phone costs the same with 20,000 calls as with 1,000.

It is in docs/performance.md; a property test holds what the index finds to looking at all calls and messages.
"""

from collections.abc import Iterable

from mock_esms.model.journal_entry import JournalEntry


class PhoneIndex:
    """Ids of calls and messages by the phones that they went to, oldest first."""

    __slots__ = ("_ids",)

    def __init__(self, entries: Iterable[JournalEntry] = ()) -> None:
        """Begin with these, oldest first."""
        # Nearly every phone is called once, and an id alone is small; one that is called ten thousand times must not be
        # slow, so its ids are the keys of a dictionary, which keeps their order.
        self._ids: dict[str, str | dict[str, None]] = {}
        for entry in entries:
            self.add(entry)

    def add(self, entry: JournalEntry) -> None:
        """A call or message that is newer than all others."""
        sms_id = entry.sms_id
        for phone in entry.phones:
            earlier = self._ids.get(phone)
            if earlier is None or earlier == sms_id:
                self._ids[phone] = sms_id
            elif isinstance(earlier, str):
                self._ids[phone] = {earlier: None, sms_id: None}
            else:
                earlier[sms_id] = None

    def remove(self, entry: JournalEntry) -> None:
        """A call or message that was dropped."""
        for phone in entry.phones:
            ids = self._ids.get(phone)
            if isinstance(ids, dict) and len(ids) > 1:
                ids.pop(entry.sms_id, None)
            else:
                self._ids.pop(phone, None)

    def clear(self) -> dict[str, str | dict[str, None]]:
        """Forget everything; gives what was there, to be freed."""
        ids, self._ids = self._ids, {}
        return ids

    def of(self, phone: str) -> tuple[str, ...]:
        """The ids of this phone's calls and messages, oldest first."""
        ids = self._ids.get(phone)
        return (ids,) if isinstance(ids, str) else tuple(ids or ())
