"""What happens when: from request, scenario and seeded random numbers to a call's schedule (CONTRACT 4). Pure.

Of the request only its ``DialParameters`` are known here, since calls with the same ones share one schedule. Each dial,
the callback and the reply (``scenarios/reply``) have draws of their own (``SeededRandom.stream``), so that what is
drawn for one does not depend on what came before it: an interactive call goes on when a person has decided, with the
draws it would always have had.
"""

from typing import TYPE_CHECKING, Final

from mock_esms.model.calls import Dial, DialParameters, Outcome, Timeline
from mock_esms.model.delivery_plan import CallbackPlan
from mock_esms.model.times import HOUR, Duration
from mock_esms.scenarios.choose import Choose
from mock_esms.scenarios.dials import ANY_KEY, Answered, Failed, Interactive, PlainDial
from mock_esms.scenarios.model import Scenario
from mock_esms.scenarios.seeded_random import SeededRandom

if TYPE_CHECKING:
    from decimal import Decimal

MAX_INTERACTIVE_TALK: Final[Duration] = HOUR
"""A person who never hangs up is cut off after this."""


def call_schedule(parameters: DialParameters, scenario: Scenario, plan: CallbackPlan, rng: SeededRandom) -> Timeline:
    """Decide a call: each dial, the talk, the key and the end, counted from its first dial.

    ``plan`` is how its callback will be delivered. It stops at a dial that a person is to decide.
    """
    return _dialled([], plan, parameters, scenario, rng, 0)


def _dialled(  # noqa: PLR0913, PLR0917 - what a call is made from, and how far it has come
    dials: list[Dial],
    plan: CallbackPlan,
    parameters: DialParameters,
    scenario: Scenario,
    rng: SeededRandom,
    at: Duration,
) -> Timeline:
    """The schedule with the dials that follow on these, the next of them at ``at``."""
    talk: Duration = 0
    key, key_at = "", None
    price: Decimal | None = None
    outcome: Outcome | None = None
    for number in range(len(dials) + 1, parameters.max_retry + 2):
        drawn = rng.stream(f"dial {number}")
        rule = _dial_rule(scenario, number, drawn)
        ring = drawn.duration(rule.ring)
        outcome = rule.outcome
        interactive = isinstance(rule, Interactive)
        dials.append(Dial(number=number, at=at, ring=ring, outcome=outcome, interactive=interactive))
        at += ring
        if isinstance(rule, Answered):
            talk, key, after = _talk(rule, parameters, drawn)
            key_at = at + after if key else None
            price = rule.price
            at += talk
            break
        if isinstance(rule, Failed | Interactive):
            break
        if number <= parameters.max_retry:
            at += parameters.wait_retry
    return Timeline(
        dials=tuple(dials),
        outcome=outcome,
        talk=talk,
        key=key,
        price=price,
        ends_at=at,
        callback=plan,
        key_at=key_at,
    )


def _dial_rule(scenario: Scenario, number: int, rng: SeededRandom) -> PlainDial:
    """What happens on a dial, counted from 1; the last rule repeats."""
    rule = scenario.dials[min(number, len(scenario.dials)) - 1]
    if isinstance(rule, Choose):
        drawn: PlainDial = rng.option(rule.options).happens
        return drawn
    return rule


def _talk(rule: Answered, parameters: DialParameters, rng: SeededRandom) -> tuple[Duration, str, Duration]:
    """How long they talk, the key that is reported, and how long after the answer it is pressed.

    The key is empty when none is pressed, or it is pressed too late.

    A key counts when it is pressed no later than TimeWaitToIvr after the answer (its very millisecond counts)
    and before the call ends (not with it). The request's Ivr forwards the call, which then lasts longer.
    """
    talk = rng.duration(rule.talk)
    if rule.press is None:
        return talk, "", 0
    key = rng.key() if rule.press == ANY_KEY else rule.press
    after = rng.duration(rule.after) if rule.after is not None else 0
    if after > parameters.time_wait_to_ivr or after >= talk:
        return talk, "", 0
    if rule.forward is not None and key == parameters.ivr and parameters.number_forward:
        talk += rng.duration(rule.forward.talk)
    return talk, key, after


# --- all lines are taken ---------------------------------------------------------------------------------------------


def delayed(schedule: Timeline, begun: int, by: Duration) -> Timeline:
    """The schedule of a call that has ``begun`` so many dials, and whose next one had to wait ``by`` for a line."""
    after = schedule.shifted(by).dials[begun:]
    dials = (*schedule.dials[:begun], after[0]._replace(waited=by), *after[1:])
    return schedule.shifted(by)._replace(dials=dials)


# --- a person decides -----------------------------------------------------------------------------------------------


def decided(  # noqa: PLR0913, PLR0917 - what a call is made from, and what was decided when
    schedule: Timeline,
    parameters: DialParameters,
    scenario: Scenario,
    rng: SeededRandom,
    outcome: Outcome,
    at: Duration,
) -> Timeline:
    """The schedule after a person, or the end of the ringing, has decided its last dial, ``at`` after the first.

    ``rng`` is the call's. An answered call lasts until somebody hangs up, at most an hour. Raises ``ValueError``
    when nothing was left to decide.
    """
    if not schedule.undecided:
        message = f"dial {len(schedule.dials)} is decided already: {schedule.outcome}"
        raise ValueError(message)
    *before, last = schedule.dials
    dials = (*before, last._replace(ring=at - last.at, outcome=outcome))
    schedule = schedule._replace(dials=dials, outcome=outcome, ends_at=at)
    if outcome == "answered":
        return schedule._replace(talk=MAX_INTERACTIVE_TALK, ends_at=at + MAX_INTERACTIVE_TALK)
    if outcome == "failed" or last.number > parameters.max_retry:
        return schedule
    return _dialled(list(dials), schedule.callback, parameters, scenario, rng, at + parameters.wait_retry)


def key_counts(schedule: Timeline, parameters: DialParameters, at: Duration) -> bool:
    """Whether a key that is pressed at ``at`` counts: no later than TimeWaitToIvr after the answer, before the end."""
    return 0 <= at - _answered_at(schedule) <= parameters.time_wait_to_ivr and at < schedule.ends_at


def pressed(schedule: Timeline, key: str, at: Duration) -> Timeline:
    """The schedule after a key that counts, pressed at ``at``; the first one stays."""
    return schedule if schedule.key else schedule._replace(key=key, key_at=at)


def hung_up(schedule: Timeline, at: Duration) -> Timeline:
    """The schedule of an answered call that ends at ``at``."""
    return schedule._replace(talk=at - _answered_at(schedule), ends_at=at)


def _answered_at(schedule: Timeline) -> Duration:
    """When an answered call was answered: it is the last dial that is."""
    answered = schedule.dials[-1]
    return answered.at + (answered.ring or 0)
