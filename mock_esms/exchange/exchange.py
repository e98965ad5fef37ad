"""The exchange: every request comes in here; it places calls, hands on what else is asked, acts on calls, resets.

In comes an ``EsmsRequest``, out goes a ``RequestOutcome``. A call's way through this file: ``handle`` finds out whose
request it is, ``_place`` checks it, chooses a scenario, has the schedule drawn (``scenarios/timeline``) and begins
the call. ``calls/call_progress`` takes it by the scheduler to its end, and then the dispatcher has its callback. A
message goes on in ``messages/message_intake``.
"""

import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from mock_esms.clock.free_in_steps import Container, free_in_steps
from mock_esms.config.account import Account
from mock_esms.errors import UnknownError
from mock_esms.esms.formats.ids import id_of_documented
from mock_esms.esms.formats.phone_advice import advice_on_phone
from mock_esms.esms.operations import new_call_id
from mock_esms.esms.requests.request import EsmsRequest
from mock_esms.esms.responses.operation_result import Accepted, Refusal
from mock_esms.esms.responses.result_codes import PHONE_NOT_VALID
from mock_esms.esms.voice.voice import is_trial_call, spoken_text, template_warnings
from mock_esms.esms.voice.voice_checks import authenticate, first_refusal
from mock_esms.exchange.accounts.codes import CodeIssuer, Codes
from mock_esms.exchange.accounts.limits import AccountLimits, RateLimiter
from mock_esms.exchange.applications import Applications
from mock_esms.exchange.calls.call_progress import CallProgress, PersonAction, call_callbacks
from mock_esms.exchange.calls.lines import Lines
from mock_esms.exchange.components import Components
from mock_esms.exchange.inbound_intake import InboundIntake
from mock_esms.exchange.inquiries import Inquiries
from mock_esms.exchange.manual_delivery import ManualDelivery
from mock_esms.exchange.messages.bulk_intake import BulkIntake
from mock_esms.exchange.messages.message_intake import MessageIntake
from mock_esms.exchange.messages.message_placement import MessagePlacer
from mock_esms.exchange.messages.message_progress import MessageProgress
from mock_esms.exchange.request_outcome import PendingLimit, RequestOutcome, instead_of
from mock_esms.journal.filter import AnyEntry
from mock_esms.model.application import Application
from mock_esms.model.calls import Call
from mock_esms.model.inbound import Inbound
from mock_esms.model.journal_entry import ADDRESS_OF
from mock_esms.model.message import Message
from mock_esms.scenarios.armed import Armed
from mock_esms.scenarios.call_schedule_cache import CallScheduleCache

log: Final = logging.getLogger("mock_esms.exchange")

_PLACING: Final = frozenset({"call", "message", "messages"})
"""What operations do that counts against an account's ``requests_per_second``."""

_NOUN_AND_ID: Final[Mapping[type, tuple[str, str]]] = MappingProxyType(
    {
        Call: ("call", "sms_id"),
        Message: ("message", "sms_id"),
        Inbound: ("inbound message", "sms_id"),
        Application: ("application", "ServicePreviewId"),
    }
)
"""What each kind of entry is called in sentences, and its id."""


