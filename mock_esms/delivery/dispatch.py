"""The dispatcher: which attempt of which callback goes out when, and what its end means for the next.

A call or message that has got so far has its callback planned here (``plan``); ``sender`` makes each attempt, which is
recorded when it starts and again when it has ended. What follows is a rule (``follow_up``) over what is recorded, and
becomes a new job in the scheduler's queue: nothing else about a callback is remembered here.
"""

import asyncio
import logging
from contextlib import suppress
from typing import Final, cast

from mock_esms.clock.clock import Clock, perf_counter
from mock_esms.clock.scheduler import Scheduler
from mock_esms.config.settings import Quirks
from mock_esms.delivery.egress import EgressRule
from mock_esms.delivery.failures import failure_of
from mock_esms.delivery.follow_up import Delivered, Retry, follow_up
from mock_esms.delivery.http.client import WireRecord
from mock_esms.delivery.http.request import Body
from mock_esms.delivery.job import BegunDelivery, CallbackKey, DeliveryJob
from mock_esms.delivery.log_messages import log_outcome, named, nothing_due
from mock_esms.delivery.sender import CallbackSender, interrupted
from mock_esms.errors import NotNowError, StoreLostError
from mock_esms.esms.callbacks.callback_body import posted_callback
from mock_esms.esms.callbacks.callback_url import callback_url_problem
from mock_esms.esms.callbacks.entry_callback import entry_callback_url
from mock_esms.esms.operations import call_callback_url
from mock_esms.journal import CallbackAttempt, Journal
from mock_esms.journal.changes import WaitUntilStored
from mock_esms.journal.filter import AnyEntry
from mock_esms.model.callback import LOST_ACKNOWLEDGEMENT, Attempt, Callback, CallbackState
from mock_esms.model.calls import Call
from mock_esms.model.delivery_plan import CallbackPlan
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.times import Instant

log: Final = logging.getLogger("mock_esms.delivery")


