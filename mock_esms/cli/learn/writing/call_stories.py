"""The dials of scenarios whose calls end as was seen."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from mock_esms.cli.learn.observing.story_kinds import Story, StoryKind
from mock_esms.config.settings import Quirks
from mock_esms.esms.voice.voice import ANSWERED, CARRIER_FAILED, NO_ANSWER
from mock_esms.model.times import MAX_DURATION, SECOND

KEYS: Final = frozenset("0123456789*#")
_MOST_TALK: Final = MAX_DURATION // SECOND
_MOST_PRICE: Final = 1_000_000_000


def dial(ending: str, key: str, story: Story) -> str:
    """What happens on the one dial, in YAML's short form."""
    if ending == CARRIER_FAILED:
        return "failed: "
    if ending != ANSWERED:
        return "no_answer: "
    parts = [f"talk: {_talk(story)}"]
    if key in KEYS:
        parts.append(f'press: "{key}"')
    price = _price(story)
    if price is not None:
        parts.append(f"price: {price}")
    return f"answered: {{{', '.join(parts)}}}"


def _talk(story: Story) -> str:
    shortest, longest = (min(seconds, _MOST_TALK) for seconds in (story.shortest or 0, story.longest))
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


def call_edits(kind: StoryKind) -> Iterator[tuple[str, str]]:
    """What the callback says otherwise than the sandbox would."""
    if kind.ending not in {ANSWERED, NO_ANSWER, CARRIER_FAILED}:
        yield "CallStatus", kind.ending
    usual = {ANSWERED: "1", CARRIER_FAILED: "0"}.get(kind.ending, str(Quirks().no_answer_sent_result))
    if kind.ending != NO_ANSWER and kind.sent_result in {"0", "1"} and kind.sent_result != usual:
        yield "SentResult", kind.sent_result
