"""What is reported of a call that has ended, and what it costs (FACTS 2 and 3, CONTRACT 4)."""

from decimal import Decimal
from typing import Final

from mock_esms.config.settings import Quirks
from mock_esms.esms.wcf_json import four_places
from mock_esms.model.callback import DONE, SendStatus
from mock_esms.model.calls import CallResult, Timeline
from mock_esms.model.times import MINUTE, SECOND, Duration

ANSWERED: Final = "ANSWERED"
NO_ANSWER: Final = "NO ANSWER"
CARRIER_FAILED: Final = ""
"""The CallStatus of a call that the carrier could not make: sent, but empty (FACTS 3, the printed example)."""

_NOTHING: Final = Decimal(0)


def result_of(timeline: Timeline, *, price_per_minute: Decimal | None, caller_id: str, quirks: Quirks) -> CallResult:
    """The result of a call that has ended.

    CallDuration is in whole seconds that have passed (4.9 s of talk are 4), as telephone exchanges count. Busy and
    rejected are reported as NO ANSWER. Without an answer the duration is 0, the price 0.0000 and Ivr empty (FACTS 3).
    """
    answered = timeline.outcome == "answered"
    failed = timeline.outcome == "failed"
    return CallResult(
        call_status=ANSWERED if answered else CARRIER_FAILED if failed else NO_ANSWER,
        call_duration=timeline.talk // SECOND if answered else 0,
        ivr=timeline.key if answered else "",
        price=four_places(cost_of(timeline, price_per_minute=price_per_minute)),
        sent_result=1 if answered else 0 if failed else quirks.no_answer_sent_result,
        send_status=DONE,
        cid=caller_id,
    )


def progress_of(send_status: SendStatus, caller_id: str) -> CallResult:
    """What a callback says before the call has ended: nothing yet, but how far it has come (FACTS 3)."""
    return CallResult("", 0, "", four_places(Decimal(0)), 0, send_status, caller_id)


def cost_of(timeline: Timeline, *, price_per_minute: Decimal | None) -> Decimal:
    """What a call costs, in VND with at most four places, as it is reported and charged.

    An answered call costs what its scenario says (the total), else the account's price for each minute of CallDuration
    that has begun: 1 to 60 s are one minute, 61 s are two. A call that was answered and hung up within its first
    second has a CallDuration of 0, in which no minute has begun: it costs nothing, like one that nobody answered.
    """
    if timeline.outcome != "answered":
        return _NOTHING
    if timeline.price is not None:
        return Decimal(four_places(timeline.price))
    if price_per_minute is None:  # the account lost its price list after the call was accepted
        return _NOTHING
    return Decimal(four_places(price_per_minute * _begun_minutes(timeline.talk)))


def _begun_minutes(talk: Duration) -> int:
    whole_seconds = talk // SECOND * SECOND
    return -(-whole_seconds // MINUTE)