class Dispatcher:
    """Delivers the callbacks of calls and messages; every attempt that it records goes over the wire once."""

    def __init__(  # noqa: PLR0913 - it is the place where these meet
        self,
        *,
        journal: Journal,
        scheduler: Scheduler,
        clock: Clock,
        sender: CallbackSender,
        rule: EgressRule,
        quirks: Quirks,
        wait_until_stored: WaitUntilStored | None = None,
    ) -> None:
        """Work for this journal on this scheduler; with a store, no attempt goes out before its record is on disk."""
        self._journal = journal
        self._scheduler = scheduler
        self._clock = clock
        self._sender = sender
        self._rule = rule
        self._quirks = quirks
        self._wait_until_stored = wait_until_stored

    # --- planning -----------------------------------------------------------------------------------------------

    def plan(self, entry: AnyEntry, index: int, due: Instant) -> AnyEntry:
        """Schedule the first send of a callback, all its copies included; gives the entry that says so."""
        callback, plan = entry.callbacks[index], entry.callback_plan
        if callback.is_final and plan.drop:
            log.info("callback of %s: dropped, as the scenario says", named(entry))
            return _with_callback(entry, index, callback._replace(state="dropped"))
        copies = plan.copies_of(callback.send_status)
        for copy in range(copies):
            job = DeliveryJob(sms_id=entry.sms_id, callback_index=index, copy=copy, copies_left=copies - 1 - copy)
            self._scheduler.schedule(due + copy * plan.gap, self._due, job)
        return _with_callback(entry, index, callback._replace(next_due=due))

    def resume(self, due: Instant, job: DeliveryJob) -> None:
        """Schedule an attempt that an earlier sandbox has left to be made."""
        self._scheduler.schedule(due, self._due, job)

    # --- one attempt --------------------------------------------------------------------------------------------

    def _due(self, job: DeliveryJob) -> None:
        self._scheduler.start(self._attempt, job)

    async def _attempt(self, job: DeliveryJob) -> None:
        """There is room for an attempt."""
        begun = self._begin(job)
        if begun is not None:
            await self._deliver(begun)

    def _begin(self, job: DeliveryJob) -> BegunDelivery | None:
        """Record that an attempt starts; None when there is none to make any more."""
        entry = self._journal.get(job.sms_id)
        template = None if entry is None else entry.callback_url(job.callback_index)
        if entry is None or template is None:
            return None  # forgotten by a reset
        callback = entry.callbacks[job.callback_index]
        if callback.state == "blocked" and not job.manual:
            return None  # an earlier copy has shown that it cannot be sent at all
        now = self._clock.now()
        url, body = self._request(entry, callback, template)
        attempt = Attempt(
            number=len(callback.attempts) + 1,
            at=now,
            url=url,
            try_number=job.try_number,
            copy=job.copy,
            manual=job.manual,
        )
        next_due = callback.next_due
        if not (job.manual or job.is_resend):
            next_due = now + entry.callback_plan.gap if job.copies_left else None
        callback = callback._replace(attempts=(*callback.attempts, attempt), next_due=next_due)
        entry = _with_callback(entry, job.callback_index, callback)
        self._record(entry, job.callback_index, attempt, now)
        return BegunDelivery(entry=entry, callback_index=job.callback_index, attempt=attempt, body=body)

    async def _deliver(self, begun: BegunDelivery) -> None:
        """Send an attempt that has begun, and record how it ended."""
        attempt, record, since = begun.attempt, WireRecord(), perf_counter()
        try:
            if self._wait_until_stored is not None:
                await self._wait_until_stored()
            ended = await self._send(begun, record)
        except asyncio.CancelledError:
            self._finish(begun, interrupted(attempt, record, since, "the sandbox was ended or reset meanwhile"))
            raise
        except StoreLostError as error:
            ended = attempt._replace(ms=0.0, error="interrupted", detail=str(error))
        except Exception as error:  # noqa: BLE001 - the sender raises nothing; what else does must not keep a call open
            failure = failure_of(error)
            ended = attempt._replace(ms=0.0, error=failure.error, detail=failure.detail)
        self._finish(begun, ended)
        if self._wait_until_stored is not None:
            with suppress(StoreLostError):  # the store has logged it; here there is nothing left to hold up
                await self._wait_until_stored()

    async def _send(self, begun: BegunDelivery, record: WireRecord) -> Attempt:
        """The attempt as it ended, on the wire unless its address is none."""
        problem = callback_url_problem(begun.entry.callback_url(begun.callback_index) or "")
        if problem is not None:
            return begun.attempt._replace(ms=0.0, error="bad-url", detail=problem)
        plan = begun.entry.callback_plan
        sent = await self._sender.send(
            begun.attempt,
            timeout=plan.timeout,
            success=plan.success,
            follow_redirects=plan.follow_redirects,
            method=plan.method,
            body=begun.body,
            answer_limit=plan.answer_limit,
            headers=begun.entry.request.trace_context,
            record=record,
        )
        return sent.attempt

    def _request(self, entry: JournalEntry, callback: Callback, template: str) -> tuple[str, Body | None]:
        """The address to call, and what is posted; a scenario's changes concern the final callback only."""
        plan = entry.callback_plan
        edits = plan.edits if callback.is_final else None
        if isinstance(entry, Call):
            url = call_callback_url(template, entry, callback, self._quirks, edits)
        else:
            url = entry_callback_url(entry, callback, self._quirks, edits)
        if plan.method == "GET":
            return self._rule.rewritten(url), None
        posted = posted_callback(template, url, plan.body, self._quirks)
        return self._rule.rewritten(posted.url), Body(posted.content_type, posted.content)

    # --- its end ------------------------------------------------------------------------------------------------

    def _finish(self, begun: BegunDelivery, ended: Attempt) -> None:
        """Record how an attempt ended, and plan what follows."""
        entry, index, attempt = self._journal.get(begun.entry.sms_id), begun.callback_index, begun.attempt
        if entry is None or attempt not in entry.callbacks[index].attempts:
            return  # forgotten by a reset while it was on the wire; a new call may have its id already
        callback = entry.callbacks[index]
        ended = _with_lost_acknowledgement(ended, callback, entry.callback_plan)
        before, after = callback.attempts[: attempt.number - 1], callback.attempts[attempt.number :]
        callback = callback._replace(attempts=(*before, ended, *after))
        callback = self._followed_up(entry, index, callback, ended)
        now = self._clock.now()
        self._record(_with_callback(entry, index, callback), index, ended, now)
        log_outcome(entry, ended, callback.state, callback.next_due, now)

    def _followed_up(self, entry: JournalEntry, index: int, callback: Callback, ended: Attempt) -> Callback:
        """The callback after an attempt, with what follows planned."""
        match follow_up(callback, ended, entry.callback_plan):
            case Delivered(cancels_retry):
                if cancels_retry:
                    self._cancel_retry((entry.sms_id, index))
                    callback = callback._replace(next_due=None)
                return callback._replace(state="delivered")
            case "blocked" | "exhausted" as state:
                return callback._replace(state=state, next_due=None)
            case Retry(try_number, wait):
                due = self._clock.now() + wait
                job = DeliveryJob(sms_id=entry.sms_id, callback_index=index, try_number=try_number)
                self._scheduler.schedule(due, self._due, job)
                return callback._replace(state="pending", next_due=due)
            case "as-planned":
                return callback

    def _cancel_retry(self, key: CallbackKey) -> None:
        """Take the retry out of the queue; an attempt that was asked for by hand stays in it."""
        self._scheduler.take(lambda job: isinstance(job, DeliveryJob) and job.callback_key == key and not job.manual)

    def _record(self, entry: JournalEntry, index: int, attempt: Attempt, at: Instant) -> None:
        self._journal.put(entry, "attempt", at, CallbackAttempt(index, attempt))

    # --- by hand: nothing of it is on a call's way --------------------------------------------------------------

    def send_now(self, entry: JournalEntry, index: int) -> None:
        """Make one more attempt at once that is not retried; what is planned stays planned.

        It is recorded here and now: whoever asked for it is answered before there may be room for it on the wire.
        """
        earlier = [attempt.try_number for attempt in entry.callbacks[index].attempts if attempt.manual]
        try_number = max(earlier, default=0) + 1
        job = DeliveryJob(sms_id=entry.sms_id, callback_index=index, try_number=try_number, manual=True)
        begun = self._begin(job)
        if begun is not None:
            self._scheduler.start(self._deliver, begun)

    def bring_forward(self, entry: JournalEntry, channel: str | None = None) -> None:
        """Send the callback that is due next now, of one channel or of any; what else is due of it comes earlier, too.

        It counts as the attempt that it would have been: when it fails, the retry policy goes on from there. Raises
        ``NotNowError`` when nothing is due.
        """
        callbacks = enumerate(entry.callbacks)
        due = [(each.next_due, index) for index, each in callbacks if each.next_due and channel in {None, each.channel}]
        if not due:
            raise NotNowError(nothing_due(entry))
        _, index = min(due)
        key = (entry.sms_id, index)
        jobs = self._scheduler.take(lambda job: isinstance(job, DeliveryJob) and job.callback_key == key)
        now = self._clock.now()
        earlier = jobs[0].due - now if jobs else 0
        entry = _with_callback(entry, index, entry.callbacks[index]._replace(next_due=now))
        self._journal.amend(entry, now)
        for job in jobs:
            self._scheduler.schedule(job.due - earlier, job.action, job.argument)

    def give_up(self, entry: JournalEntry, channel: str | None = None) -> None:
        """Send nothing more of what is due, of one channel or of all; callbacks that still wait are exhausted by it.

        Raises ``NotNowError`` when nothing is due, or an attempt is under way whose end would decide what follows.
        """
        meant = [index for index, callback in enumerate(entry.callbacks) if channel in {None, callback.channel}]
        given_up = [index for index in meant if entry.callbacks[index].next_due is not None]
        if not given_up:
            raise NotNowError(nothing_due(entry))
        if any(attempt.under_way for index in given_up for attempt in entry.callbacks[index].attempts):
            raise NotNowError(nothing_due(entry))
        keys = {(entry.sms_id, index) for index in meant}
        self._scheduler.take(lambda job: isinstance(job, DeliveryJob) and job.callback_key in keys)
        for index in given_up:
            callback = entry.callbacks[index]
            state: CallbackState = "exhausted" if callback.state == "pending" else callback.state
            entry = _with_callback(entry, index, callback._replace(state=state, next_due=None))
        self._journal.put(entry, "given_up", self._clock.now())
        log.warning("callback of %s: given up by hand", named(entry))


def _with_lost_acknowledgement(ended: Attempt, callback: Callback, plan: CallbackPlan) -> Attempt:
    """The attempt as the scenario wants it: the first ``lost_acks`` acknowledgements count as never received."""
    if not (plan.lost_acks and ended.acknowledged and callback.is_final):
        return ended
    lost = sum(attempt.detail == LOST_ACKNOWLEDGEMENT for attempt in callback.attempts)
    return ended._replace(acknowledged=False, detail=LOST_ACKNOWLEDGEMENT) if lost < plan.lost_acks else ended


def _with_callback(entry: AnyEntry, index: int, callback: Callback) -> AnyEntry:
    """The entry with another value in the place of one of its callbacks."""
    changed = entry._replace(callbacks=(*entry.callbacks[:index], callback, *entry.callbacks[index + 1 :]))
    return cast("AnyEntry", changed)
