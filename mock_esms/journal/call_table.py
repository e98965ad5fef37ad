"""The calls that are kept, by id and in the order of their numbers."""

from collections.abc import Iterable, Iterator
from typing import Final

from mock_esms._memory import Spread
from mock_esms.model.calls import Call

_BLOCK: Final = 1_024
"""Numbers in one block; small, so that none takes long to be made, or to go."""


class CallTable:
    """Calls, oldest first. In blocks of numbers, since one dictionary of a million stops the loop where it grows."""

    __slots__ = ("_blocks", "_count", "_numbers")

    def __init__(self, calls: Iterable[Call] = ()) -> None:
        """Begin with these calls, oldest first."""
        self._numbers: Spread[int] = Spread()
        self._blocks: dict[int, dict[int, Call]] = {}
        self._count = 0
        for call in calls:
            self.put(call)

    def get(self, sms_id: str) -> Call | None:
        """The call of that id, as it stands now."""
        number = self._numbers.get(sms_id)
        return None if number is None else self._blocks[number // _BLOCK][number]

    def put(self, call: Call) -> Call | None:
        """Put a call in the place of its older self; gives that, None when the call is new.

        A new one has a higher number than all others. It takes the place of another that happens to have its id.
        """
        number = call.number
        before = self._numbers.put(call.sms_id, number)
        if before is not None and before != number:
            self._take(before)
        place = number // _BLOCK
        block = self._blocks.get(place)
        if block is None:
            block = self._blocks[place] = {}
        if before == number:
            older = block[number]
            block[number] = call
            return older
        block[number] = call
        self._count += 1
        return None

    def drop(self, call: Call) -> None:
        """Keep a call no more."""
        self._numbers.pop(call.sms_id)
        self._take(call.number)

    def _take(self, number: int) -> None:
        block = self._blocks[number // _BLOCK]
        del block[number]
        if not block:
            del self._blocks[number // _BLOCK]
        self._count -= 1

    def __iter__(self) -> Iterator[Call]:
        """Every call, oldest first."""
        for block in self._blocks.values():
            yield from block.values()

    def __len__(self) -> int:
        """How many there are."""
        return self._count

    def let_go(self) -> Iterator[None]:
        """Forget everything, a block at each step."""
        numbers, blocks = self._numbers, self._blocks
        self._numbers, self._blocks, self._count = Spread(), {}, 0
        while blocks:
            blocks.popitem()
            yield
        yield from numbers.let_go()
