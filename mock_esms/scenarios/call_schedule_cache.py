"""One schedule for all calls that go alike: those with the same dial parameters, for whom a scenario draws nothing.

It exists for two promises (docs/performance.md); skip it the first time. Without it a request takes a ninth more
instructions, and a pending call a fifth more memory. The key is all that ``call_schedule`` is given of the request, so
nothing else can decide; a property test holds what is cached against what ``call_schedule`` gives.
"""

from typing import Final, NamedTuple

from mock_esms.config.settings import CallbackRules
from mock_esms.model.calls import DialParameters, Timeline
from mock_esms.model.delivery_plan import CallbackPlan
from mock_esms.scenarios.callback_plan import callback_plan
from mock_esms.scenarios.model import Scenario
from mock_esms.scenarios.seeded_random import FixedOnly, RandomnessNeededError, SeededRandom
from mock_esms.scenarios.timeline import call_schedule

_MOST: Final = 1_024
"""So many are cached; an application has a handful."""


class _CachedCallSchedule(NamedTuple):
    """What a scenario makes of dial parameters, whoever is called; None where something is drawn."""

    scenario: Scenario
    plan: CallbackPlan | None
    schedule: Timeline | None


class CallScheduleCache:
    """The schedules of one sandbox's calls."""

    __slots__ = ("_cached", "_rules")

    def __init__(self, rules: CallbackRules) -> None:
        """Report by the rules of the settings, where a scenario says nothing."""
        self._rules = rules
        self._cached: dict[tuple[str, DialParameters], _CachedCallSchedule] = {}

    def schedule_of(self, parameters: DialParameters, scenario: Scenario, rng: SeededRandom) -> Timeline:
        """How a call goes that plays this scenario, counted from its first dial."""
        key = (scenario.name, parameters)
        cached = self._cached.get(key)
        if cached is None or cached.scenario is not scenario:  # the file has changed since
            if len(self._cached) >= _MOST:
                self._cached.clear()
            cached = self._cached[key] = self._compute(parameters, scenario)
        if cached.schedule is not None:
            return cached.schedule
        plan = cached.plan or callback_plan(scenario.callback, self._rules, rng)
        return call_schedule(parameters, scenario, plan, rng)

    def _compute(self, parameters: DialParameters, scenario: Scenario) -> _CachedCallSchedule:
        plan, fixed = None, FixedOnly()
        try:
            plan = callback_plan(scenario.callback, self._rules, fixed)
            fixed_schedule = call_schedule(parameters, scenario, plan, fixed)
        except RandomnessNeededError:
            fixed_schedule = None
        return _CachedCallSchedule(scenario=scenario, plan=plan, schedule=fixed_schedule)
