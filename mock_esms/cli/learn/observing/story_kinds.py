"""The kinds of stories that calls and messages had: how each ended, and how its callback was sent."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from mock_esms.cli.learn.observing.duration_sample import DurationSample
from mock_esms.cli.learn.observing.response_statuses import is_success
from mock_esms.cli.learn.observing.send_index import Send
from mock_esms.model.times import SECOND

MOST_STORIES: Final = 300
MOST_GAPS: Final = 20
"""Of so many waits each story remembers how long they were."""
AT_ONCE: Final = SECOND
"""A copy follows the first send within this time, although that was acknowledged."""
_MOST_PRICES: Final = 2
UNTOLD_STATUS: Final = "?"
"""In the place of a CallStatus that a CallbackUrl did not ask for: an empty one means that the carrier failed."""


class Said(NamedTuple):
    """What a callback said of a call or a message, as decoded texts.

    ``ending`` is the CallStatus of a call, of a message ``delivered``, ``failed`` or ``refused``; ``detail`` the key
    that was pressed, or the number of Zalo's error.
    """

    ending: str = ""
    detail: str = ""
    sent_result: str = ""
    price: str = ""


class StoryKind(NamedTuple):
    """What stories of one kind have in common.

    ``progress`` are the SendStatus that were reported before the final one, ``copies`` the sends at the same instant
    (1 where there was one), ``sends`` all of the final callback.
    """

    ending: str
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
        self.shortest: int | None = None
        """CallDuration, in seconds."""
        self.longest = 0
        self.prices: set[str] = set()
        self.gaps: list[DurationSample] = []

    def add(self, said: Said, seconds: int, gaps: Sequence[int | None], times: int) -> None:
        """So many more, with the waits between the sends of one where they are known."""
        self.count += times
        self.shortest = seconds if self.shortest is None else min(self.shortest, seconds)
        self.longest = max(self.longest, seconds)
        if len(self.prices) < _MOST_PRICES:
            self.prices.add(said.price)
        for number, gap in enumerate(gaps[:MOST_GAPS]):
            if number == len(self.gaps):
                self.gaps.append(DurationSample())
            if gap is not None:
                self.gaps[number].add(gap)

    def join(self, other: "Story") -> None:
        """Take the stories of another kind in, but for the waits."""
        self.count += other.count
        if other.shortest is not None:
            self.shortest = other.shortest if self.shortest is None else min(self.shortest, other.shortest)
        self.longest = max(self.longest, other.longest)
        self.prices |= other.prices


class Stories:
    """Every kind of story, as many as are distinguished."""

    def __init__(self) -> None:
        self.by_kind: dict[StoryKind, Story] = {}
        self.untold = 0
        """Those whose kind of story was one too many."""

    def add(self, said: Said, sends: Sequence[Send], progress: tuple[int, ...], times: int = 1) -> None:
        """The final callback of one more call, or of so many that were sent once."""
        gaps = [
            later.time - earlier.time if earlier.timed and later.timed else None for earlier, later in pairwise(sends)
        ]
        kind = StoryKind(said.ending, said.detail, said.sent_result, progress, _copies(sends, gaps), len(sends))
        story = self.by_kind.get(kind)
        if story is None:
            if len(self.by_kind) >= MOST_STORIES:
                self.untold += times
                return
            story = self.by_kind[kind] = Story()
        story.add(said, sends[-1].seconds, gaps, times)

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
