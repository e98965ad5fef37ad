"""A message that nothing is against is accepted: its scenarios chosen, its schedule drawn, and it is sent on its way.

``scenarios/message_schedule`` says what will happen; ``message_progress`` lets it happen.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from mock_esms.config.match import Match
from mock_esms.esms.formats.ids import message_id
from mock_esms.esms.formats.phone import carrier
from mock_esms.esms.messages.message_draft import MessageDraft
from mock_esms.esms.responses.operation_result import Accepted
from mock_esms.exchange.components import Components
from mock_esms.exchange.messages.demo_rule import DemoRule
from mock_esms.exchange.messages.message_progress import MessageProgress, leg_callbacks
from mock_esms.exchange.request_outcome import RequestOutcome, instead_of
from mock_esms.model.calls import RequestWarning, ScenarioChoice
from mock_esms.model.message import Message, MessageRequest
from mock_esms.model.message_plan import MessageSchedule
from mock_esms.model.times import Instant
from mock_esms.scenarios.callback_plan import callback_plan
from mock_esms.scenarios.message_schedule import Addressee, message_schedule
from mock_esms.scenarios.message_schedule_cache import MessageScheduleCache
from mock_esms.scenarios.model import Scenario
from mock_esms.scenarios.seeded_random import SeededRandom


class MessagePlacement(NamedTuple):
    """What came of a message that nothing is against: it is on its way, or its scenario answers instead."""

    sms_id: str
    outcome: RequestOutcome


class MessagePlacer:
    """Makes messages of drafts; everything here happens at once."""

    def __init__(self, components: Components, progress: MessageProgress) -> None:
        """Place messages in the journal, and send them on their way by ``progress``."""
        self._settings: Final = components.settings
        self._journal: Final = components.journal
        self._library: Final = components.library
        self._ledger: Final = components.ledger
        self._egress: Final = components.egress
        self._progress: Final = progress
        self._demo_rule: Final = DemoRule()
        self._schedules: Final = MessageScheduleCache(components.settings.callback)

    def place(self, draft: MessageDraft, warnings: tuple[RequestWarning, ...], now: Instant) -> MessagePlacement:
        """Accept a message, or answer as the scenario of its first receiver says."""
        request = draft.request
        scenario, chosen = self._library.choose(request)
        rngs = [self._ledger.rng_of(request.api_key, phone) for phone in request.phones]
        reply = None if scenario.reply is None else scenario.reply.plan(rngs[0])
        sms_id = message_id(rngs[0].id_bytes(), suffix=not draft.has_plain_id)
        if reply is not None and not reply.accepts:
            result = instead_of(reply, request.phone, sms_id, of_message=True)
            return MessagePlacement(sms_id, RequestOutcome(result, warnings, reply=reply))
        for phone in dict.fromkeys(request.phones):
            self._ledger.count(request.api_key, phone)
        self._ledger.use_request_id(request.api_key, request.request_id, now)
        warnings = (*warnings, *self._egress.warnings(*[url for _, url in request.callback_urls]))
        message = self._message(draft, scenario, chosen, rngs, sms_id, now, warnings)
        if self._settings.quirks.demo_repeat == "fails":
            message = self._demo_rule.applied(message)
        self._progress.begin(message)
        placed = self._journal.going_on(Message, sms_id)
        return MessagePlacement(sms_id, RequestOutcome(Accepted(sms_id), message.warnings, placed, reply))

    def forget(self, api_key: str | None) -> None:
        """Forget what decides about messages to come, of one account or of all."""
        self._demo_rule.forget(api_key)

    def unplaced_id(self, draft: MessageDraft, series: str) -> str:
        """The id in a response to a request of which nothing is recorded; each series has ids of its own."""
        id_bytes = self._ledger.next_id_bytes(draft.request.api_key, f"{draft.request.phone} {series}")
        return message_id(id_bytes, suffix=not draft.has_plain_id)

    def _message(  # noqa: PLR0913, PLR0917 - all that a message is made of
        self,
        draft: MessageDraft,
        scenario: Scenario,
        chosen: ScenarioChoice,
        rngs: Sequence[SeededRandom],
        sms_id: str,
        now: Instant,
        warnings: tuple[RequestWarning, ...],
    ) -> Message:
        request = draft.request
        schedule = self._shared_schedule(draft, scenario)
        if schedule is None:
            plan = callback_plan(scenario.callback, self._settings.callback, rngs[0])
            addressees = [
                Addressee(phone, _network_of(phone), self._scenario_for(request, phone, scenario, chosen).message, rng)
                for phone, rng in zip(request.phones, rngs, strict=True)
            ]
            schedule = message_schedule(draft.legs, addressees, plan)
        begins_at = now if request.send_date is None else max(now, request.send_date)
        return Message(
            sms_id=sms_id,
            number=self._journal.next_entry_number(),
            request=request,
            scenario=scenario.name,
            chosen=chosen,
            received_at=now,
            schedule=schedule,
            turn_at=begins_at if schedule.approval is None else max(begins_at, now + schedule.approval),
            played_to=now,
            warnings=warnings,
            state="waiting" if schedule.approval is None else "approving",
            callbacks=leg_callbacks(request, schedule, 0),
        )

    def _shared_schedule(self, draft: MessageDraft, scenario: Scenario) -> MessageSchedule | None:
        """One that messages which go alike share; None where a message is not like others in all but phone and text."""
        request, leg = draft.request, draft.legs[0]
        if len(draft.legs) > 1 or len(request.phones) > 1 or not leg.text or leg.text != request.content:
            return None
        alike = leg._replace(text="", code="")  # the message has both in its request
        return self._schedules.schedule_of(alike, _network_of(request.phone), scenario)

    def _scenario_for(self, request: MessageRequest, phone: str, first: Scenario, chosen: ScenarioChoice) -> Scenario:
        """The scenario of one receiver: the armed one that decided the request where it fits, else the phone's own."""
        if phone == request.phone:
            return first
        own = request._replace(phones=(phone,))
        if chosen.by == "armed" and Match(chosen.match).fits_request(own):
            return first
        return self._library.choose(own)[0]


def _network_of(phone: str) -> str:
    network = carrier(phone)
    return "" if network is None else network.name
