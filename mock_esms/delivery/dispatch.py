"""The dispatcher: which attempt of which callback goes out when, and what its end means for the next.

An attempt is recorded when it starts and again when it has ended. What follows a failure is decided by the retry
policy and becomes an event of the scheduler (CONTRACT 4.5).
"""

import asyncio
import logging
from dataclasses import dataclass, replace
from typing import Final

from mock_esms.calls import Attempt, AttemptError, Call, Callback, CallbackState
from mock_esms.clock import Clock
from mock_esms.delivery.courier import Courier, Report
from mock_esms.delivery.egress import EgressRule
from mock_esms.esms.callback import callback_url, unusable
from mock_esms.journal import Journal
from mock_esms.scheduler import Scheduler, Ticket
from mock_esms.settings import Quirks
from mock_esms.times import Instant, format_duration

log: Final = logging.getLogger("mock_esms.delivery")

_NEVER_SENT: Final[frozenset[AttemptError]] = frozenset({"blocked", "bad-url"})


@dataclass(frozen=True, slots=True)
class Errand:
    """One attempt to be made: of which callback (by its place in the call), and which try by the retry policy it is.

    ``tries`` counts from 1; 0 is an extra attempt that somebody asked for: its failure is not followed up.
    """

    sms_id: str
    index: int
    tries: int = 1


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
        self._tickets: dict[tuple[str, int], Ticket] = {}

    def plan(self, call: Call, index: int, due: Instant) -> Call:
        """Schedule the next attempt of a callback and give back the call that says so."""
        self._tickets[call.sms_id, index] = self._scheduler.schedule(due, self._due, Errand(call.sms_id, index))
        return _with(call, index, replace(call.callbacks[index], next_due=due))

    def send_now(self, call: Call, index: int) -> None:
        """Make one more attempt at once that is not retried; what is planned stays planned."""
        self._scheduler.start(self._attempt, Errand(call.sms_id, index, tries=0))

    def forget(self, sms_ids: set[str] | None) -> None:
        """Forget the tickets of these calls (None: all); their events are the scheduler's to drop."""
        if sms_ids is None:
            self._tickets.clear()
        else:
            self._tickets = {key: ticket for key, ticket in self._tickets.items() if key[0] not in sms_ids}

    def _due(self, errand: Errand) -> None:
        self._tickets.pop((errand.sms_id, errand.index), None)
        self._scheduler.start(self._attempt, errand)

    async def _attempt(self, errand: Errand) -> None:
        call = self._journal.get(errand.sms_id)
        if call is None or call.result is None or call.request.callback_url is None:
            return
        callback = call.callbacks[errand.index]
        template = call.request.callback_url
        url = self._rule.rewritten(callback_url(template, call.sms_id, call.result, self._quirks))
        number = len(callback.attempts) + 1
        attempt = Attempt(number=number, at=self._clock.now(), url=url)
        callback = replace(
            callback,
            attempts=(*callback.attempts, attempt),
            next_due=None if errand.tries else callback.next_due,
        )
        call = _with(call, errand.index, callback)
        self._journal.put(call, "attempt", attempt.at, attempt)
        why = unusable(template)
        if why is not None:
            self._finish(errand, number, Report(ms=0.0, error="bad-url", detail=why))
            return
        plan = call.timeline.callback
        try:
            report = await self._courier.send(
                url, timeout=plan.timeout, success=plan.success, follow_redirects=plan.follow_redirects
            )
        except asyncio.CancelledError:
            self._finish(errand, number, Report(ms=0.0, error="interrupted", detail="the sandbox ended meanwhile"))
            raise
        self._finish(errand, number, report)

    def _finish(self, errand: Errand, number: int, report: Report) -> None:
        """Record how an attempt ended, and plan the next one where the retry policy has one."""
        call = self._journal.get(errand.sms_id)
        if call is None:
            return  # forgotten by a reset while it was on the wire
        callback = call.callbacks[errand.index]
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
        callback = replace(callback, attempts=attempts)
        state, due = self._outcome(call, callback, errand, report)
        call = _with(call, errand.index, replace(callback, state=state, next_due=due))
        self._journal.put(call, "attempt", self._clock.now(), attempt)
        _tell(call, attempt, state, due, self._clock.now())

    def _outcome(
        self, call: Call, callback: Callback, errand: Errand, report: Report
    ) -> tuple[CallbackState, Instant | None]:
        key = (errand.sms_id, errand.index)
        if report.acknowledged:
            ticket = self._tickets.pop(key, None)
            if ticket is not None:
                self._scheduler.cancel(ticket)
            return "delivered", None
        if not errand.tries:
            return callback.state, callback.next_due
        if report.error == "interrupted":
            return callback.state, None
        if report.error in _NEVER_SENT:
            return "blocked", None
        wait = call.timeline.callback.policy.next_wait(errand.tries)
        if wait is None:
            return "exhausted", None
        due = self._clock.now() + wait
        self._tickets[key] = self._scheduler.schedule(due, self._due, replace(errand, tries=errand.tries + 1))
        return "pending", due


def _with(call: Call, index: int, callback: Callback) -> Call:
    callbacks = (*call.callbacks[:index], callback, *call.callbacks[index + 1 :])
    return replace(call, callbacks=callbacks)


def _tell(call: Call, attempt: Attempt, state: CallbackState, due: Instant | None, now: Instant) -> None:
    """Log the attempt; a callback that cannot be delivered is the loudest thing in the log."""
    what = f"callback of {call.sms_id} to {call.request.phone}, attempt {attempt.number}"
    answer = f"status {attempt.status}" if attempt.error is None else f"{attempt.error}: {attempt.detail}"
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
