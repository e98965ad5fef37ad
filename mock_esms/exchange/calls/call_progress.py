"""A call's way from its first dial to its end, and the person who decides it where there is one.

``_dial``, ``_ringing_ended`` and ``_end`` are the events of a call; each puts the next one on the scheduler. Where its
account sets ``lines``, a dial that is due may have to wait for one. An interactive dial waits for somebody to ``act``
(CONTRACT 7); what follows from that is decided by the same pure functions that decided the schedule.
"""

from typing import TYPE_CHECKING, Final, Literal

from mock_esms.config.account import Account
from mock_esms.errors import NotNowError
from mock_esms.esms.voice.voice import cost_of, result_of
from mock_esms.exchange.calls.lines import Lines
from mock_esms.exchange.components import Components
from mock_esms.model.callback import APPROVING, DONE, SENT, WAITING, Callback, SendStatus
from mock_esms.model.calls import Call, CallRequest, CallState, Outcome, Timeline
from mock_esms.model.delivery_plan import CallbackPlan
from mock_esms.model.resume import Step
from mock_esms.model.times import Instant
from mock_esms.scenarios.model import Scenario
from mock_esms.scenarios.seeded_random import SeededRandom
from mock_esms.scenarios.timeline import decided, delayed, hung_up, key_counts, pressed

if TYPE_CHECKING:
    from mock_esms.clock.event_queue import Action, ScheduledEvent

PersonAction = Literal["answer", "press", "hang_up", "reject"]


_FINAL: Final = (Callback(send_status=DONE),)
"""The callbacks of a call that has not ended: one, waiting. Shared, because most pending calls look like this."""


class _Person:
    """Who decides an interactive call; ``timeout`` is what happens when nobody does.

    ``scenario`` may be None for one who talks already: then nothing is left to decide by it.
    """

    __slots__ = ("rng", "scenario", "timeout")

    def __init__(self, scenario: Scenario | None, rng: SeededRandom) -> None:
        self.scenario = scenario
        self.rng = rng
        self.timeout: ScheduledEvent | None = None


