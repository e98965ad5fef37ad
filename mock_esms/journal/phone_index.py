"""Which calls each phone has had: looking for a phone's calls must not cost more the more other calls there are."""

from collections.abc import Iterable, Iterator

from mock_esms._memory import Spread
from mock_esms.model.calls import Call


class PhoneIndex:
    """Ids of calls by the phone that was called, oldest first."""

    __slots__ = ("_ids",)

    def __init__(self, calls: Iterable[Call] = ()) -> None:
        """Begin with these calls, oldest first."""
        # Nearly every phone is called once, and an id alone is small; one that is called ten thousand times must not be
        # slow, so its ids are the keys of a dictionary, which keeps their order.
        self._ids: Spread[str | dict[str, None]] = Spread()
        for call in calls:
            self.add(call)

    def add(self, call: Call) -> None:
        """A call that is newer than all others."""
        phone, sms_id = call.request.phone, call.sms_id
        earlier = self._ids.put(phone, sms_id)
        if isinstance(earlier, str):
            self._ids.put(phone, {earlier: None, sms_id: None})
        elif earlier is not None:
            earlier[sms_id] = None
            self._ids.put(phone, earlier)

    def drop(self, call: Call) -> None:
        """A call that is not kept any more."""
        phone, ids = call.request.phone, self._ids
        earlier = ids.get(phone)
        if isinstance(earlier, dict) and len(earlier) > 1:
            earlier.pop(call.sms_id, None)
        else:
            ids.pop(phone)

    def of(self, phone: str) -> tuple[str, ...]:
        """The ids of this phone's calls, oldest first."""
        ids = self._ids.get(phone)
        return (ids,) if isinstance(ids, str) else tuple(ids or ())

    def let_go(self) -> Iterator[None]:
        """Forget everything, a little at each step."""
        return self._ids.let_go()
