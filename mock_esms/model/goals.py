"""How far a call or message must have got, as tests and the control API say it, and whether it has. Pure."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal, get_args

from mock_esms.errors import WrongValueError

if TYPE_CHECKING:
    from mock_esms.model.journal_entry import JournalEntry

Stage = Literal["received", "ended", "delivered", "exhausted", "settled"]
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
Until = Stage | int
"""A stage, or how many attempts have finished over all callbacks of a call."""
Goal = Stage | Mapping[str, int]
"""The same as a test writes it: a stage, or ``{"attempts": 3}``."""
TIMEOUT: Final = 10.0
"""Real seconds after which waiting fails, where nothing else is said."""


def until_of(goal: Goal) -> Until:
    """The goal as the journal knows it; raises ``WrongValueError`` for any other."""
    if isinstance(goal, Mapping):
        attempts = goal.get("attempts")
        if len(goal) == 1 and isinstance(attempts, int) and attempts >= 1:
            return attempts
    elif goal in STAGES:
        return goal
    message = f'until: {goal!r} is no goal; write one of {", ".join(STAGES)}, or {{"attempts": 3}}'
    raise WrongValueError(message)


def reached(entry: "JournalEntry", until: Until) -> bool:
    """Whether a call or message has got there."""
    match until:
        case "received":
            return True
        case "ended":
            return entry.state == "ended"
        case "settled":
            return entry.settled
        case "delivered" | "exhausted":
            callback = entry.final_callback
            return callback is not None and callback.state == until
        case _:
            return sum(not attempt.under_way for attempt in entry.attempts) >= until


def out_of_reach(entry: "JournalEntry", until: Until) -> bool:
    """Whether a call or message can no longer get there by itself."""
    if reached(entry, until):
        return False
    if entry.settled:
        return True
    callback = entry.final_callback
    return until in ("delivered", "exhausted") and (callback is None or callback.state != "pending")


def having_got_there(until: Until) -> str:
    """What follows «had»: ``been received``, ``settled``, ``3 attempts``."""
    return f"{until} attempts" if isinstance(until, int) else _PAST[until]


_PAST: Final = {
    "received": "been received",
    "ended": "ended",
    "delivered": "their callback delivered",
    "exhausted": "their callback exhausted",
    "settled": "settled",
}
