"""What scenarios say of calls and messages that end as was seen, in YAML's short form."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from mock_esms.cli.learn.observing.endings import FAILED
from mock_esms.cli.learn.observing.stories import Story, StoryKind
from mock_esms.config.settings import Quirks
from mock_esms.esms.voice.voice import ANSWERED, CARRIER_FAILED, NO_ANSWER
from mock_esms.model.message_plan import Channel
from mock_esms.model.times import MAX_DURATION, SECOND

PHONE_KEYS: Final = frozenset("0123456789*#")
_MOST_TALK: Final = MAX_DURATION // SECOND
_MOST_PRICE: Final = 1_000_000_000


def dial(outcome: str, key: str, story: Story) -> str:
    """What happens on the one dial of a call."""
    if outcome == CARRIER_FAILED:
        return "failed: "
    if outcome != ANSWERED:
        return "no_answer: "
    parts = [f"talk: {_talk(story)}"]
    if key in PHONE_KEYS:
        parts.append(f'press: "{key}"')
    price = _price(story)
    if price is not None:
        parts.append(f"price: {price}")
    return f"answered: {{{', '.join(parts)}}}"


def _talk(story: Story) -> str:
    shortest, longest = (min(seconds, _MOST_TALK) for seconds in (story.shortest, story.longest))
    return f"{shortest}s" if shortest == longest else f"{shortest}s..{longest}s"


def _price(story: Story) -> str | None:
    """The price of the whole call, where all of these calls cost the same."""
    if len(story.prices) != 1:
        return None
    try:
        price = Decimal(next(iter(story.prices)))
    except InvalidOperation:
        return None
    return f"{price.normalize():f}" if price.is_finite() and 0 <= price < _MOST_PRICE else None


def message_outcome(kind: StoryKind, channel: Channel) -> str:
    """What becomes of a message."""
    error = f"error: {kind.detail}" if kind.outcome == FAILED and kind.detail and channel == "zalo" else ""
    return f"{kind.outcome}: {{{error}}}"


def call_edits(kind: StoryKind) -> Iterator[tuple[str, str]]:
    """What the callback of a call says otherwise than the sandbox would."""
    if kind.outcome not in {ANSWERED, NO_ANSWER, CARRIER_FAILED}:
        yield "CallStatus", kind.outcome
    usual = {ANSWERED: "1", CARRIER_FAILED: "0"}.get(kind.outcome, str(Quirks().no_answer_sent_result))
    if kind.outcome != NO_ANSWER and kind.sent_result in {"0", "1"} and kind.sent_result != usual:
        yield "SentResult", kind.sent_result
