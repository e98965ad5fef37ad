"""The courses of calls: how each goes and how it is reported, decided once for all for whom nothing is drawn."""

from typing import Final, NamedTuple

from mock_esms.config.settings import CallbackRules
from mock_esms.model.calls import CallRequest, Timeline
from mock_esms.model.delivery_plan import CallbackPlan
from mock_esms.model.times import Duration
from mock_esms.scenarios.callback_plan import callback_plan
from mock_esms.scenarios.model import Scenario
from mock_esms.scenarios.seeded_random import FixedOnly, RandomnessNeededError, SeededRandom
from mock_esms.scenarios.timeline import schedule

_MOST: Final = 1_024
"""So many are remembered; an application has a handful."""

_Asked = tuple[str, int, Duration, Duration, str, str]


class _Key(NamedTuple):
    """What is the same for all requests that ask alike of a scenario; None where something is drawn."""

    scenario: Scenario
    plan: CallbackPlan | None
    schedule: Timeline | None


class TimelineCache:
    """The courses of one sandbox's calls; where nothing is drawn they share one, which keeps pending calls small."""

    __slots__ = ("_known", "_rules")

    def __init__(self, rules: CallbackRules) -> None:
        """Report by the rules of the settings, where a scenario says nothing."""
        self._rules = rules
        self._known: dict[_Asked, _Key] = {}

    def of(self, request: CallRequest, scenario: Scenario, rng: SeededRandom) -> Timeline:
        """How a call goes that plays this scenario, counted from its first dial."""
        asked = (
            scenario.name,
            request.max_retry,
            request.wait_retry,
            request.time_wait_to_ivr,
            request.ivr,
            request.number_forward,
        )
        known = self._known.get(asked)
        if known is None or known.scenario is not scenario:  # the file has changed since
            if len(self._known) >= _MOST:
                self._known.clear()
            known = self._known[asked] = self._learnt(request, scenario)
        if known.schedule is not None:
            return known.schedule
        plan = known.plan or callback_plan(scenario.callback, self._rules, rng)
        return schedule(request, scenario, plan, rng)

    def _learnt(self, request: CallRequest, scenario: Scenario) -> _Key:
        plan, nothing = None, FixedOnly()
        try:
            plan = callback_plan(scenario.callback, self._rules, nothing)
            return _Key(scenario, plan, schedule(request, scenario, plan, nothing))
        except RandomnessNeededError:
            return _Key(scenario, plan, None)
