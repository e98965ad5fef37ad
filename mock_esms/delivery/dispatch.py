"""The dispatcher: which attempt of which callback goes out when, and what its end means for the next.

An attempt is recorded when it starts and again when it has ended. What follows a failure is decided by the retry
policy and becomes an event of the scheduler (CONTRACT 4.5).
"""

import asyncio
import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from mock_esms.calls import DONE, Attempt, AttemptError, Call, Callback, CallbackState
from mock_esms.clock import Clock
from mock_esms.delivery.courier import Courier, Report
from mock_esms.delivery.egress import EgressRule
from mock_esms.esms.callback import unusable
from mock_esms.esms.dialects import dialect_of
from mock_esms.esms.results import progress_of
from mock_esms.journal import Journal
from mock_esms.scheduler import Scheduler
from mock_esms.settings import Quirks
from mock_esms.times import Instant, format_duration

if TYPE_CHECKING:
    from mock_esms.agenda import Ticket

log: Final = logging.getLogger("mock_esms.delivery")

_Key = tuple[str, int]
"""A callback: the call's id, and its place in the call."""

_LOST: Final = "the scenario takes this acknowledgement as never received (lost_acks)"
_NEVER_SENT: Final[frozenset[AttemptError]] = frozenset({"blocked", "bad-url"})


@dataclass(frozen=True, slots=True)
class Errand:
    """One attempt to be made: of which callback (by its place in the call), and which try by the retry policy it is.

    ``tries`` counts from 1; 0 is an extra attempt that somebody asked for: its failure is not followed up.
    ``copies_left`` tells how many copies of the first try follow this one.
    """

    sms_id: str
    index: int
    tries: int = 1
    copies_left: int = 0


