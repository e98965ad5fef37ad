"""What happens to a message when: from request, scenarios and seeded randomness to a schedule (CONTRACT 11). Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from mock_esms.model.delivery_plan import CallbackPlan
from mock_esms.model.message import ADVERT
from mock_esms.model.message_plan import Channel, LegPlan, MessageSchedule, ReceiverPlan
from mock_esms.scenarios.choose import Choose
from mock_esms.scenarios.message import (
    AS_USUAL,
    FailedMessage,
    MessageRule,
    PlainOutcome,
    RefusedMessage,
)
from mock_esms.scenarios.seeded_random import SeededRandom


class Addressee(NamedTuple):
    """A receiver of a request, with what its own phone's scenario says and its own randomness."""

    phone: str
    network: str
    rule: MessageRule
    rng: SeededRandom


def message_schedule(
    legs: Sequence[LegPlan], addressees: Sequence[Addressee], callback: CallbackPlan
) -> MessageSchedule:
    """What will become of a message; ``legs`` come without their receivers, ``addressees`` in the request's order.

    The first receiver's scenario decides whether an advertisement is approved, each one's own what becomes of it.
    """
    first, advert = addressees[0], legs[0].type_id == ADVERT
    approval, approved = None, True
    if advert:
        drawn = first.rng.stream("approval")
        decision = _decided(first.rule, legs[0].channel, first.rng)
        approved = not isinstance(decision, RefusedMessage)
        approval = drawn.duration(decision.after if isinstance(decision, RefusedMessage) else first.rule.approval)
    return MessageSchedule(
        legs=tuple(
            leg._replace(receivers=tuple(_receiver(leg.channel, addressee) for addressee in addressees)) for leg in legs
        ),
        callback=callback,
        approval=approval,
        approved=approved,
    )


def _decided(rule: MessageRule, channel: Channel, rng: SeededRandom) -> PlainOutcome:
    outcome = rule.outcome_on(channel)
    if isinstance(outcome, Choose):
        drawn: PlainOutcome = rng.stream(f"outcome {channel}").option(outcome.options).happens
        return drawn
    return outcome


def _receiver(channel: Channel, to: Addressee) -> ReceiverPlan:
    outcome = _decided(to.rule, channel, to.rng)
    if isinstance(outcome, RefusedMessage):  # it concerns advertisements that wait for their approval, and no other
        outcome = AS_USUAL
    failed = outcome if isinstance(outcome, FailedMessage) else None
    zalo = channel == "zalo"
    return ReceiverPlan(
        phone=to.phone,
        network=to.network,
        outcome=outcome.outcome,
        after=to.rng.stream(f"report {channel}").duration(outcome.after),
        error=failed.error if failed is not None and zalo else None,
        text=(failed.text or "") if failed is not None else "",
    )
