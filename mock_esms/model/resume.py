"""What is still to come of a call, told from the call alone: how a sandbox goes on after it was ended or killed. Pure.

Nothing that is due is kept anywhere else. A call says how far it has come, its timeline what follows, and its
attempts which tries of the retry policy have been made; so what follows can never contradict what is recorded.
"""

from typing import Final, Literal, NamedTuple

from mock_esms.model.calls import DONE, Attempt, Call, Callback
from mock_esms.model.times import Instant

INTERRUPTED: Final = "the sandbox ended while this was on the wire; it is sent again as the same try"


class Step(NamedTuple):
    """What happens to a call next, and when: a dial begins, its ringing ends, or the call is over."""

    due: Instant
    event: Literal["dial", "rung", "end"]


class RemainingSend(NamedTuple):
    """An attempt that is still to be made; ``tries`` and ``copy`` as in ``Attempt``, ``copies_left`` copies follow it.

    ``again`` tells that it repeats one that was interrupted.
    """

    due: Instant
    tries: int
    copy: int = 0
    copies_left: int = 0
    again: bool = False


def next_step(call: Call) -> Step | None:
    """What happens next on the line; None when the call has ended."""
    timeline, begun = call.timeline, call.dials_begun
    match call.state:
        case "ended":
            return None
        case "talking":
            return Step(timeline.ends_at, "end")
        case "dialling" if call.is_ringing:
            ringing = timeline.dials[begun - 1]
            return Step(ringing.at + (ringing.ring or 0), "rung")
    if begun < len(timeline.dials):
        return Step(timeline.dials[begun].at, "dial")
    return Step(timeline.ends_at, "end")


def sends(call: Call, index: int) -> tuple[RemainingSend, ...]:
    """The attempts of a callback that are still to be made; none must be on the wire.

    A try that was only ever interrupted is made again, as the same try: it does not use up a retry.
    """
    callback = call.callbacks[index]
    over = callback.state in {"blocked", "dropped", "exhausted"}
    made = {(attempt.tries, attempt.copy) for attempt in callback.attempts if attempt.error != "interrupted"}
    cut_off = {(attempt.tries, attempt.copy): attempt.at for attempt in callback.attempts}
    again = tuple(
        RemainingSend(at, tries, copy, again=True)
        for (tries, copy), at in cut_off.items()
        if (tries, copy) not in made and (tries < 0 or not over)
    )
    return again if over or callback.next_due is None else (*again, *_planned(call, callback, callback.next_due))


def _planned(call: Call, callback: Callback, due: Instant) -> tuple[RemainingSend, ...]:
    """What is planned from ``due`` on: copies of the first try that have not begun, or else the next try."""
    plan = call.schedule.callback
    copies = plan.copies if callback.send_status == DONE else 1
    begun = {attempt.copy for attempt in callback.attempts if attempt.tries == 1}
    left = [copy for copy in range(copies) if copy not in begun]
    if left:
        return tuple(
            RemainingSend(due + place * plan.gap, 1, copy, copies_left=len(left) - 1 - place)
            for place, copy in enumerate(left)
        )
    return (RemainingSend(due, max(attempt.tries for attempt in callback.attempts) + 1),)


def resumed(call: Call) -> Call:
    """The call as a new sandbox begins with it: what was on the wire was interrupted."""
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
    last = schedule.dials[-1]._replace(outcome="no_answer")
    return call._replace(schedule=schedule._replace(dials=(*schedule.dials[:-1], last)), random_state=b"")


def _cut_off(attempt: Attempt) -> Attempt:
    return attempt._replace(ms=0.0, error="interrupted", detail=INTERRUPTED) if attempt.under_way else attempt
