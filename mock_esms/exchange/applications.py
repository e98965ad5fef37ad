"""Applications for templates and packages: taken, decided later, reported by callback (FACTS-MESSAGES 4, 7.9)."""

import logging
from typing import Final

from mock_esms.config.account import Account
from mock_esms.errors import NotNowError
from mock_esms.esms.applications.application import accepted_members, application_objection, applies_of, with_registered
from mock_esms.esms.operation import Operation
from mock_esms.esms.requests.request import EsmsRequest
from mock_esms.esms.responses.operation_result import Found, OperationResult, objection
from mock_esms.esms.responses.result_codes import IN_PROGRESS
from mock_esms.exchange.components import Components
from mock_esms.exchange.request_outcome import PendingLimit, RequestOutcome, instead_of, refused
from mock_esms.model.application import (
    RECEIVED_AND_DECIDED,
    Application,
    ApplicationRequest,
    Decision,
    series_of_applications,
)
from mock_esms.model.calls import RequestWarning
from mock_esms.scenarios.callback_plan import callback_plan
from mock_esms.scenarios.message import ApprovedApplication
from mock_esms.scenarios.reply import ReplyPlan
from mock_esms.scenarios.seeded_random import SeededRandom

log: Final = logging.getLogger("mock_esms.applications")

_FIRST_ID: Final = 50_000
"""The documentation's samples are 52330 and 52353."""
_IDS: Final = 50_000


class Applications:
    """Takes and decides applications; everything here happens at once, and what takes time is scheduled."""

    def __init__(self, components: Components, pending_limit: PendingLimit) -> None:
        """Keep them in the journal, and put what is approved into the accounts of the ledger."""
        self._settings: Final = components.settings
        self._clock: Final = components.clock
        self._scheduler: Final = components.scheduler
        self._journal: Final = components.journal
        self._library: Final = components.library
        self._ledger: Final = components.ledger
        self._dispatcher: Final = components.dispatcher
        self._egress: Final = components.egress
        self._pending_limit: Final = pending_limit

    def handle(self, esms_request: EsmsRequest, account: Account) -> RequestOutcome:
        """Check an application as eSMS does, and take it when nothing is against it."""
        operation, call_request, warnings = esms_request.operation, esms_request.call_request, esms_request.warnings
        values = dict(call_request.parameters)
        against = application_objection(operation, values, account)
        if against is not None:
            return refused(against, warnings)
        request = ApplicationRequest(
            operation=operation.name,
            kind=applies_of(operation).kind,
            parameters=call_request.parameters,
            api_key=call_request.api_key,
            url=call_request.callback_url,
            trace_context=call_request.trace_context,
        )
        earlier = self._in_progress(request, operation)
        if earlier is not None:
            message = (
                f"The application {earlier.sms_id} for the same is not decided yet; "
                f"POST /_mock/applications/{earlier.sms_id}/decide decides it now."
            )
            return refused(objection(IN_PROGRESS, "application-in-progress", message), warnings)
        if self._pending_limit.is_reached():
            return RequestOutcome(self._pending_limit.refusal("application"), warnings)
        return self._take(operation, request, warnings)

    def _take(
        self, operation: Operation, request: ApplicationRequest, warnings: tuple[RequestWarning, ...]
    ) -> RequestOutcome:
        now, series = self._clock.now(), series_of_applications(request.operation)
        rng = self._ledger.rng_of(request.api_key, series)
        scenario, chosen = self._library.choose(request)
        reply = None if scenario.reply is None else scenario.reply.plan(rng)
        preview_id = self._free_id(rng.stream("id"))
        if reply is not None and not reply.accepts:
            return RequestOutcome(_instead(reply, operation, preview_id), warnings, reply=reply)
        self._ledger.count(request.api_key, series)
        rule = scenario.decision
        reported = request.url is not None and self._settings.quirks.approval_callback == "get"
        application = Application(
            sms_id=preview_id,
            number=self._journal.next_entry_number(),
            request=request,
            scenario=scenario.name,
            chosen=chosen,
            received_at=now,
            callback_plan=callback_plan(scenario.callback, self._settings.callback, rng),
            due=now + rng.stream("decision").duration(rule.after),
            coming="approved" if isinstance(rule, ApprovedApplication) else "refused",
            warnings=(*warnings, *self._egress.warnings(request.url)),
            callbacks=RECEIVED_AND_DECIDED if reported else (),
        )
        self._journal.put(application, "application", now)
        if reported:
            application = self._dispatcher.plan(application, 0, now)
            self._journal.amend(application, now)
        self.schedule_decision(application)
        result = Found(accepted_members(operation, preview_id))
        return RequestOutcome(result, application.warnings, application, reply)

    def decide(self, application: Application, decision: Decision) -> None:
        """Decide an application by hand, now. Raises ``NotNowError`` when it is decided."""
        preview_id = application.sms_id
        if application.decision is not None:
            message = f"the application {preview_id} is decided already: {application.decision}"
            raise NotNowError(message)
        self._scheduler.take(lambda job: job == preview_id)
        self._decided(application, decision)

    def schedule_decision(self, application: Application) -> None:
        """Let an application be decided when that is due."""
        self._scheduler.schedule(application.due, self._decide_due, application.sms_id)

    def register(self, application: Application) -> None:
        """Give the account what was approved, here or in an earlier sandbox."""
        account = self._ledger.get(application.request.api_key)
        if application.decision == "approved" and account is not None:
            self._ledger.amend(with_registered(account, application))

    def _decide_due(self, preview_id: str) -> None:
        application = self._journal.get(preview_id)
        if isinstance(application, Application) and application.decision is None:
            self._decided(application, application.coming)

    def _decided(self, application: Application, decision: Decision) -> None:
        now = self._clock.now()
        application = application._replace(decision=decision, decided_at=now)
        self.register(application)
        if application.callbacks:
            last = len(application.callbacks) - 1
            application = self._dispatcher.plan(application, last, now + application.callback_plan.delay)
        self._journal.put(application, "decided", now)
        log.info("the application %s is %s", application.sms_id, decision)

    def _in_progress(self, request: ApplicationRequest, operation: Operation) -> Application | None:
        """An application of the account for the same that is not decided yet."""
        alike = applies_of(operation).alike
        for entry in self._journal:
            if (
                isinstance(entry, Application)
                and entry.decision is None
                and (entry.request.api_key, entry.request.operation) == (request.api_key, request.operation)
                and all(entry.request.value_of(name) == request.value_of(name) for name in alike)
            ):
                return entry
        return None

    def _free_id(self, rng: SeededRandom) -> str:
        """An id that no application has; the oldest of very many give theirs away."""
        drawn = rng.below(_IDS)
        for step in range(_IDS):
            preview_id = str(_FIRST_ID + (drawn + step) % _IDS)
            if self._journal.get(preview_id) is None:
                return preview_id
        return str(_FIRST_ID + drawn)


def _instead(reply: ReplyPlan, operation: Operation, preview_id: str) -> OperationResult:
    """What is answered where the scenario takes no application."""
    if reply.code is None and reply.status is None:
        return Found(accepted_members(operation, preview_id))
    return instead_of(reply, "", preview_id, of_message=True)
