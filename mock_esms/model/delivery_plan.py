"""What was decided when a call was accepted, and what carries it out: its answer and its callbacks. All are frozen."""

from dataclasses import dataclass
from typing import Literal

from mock_esms.model.callback import DONE, REFUSED, SendStatus
from mock_esms.model.retry import RetryPolicy
from mock_esms.model.times import Duration


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackEdits:
    """What the scenario changes in what a callback says: values replaced, names left out, parameters added."""

    set: tuple[tuple[str, str], ...] = ()
    omit: tuple[str, ...] = ()
    add: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackPlan:
    """How the callback of a call is delivered; everything that is drawn has been drawn. Times in milliseconds.

    ``progress`` are the SendStatus of further callbacks before the final one. The first send goes out ``copies`` times,
    ``gap`` apart; the first ``lost_acks`` acknowledgements count as never received; with ``drop`` nothing is ever sent;
    with ``before_reply`` the call's own answer is held until the first attempt has finished. ``body`` is what a POST
    says.
    """

    delay: Duration
    timeout: Duration
    policy: RetryPolicy
    success: Literal["200", "2xx"]
    follow_redirects: bool
    progress: tuple[Literal[1, 2, 7], ...] = ()
    copies: int = 1
    gap: Duration = 0
    lost_acks: int = 0
    drop: bool = False
    before_reply: bool = False
    edits: CallbackEdits | None = None
    method: Literal["GET", "POST"] = "GET"
    body: Literal["json", "form"] = "json"

    def copies_of(self, send_status: SendStatus) -> int:
        """How many times the first send of the callback with this SendStatus goes out."""
        return self.copies if send_status in {DONE, REFUSED} else 1


ReplyFault = Literal["reset", "hang", "empty", "garbage", "truncated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyPlan:
    """How the request itself is answered, where a scenario has a word in it; drawn like everything else.

    The answer is held for ``delay`` milliseconds of sandbox time. With ``code``, ``status`` or ``fault`` no call is
    made; with ``lost`` it is made, and the connection is reset instead of an answer.
    """

    delay: Duration = 0
    code: str | None = None
    message: str | None = None
    status: int | None = None
    body: str = ""
    content_type: str = "text/html; charset=UTF-8"
    fault: ReplyFault | None = None
    lost: bool = False

    @property
    def makes_call(self) -> bool:
        """Whether the request is accepted and the call made."""
        return self.code is None and self.status is None and self.fault is None
