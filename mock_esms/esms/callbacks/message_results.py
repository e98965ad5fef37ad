"""What is reported of a message: how many got it, how many did not, and what it costs (FACTS-MESSAGES 7)."""

from decimal import Decimal
from typing import Final

from mock_esms.esms.responses.wcf_json import four_places
from mock_esms.model.callback import APPROVING, DONE, REFUSED, SENT, WAITING, SendStatus
from mock_esms.model.calls import CallResult
from mock_esms.model.message import Message, MessageResult, MessageState
from mock_esms.model.message_plan import LegPlan
from mock_esms.model.times import Instant

_STATUS: Final[dict[MessageState, SendStatus]] = {
    "approving": APPROVING,
    "waiting": WAITING,
    "sent": SENT,
    "ended": DONE,
}


def leg_result(message: Message, place: int, send_status: SendStatus) -> MessageResult:
    """What the callback of one leg says; before the end nobody has got it yet.

    TotalSent counts what was handed to a carrier: a failed SMS is among them, a failed Zalo message is not (CONTRACT
    12, assumed).
    """
    plan = message.own_schedule.legs[place]
    total = len(plan.receivers)
    if send_status != DONE:
        return MessageResult(0, send_status, 0, four_places(Decimal(0)), total, 0)
    delivered = _count(plan, "delivered")
    return MessageResult(
        send_failed=_count(plan, "failed"),
        send_status=DONE,
        send_success=delivered,
        total_price=four_places(plan.price * delivered),
        total_receiver=total,
        total_sent=delivered if plan.channel == "zalo" else total,
    )


def message_result(message: Message) -> MessageResult:
    """The result of a message that has ended: its last leg's, with the price of all legs."""
    status = DONE if message.own_schedule.approved else REFUSED
    return leg_result(message, message.turn, status)._replace(total_price=four_places(price_of(message)))


def price_of(message: Message) -> Decimal:
    """What a message costs that has ended, in VND: each delivered receiver its leg's price; what failed costs 0."""
    if not message.own_schedule.approved:
        return Decimal(0)
    legs = message.own_schedule.legs[: message.turn + 1]
    return sum((leg.price * _count(leg, "delivered") for leg in legs), Decimal(0))


def result_so_far(message: Message, now: Instant) -> MessageResult:
    """What GetSendStatus says of a message at any time: the counts of what is reported by ``now``."""
    if message.result is not None:
        return message.result
    plan, status = message.leg, _STATUS[message.state]
    known = [
        receiver for receiver in plan.receivers if message.state == "sent" and message.turn_at + receiver.after <= now
    ]
    delivered = sum(receiver.outcome == "delivered" for receiver in known)
    sent = len(plan.receivers) if message.state == "sent" and plan.channel != "zalo" else delivered
    return MessageResult(
        send_failed=sum(receiver.outcome == "failed" for receiver in known),
        send_status=status,
        send_success=delivered,
        total_price=four_places(plan.price * delivered),
        total_receiver=len(plan.receivers),
        total_sent=sent,
    )


def result_of_spoken(result: CallResult) -> MessageResult:
    """The same of a one-time password that is read aloud: a message to one phone (FACTS 4)."""
    return MessageResult(
        send_failed=1 - result.sent_result if result.send_status == DONE else 0,
        send_status=result.send_status,
        send_success=result.sent_result,
        total_price=result.price,
        total_receiver=1,
        total_sent=0 if result.send_status == WAITING else 1,
    )


def _count(plan: LegPlan, outcome: str) -> int:
    return sum(receiver.outcome == outcome for receiver in plan.receivers)
