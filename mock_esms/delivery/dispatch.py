"""The dispatcher: which attempt of which callback goes out when, and what its end means for the next.

An attempt is recorded when it starts and again when it has ended. What follows a failure is decided by the retry
policy and becomes an event of the scheduler (CONTRACT 4.5).
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mock_esms.clock.clock import Clock
from mock_esms.clock.scheduler import Scheduler
from mock_esms.config.settings import Quirks
from mock_esms.delivery.egress import EgressRule
from mock_esms.delivery.job import DeliveryJob, Key, key_of
from mock_esms.delivery.log_messages import log_outcome, nothing_due
from mock_esms.delivery.sender import AttemptOutcome, CallbackSender
from mock_esms.errors import NotNowError, StoreLostError
from mock_esms.esms.callback_url import callback_url_problem
from mock_esms.esms.dialects import dialect_of
from mock_esms.esms.results import progress_of
from mock_esms.journal import CallbackAttempt, Journal
from mock_esms.journal.changes import WaitUntilStored
from mock_esms.model.calls import DONE, Attempt, AttemptError, Call, Callback, CallbackState
from mock_esms.model.delivery_plan import CallbackPlan
from mock_esms.model.resume import RemainingSend
from mock_esms.model.times import Instant

if TYPE_CHECKING:
    from mock_esms.clock.event_queue import TimerHandle

log: Final = logging.getLogger("mock_esms.delivery")

_LOST: Final = "the scenario takes this acknowledgement as never received (lost_acks)"
_NEVER_SENT: Final[frozenset[AttemptError]] = frozenset({"blocked", "bad-url"})


class Dispatcher:
    """Delivers the callbacks of calls; every attempt that it records goes over the wire once."""

    def __init__(  # noqa: PLR0913 - it is the place where these meet
        self,
        *,
        journal: Journal,
        scheduler: Scheduler,
        clock: Clock,
        sender: CallbackSender,
        rule: EgressRule,
        quirks: Quirks,
        kept: WaitUntilStored | None = None,
    ) -> None:
        """Work for this journal on this scheduler; ``kept`` waits until all that has changed is on disk."""
        self._journal = journal
        self._scheduler = scheduler
        self._clock = clock
        self._sender = sender
        self._rule = rule
        self._quirks = quirks
        self._kept = kept
        self._tickets: dict[Key, TimerHandle] = {}
        self._copies_out: dict[Key, int] = {}

    # --- planning -----------------------------------------------------------------------------------------------

    def plan(self, call: Call, index: int, due: Instant) -> Call:
        """Schedule the first send of a callback, all its copies included; gives the call that says so."""
        callback, plan = call.callbacks[index], call.schedule.callback
        final = callback.send_status == DONE
        if final and plan.drop:
            log.info("callback of %s to %s: dropped, as the scenario says", call.sms_id, call.request.phone)
            return _with(call, index, callback._replace(state="dropped"))
        copies = plan.copies if final else 1
        if copies > 1:
            self._copies_out[call.sms_id, index] = copies
        for copy in range(copies):
            errand = DeliveryJob(call.sms_id, index, copy=copy, copies_left=copies - 1 - copy)
            self._scheduler.schedule(due + copy * plan.gap, self._due, errand)
        return _with(call, index, callback._replace(next_due=due))

    def send_now(self, call: Call, index: int) -> Call:
        """Make one more attempt at once that is not retried; what is planned stays planned. Gives the call with it.

        It is recorded here and now: whoever asked for it is answered before there may be room for it on the wire.
        """
        last = min((attempt.tries for attempt in call.callbacks[index].attempts), default=0)
        errand = DeliveryJob(call.sms_id, index, tries=min(last, 0) - 1)
        self._scheduler.start(self._attempt, replace(errand, begun=self._begin(errand)))
        return self._journal.get(call.sms_id) or call

    def resume(self, call: Call, index: int, send: RemainingSend) -> None:
        """Schedule an attempt that an earlier sandbox has left to be made."""
        errand = DeliveryJob(call.sms_id, index, send.tries, send.copy, send.copies_left, again=send.again)
        ticket = self._scheduler.schedule(send.due, self._due, errand)
        if send.tries == 1:
            self._copies_out[key_of(errand)] = self._copies_out.get(key_of(errand), 0) + 1
        elif send.tries > 1:
            self._tickets[key_of(errand)] = ticket

    def bring_forward(self, call: Call) -> Call:
        """Send the callback that is due next now; what else is due of it comes as much earlier. Gives the call.

        It counts as the attempt that it would have been: when it fails, the retry policy goes on from there. Raises
        ``NotNowError`` when nothing is due.
        """
        due = [(callback.next_due, index) for index, callback in enumerate(call.callbacks) if callback.next_due]
        if not due:
            raise NotNowError(nothing_due(call))
        _, index = min(due)
        key = (call.sms_id, index)
        errands = self._scheduler.take(lambda subject: isinstance(subject, DeliveryJob) and key_of(subject) == key)
        now = self._clock.now()
        earlier = errands[0].due - now if errands else 0
        call = _with(call, index, call.callbacks[index]._replace(next_due=now))
        self._journal.amend(call)
        for errand in errands:
            ticket = self._scheduler.schedule(errand.due - earlier, errand.action, errand.argument)
            if key in self._tickets:
                self._tickets[key] = ticket
        return call

    def give_up(self, call: Call) -> Call:
        """Send nothing more of what is due; callbacks that still wait are exhausted by it.

        Gives the call that says so. Raises ``NotNowError`` when nothing is due, or an attempt is under way whose end
        would decide what follows.
        """
        given_up = [index for index, callback in enumerate(call.callbacks) if callback.next_due is not None]
        if not given_up:
            raise NotNowError(nothing_due(call))
        if any(attempt.under_way for index in given_up for attempt in call.callbacks[index].attempts):
            message = f"a callback of the call {call.sms_id} is on the wire; try again when its attempt has ended"
            raise NotNowError(message)
        self._scheduler.take(lambda subject: isinstance(subject, DeliveryJob) and subject.sms_id == call.sms_id)
        self.forget({call.sms_id})
        for index in given_up:
            callback = call.callbacks[index]
            state: CallbackState = "exhausted" if callback.state == "pending" else callback.state
            call = _with(call, index, callback._replace(state=state, next_due=None))
        self._journal.put(call, "given_up", self._clock.now())
        log.warning("callback of %s to %s: given up by hand", call.sms_id, call.request.phone)
        return call

    def forget(self, sms_ids: set[str] | None) -> None:
        """Forget what is planned for these calls (None: all); their events are the scheduler's to drop."""
        if sms_ids is None:
            self._tickets.clear()
            self._copies_out.clear()
        else:
            self._tickets = {key: ticket for key, ticket in self._tickets.items() if key[0] not in sms_ids}
            self._copies_out = {key: copies for key, copies in self._copies_out.items() if key[0] not in sms_ids}

    # --- one attempt --------------------------------------------------------------------------------------------

    def _due(self, errand: DeliveryJob) -> None:
        self._tickets.pop((errand.sms_id, errand.index), None)
        self._scheduler.start(self._attempt, errand)

    def _begin(self, errand: DeliveryJob) -> Attempt | None:
        """Record that an attempt starts; None when there is none to make any more."""
        call = self._journal.get(errand.sms_id)
        if call is None or call.request.callback_url is None:
            return None  # forgotten by a reset
        callback, template = call.callbacks[errand.index], call.request.callback_url
        if callback.state == "blocked" and errand.tries > 0:
            self._copy_ended(key_of(errand))
            return None  # an earlier copy has shown that it cannot be sent at all
        now, url = self._clock.now(), self._url(call, callback, template)
        attempt = Attempt(number=len(callback.attempts) + 1, at=now, url=url, tries=errand.tries, copy=errand.copy)
        next_due = callback.next_due
        if errand.tries > 0 and not errand.again:
            next_due = now + call.schedule.callback.gap if errand.copies_left else None
        callback = callback._replace(attempts=(*callback.attempts, attempt), next_due=next_due)
        self._journal.put(_with(call, errand.index, callback), "attempt", now, CallbackAttempt(errand.index, attempt))
        return attempt

    async def _attempt(self, errand: DeliveryJob) -> None:
        attempt = errand.begun or self._begin(errand)
        call = self._journal.get(errand.sms_id)
        if attempt is None or call is None or call.request.callback_url is None:
            return
        try:
            if self._kept is not None:
                await self._kept()
            report = await self._sent(attempt, call.schedule.callback, call.request.callback_url)
        except asyncio.CancelledError:
            cut_off = AttemptOutcome(ms=0.0, error="interrupted", detail="the sandbox was ended or reset meanwhile")
            self._finish(errand, attempt, cut_off)
            raise
        except StoreLostError as error:
            report = AttemptOutcome(ms=0.0, error="interrupted", detail=str(error))
        self._finish(errand, attempt, report)
        if self._kept is not None:
            with suppress(StoreLostError):  # whoever keeps has told it; here there is nothing left to hold up
                await self._kept()

    async def _sent(self, attempt: Attempt, plan: CallbackPlan, template: str) -> AttemptOutcome:
        """How an attempt ends, on the wire unless its address is none."""
        why = callback_url_problem(template)
        if why is not None:
            return AttemptOutcome(ms=0.0, error="bad-url", detail=why)
        return await self._sender.send(
            attempt.url, timeout=plan.timeout, success=plan.success, follow_redirects=plan.follow_redirects
        )

    def _url(self, call: Call, callback: Callback, template: str) -> str:
        """The address to call; what the scenario changes in it concerns the final callback only."""
        final = callback.send_status == DONE
        result = call.result if final else None
        if result is None:
            result = progress_of(callback.send_status, call.caller_id)
        edits = call.schedule.callback.edits if final else None
        dialect = dialect_of(call.request)
        return self._rule.rewritten(dialect.callback_url(template, call, result, self._quirks, edits))

    def _finish(self, errand: DeliveryJob, attempt: Attempt, report: AttemptOutcome) -> None:
        """Record how an attempt ended, and plan the next one where the retry policy has one."""
        call = self._journal.get(errand.sms_id)
        if call is None or attempt not in call.callbacks[errand.index].attempts:
            return  # forgotten by a reset while it was on the wire; a new call may have its id already
        number, callback, plan = attempt.number, call.callbacks[errand.index], call.schedule.callback
        losing = plan.lost_acks and report.acknowledged and callback.send_status == DONE
        if losing and _lost(callback) < plan.lost_acks:
            report = replace(report, acknowledged=False, detail=_LOST)
        attempt = Attempt(  # by position, see calls.py
            number,
            attempt.at,
            attempt.url,
            report.status,
            report.error,
            report.detail,
            report.advice,
            report.ms,
            report.answer,
            report.acknowledged,
            report.hops,
            attempt.tries,
            attempt.copy,
        )
        attempts = (*callback.attempts[: number - 1], attempt, *callback.attempts[number:])
        state, due = self._what_follows(call, callback, errand, report)
        call = _with(call, errand.index, callback._replace(attempts=attempts, state=state, next_due=due))
        self._journal.put(call, "attempt", self._clock.now(), CallbackAttempt(errand.index, attempt))
        log_outcome(call, attempt, state, due, self._clock.now())

    def _what_follows(
        self, call: Call, callback: Callback, errand: DeliveryJob, report: AttemptOutcome
    ) -> tuple[CallbackState, Instant | None]:
        """The state of the callback after an attempt, and when its next one is due."""
        key = (errand.sms_id, errand.index)
        copies_out = self._copy_ended(key) if errand.tries == 1 else self._copies_out.get(key, 0)
        if report.acknowledged:
            ticket = self._tickets.pop(key, None)
            if ticket is not None:
                self._scheduler.cancel(ticket)
                return "delivered", None
            return "delivered", callback.next_due
        if errand.tries < 0 or copies_out or callback.state == "delivered" or report.error == "interrupted":
            state = "blocked" if errand.tries > 0 and report.error in _NEVER_SENT else callback.state
            return state, None if state == "blocked" else callback.next_due
        if report.error in _NEVER_SENT:
            return "blocked", None
        wait = call.schedule.callback.policy.next_wait(errand.tries)
        if wait is None:
            return "exhausted", None
        due = self._clock.now() + wait
        self._tickets[key] = self._scheduler.schedule(
            due, self._due, DeliveryJob(errand.sms_id, errand.index, errand.tries + 1)
        )
        return "pending", due

    def _copy_ended(self, key: Key) -> int:
        """How many copies of the first try have not ended yet."""
        left = self._copies_out.pop(key, 1) - 1
        if left:
            self._copies_out[key] = left
        return left


def _lost(callback: Callback) -> int:
    """How many acknowledgements were taken as never received so far."""
    return sum(attempt.detail == _LOST for attempt in callback.attempts)


def _with(call: Call, index: int, callback: Callback) -> Call:
    callbacks = (*call.callbacks[:index], callback, *call.callbacks[index + 1 :])
    return call._replace(callbacks=callbacks)
