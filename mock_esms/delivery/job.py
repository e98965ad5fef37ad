"""An attempt that is to be made: as it waits in the event queue, as it has begun, and as an earlier sandbox left it."""

from typing import NamedTuple

from mock_esms.delivery.http.request import Body
from mock_esms.model.callback import Attempt
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.times import Instant

CallbackKey = tuple[str, int]
"""A callback: the id of its call or message, and its place among the callbacks of that."""


class DeliveryJob(NamedTuple):
    """One attempt to be made. A retry is a new job, never a loop that sleeps.

    ``try_number``, ``copy`` and ``manual`` are the attempt's; the failure of a manual one is not followed up.
    ``copies_left`` copies of the first try follow this one. With ``is_resend`` it sends an interrupted one again, so
    that what is planned stays planned.
    """

    sms_id: str
    callback_index: int
    try_number: int = 1
    copy: int = 0
    copies_left: int = 0
    manual: bool = False
    is_resend: bool = False

    @property
    def callback_key(self) -> CallbackKey:
        """The callback that it delivers."""
        return self.sms_id, self.callback_index


class BegunDelivery(NamedTuple):
    """An attempt that has been recorded and is to go over the wire now, of an entry as it was then."""

    entry: JournalEntry
    callback_index: int
    attempt: Attempt
    body: Body | None

    @property
    def sms_id(self) -> str:
        """The entry's id, by which a reset finds what it ends."""
        return self.entry.sms_id


def remaining_jobs(entry: JournalEntry, index: int) -> tuple[tuple[Instant, DeliveryJob], ...]:
    """What an earlier sandbox has left to be made of a callback, and when; nothing of it must be on the wire.

    A try that was only ever interrupted is made again, as the same try: it does not use up a retry.
    """
    callback, job = entry.callbacks[index], DeliveryJob(sms_id=entry.sms_id, callback_index=index)
    over = callback.state in {"blocked", "dropped", "exhausted"}
    made = {attempt.identity for attempt in callback.attempts if not attempt.interrupted}
    latest = {attempt.identity: attempt for attempt in callback.attempts}
    resends = tuple(
        (attempt.at, job._replace(try_number=attempt.try_number, copy=attempt.copy, manual=manual, is_resend=True))
        for (manual, _, _), attempt in latest.items()
        if attempt.identity not in made and (manual or not over)
    )
    return resends if over or callback.next_due is None else (*resends, *_planned(entry, job, callback.next_due))


def _planned(entry: JournalEntry, job: DeliveryJob, due: Instant) -> tuple[tuple[Instant, DeliveryJob], ...]:
    """What is planned from ``due`` on: copies of the first try that have not begun, or else the next try."""
    callback, plan = entry.callbacks[job.callback_index], entry.callback_plan
    planned = [attempt for attempt in callback.attempts if not attempt.manual]
    begun = {attempt.copy for attempt in planned if attempt.try_number == 1}
    left = [copy for copy in range(plan.copies_of(callback.send_status)) if copy not in begun]
    if left:
        return tuple(
            (due + place * plan.gap, job._replace(copy=copy, copies_left=len(left) - 1 - place))
            for place, copy in enumerate(left)
        )
    return ((due, job._replace(try_number=max(attempt.try_number for attempt in planned) + 1)),)
