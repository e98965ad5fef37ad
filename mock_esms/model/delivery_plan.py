"""How the callbacks of an entry are delivered, as it was decided when that was accepted. All are frozen."""

from typing import Final, Literal, NamedTuple

from mock_esms.model.callback import DONE, REFUSED, SendStatus
from mock_esms.model.times import Duration

HttpMethod = Literal["GET", "POST"]
BodyFormat = Literal["json", "form"]
SuccessRule = Literal["200", "2xx", "any"]
"""Which statuses acknowledge a callback."""
ProgressStatus = Literal[1, 2, 7]
"""The SendStatus of a callback that comes before the final one."""
ANSWER_LIMIT: Final = 1024
"""How much of a receiver's answer is read and kept, in bytes, where nobody needs more (CONTRACT 4.5)."""


class RetryPolicy(NamedTuple):
    """How often a failed callback is sent again, and how long after the failed attempt's end (FACTS 3).

    A retry is data and a new job, never a loop that sleeps: whoever delivers asks ``next_wait`` after a failure, and
    schedules the next attempt itself. ``retries`` counts the attempts after the first. ``waits`` are milliseconds; the
    last one repeats; an empty tuple means at once.
    """

    retries: int
    waits: tuple[Duration, ...]

    def next_wait(self, failed: int) -> Duration | None:
        """How long to wait after the ``failed``-th failed attempt (from 1), or None when no more may follow."""
        if failed > self.retries:
            return None
        if not self.waits:
            return 0
        return self.waits[min(failed, len(self.waits)) - 1]


class CallbackEdits(NamedTuple):
    """What the scenario changes in what a callback says: values replaced, names left out, parameters added."""

    set: tuple[tuple[str, str], ...] = ()
    omit: tuple[str, ...] = ()
    add: tuple[tuple[str, str], ...] = ()


class CallbackPlan(NamedTuple):
    """How a callback is delivered; everything that is drawn has been drawn. Times in milliseconds.

    ``progress`` are the SendStatus of further callbacks before the final one. The first send goes out ``copies`` times,
    ``gap`` apart; the first ``lost_acks`` acknowledgements count as never received; with ``drop`` nothing is ever sent;
    with ``before_reply`` the call's own answer is held until the first attempt has finished. ``body`` is what a POST
    says; of an answer ``answer_limit`` bytes are read.
    """

    delay: Duration
    timeout: Duration
    policy: RetryPolicy
    success: SuccessRule
    follow_redirects: bool
    progress: tuple[ProgressStatus, ...] = ()
    copies: int = 1
    gap: Duration = 0
    lost_acks: int = 0
    drop: bool = False
    before_reply: bool = False
    edits: CallbackEdits | None = None
    method: HttpMethod = "GET"
    body: BodyFormat = "json"
    answer_limit: int = ANSWER_LIMIT

    def copies_of(self, send_status: SendStatus) -> int:
        """How many times the first send of the callback with this SendStatus goes out."""
        return self.copies if send_status in {DONE, REFUSED} else 1
