"""What is said about attempts: in the log as each ends, and to whoever wants one that is not due."""

import logging
from typing import Final

from mock_esms.model.callback import Attempt, CallbackState
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.times import SECOND, Duration, Instant, format_duration

log: Final = logging.getLogger("mock_esms.delivery")

_LONG: Final = 10 * SECOND
"""A wait that is told without its milliseconds."""


def nothing_due(entry: JournalEntry) -> str:
    """Why there is nothing to send earlier, and nothing to give up."""
    which = f"the {entry.noun} {entry.sms_id}"
    if not entry.callbacks:
        return f"{which} was placed without a CallbackUrl, so nothing is sent"
    if any(attempt.under_way for attempt in entry.attempts):
        return f"a callback of {which} is on the wire; try again when its attempt has ended"
    if entry.state != "ended":
        if entry.settled:
            return f"what became of {which} is never reported, as its scenario wants"
        return f"{which} is still {entry.state}; its callback is planned when it ends"
    return f"nothing is due for {which}; redeliver sends its callback once more"


def named(entry: JournalEntry) -> str:
    """An entry as the log names it: its id, and the phone that it is about; an application is about none."""
    return f"{entry.sms_id} to {entry.request.phone}" if entry.request.phone else f"the {entry.noun} {entry.sms_id}"


def log_outcome(call: JournalEntry, attempt: Attempt, state: CallbackState, due: Instant | None, now: Instant) -> None:
    """Log the attempt; a callback that cannot be delivered is the loudest thing in the log."""
    if attempt.acknowledged and not log.isEnabledFor(logging.INFO):
        return
    what = f"callback of {named(call)}, attempt {attempt.number}"
    answer = f"status {attempt.status}" if attempt.error is None else attempt.error
    if attempt.detail:
        answer += f": {attempt.detail.removesuffix('.')}"
    if attempt.acknowledged:
        log.info("%s: acknowledged (%s)", what, answer)
        return
    if state == "exhausted":
        log.error("CALLBACK NOT DELIVERED: %s: %s; no attempt is left. %s", what, answer, attempt.url)
    elif state == "blocked":
        what_of_it = "The receiver redirects, and it was not sent on" if attempt.hops else "It was not sent"
        log.error("CALLBACK BLOCKED: %s: %s. %s: %s", what, answer, what_of_it, attempt.url)
    elif due is not None:
        log.warning("%s: %s; next in %s. %s", what, answer, _about(due - now), attempt.url)
    else:
        log.warning("%s: %s; no further one is planned. %s", what, answer, attempt.url)
    if attempt.advice and (attempt.number == 1 or due is None):  # the attempts between would only repeat it
        log.warning("advice on the %s: %s", what, attempt.advice)


def _about(wait: Duration) -> str:
    """A wait as people say it: on a clock that runs, some milliseconds of it have gone by already."""
    return format_duration(wait if wait < _LONG else round(wait / SECOND) * SECOND)