class CallProgress:
    """Follows calls. Everything here happens at once; what takes time is scheduled."""

    def __init__(self, components: Components, lines: Lines) -> None:
        """Follow the calls of the journal on the scheduler."""
        self._clock = components.clock
        self._scheduler = components.scheduler
        self._journal = components.journal
        self._ledger = components.ledger
        self._dispatcher = components.dispatcher
        self._quirks = components.settings.quirks
        self._lines = lines
        self._people: dict[str, _Person] = {}
        self._when_ringing_ended: Final[Action] = self._ringing_ended
        """One and the same for all calls: a method that is asked for anew is an object for each that is pending."""

    def begin(self, call: Call, scenario: Scenario, rng: SeededRandom) -> None:
        """Put a call that was just accepted on its way: it rings, waits for a line, or is dialled at its SendDate."""
        if call.schedule.undecided:
            self._people[call.sms_id] = _Person(scenario, rng)
        if len(call.callbacks) > 1:
            call = self._plan_callback(call, WAITING, call.received_at)
            if call.steps:
                call = self._plan_callback(call, SENT, call.received_at)
        self._journal.put(call, "call", call.received_at)
        if call.steps:
            self._journal.events.publish("dial", call.received_at, None, call)
            self._let_ring(call)
        elif call.state == "queued":
            self._journal.events.publish("queued", call.received_at, None, call)
            self._lines.wait(call, call.received_at)
        else:
            self._scheduler.schedule(call.begins_at, self._dial, call.sms_id)

    def resume(self, call: Call, step: Step, scenario: Scenario | None) -> None:
        """Put a call of an earlier sandbox back on the line, with what happens next.

        ``scenario`` is the call's own. A person who rang or talked is on the line again.
        """
        action = {"dial": self._dial, "ringing_ended": self._ringing_ended, "end": self._end}[step.event]
        event = self._scheduler.schedule(step.due, action, call.sms_id)
        if call.random_state:
            person = self._people[call.sms_id] = _Person(scenario, SeededRandom.from_state(call.random_state))
            if self._rings(call) or self._talks(call):
                person.timeout = event
                self._scheduler.enter_real_time()

    # --- what happens by itself ---------------------------------------------------------------------------------

    def _dial(self, sms_id: str) -> None:
        """The next dial is due: it begins, or waits until its account has a line for it."""
        call = self._journal.going_on(Call, sms_id)
        if self._lines.take(call):
            self._ring(call, self._clock.now())
            return
        due = call.begins_at + call.schedule.dials[call.dials_begun].at
        self._lines.wait(call, due)
        if call.state != "queued":  # else an earlier sandbox let it wait already
            self._journal.put(call._replace(state="queued"), "queued", due)

    def _ring(self, call: Call, line_free_at: Instant) -> None:
        """The next dial begins to ring; one that waited for a line does so when there was one."""
        at = call.begins_at + call.schedule.dials[call.dials_begun].at
        if call.state == "queued" and line_free_at > at:
            call = call._replace(schedule=delayed(call.schedule, call.dials_begun, line_free_at - at))
            at = line_free_at
        if len(call.callbacks) > 1 and not call.steps:
            call = self._plan_callback(call, SENT, at)
        call = call._replace(state="dialling", steps=call.steps + 1)
        self._journal.put(call, "dial", at)
        self._let_ring(call)

    def _let_ring(self, call: Call) -> None:
        """What follows the ringing is due when that ends, unless a person decides it before."""
        planned = call.schedule.dials[call.dials_begun - 1]
        due = call.begins_at + planned.at + (planned.ring or 0)
        event = self._scheduler.schedule(due, self._when_ringing_ended, call.sms_id)
        if planned.outcome is None:
            self._people[call.sms_id].timeout = event
            self._scheduler.enter_real_time()

    def _ringing_ended(self, sms_id: str) -> None:
        """The ringing is over: somebody answered, or the next dial follows, or that was the last."""
        call = self._journal.going_on(Call, sms_id)
        dial = call.schedule.dials[call.dials_begun - 1]
        at = call.begins_at + dial.at + (dial.ring or 0)
        if dial.outcome is None:
            self._people[sms_id].timeout = None  # it brought us here
            self._decide(call, "no_answer", at)
            return
        state: CallState = "talking" if dial.outcome == "answered" else "dialling"
        call = call._replace(state=state, steps=call.steps + 1)
        self._journal.put(call, "dial", at)
        self._schedule_next(call)
        if state == "dialling":
            self._leave_line(call, at)

    def _schedule_next(self, call: Call) -> None:
        """After a dial: the next one, or the end."""
        schedule, begun = call.schedule, call.dials_begun
        if begun < len(schedule.dials):
            self._scheduler.schedule(call.begins_at + schedule.dials[begun].at, self._dial, call.sms_id)
            return
        event = self._scheduler.schedule(call.begins_at + schedule.ends_at, self._end, call.sms_id)
        person = self._people.get(call.sms_id)
        if person is not None:
            person.timeout = event

    def _end(self, sms_id: str) -> None:
        """The call is over: it is charged, and its final callback is due after the delay."""
        call = self._journal.going_on(Call, sms_id)
        if self._people.pop(sms_id, None) is not None and call.state == "talking":
            self._scheduler.leave_real_time()
        schedule, ends_at = call.schedule, call.begins_at + call.schedule.ends_at
        account = self._ledger.get(call.request.api_key)
        price = account.price_per_minute if account is not None else None
        result = result_of(schedule, price_per_minute=price, caller_id=call.caller_id, quirks=self._quirks)
        if account is not None:
            self._ledger.charge(account.api_key, cost_of(schedule, price_per_minute=price))
        call = call._replace(state="ended", result=result)
        if call.callbacks:
            call = self._plan_callback(call, DONE, ends_at + schedule.callback.delay)
        self._journal.put(call, "ended", ends_at, result)
        if account is not None and account.lines is not None:
            self._leave_line(call, ends_at)

    def _leave_line(self, call: Call, at: Instant) -> None:
        """A call rings and talks no longer: whoever has waited longest for its line is dialled."""
        for waited in self._lines.leave(call):
            self._ring(self._journal.going_on(Call, waited), at)

    def lines_changed(self, account: Account) -> None:
        """An account may have more lines than before: who waits for one is dialled."""
        for waited in self._lines.changed(account):
            self._ring(self._journal.going_on(Call, waited), self._clock.now())

    def _plan_callback(self, call: Call, send_status: SendStatus, due: Instant) -> Call:
        """Plan the callback with this SendStatus, if the call has one."""
        for index, callback in enumerate(call.callbacks):
            if callback.send_status == send_status:
                return self._dispatcher.plan(call, index, due)
        return call

    # --- what a person does -------------------------------------------------------------------------------------

    def act(self, call: Call, action: PersonAction, key: str | None) -> Call:
        """Decide an interactive call; gives the call as it stands then.

        Raises ``NotNowError`` when it is not interactive, or not in the state in which that can be done.
        """
        now = self._clock.now()
        match action:
            case "answer" | "reject":
                self._refuse_unless(self._rings(call), call, action)
                self._decide(call, "answered" if action == "answer" else "rejected", now)
            case "press":
                self._refuse_unless(self._talks(call), call, action)
                self._press(call, key or "", now)
            case "hang_up":
                self._refuse_unless(self._talks(call), call, action)
                self._cancel_timeout(call.sms_id)
                self._put_schedule(call, hung_up(call.schedule, now - call.begins_at))
                self._end(call.sms_id)
        return self._journal.going_on(Call, call.sms_id)

    def _rings(self, call: Call) -> bool:
        return call.state == "dialling" and call.schedule.undecided and call.dials_begun == len(call.schedule.dials)

    def _talks(self, call: Call) -> bool:
        return call.state == "talking" and call.sms_id in self._people

    def _refuse_unless(self, possible: bool, call: Call, action: PersonAction) -> None:  # noqa: FBT001 - the condition is the point
        if possible:
            return
        if call.sms_id in self._people:
            message = f"{action} is not possible now: the call {call.sms_id} is {call.state}"
        elif call.state == "ended":
            message = f"{action} is not possible: the call {call.sms_id} has ended"
        else:
            message = f"{action} is not possible: the call {call.sms_id} plays {call.scenario}, nobody decides it"
        raise NotNowError(message)

    def _decide(self, call: Call, outcome: Outcome, at: Instant) -> None:
        """The last dial is decided, by a person or because nobody did."""
        person = self._people[call.sms_id]
        if person.scenario is None:
            message = f"the call {call.sms_id} is to be decided, and nobody knows by which scenario"
            raise LookupError(message)
        self._cancel_timeout(call.sms_id)
        parameters = call.request.dial_parameters
        schedule = decided(call.schedule, parameters, person.scenario, person.rng, outcome, at - call.begins_at)
        answered = outcome == "answered"
        call = call._replace(
            schedule=schedule,
            steps=call.steps + 1,
            state="talking" if answered else "dialling",
            random_state=call.random_state if answered or schedule.undecided else b"",
        )
        self._journal.put(call, "dial", at)
        if not answered:
            self._scheduler.leave_real_time()
        if not call.random_state:
            del self._people[call.sms_id]  # whatever follows, nobody decides it
        self._schedule_next(call)
        if not answered:
            self._leave_line(call, at)

    def _press(self, call: Call, key: str, now: Instant) -> None:
        schedule, at = call.schedule, now - call.begins_at
        if not schedule.key and key_counts(schedule, call.request.dial_parameters, at):
            self._put_schedule(call, pressed(schedule, key, at))

    def _put_schedule(self, call: Call, schedule: Timeline) -> None:
        self._journal.put(call._replace(schedule=schedule), "dial", self._clock.now())

    def _cancel_timeout(self, sms_id: str) -> None:
        person = self._people[sms_id]
        if person.timeout is not None:
            self._scheduler.cancel(person.timeout)
            person.timeout = None

    # --- forgetting ---------------------------------------------------------------------------------------------

    def forget(self, sms_ids: set[str] | None) -> None:
        """Let the people on these calls go (None: all); their events are the scheduler's to drop."""
        gone = [sms_id for sms_id in self._people if sms_ids is None or sms_id in sms_ids]
        on_the_line = 0
        for sms_id in gone:
            call = self._journal.get(sms_id)
            if isinstance(call, Call) and (self._talks(call) or self._rings(call)):
                on_the_line += 1
            del self._people[sms_id]
        if on_the_line:
            self._scheduler.leave_real_time(on_the_line)


def call_callbacks(request: CallRequest, plan: CallbackPlan) -> tuple[Callback, ...]:
    """The callbacks of a call that was just accepted, all of them waiting: progress first, the final one last."""
    if request.callback_url is None:
        return ()
    if not plan.progress:
        return _FINAL
    # Nobody approves a call, so that it has no progress with SendStatus 1.
    progress = (Callback(send_status=status) for status in plan.progress if status != APPROVING)
    return (*progress, *_FINAL)
