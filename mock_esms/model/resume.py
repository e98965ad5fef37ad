"""What is still to come of a call, computed from it alone: how a sandbox goes on after it was ended or killed.

Pure. Nothing that is due is stored anywhere else. A call says how far it has come, its timeline what follows, and its
attempts which tries of the retry policy have been made (``delivery/job``); so what follows can never contradict what is
recorded.
"""

from typing import Final, Literal, NamedTuple

from mock_esms.model.callback import Attempt
from mock_esms.model.calls import Call
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.times import Instant

INTERRUPTED: Final = "the sandbox ended while this was on the wire; it is sent again as the same try"


class Step(NamedTuple):
    """What happens to a call next, and when: a dial begins, its ringing ends, or the call is over."""

    due: Instant
    event: Literal["dial", "ringing_ended", "end"]


def next_step(call: Call) -> Step | None:
    """What happens next to the call; None when it has ended."""
    timeline, begun = call.timeline, call.dials_begun
    match call.state:
        case "ended":
            return None
        case "talking":
            return Step(timeline.ends_at, "end")
        case "dialling" if call.is_ringing:
            ringing = timeline.dials[begun - 1]
            return Step(ringing.at + (ringing.ring or 0), "ringing_ended")
    if begun < len(timeline.dials):
        return Step(timeline.dials[begun].at, "dial")
    return Step(timeline.ends_at, "end")


def resumed(call: JournalEntry) -> JournalEntry:
    """The call or message as a new sandbox begins with it: what was on the wire was interrupted."""
    if not any(attempt.under_way for callback in call.callbacks for attempt in callback.attempts):
        return call
    callbacks = tuple(
        callback._replace(attempts=tuple(_cut_off(attempt) for attempt in callback.attempts))
        for callback in call.callbacks
    )
    return call._replace(callbacks=callbacks)


def given_up(call: Call) -> Call:
    """A call that nobody can decide any more, because its scenario is gone: it ends when the ringing does."""
    schedule = call.schedule
    *before, last = schedule.dials
    dials = (*before, last._replace(outcome="no_answer"))
    return call._replace(schedule=schedule._replace(dials=dials, outcome="no_answer"), random_state=b"")


def _cut_off(attempt: Attempt) -> Attempt:
    return attempt._replace(ms=0.0, error="interrupted", detail=INTERRUPTED) if attempt.under_way else attempt
