"""How a callback is delivered: the scenario's word, the settings' and the built-in rules as one plan."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

from mock_esms.config.retry_presets import POLICIES
from mock_esms.config.settings import BUILT_IN_CALLBACK, CallbackRules
from mock_esms.model.delivery_plan import BodyFormat, CallbackEdits, CallbackPlan, HttpMethod, RetryPolicy, SuccessRule
from mock_esms.model.times import Span
from mock_esms.scenarios.callback import CallbackRule
from mock_esms.scenarios.seeded_random import SeededRandom

T = TypeVar("T")


def callback_plan(scenario: CallbackRule, settings: CallbackRules, rng: SeededRandom) -> CallbackPlan:
    """How the callback is delivered: the scenario's word, else the settings', else the built-in one, field by field.

    A policy says four of the fields; whoever names it overrides it with the fields beside it. Calls with the same rules
    share one plan when nothing in it is drawn, so that it costs a pending call nothing.
    """
    rules, shared = _in_force(scenario, settings)
    return shared or rules.plan(scenario, rng.stream("callback"))


class _Rules(NamedTuple):
    """Callback rules that leave nothing open."""

    delay: Span
    timeout: Span
    retries: int
    wait: tuple[Span, ...]
    success: SuccessRule
    follow_redirects: bool
    method: HttpMethod
    body: BodyFormat

    @property
    def fixed(self) -> bool:
        """Whether nothing is drawn."""
        return all(span.fixed for span in (self.delay, self.timeout, *self.wait))

    def plan(self, scenario: CallbackRule, rng: SeededRandom) -> CallbackPlan:
        """The plan, with all that is drawn."""
        edits = CallbackEdits(set=scenario.set, omit=scenario.omit, add=scenario.add)
        return CallbackPlan(
            delay=rng.duration(self.delay),
            timeout=rng.duration(self.timeout),
            policy=RetryPolicy(self.retries, tuple(rng.duration(span) for span in self.wait)),
            success=self.success,
            follow_redirects=self.follow_redirects,
            progress=scenario.progress,
            copies=scenario.copies,
            gap=rng.duration(scenario.gap),
            lost_acks=scenario.lost_acks,
            drop=scenario.drop,
            before_reply=scenario.before_reply,
            edits=edits if edits != _NO_EDITS else None,
            method=self.method,
            body=self.body,
        )


@lru_cache(maxsize=256)
def _in_force(scenario: CallbackRule, settings: CallbackRules) -> tuple[_Rules, CallbackPlan | None]:
    said = [scenario, _preset(scenario), settings, _preset(settings), BUILT_IN_CALLBACK]
    rules = _Rules(
        _first(rules.delay for rules in said),
        _first(rules.timeout for rules in said),
        _first(rules.retries for rules in said),
        _first(rules.wait for rules in said),
        _first(rules.success for rules in said),
        _first(rules.follow_redirects for rules in said),
        _first(rules.method for rules in said),
        _first(rules.body for rules in said),
    )
    return rules, rules.plan(scenario, _NO_RNG) if rules.fixed and scenario.gap.fixed else None


def _preset(rules: CallbackRules) -> CallbackRules:
    """What the policy that the rules name says; nothing when they name none."""
    if rules.policy is None:
        return CallbackRules()
    preset = POLICIES[rules.policy]
    return CallbackRules(timeout=preset.timeout, retries=preset.retries, wait=preset.wait, success=preset.success)


def _first(values: Iterable[T | None]) -> T:
    """The first that says something; the built-in rules say everything."""
    return next(value for value in values if value is not None)


_NO_EDITS: Final = CallbackEdits()
_NO_RNG: Final = SeededRandom("", "", "", 0)
"""Stands in where nothing is drawn."""
