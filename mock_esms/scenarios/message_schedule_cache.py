"""One schedule for all messages that go alike: with one leg to the same network, for whom a scenario draws nothing.

It exists for two promises (docs/performance.md); skip it the first time. Without it an SMS takes more instructions,
and a pending one 400 bytes more than the 1,200 that are promised. The key is all that ``message_schedule`` is given of
a message, so nothing else can decide; a property test holds what is shared against what ``message_schedule`` gives.
"""

from typing import Final, NamedTuple

from mock_esms.config.settings import CallbackRules
from mock_esms.model.message_plan import LegPlan, MessageSchedule
from mock_esms.scenarios.callback_plan import callback_plan
from mock_esms.scenarios.message_schedule import Addressee, message_schedule
from mock_esms.scenarios.model import Scenario
from mock_esms.scenarios.seeded_random import FixedOnly, RandomnessNeededError

_MOST: Final = 1_024
"""So many are cached; an application has a handful."""


class _CachedMessageSchedule(NamedTuple):
    """What a scenario makes of a leg, whoever gets it; None where something is drawn."""

    scenario: Scenario
    schedule: MessageSchedule | None


class MessageScheduleCache:
    """The schedules that one sandbox's messages share."""

    __slots__ = ("_cached", "_rules")

    def __init__(self, rules: CallbackRules) -> None:
        """Report by the rules of the settings, where a scenario says nothing."""
        self._rules = rules
        self._cached: dict[tuple[str, str, LegPlan], _CachedMessageSchedule] = {}

    def schedule_of(self, leg: LegPlan, network: str, scenario: Scenario) -> MessageSchedule | None:
        """How a message to one receiver goes that plays this scenario; its leg comes without receiver, text and code.

        None where it depends on what is drawn.
        """
        key = (scenario.name, network, leg)
        cached = self._cached.get(key)
        if cached is None or cached.scenario is not scenario:  # the file has changed since
            if len(self._cached) >= _MOST:
                self._cached.clear()
            cached = self._cached[key] = _CachedMessageSchedule(scenario, self._compute(leg, network, scenario))
        return cached.schedule

    def _compute(self, leg: LegPlan, network: str, scenario: Scenario) -> MessageSchedule | None:
        fixed = FixedOnly()
        try:
            callback = callback_plan(scenario.callback, self._rules, fixed)
            schedule = message_schedule((leg,), (Addressee("", network, scenario.message, fixed),), callback)
        except RandomnessNeededError:
            return None
        return schedule._replace(shared=True)