class Dispatcher:
    """Delivers the callbacks of calls; every attempt that it records goes over the wire once."""

    def __init__(  # noqa: PLR0913 - it is the place where these meet
        self,
        *,
        journal: Journal,
        scheduler: Scheduler,
        clock: Clock,
        courier: Courier,
        rule: EgressRule,
        quirks: Quirks,
    ) -> None:
        """Work for this journal on this scheduler."""
        self._journal = journal
        self._scheduler = scheduler
        self._clock = clock
        self._courier = courier
        self._rule = rule
        self._quirks = quirks
        self._tickets: dict[_Key, Ticket] = {}
        self._copies_out: dict[_Key, int] = {}

    # --- planning -----------------------------------------------------------------------------------------------

    def plan(self, call: Call, index: int, due: Instant) -> Call:
        """Schedule the first send of a callback, all its copies included; gives the call that says so."""
        callback, plan = call.callbacks[index], call.timeline.callback
        final = callback.send_status == DONE
        if final and plan.drop:
            log.info("callback of %s to %s: dropped, as the scenario says", call.sms_id, call.request.phone)
            return _with(call, index, replace(callback, state="dropped"))
        copies = plan.copies if final else 1
        if copies > 1:
            self._copies_out[call.sms_id, index] = copies
        for copy in range(copies):
            errand = Errand(call.sms_id, index, copies_left=copies - 1 - copy)
            self._scheduler.schedule(due + copy * plan.gap, self._due, errand)
        return _with(call, index, replace(callback, next_due=due))

    def send_now(self, call: Call, index: int) -> None:
        """Make one more attempt at once that is not retried; what is planned stays planned."""
        self._scheduler.start(self._attempt, Errand(call.sms_id, index, tries=0))

    def forget(self, sms_ids: set[str] | None) -> None:
        """Forget what is planned for these calls (None: all); their events are the scheduler's to drop."""
        if sms_ids is None:
            self._tickets.clear()
            self._copies_out.clear()
        else:
            self._tickets = {key: ticket for key, ticket in self._tickets.items() if key[0] not in sms_ids}
            self._copies_out = {key: copies for key, copies in self._copies_out.items() if key[0] not in sms_ids}

    # --- one attempt --------------------------------------------------------------------------------------------

    def _due(self, errand: Errand) -> None:
        self._tickets.pop((errand.sms_id, errand.index), None)
        self._scheduler.start(self._attempt, errand)

    async def _attempt(self, errand: Errand) -> None:
        call = self._journal.get(errand.sms_id)
        if call is None or call.request.callback_url is None:
            return  # forgotten by a reset
        callback, plan, template = call.callbacks[errand.index], call.timeline.callback, call.request.callback_url
        if callback.state == "blocked" and errand.tries:
            return  # an earlier copy has shown that it cannot be sent at all
        now = self._clock.now()
        attempt = Attempt(number=len(callback.attempts) + 1, at=now, url=self._url(call, callback, template))
        next_due = callback.next_due
        if errand.tries:
            next_due = now + plan.gap if errand.copies_left else None
        callback = replace(callback, attempts=(*callback.attempts, attempt), next_due=next_due)
        self._journal.put(_with(call, errand.index, callback), "attempt", now, attempt)
        why = unusable(template)
        if why is not None:
            self._finish(errand, attempt, Report(ms=0.0, error="bad-url", detail=why))
            return
        try:
            report = await self._courier.send(
                attempt.url, timeout=plan.timeout, success=plan.success, follow_redirects=plan.follow_redirects
            )
        except asyncio.CancelledError:
            cut_off = Report(ms=0.0, error="interrupted", detail="the sandbox was ended or reset meanwhile")
            self._finish(errand, attempt, cut_off)
            raise
        self._finish(errand, attempt, report)

    def _url(self, call: Call, callback: Callback, template: str) -> str:
        """The address to call; what the scenario changes in it concerns the final callback only."""
        final = callback.send_status == DONE
        result = call.result if final else None
        if result is None:
            result = progress_of(callback.send_status, call.caller_id)
        edits = call.timeline.callback.edits if final else None
        dialect = dialect_of(call.request.operation)
        return self._rule.rewritten(dialect.callback_url(template, call, result, self._quirks, edits))

    def _finish(self, errand: Errand, attempt: Attempt, report: Report) -> None:
        """Record how an attempt ended, and plan the next one where the retry policy has one."""
        call = self._journal.get(errand.sms_id)
        if call is None or attempt not in call.callbacks[errand.index].attempts:
            return  # forgotten by a reset while it was on the wire; a new call may have its id already
        number, callback, plan = attempt.number, call.callbacks[errand.index], call.timeline.callback
        if report.acknowledged and callback.send_status == DONE and _lost(callback) < plan.lost_acks:
            report = replace(report, acknowledged=False, detail=_LOST)
        attempt = replace(
            callback.attempts[number - 1],
            status=report.status,
            error=report.error,
            detail=report.detail,
            ms=report.ms,
            answer=report.answer,
            acknowledged=report.acknowledged,
            hops=report.hops,
        )
        attempts = (*callback.attempts[: number - 1], attempt, *callback.attempts[number:])
        state, due = self._what_follows(call, callback, errand, report)
        call = _with(call, errand.index, replace(callback, attempts=attempts, state=state, next_due=due))
        self._journal.put(call, "attempt", self._clock.now(), attempt)
        _tell(call, attempt, state, due, self._clock.now())

    def _what_follows(
        self, call: Call, callback: Callback, errand: Errand, report: Report
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
        if not errand.tries or copies_out or callback.state == "delivered" or report.error == "interrupted":
            state = "blocked" if errand.tries and report.error in _NEVER_SENT else callback.state
            return state, None if state == "blocked" else callback.next_due
        if report.error in _NEVER_SENT:
            return "blocked", None
        wait = call.timeline.callback.policy.next_wait(errand.tries)
        if wait is None:
            return "exhausted", None
        due = self._clock.now() + wait
        self._tickets[key] = self._scheduler.schedule(
            due, self._due, replace(errand, tries=errand.tries + 1, copies_left=0)
        )
        return "pending", due

    def _copy_ended(self, key: _Key) -> int:
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
    return replace(call, callbacks=callbacks)


def _tell(call: Call, attempt: Attempt, state: CallbackState, due: Instant | None, now: Instant) -> None:
    """Log the attempt; a callback that cannot be delivered is the loudest thing in the log."""
    what = f"callback of {call.sms_id} to {call.request.phone}, attempt {attempt.number}"
    answer = f"status {attempt.status}" if attempt.error is None else attempt.error
    if attempt.detail:
        answer += f": {attempt.detail}"
    if attempt.acknowledged:
        log.info("%s: acknowledged (%s)", what, answer)
    elif state == "exhausted":
        log.error("CALLBACK NOT DELIVERED: %s: %s; no attempt is left. %s", what, answer, attempt.url)
    elif state == "blocked":
        log.error("CALLBACK BLOCKED: %s: %s. It was not sent: %s", what, answer, attempt.url)
    elif due is not None:
        log.warning("%s: %s; next in %s. %s", what, answer, format_duration(due - now), attempt.url)
    else:
        log.warning("%s: %s; no further one is planned. %s", what, answer, attempt.url)
