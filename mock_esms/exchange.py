"""The exchange: places a call, follows it from dial to dial to its end, answers questions about it, resets.

A call's way through this file: ``place`` reads and checks the request, chooses a scenario, draws the timeline and
schedules its first dial; ``_dial``, ``_rung`` and ``_end`` are the events that follow; then the dispatcher takes over.
"""

import logging
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from mock_esms.accounts import Ledger
from mock_esms.calls import DONE, Call, Callback, CallRequest, CallWarning, Dial
from mock_esms.clock import Clock
from mock_esms.delivery import Dispatcher, EgressRule
from mock_esms.errors import NotNowError, UnknownError
from mock_esms.esms.answers import Answer
from mock_esms.esms.operations import Operation
from mock_esms.esms.voice import Standing, accepted, cost_of, read_call, refusal, refused, result_of, sms_id
from mock_esms.esms.wire import Query
from mock_esms.journal import Journal
from mock_esms.scenario import Chance, Library, timeline
from mock_esms.scheduler import Scheduler
from mock_esms.settings import Settings

log: Final = logging.getLogger("mock_esms.exchange")

_FINAL: Final = (Callback(send_status=DONE),)
"""The callbacks of a call that has not ended: one, waiting. Shared, because most pending calls look like this."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What came of a request to place a call."""

    answer: Answer
    warnings: tuple[CallWarning, ...]
    call: Call | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What an exchange works with; wired together in ``app``."""

    settings: Settings
    clock: Clock
    scheduler: Scheduler
    journal: Journal
    library: Library
    ledger: Ledger
    dispatcher: Dispatcher
    egress: EgressRule


class Exchange:
    """The telephone exchange. Everything here happens at once; what takes time is scheduled."""

    def __init__(self, parts: Parts) -> None:
        """Connect the parts."""
        self._settings = parts.settings
        self._clock = parts.clock
        self._scheduler = parts.scheduler
        self._journal = parts.journal
        self._library = parts.library
        self._ledger = parts.ledger
        self._dispatcher = parts.dispatcher
        self._egress = parts.egress

    # --- placing ------------------------------------------------------------------------------------------------

    def place(self, operation: Operation, query: Query, remote: str | None) -> Placed:
        """Check a request to call somebody as eSMS does, and place the call when nothing is against it."""
        now = self._clock.now()
        request, warnings = read_call(operation, query, now=now)
        refused_as = refusal(request, self._standing(request, query, remote))
        if refused_as is not None:
            return Placed(refused(refused_as), warnings)
        scenario, chosen = self._library.choose(request)
        chance = Chance(
            self._settings.seed,
            request.api_key,
            request.phone,
            self._ledger.next_number(request.api_key, request.phone),
        )
        call = Call(
            sms_id=sms_id(chance.id_bytes()),
            number=self._journal.next_call_number(),
            request=request,
            scenario=scenario.name,
            chosen=chosen,
            received_at=now,
            timeline=timeline(request, scenario, self._settings.callback, chance, now),
            warnings=self._with_egress(request, warnings),
            callbacks=_FINAL if request.callback_url is not None else (),
        )
        self._ledger.use_request_id(request.api_key, request.request_id, now)
        self._journal.put(call, "call", now, call)
        self._scheduler.schedule(call.timeline.dials[0].at, self._dial, call.sms_id)
        return Placed(accepted(call.sms_id, self._settings.quirks), call.warnings, call)

    def _standing(self, request: CallRequest, query: Query, remote: str | None) -> Standing:
        account = self._ledger.get(request.api_key)
        return Standing(
            account=account,
            secret_key=query.get("SecretKey"),
            remote=remote,
            balance=self._ledger.balance(request.api_key) if account is not None else Decimal(0),
            request_id_used=account is not None
            and self._ledger.request_id_used(request.api_key, request.request_id, self._clock.now()),
        )

    def _with_egress(self, request: CallRequest, warnings: tuple[CallWarning, ...]) -> tuple[CallWarning, ...]:
        """Warn of a callback that is certain to be blocked; a host name is only judged when it is looked up."""
        why = self._egress.blocks(request.callback_url) if request.callback_url is not None else None
        return warnings if why is None else (*warnings, CallWarning("callback-will-be-blocked", why))

    # --- what happens to it -------------------------------------------------------------------------------------

    def _dial(self, sms_id: str) -> None:
        """The next dial begins to ring."""
        call = self._known(sms_id)
        planned = call.timeline.dials[len(call.dials)]
        dial = Dial(planned.number, planned.at, ring=None, outcome=None)
        self._journal.put(replace(call, state="dialling", dials=(*call.dials, dial)), "dial", planned.at, dial)
        self._scheduler.schedule(planned.at + (planned.ring or 0), self._rung, sms_id)

    def _rung(self, sms_id: str) -> None:
        """The ringing is over: somebody answered, or the next dial follows, or that was the last."""
        call = self._known(sms_id)
        dial = call.timeline.dials[len(call.dials) - 1]
        call = replace(
            call, dials=(*call.dials[:-1], dial), state="talking" if dial.outcome == "answered" else "dialling"
        )
        self._journal.put(call, "dial", dial.at + (dial.ring or 0), dial)
        if len(call.dials) < len(call.timeline.dials):
            self._scheduler.schedule(call.timeline.dials[len(call.dials)].at, self._dial, sms_id)
        else:
            self._scheduler.schedule(call.timeline.ends_at, self._end, sms_id)

    def _end(self, sms_id: str) -> None:
        """The call is over: it is charged, and its callback is due after the delay."""
        call = self._known(sms_id)
        account = self._ledger.get(call.request.api_key)
        price = account.price_per_minute if account is not None else None
        result = result_of(
            call.timeline,
            price_per_minute=price,
            caller_id=account.caller_id if account is not None else "",
            quirks=self._settings.quirks,
        )
        if account is not None:
            self._ledger.charge(account.api_key, cost_of(call.timeline, price_per_minute=price))
        call = replace(call, state="ended", result=result)
        if call.callbacks:
            call = self._dispatcher.plan(
                call, len(call.callbacks) - 1, call.timeline.ends_at + call.timeline.callback.delay
            )
        self._journal.put(call, "ended", call.timeline.ends_at, result)

    def _known(self, sms_id: str) -> Call:
        """The call an event is about: it is kept, because calls that are going on are never dropped."""
        call = self._journal.get(sms_id)
        if call is None:
            message = f"an event is due for the call {sms_id}, which is not kept"
            raise LookupError(message)
        return call

    # --- asking and acting --------------------------------------------------------------------------------------

    def call(self, sms_id: str) -> Call:
        """The call of that id. Raises ``UnknownError``."""
        call = self._journal.get(sms_id)
        if call is None:
            message = f"no call has the sms_id {sms_id!r}; GET /_mock/calls lists them"
            raise UnknownError(message)
        return call

    def redeliver(self, sms_id: str) -> Call:
        """Send the final callback once more, now and without retries. Raises ``UnknownError`` and ``NotNowError``."""
        call = self.call(sms_id)
        if not call.callbacks:
            message = f"the call {sms_id} was placed without a CallbackUrl, so there is nothing to send again"
            raise NotNowError(message)
        if call.state != "ended":
            message = f"the call {sms_id} is still {call.state}; its callback can be sent again after the call's end"
            raise NotNowError(message)
        self._dispatcher.send_now(call, len(call.callbacks) - 1)
        return call

    async def reset(self, api_key: str | None = None) -> None:
        """Forget calls, requests, timers, armed and API-made scenarios and RequestIds, of one account or of all.

        Counts behind the draws begin anew and balances are restored; the clock stays. Raises ``UnknownError``.
        """
        if api_key is not None and self._ledger.get(api_key) is None:
            message = f"no account has the ApiKey {api_key!r}"
            raise UnknownError(message)
        for unused in self._library.reset(api_key):
            log.warning("the scenario %s was armed for %s and never used", unused.name, str(unused.match) or "any call")
        if api_key is None:
            await self._scheduler.forget()
            self._dispatcher.forget(None)
            self._journal.forget(None)
        else:
            doomed = {call.sms_id for call in self._journal if call.request.api_key == api_key}
            await self._scheduler.forget(lambda subject: getattr(subject, "sms_id", subject) in doomed)
            self._dispatcher.forget(doomed)
            self._journal.forget(api_key)
        self._ledger.reset(api_key)
        self._journal.feed.publish("reset", self._clock.now(), (("api_key", api_key),))
