"""What is still to come of a call, computed from the call alone: how a sandbox goes on after it was ended or killed.

Pure. Nothing that is due is stored anywhere else. A call says how far it has come, its timeline what follows, and its
attempts which tries of the retry policy have been made; so what follows can never contradict what is recorded.
"""

from typing import Final, Literal, NamedTuple

from mock_esms.model.callback import Attempt, Callback
from mock_esms.model.calls import Call
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.times import Instant

INTERRUPTED: Final = "the sandbox ended while this was on the wire; it is sent again as the same try"


class Step(NamedTuple):
    """What happens to a call next, and when: a dial begins, its ringing ends, or the call is over."""

    due: Instant
    event: Literal["dial", "ringing_ended", "end"]


class RemainingSend(NamedTuple):
    """An attempt that is still to be made: ``try_number``, ``copy`` and ``manual`` as in ``Attempt``.

    ``copies_left`` copies of the first try follow it. With ``is_resend`` it is one that was interrupted.
    """

    due: Instant
    try_number: int
    copy: int = 0
    copies_left: int = 0
    manual: bool = False
    is_resend: bool = False


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


def sends(call: JournalEntry, index: int) -> tuple[RemainingSend, ...]:
    """The attempts of a callback that are still to be made; none must be on the wire.

    A try that was only ever interrupted is made again, as the same try: it does not use up a retry.
    """
    callback = call.callbacks[index]
    over = callback.state in {"blocked", "dropped", "exhausted"}
    made = {attempt.identity for attempt in callback.attempts if not attempt.interrupted}
    latest = {attempt.identity: attempt for attempt in callback.attempts}
    resends = tuple(
        RemainingSend(
            due=attempt.at,
            try_number=attempt.try_number,
            copy=attempt.copy,
            manual=attempt.manual,
            is_resend=True,
        )
        for identity, attempt in latest.items()
        if identity not in made and (attempt.manual or not over)
    )
    return resends if over or callback.next_due is None else (*resends, *_planned(call, callback, callback.next_due))


def _planned(call: JournalEntry, callback: Callback, due: Instant) -> tuple[RemainingSend, ...]:
    """What is planned from ``due`` on: copies of the first try that have not begun, or else the next try."""
    plan = call.callback_plan
    planned = [attempt for attempt in callback.attempts if not attempt.manual]
    begun = {attempt.copy for attempt in planned if attempt.try_number == 1}
    left = [copy for copy in range(plan.copies_of(callback.send_status)) if copy not in begun]
    if left:
        return tuple(
            RemainingSend(
                due=due + place * plan.gap,
                try_number=1,
                copy=copy,
                copies_left=len(left) - 1 - place,
            )
            for place, copy in enumerate(left)
        )
    return (RemainingSend(due=due, try_number=max(attempt.try_number for attempt in planned) + 1),)


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
