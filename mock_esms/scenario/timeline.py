"""What happens when: from request, scenario and chance to a call's timeline (CONTRACT 4). Pure.

Draws are made in the order of the story: for each dial its ring, then talk, key and the time of the key, then the
callback's delay, timeout and waits. What is drawn but does not count (a key that comes too late) is drawn all the same.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeVar

from mock_esms.calls import CallbackPlan, CallRequest, Dial, Timeline
from mock_esms.retry import RetryPolicy
from mock_esms.scenario.chance import Chance
from mock_esms.scenario.model import ANY_KEY, Answered, DialRule, Failed, Scenario
from mock_esms.settings import BUILT_IN_CALLBACK, CallbackRules
from mock_esms.times import Duration, Instant, Span

if TYPE_CHECKING:
    from decimal import Decimal

T = TypeVar("T")


def timeline(
    request: CallRequest, scenario: Scenario, rules: CallbackRules, chance: Chance, received_at: Instant
) -> Timeline:
    """Decide a call: each dial, the talk, the key, the end, and how the callback will be delivered.

    ``rules`` are the callback rules of the settings; the scenario's own come before them.
    """
    at = received_at if request.send_date is None else max(received_at, request.send_date)
    dials: list[Dial] = []
    talk: Duration = 0
    key = ""
    price: Decimal | None = None
    for number in range(1, request.max_retry + 2):
        rule = _dial_rule(scenario, number)
        ring = chance.duration(rule.ring)
        dials.append(Dial(number, at, ring, rule.outcome))
        at += ring
        if isinstance(rule, Answered):
            talk, key, price = *_talk(rule, request, chance), rule.price
            at += talk
            break
        if isinstance(rule, Failed):
            break
        if number <= request.max_retry:
            at += request.wait_retry
    plan = callback_plan(scenario.callback, rules, chance)
    return Timeline(dials=tuple(dials), talk=talk, key=key, price=price, ends_at=at, callback=plan)


def _dial_rule(scenario: Scenario, number: int) -> DialRule:
    """What happens on a dial, counted from 1; the last rule repeats."""
    return scenario.dials[min(number, len(scenario.dials)) - 1]


def _talk(rule: Answered, request: CallRequest, chance: Chance) -> tuple[Duration, str]:
    """How long they talk, and the key that is reported: empty when none is pressed, or it is pressed too late.

    A key counts when it is pressed no later than TimeWaitToIvr after the answer (the very millisecond still counts)
    and before the call ends (with the end it is too late).
    """
    talk = chance.duration(rule.talk)
    if rule.press is None:
        return talk, ""
    key = chance.key() if rule.press == ANY_KEY else rule.press
    after = chance.duration(rule.after) if rule.after is not None else 0
    return talk, key if after <= request.time_wait_to_ivr and after < talk else ""


def callback_plan(scenario: CallbackRules, settings: CallbackRules, chance: Chance) -> CallbackPlan:
    """How the callback is delivered: the scenario's word, else the settings', else the built-in one, field by field.

    Calls with the same rules share one plan when nothing in it is drawn, so that it costs a pending call nothing.
    """
    rules, shared = _in_force(scenario, settings)
    return shared or rules.plan(chance)


class _Rules(NamedTuple):
    """Callback rules that leave nothing open."""

    delay: Span
    timeout: Span
    retries: int
    wait: tuple[Span, ...]
    success: Literal["200", "2xx"]
    follow_redirects: bool

    @property
    def fixed(self) -> bool:
        """Whether nothing is drawn."""
        return all(span.fixed for span in (self.delay, self.timeout, *self.wait))

    def plan(self, chance: Chance) -> CallbackPlan:
        """The plan, with all that is drawn."""
        return CallbackPlan(
            delay=chance.duration(self.delay),
            timeout=chance.duration(self.timeout),
            policy=RetryPolicy(self.retries, tuple(chance.duration(span) for span in self.wait)),
            success=self.success,
            follow_redirects=self.follow_redirects,
        )


@lru_cache(maxsize=256)
def _in_force(scenario: CallbackRules, settings: CallbackRules) -> tuple[_Rules, CallbackPlan | None]:
    built_in = BUILT_IN_CALLBACK
    rules = _Rules(
        _said(scenario.delay, settings.delay, built_in.delay),
        _said(scenario.timeout, settings.timeout, built_in.timeout),
        _said(scenario.retries, settings.retries, built_in.retries),
        _said(scenario.wait, settings.wait, built_in.wait),
        _said(scenario.success, settings.success, built_in.success),
        _said(scenario.follow_redirects, settings.follow_redirects, built_in.follow_redirects),
    )
    return rules, rules.plan(_NO_CHANCE) if rules.fixed else None


def _said(*values: T | None) -> T:
    """The first that says something; the built-in rules say everything."""
    return next(value for value in values if value is not None)


_NO_CHANCE: Final = Chance("", "", "", 0)
"""Stands in where nothing is drawn."""
