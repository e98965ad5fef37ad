"""The kinds of stories that calls and messages had: how each ended, and how its callback was sent."""

import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from mock_esms.cli.learn.observing.duration_sample import DurationSample
from mock_esms.cli.learn.observing.endings import Ending
from mock_esms.cli.learn.observing.response_statuses import is_success
from mock_esms.cli.learn.observing.send_index import Send
from mock_esms.model.times import SECOND

MOST_STORIES: Final = 300
MOST_GAPS: Final = 20
"""Of so many waits each story remembers how long they were."""
AT_ONCE: Final = SECOND
"""A copy follows the first send within this time, although that was acknowledged."""
_MOST_PRICES: Final = 2


class StoryKind(NamedTuple):
    """What stories of one kind have in common.

    ``progress`` are the SendStatus that were reported before the final one, ``copies`` the sends at the same instant
    (1 where there was one), ``sends`` all of the final callback.
    """

    outcome: str
    detail: str
    sent_result: str
    progress: tuple[int, ...]
    copies: int
    sends: int


class Story:
    """The stories of one kind together."""

    __slots__ = ("count", "gaps", "longest", "prices", "shortest")

    def __init__(self) -> None:
        self.count = 0
        self.shortest = sys.maxsize
        """CallDuration, in seconds."""
        self.longest = 0
        self.prices: set[str] = set()
        self.gaps: list[DurationSample] = []

    def add(self, ending: Ending, seconds: int, gaps: Sequence[int | None], times: int) -> None:
        """So many more, with the waits between the sends of one where they are known."""
        self.count += times
        self.shortest = min(self.shortest, seconds)
        self.longest = max(self.longest, seconds)
        if len(self.prices) < _MOST_PRICES:
            self.prices.add(ending.price)
        for number, gap in enumerate(gaps[:MOST_GAPS]):
            if number == len(self.gaps):
                self.gaps.append(DurationSample())
            if gap is not None:
                self.gaps[number].add(gap)

    def join(self, other: "Story") -> None:
        """Take the stories of another kind in, but for the waits."""
        self.count += other.count
        self.shortest = min(self.shortest, other.shortest)
        self.longest = max(self.longest, other.longest)
        self.prices |= other.prices


class Stories:
    """Every kind of story, as many as are distinguished."""

    def __init__(self) -> None:
        self.by_kind: dict[StoryKind, Story] = {}
        self.untold = 0
        """Those whose kind of story was one too many."""

    def add(self, ending: Ending, sends: Sequence[Send], progress: tuple[int, ...], times: int = 1) -> None:
        """The final callback of one more call, or of so many that were sent once."""
        gaps = [
            later.time - earlier.time if earlier.timed and later.timed else None for earlier, later in pairwise(sends)
        ]
        kind = StoryKind(
            outcome=ending.outcome,
            detail=ending.detail,
            sent_result=ending.sent_result,
            progress=progress,
            copies=_copies(sends, gaps),
            sends=len(sends),
        )
        story = self.by_kind.get(kind)
        if story is None:
            if len(self.by_kind) >= MOST_STORIES:
                self.untold += times
                return
            story = self.by_kind[kind] = Story()
        story.add(ending, sends[-1].seconds, gaps, times)

    @property
    def count(self) -> int:
        """How many there were of all kinds."""
        return sum(story.count for story in self.by_kind.values()) + self.untold

    def ranked(self) -> list[tuple[StoryKind, Story]]:
        """The most frequent first."""
        return sorted(self.by_kind.items(), key=lambda pair: (-pair[1].count, pair[0]))


def _copies(sends: Sequence[Send], gaps: Sequence[int | None]) -> int:
    copies = 1
    for send, gap in zip(sends, gaps, strict=False):
        if gap is None or gap > AT_ONCE or not is_success(send.status):
            break
        copies += 1
    return copies
