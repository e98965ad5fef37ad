"""Scenarios from what was observed: one for each kind of story, and one that draws from the whole population."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from mock_esms.cli.learn.deliveries import Deliveries
from mock_esms.cli.learn.learnt import KindLearnt
from mock_esms.cli.learn.redelivery import Redelivery
from mock_esms.cli.learn.settings_text import WRITTEN, shortened, wait_span
from mock_esms.cli.learn.stories import Story, StoryKind
from mock_esms.config.settings import Quirks
from mock_esms.esms.voice import ANSWERED, CARRIER_FAILED, NO_ANSWER
from mock_esms.model.times import MAX_DURATION, SECOND

PREFIX: Final = "seen"
"""What the names of the scenarios begin with."""
MOST: Final = 99
"""So many are written, the most frequent; each is chosen by two digits."""
ENDING: Final = "5599"
"""A phone that ends so, and then with the number of a scenario, gets that scenario."""

_KEYS: Final = frozenset("0123456789*#")
_KEY_NAMES: Final = {"*": "star", "#": "hash"}
_WORD: Final = re.compile(r"[A-Z][A-Z _-]{0,19}", re.ASCII)
_PROGRESS: Final = frozenset((2, 7))
_MOST_TALK: Final = MAX_DURATION // SECOND
_MOST_COPIES: Final = 100
_MOST_PRICE: Final = 1_000_000_000


def scenario_texts(voice: KindLearnt) -> dict[str, str]:
    """The text of each scenario by its name, from calls; messages have no scenarios of their own here."""
    texts: dict[str, str] = {}
    ranked = [(kind, story) for kind, story in voice.deliveries.stories.ranked() if _playable(kind)]
    for number, (kind, story) in enumerate(ranked[:MOST], 1):
        texts[_unused(_name(kind), texts)] = "".join(
            f"{line}\n" for line in _scenario(kind, story, number, voice.deliveries, voice.redelivery)
        )
    if ranked:
        texts[PREFIX] = "".join(f"{line}\n" for line in _population(ranked))
    return texts


def _playable(kind: StoryKind) -> bool:
    """Whether it is a story of a call: its end was told, in words that may be shown."""
    return kind.call_status == CARRIER_FAILED or _WORD.fullmatch(kind.call_status) is not None


def _name(kind: StoryKind) -> str:
    status = "carrier-failed" if kind.call_status == CARRIER_FAILED else _slug(kind.call_status)
    parts = [PREFIX, status]
    if kind.ivr:
        parts.append(f"key-{_KEY_NAMES.get(kind.ivr, kind.ivr) if kind.ivr in _KEYS else 'odd'}")
    if kind.progress:
        parts.append("progress")
    if kind.copies > 1:
        parts.append(f"{kind.copies}-at-once")
    if kind.sends > kind.copies:
        parts.append(f"sent-{kind.sends}-times")
    return "-".join(parts)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z]+", "-", text.lower()).strip("-")


def _unused(name: str, texts: dict[str, str]) -> str:
    number = 1
    while (unused := name if number == 1 else f"{name}-{number}") in texts:
        number += 1
    return unused


def _scenario(
    kind: StoryKind, story: Story, number: int, deliveries: Deliveries, redelivery: Redelivery
) -> Iterator[str]:
    known = deliveries.stories
    total = sum(one.count for one in known.by_kind.values()) + known.untold
    status = "an empty CallStatus" if kind.call_status == CARRIER_FAILED else kind.call_status
    yield f"{WRITTEN}: {story.count} of {total} calls were like this."
    yield f"title: {json.dumps(_title(kind, status))}"
    yield f'match: {{phone: "*{ENDING}{number:02}"}}'
    yield "priority: 10"
    yield f"dials: [{{{_dial(kind.call_status, kind.ivr, story)}}}]"
    callback = list(_callback(kind, story, redelivery))
    if callback:
        yield "callback:"
        yield from (f"  {line}" for line in callback)


def _title(kind: StoryKind, status: str) -> str:
    parts = [f"Seen: {status}"]
    if kind.ivr:
        parts.append("a key was pressed" if kind.ivr not in _KEYS else f"key {kind.ivr}")
    parts.append("its callback came once" if kind.sends == 1 else f"its callback came {kind.sends} times")
    return ", ".join(parts)


def _dial(call_status: str, ivr: str, story: Story) -> str:
    """What happens on the one dial, in YAML's short form."""
    if call_status == CARRIER_FAILED:
        return "failed: "
    if call_status != ANSWERED:
        return "no_answer: "
    parts = [f"talk: {_talk(story)}"]
    if ivr in _KEYS:
        parts.append(f'press: "{ivr}"')
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


def _callback(kind: StoryKind, story: Story, redelivery: Redelivery) -> Iterator[str]:
    progress = sorted(_PROGRESS.intersection(kind.progress))
    if progress:
        yield f"progress: [{', '.join(map(str, progress))}]"
    copies = min(kind.copies, _MOST_COPIES)
    if copies > 1:
        yield f"copies: {copies}"
    again = kind.sends - kind.copies
    if again:
        given_up = again == redelivery.retries
        yield "# so that a receiver sees all of them, its first answers are taken as never received"
        yield f"lost_acks: {kind.sends if given_up else kind.sends - 1}"
        yield f"retries: {max(again, redelivery.retries or 0)}"
        spans = shortened([wait_span(gap.summary()) for gap in story.gaps[kind.copies - 1 :] if gap.count])
        if spans:
            yield f"wait: [{', '.join(spans)}]"
    edits = dict(_edits(kind))
    if edits:
        yield f"set: {json.dumps(edits)}"


def _edits(kind: StoryKind) -> Iterator[tuple[str, str]]:
    """What the callback says otherwise than the sandbox would."""
    if kind.call_status not in {ANSWERED, NO_ANSWER, CARRIER_FAILED}:
        yield "CallStatus", kind.call_status
    usual = {ANSWERED: "1", CARRIER_FAILED: "0"}.get(kind.call_status, str(Quirks().no_answer_sent_result))
    if kind.call_status != NO_ANSWER and kind.sent_result in {"0", "1"} and kind.sent_result != usual:
        yield "SentResult", kind.sent_result


def _population(ranked: list[tuple[StoryKind, Story]]) -> Iterator[str]:
    """A scenario for every phone, which draws how the call ends as often as was seen."""
    total = sum(story.count for _, story in ranked)
    yield f"{WRITTEN}: the whole population, {total} calls."
    yield "title: What was seen, drawn as often as it was seen"
    yield "description: >"
    yield "  How each call ends is drawn. How its callback is sent depends on the receiver, as always; the scenarios"
    yield f"  beside this one, chosen by phones that end with {ENDING} and their number, repeat it as it was seen."
    yield 'match: {phone: "*"}'
    yield "dials:"
    yield "  - choose:"
    alike: dict[tuple[str, str], Story] = {}
    for kind, story in ranked:
        alike.setdefault((kind.call_status, kind.ivr), Story()).join(story)
    for (call_status, ivr), story in alike.items():
        yield f"      - {{weight: {story.count}, {_dial(call_status, ivr, story)}}}"
