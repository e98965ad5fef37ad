"""How callbacks of one kind were delivered: sends for each id, the waits between them, and what they were answered."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from mock_esms.cli.learn.observing.duration_sample import DurationSample
from mock_esms.cli.learn.observing.endings import Ending
from mock_esms.cli.learn.observing.send_index import Send
from mock_esms.cli.learn.observing.stories import Stories
from mock_esms.model.callback import DONE, REFUSED
from mock_esms.model.times import SECOND, Instant

MOST_NUMBERED: Final = 64
"""The waits between so many sends are listed one by one."""

UNTOLD: Final = 0
"""SendStatus of a callback that has no such parameter: it is taken for the final one."""
FINAL: Final = frozenset((DONE, REFUSED, UNTOLD))


class FollowedSends:
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
        """How many callbacks were sent so often."""
        self.followed: dict[tuple[int, int], FollowedSends] = {}
        """By number (from 1) and status."""
        self.delay = DurationSample()
        """From the end to the first send."""
        self.since_due = DurationSample()
        """From the request or its SendDate to the first send, without CallDuration."""
        self.stories = Stories()

    def add_single(self, send: Send, ending: Ending, times: int) -> None:
        """So many more ids that were sent once, alike but for their times, which ``end`` is told."""
        self.ids += times
        self.sends += times
        self.counts[1] += times
        if send.send_status in FINAL:
            self.stories.add(ending, [send], (), times)

    def end(self, status: int, times: DurationSample) -> None:
        """When ids that were sent once, and answered with this status, were sent."""
        followed = self.followed.setdefault((1, status), FollowedSends())
        followed.last = DurationSample.merged((followed.last, times))

    def add_unusable(self, sends: int) -> None:
        """One more id whose sends cannot be compared."""
        self.ids += 1
        self.sends += sends
        self.unusable += 1

    def add(
        self, sends: list[Send], endings: Sequence[Ending], begins: Instant | None = None, ends: Instant | None = None
    ) -> None:
        """The sends of one more id, the earliest first; when it was due to begin, and when it ended, where known."""
        self.ids += 1
        self.sends += len(sends)
        callbacks: dict[int, list[Send]] = {}
        for send in sends:
            callbacks.setdefault(send.send_status, []).append(send)
        for callback in callbacks.values():
            self.counts[len(callback)] += 1
            self._follow(callback)
        final = callbacks.get(DONE) or callbacks.get(REFUSED) or callbacks.get(UNTOLD)
        if final is not None:
            progress = tuple(sorted(status for status in callbacks if status not in FINAL))
            self.stories.add(endings[final[-1].ending], final, progress)
            first = final[0]
            if first.timed and ends is not None and first.time >= ends:
                self.delay.add(first.time - ends)
            if first.timed and begins is not None and first.time >= begins:
                self.since_due.add(max(0, first.time - begins - first.seconds * SECOND))

    def _follow(self, sends: Sequence[Send]) -> None:
        for number, send in enumerate(sends[:MOST_NUMBERED], 1):
            followed = self.followed.setdefault((number, send.status), FollowedSends())
            if number == len(sends):
                followed.last.add(send.time)
            else:
                followed.again += 1
                following = sends[number]
                if send.timed and following.timed:
                    followed.gaps.add(following.time - send.time)
