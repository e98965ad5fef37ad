"""How callbacks of one kind were delivered: sends for each id, the waits between them, and what they were answered."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from mock_esms.cli.learn.observing.duration_sample import DurationSample
from mock_esms.cli.learn.observing.send_index import Send
from mock_esms.cli.learn.observing.story_kinds import Said, Stories
from mock_esms.model.callback import DONE, REFUSED
from mock_esms.model.times import SECOND, Instant

MOST_NUMBERED: Final = 64
"""The waits between so many sends are listed one by one."""

UNTOLD: Final = 0
"""SendStatus of a callback that has no such parameter: it is taken for the final one."""
FINAL: Final = frozenset((DONE, REFUSED, UNTOLD))


class After:
    """What followed the sends of one number that were answered with one status."""

    __slots__ = ("again", "gaps", "last")

    def __init__(self) -> None:
        self.gaps = DurationSample()
        self.again = 0
        self.last = DurationSample()
        """The times of those after which nothing was sent."""


class Deliveries:
    """The callbacks of one kind."""

    def __init__(self) -> None:
        self.ids = 0
        self.sends = 0
        self.unusable = 0
        """Ids whose sends cannot be compared: sent too often, or on both sides of a jump of the clock."""
        self.counts: Counter[int] = Counter()
        self.after: dict[tuple[int, int], After] = {}
        """By number (from 1) and status."""
        self.delay = DurationSample()
        """From the end to the first send."""
        self.since_due = DurationSample()
        """From the request or its SendDate to the first send, without CallDuration."""
        self.orders: Counter[tuple[int, ...]] = Counter()
        """SendStatus in the order in which an id's callbacks first came."""
        self.stories = Stories()

    def add_single(self, send: Send, said: Said, times: int) -> None:
        """So many more ids that were sent once, alike but for their times; ``end`` is told these."""
        self.ids += times
        self.sends += times
        self.orders[(send.send_status,)] += times
        self.counts[1] += times
        if send.send_status in FINAL:
            self.stories.add(said, [send], (), times)

    def end(self, status: int, times: DurationSample) -> None:
        """When ids that were sent once, and answered with this status, were sent."""
        after = self.after.setdefault((1, status), After())
        after.last = DurationSample.merged((after.last, times))

    def add(
        self,
        sends: list[Send],
        count: int,
        said_of: Callable[[int], Said],
        joined: Mapping[int, int],
        marks: "Marks",
    ) -> None:
        """The sends of one more id, the earliest first; ``count`` is how many there were."""
        self.ids += 1
        self.sends += count
        if count > len(sends) or len({joined.get(send.segment, send.segment) for send in sends}) > 1:
            self.unusable += 1
            return
        callbacks: dict[int, list[Send]] = {}
        for send in sends:
            callbacks.setdefault(send.send_status, []).append(send)
        self.orders[tuple(callbacks)] += 1
        for callback in callbacks.values():
            self.counts[len(callback)] += 1
            self._follow(callback)
        final = callbacks.get(DONE) or callbacks.get(REFUSED) or callbacks.get(UNTOLD)
        if final is not None:
            progress = tuple(sorted(status for status in callbacks if status not in FINAL))
            self.stories.add(said_of(final[-1].said), final, progress)
            self._time(final[0], marks)

    def _follow(self, sends: Sequence[Send]) -> None:
        for number, send in enumerate(sends[:MOST_NUMBERED], 1):
            after = self.after.setdefault((number, send.status), After())
            if number == len(sends):
                after.last.add(send.time)
            else:
                after.again += 1
                following = sends[number]
                if send.timed and following.timed:
                    after.gaps.add(following.time - send.time)

    def _time(self, first: Send, marks: "Marks") -> None:
        if not first.timed:
            return
        if marks.ends is not None and first.time >= marks.ends:
            self.delay.add(first.time - marks.ends)
        if marks.begins is not None and first.time >= marks.begins:
            self.since_due.add(max(0, first.time - marks.begins - first.seconds * SECOND))


class Marks:
    """When a call was due to begin, and when it ended, where that is known."""

    __slots__ = ("begins", "ends")

    def __init__(self) -> None:
        self.begins: Instant | None = None
        self.ends: Instant | None = None
