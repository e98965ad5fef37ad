"""Which calls each phone has had: looking for a phone's calls must not cost more the more other calls there are."""

from collections.abc import Iterable

from mock_esms.model.calls import Call


class PhoneIndex:
    """Ids of calls by the phone that was called, oldest first."""

    __slots__ = ("_ids",)

    def __init__(self, calls: Iterable[Call] = ()) -> None:
        """Begin with these calls, oldest first."""
        # Nearly every phone is called once, and an id alone is small; one that is called ten thousand times must not be
        # slow, so its ids are the keys of a dictionary, which keeps their order.
        self._ids: dict[str, str | dict[str, None]] = {}
        for call in calls:
            self.add(call)

    def add(self, call: Call) -> None:
        """A call that is newer than all others."""
        phone, sms_id = call.request.phone, call.sms_id
        earlier = self._ids.get(phone)
        if earlier is None:
            self._ids[phone] = sms_id
        elif isinstance(earlier, str):
            self._ids[phone] = {earlier: None, sms_id: None}
        else:
            earlier[sms_id] = None

    def remove(self, call: Call) -> None:
        """A call that was dropped."""
        phone = call.request.phone
        ids = self._ids[phone]
        if isinstance(ids, dict) and len(ids) > 1:
            ids.pop(call.sms_id, None)
        else:
            del self._ids[phone]

    def clear(self) -> dict[str, str | dict[str, None]]:
        """Forget everything; gives what was there, to be freed."""
        ids, self._ids = self._ids, {}
        return ids

    def of(self, phone: str) -> tuple[str, ...]:
        """The ids of this phone's calls, oldest first."""
        ids = self._ids.get(phone)
        return (ids,) if isinstance(ids, str) else tuple(ids or ())