class Exchange:
    """The telephone exchange. Everything here happens at once; what takes time is scheduled."""

    def __init__(self, components: Components) -> None:
        """Connect the components."""
        self._settings = components.settings
        self._clock = components.clock
        self._scheduler = components.scheduler
        self._journal = components.journal
        self._library = components.library
        self._ledger = ledger = components.ledger
        self._egress = components.egress
        self.lines: Final = Lines(components.journal, ledger)
        """Which calls are on the lines of accounts that have a number of them."""
        self._pending_limit = pending_limit = PendingLimit(components, self.lines)
        self._rates = RateLimiter()
        self._limits = AccountLimits(ledger, self._rates)
        self._schedules = CallScheduleCache(self._settings.callback)
        self.call_progress: Final = CallProgress(components, self.lines)
        """Follows calls."""
        self.message_progress: Final = MessageProgress(components)
        """Follows messages."""
        self.placer: Final = MessagePlacer(components, self.message_progress)
        """Makes messages of drafts that nothing is against."""
        self.codes: Final = Codes(None if components.store is None else components.store.changes)
        """The one-time passwords that may still be used."""
        self._issuer = CodeIssuer(ledger, self.codes, self._settings.quirks)
        self._messages = MessageIntake(components, placer=self.placer, issuer=self._issuer, pending_limit=pending_limit)
        self._bulk = BulkIntake(components, placer=self.placer, pending_limit=pending_limit)
        self._inquiries = Inquiries(components, self._rates)
        self.applications: Final = Applications(components, pending_limit)
        """Applications for templates and packages."""
        self.inbound: Final = InboundIntake(components, pending_limit)
        """What people write to shortcodes."""
        self.manual_delivery: Final = ManualDelivery(components.dispatcher, pending_limit)
        """Callbacks that are sent by hand."""

    # --- placing ------------------------------------------------------------------------------------------------

    def handle(self, esms_request: EsmsRequest) -> RequestOutcome:  # noqa: PLR0911 - each is an answer of its own
        """Do what a request asks, when it is known whose it is: place a call, send a message, or answer a question."""
        api_key, does = esms_request.call_request.api_key, esms_request.operation.does
        account = authenticate(
            self._ledger.get(api_key), secret_key=esms_request.secret_key, remote=esms_request.remote
        )
        if isinstance(account, Refusal):
            return RequestOutcome(account, esms_request.warnings)
        if account.requests_per_second is not None and does in _PLACING:
            beyond_rate = self._limits.beyond_rate(esms_request, account.requests_per_second)
            if beyond_rate is not None:
                return beyond_rate
        match does:
            case "call":
                return self._place(esms_request, account)
            case "message":
                return self._messages.handle(esms_request, account)
            case "messages":
                return self._bulk.handle(esms_request, account)
            case "apply":
                return self.applications.handle(esms_request, account)
            case "check-code":
                return self._issuer.check(esms_request)
            case _:
                return self._inquiries.handle(esms_request, account)

    def _place(self, esms_request: EsmsRequest, account: Account) -> RequestOutcome:
        """Check a request to call somebody as eSMS does, and place the call when nothing is against it."""
        now, request, warnings = esms_request.received_at, esms_request.call_request, esms_request.warnings
        api_key, phone, plays = account.api_key, request.phone, esms_request.operation.plays
        used = self._ledger.request_id_used(api_key, request.request_id, now)
        balance = self._ledger.balance(api_key)
        refusal = first_refusal(esms_request.operation, request, account, balance=balance, request_id_used=used)
        if refusal is not None:
            self._ledger.use_request_id(api_key, request.request_id, now, by="refused")
            advice = advice_on_phone(phone) if refusal.code == PHONE_NOT_VALID else None
            return RequestOutcome(refusal, warnings if advice is None else (*warnings, advice))
        if is_trial_call(request):
            self._ledger.use_request_id(api_key, request.request_id, now, by="trial")
            sms_id = new_call_id(esms_request.operation, self._ledger.next_id_bytes(api_key, f"{phone} Sandbox"))
            return RequestOutcome(Accepted(sms_id), warnings)
        if self._pending_limit.is_reached():
            return RequestOutcome(self._pending_limit.refusal("call"), warnings)
        at_once = request.send_date is None or request.send_date <= now
        needs_line = account.lines is not None and at_once
        if needs_line and not self.lines.has_place(account):
            return self._limits.beyond_queue(account, esms_request)
        scenario, chosen = self._library.choose(request)
        rng = self._ledger.rng_of(api_key, phone)
        reply = None if scenario.reply is None else scenario.reply.plan(rng)
        sms_id = new_call_id(esms_request.operation, rng.id_bytes())
        if reply is not None and not reply.accepts:
            return RequestOutcome(instead_of(reply, phone, sms_id), warnings, reply=reply)
        self._ledger.count(api_key, phone)
        self._ledger.use_request_id(api_key, request.request_id, now)
        schedule = self._schedules.schedule_of(request.dial_parameters, scenario, rng)
        # Where nobody has written down what templates say, there is nothing to hold the values against.
        unfit = () if account.templates is None or plays is None else template_warnings(plays, request, account)
        rings = at_once and (not needs_line or self.lines.take_new(account, sms_id))
        call = Call(
            sms_id=sms_id,
            number=self._journal.next_entry_number(),
            request=request,
            scenario=scenario.name,
            chosen=chosen,
            received_at=now,
            schedule=schedule,
            caller_id=account.caller_id,
            warnings=(*warnings, *unfit, *self._egress.warnings(request.callback_url)),
            state="dialling" if rings else "queued" if at_once else "scheduled",
            steps=1 if rings else 0,
            callbacks=call_callbacks(request, schedule.callback),
            random_state=rng.state if schedule.undecided else b"",
            spoken=None if plays is None else spoken_text(plays, request, account),
        )
        self.call_progress.begin(call, scenario, rng)
        return RequestOutcome(Accepted(sms_id), call.warnings, call, reply)

    def open_account(self, account: Account) -> None:
        """Open an account or replace one; where it has more lines than before, calls that waited are dialled.

        Raises ``FullError`` when there are too many.
        """
        self._ledger.put(account)
        self.call_progress.lines_changed(account)

    # --- asking and acting --------------------------------------------------------------------------------------

    def entry(self, kind: type[AnyEntry], entry_id: str) -> AnyEntry:
        """The call, or whatever is meant, of that id. Raises ``UnknownError``, which says if it is something else."""
        found = self._journal.get(entry_id)
        if found is None and kind is Call and self._settings.quirks.sms_id == "documented":
            found = self._journal.get(id_of_documented(entry_id))
        if isinstance(found, kind):
            return found
        noun, id_name = _NOUN_AND_ID[kind]
        if found is None:
            message = f"no {noun} has the {id_name} {entry_id!r}; GET /_mock/{ADDRESS_OF[kind]} lists them"
            raise UnknownError(message)
        other = f"an {found.noun}" if found.noun[0] in "aeiou" else f"a {found.noun}"
        message = f"{entry_id!r} is {other} and no {noun}; see GET /_mock/{ADDRESS_OF[type(found)]}/{entry_id}"
        raise UnknownError(message)

    def act(self, sms_id: str, action: PersonAction, key: str | None = None) -> Call:
        """Do what the called person of an interactive call does. Raises ``UnknownError`` and ``NotNowError``."""
        return self.call_progress.act(self.entry(Call, sms_id), action, key)

    async def reset(self, api_key: str | None = None, *, accounts: bool = False) -> tuple[Armed, ...]:
        """Forget calls, requests, timers, armed and API-made scenarios and RequestIds, of one account or of all.

        With ``accounts`` these are the settings' own again, and one that was opened later is closed. Counts behind the
        draws begin anew and balances are restored; the clock stays. Gives what was armed and never used. Raises
        ``UnknownError``.
        """
        if api_key is not None and not accounts and self._ledger.get(api_key) is None:
            message = f"no account has the ApiKey {api_key!r}"
            raise UnknownError(message)
        never_used = self._library.reset(api_key)
        for unused in never_used:
            log.warning("the scenario %s was armed for %s and never used", unused.name, str(unused.match) or "any call")
        # All of it at once, so that no call comes in between; only then wait for what was on the wire.
        if api_key is None:
            cut_off = self._scheduler.forget()
            self.call_progress.forget(None)
            gone: list[Container] = [*self._journal.forget()]
        else:
            doomed = {call.sms_id for call in self._journal if call.request.api_key == api_key}
            cut_off = self._scheduler.forget(lambda subject: getattr(subject, "sms_id", subject) in doomed)
            self.call_progress.forget(doomed)
            self._journal.forget_account(api_key)
            gone = []
        gone += self._ledger.reset(api_key)
        if accounts:
            self._ledger.reopen(api_key)
        self.codes.forget(api_key)
        self.placer.forget(api_key)
        self._rates.forget(api_key)
        self.lines.forget(api_key)
        self._journal.events.publish("reset", self._clock.now(), (("api_key", api_key),))
        await cut_off
        await free_in_steps(gone)
        return never_used
