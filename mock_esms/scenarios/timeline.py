"""What happens when: from request, scenario and seeded random numbers to a call's timeline (CONTRACT 4). Pure.

Each dial, the callback and the reply have draws of their own (``SeededRandom.stream``), so that what is drawn for one
does not depend on what came before it: an interactive call goes on when a person has decided, with the draws it would
always have had.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mock_esms.model.calls import CallRequest, Dial, Outcome, Timeline
from mock_esms.model.delivery_plan import CallbackPlan, ReplyPlan
from mock_esms.model.times import HOUR, Duration, Instant
from mock_esms.scenarios.dials import ANY_KEY, Answered, Choose, Failed, Interactive, PlainDial
from mock_esms.scenarios.model import Scenario
from mock_esms.scenarios.seeded_random import SeededRandom

if TYPE_CHECKING:
    from decimal import Decimal

MAX_INTERACTIVE_TALK: Final[Duration] = HOUR
"""A person who never hangs up is cut off after this."""


def timeline(
    request: CallRequest, scenario: Scenario, plan: CallbackPlan, rng: SeededRandom, received_at: Instant
) -> Timeline:
    """Decide a call: each dial, the talk, the key and the end. ``plan`` is how its callback will be delivered.

    It stops at a dial that a person is to decide.
    """
    at = received_at if request.send_date is None else max(received_at, request.send_date)
    return schedule(request, scenario, plan, rng).shifted(at)


def schedule(request: CallRequest, scenario: Scenario, plan: CallbackPlan, rng: SeededRandom) -> Timeline:
    """The same, counted from the first dial."""
    return _dialled([], plan, request, scenario, rng, 0)


def _dialled(  # noqa: PLR0913, PLR0917 - what a call is made from, and how far it has come
    dials: list[Dial], plan: CallbackPlan, request: CallRequest, scenario: Scenario, rng: SeededRandom, at: Instant
) -> Timeline:
    """The timeline with the dials that follow on these, the next of them at ``at``."""
    talk: Duration = 0
    key, key_at = "", None
    price: Decimal | None = None
    for number in range(len(dials) + 1, request.max_retry + 2):
        drawn = rng.stream(f"dial {number}")
        rule = _dial_rule(scenario, number, drawn)
        ring = drawn.duration(rule.ring)
        dials.append(Dial(number, at, ring, rule.outcome, isinstance(rule, Interactive)))
        at += ring
        if isinstance(rule, Answered):
            talk, key, after = _talk(rule, request, drawn)
            key_at = at + after if key else None
            price = rule.price
            at += talk
            break
        if isinstance(rule, Failed | Interactive):
            break
        if number <= request.max_retry:
            at += request.wait_retry
    return Timeline(tuple(dials), talk, key, price, at, plan, key_at)


def _dial_rule(scenario: Scenario, number: int, rng: SeededRandom) -> PlainDial:
    """What happens on a dial, counted from 1; the last rule repeats."""
    rule = scenario.dials[min(number, len(scenario.dials)) - 1]
    if isinstance(rule, Choose):
        return rule.options[rng.position(rule.units)].dial
    return rule


def _talk(rule: Answered, request: CallRequest, rng: SeededRandom) -> tuple[Duration, str, Duration]:
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
    if after > request.time_wait_to_ivr or after >= talk:
        return talk, "", 0
    if rule.forward is not None and key == request.ivr and request.number_forward:
        talk += rng.duration(rule.forward.talk)
    return talk, key, after


def reply_plan(scenario: Scenario, rng: SeededRandom) -> ReplyPlan | None:
    """How the request is answered where the scenario has a word in it; None when it is accepted at once."""
    reply = scenario.reply
    if reply is None:
        return None
    plan = ReplyPlan(
        delay=rng.stream("reply").duration(reply.delay),
        code=reply.code,
        message=reply.message,
        status=reply.status,
        body=reply.body or "",
        fault=reply.fault,
        lost=reply.lost,
    )
    if reply.content_type is not None:
        plan = replace(plan, content_type=reply.content_type)
    return plan if plan != _AS_ALWAYS else None


_AS_ALWAYS: Final = ReplyPlan()


# --- a person decides -----------------------------------------------------------------------------------------------


def decided(  # noqa: PLR0913, PLR0917 - what a call is made from, and what was decided when
    timeline: Timeline, request: CallRequest, scenario: Scenario, rng: SeededRandom, outcome: Outcome, at: Instant
) -> Timeline:
    """The timeline after a person, or the end of the ringing, has decided its last dial at the instant ``at``.

    ``rng`` is the call's. An answered call lasts until somebody hangs up, at most an hour. Raises ``ValueError``
    when nothing was left to decide.
    """
    if not timeline.undecided:
        message = f"dial {len(timeline.dials)} is decided already: {timeline.outcome}"
        raise ValueError(message)
    last = timeline.dials[-1]
    dials = (*timeline.dials[:-1], last._replace(ring=at - last.at, outcome=outcome))
    timeline = timeline._replace(dials=dials, ends_at=at)
    if outcome == "answered":
        return timeline._replace(talk=MAX_INTERACTIVE_TALK, ends_at=at + MAX_INTERACTIVE_TALK)
    if outcome == "failed" or last.number > request.max_retry:
        return timeline
    return _dialled(list(dials), timeline.callback, request, scenario, rng, at + request.wait_retry)


def key_counts(timeline: Timeline, request: CallRequest, at: Instant) -> bool:
    """Whether a key that is pressed at ``at`` counts: no later than TimeWaitToIvr after the answer, before the end."""
    return 0 <= at - _answered_at(timeline) <= request.time_wait_to_ivr and at < timeline.ends_at


def pressed(timeline: Timeline, key: str, at: Instant) -> Timeline:
    """The timeline after a key that counts, pressed at ``at``; the first one stays."""
    return timeline if timeline.key else timeline._replace(key=key, key_at=at)


def hung_up(timeline: Timeline, at: Instant) -> Timeline:
    """The timeline of an answered call that ends at ``at``."""
    return timeline._replace(talk=at - _answered_at(timeline), ends_at=at)


def _answered_at(timeline: Timeline) -> Instant:
    last = timeline.dials[-1]
    return last.at + (last.ring or 0)
