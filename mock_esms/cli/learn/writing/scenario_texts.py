"""Scenarios from what was observed: one for each kind of story, and one that draws from the whole population."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from mock_esms.cli.learn.comparing.redelivery import Redelivery
from mock_esms.cli.learn.findings import Findings, KindFindings
from mock_esms.cli.learn.observing.endings import CHANNELS
from mock_esms.cli.learn.observing.stories import Story, StoryKind
from mock_esms.cli.learn.writing.outcome_texts import PHONE_KEYS, call_edits, dial, message_outcome
from mock_esms.cli.learn.writing.settings_text import WRITTEN, wait_list
from mock_esms.esms.callbacks.callback_kinds import VOICE
from mock_esms.esms.voice.voice import CARRIER_FAILED
from mock_esms.model.message_plan import Channel

PREFIX: Final = "seen"
"""What the names of the scenarios begin with."""
MOST_SCENARIOS: Final = 99
"""So many are written of calls, and of messages, the most frequent; each is chosen by two digits."""
CALL_PHONES: Final = "5599"
"""A phone that ends so, and then with the number of a scenario, gets that scenario of a call."""
MESSAGE_PHONES: Final = "5598"
"""The same, of a message."""

_KEY_NAMES: Final = {"*": "star", "#": "hash"}
_WORD: Final = re.compile(r"[A-Z][A-Z _-]{0,19}", re.ASCII)
_MOST_COPIES: Final = 100


class _Seen(NamedTuple):
    """A kind of story, and what is known of the kind of callback that reported it; ``channel`` is None for a call."""

    kind: StoryKind
    story: Story
    learnt: KindFindings
    channel: Channel | None


def scenario_texts(learnt: Findings) -> dict[str, str]:
    """The text of each scenario by its name; none where no call or message ended in what was read."""
    calls = _playable(learnt, (VOICE.name,))
    messages = _playable(learnt, CHANNELS)
    texts: dict[str, str] = {}
    for phones, stories in ((CALL_PHONES, calls), (MESSAGE_PHONES, messages)):
        for number, seen in enumerate(stories[:MOST_SCENARIOS], 1):
            texts[_unused(_name(seen), texts)] = _text(_scenario(seen, f"*{phones}{number:02}"))
    if texts:
        texts[PREFIX] = _text(_population(calls, messages))
    return texts


def _playable(learnt: Findings, names: Iterable[str]) -> list[_Seen]:
    """The stories of these kinds of callbacks, the most frequent first.

    A call is left out whose end was not told, or in words that may not be shown.
    """
    found = [
        _Seen(kind, story, one, CHANNELS.get(name))
        for name in names
        if (one := learnt.kinds.get(name)) is not None
        for kind, story in one.deliveries.stories.ranked()
        if name in CHANNELS or kind.outcome == CARRIER_FAILED or _WORD.fullmatch(kind.outcome) is not None
    ]
    return sorted(found, key=lambda seen: -seen.story.count)


def _text(lines: Iterator[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _name(seen: _Seen) -> str:
    kind, channel = seen.kind, seen.channel
    parts = [PREFIX]
    if channel is not None:
        parts += [seen.learnt.kind.name, kind.outcome, *([kind.detail.strip("-")] if kind.detail else [])]
    else:
        parts.append("carrier-failed" if kind.outcome == CARRIER_FAILED else _slug(kind.outcome))
        if kind.detail:
            parts.append(f"key-{_KEY_NAMES.get(kind.detail, kind.detail) if kind.detail in PHONE_KEYS else 'odd'}")
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


def _scenario(seen: _Seen, phone: str) -> Iterator[str]:
    kind, story, channel = seen.kind, seen.story, seen.channel
    total = seen.learnt.deliveries.stories.count
    yield f"{WRITTEN}: {story.count} of {total} {seen.learnt.kind.title} were like this."
    yield f"title: {json.dumps(_title(seen))}"
    yield f'match: {{phone: "{phone}"}}'
    yield "priority: 10"
    if channel is None:
        yield f"dials: [{{{dial(kind.outcome, kind.detail, story)}}}]"
    else:
        yield f"message: {{{channel}: {{{message_outcome(kind, channel)}}}}}"
    callback = list(_callback(seen, seen.learnt.redelivery))
    if callback:
        yield "callback:"
        yield from (f"  {line}" for line in callback)


def _title(seen: _Seen) -> str:
    kind = seen.kind
    if seen.channel is not None:
        parts = [f"Seen: {seen.learnt.kind.name}, {kind.outcome}"]
        if kind.detail:
            parts.append(f"Zalo's error {kind.detail}")
    else:
        parts = ["Seen: an empty CallStatus" if kind.outcome == CARRIER_FAILED else f"Seen: {kind.outcome}"]
        if kind.detail:
            parts.append("a key was pressed" if kind.detail not in PHONE_KEYS else f"key {kind.detail}")
    parts.append("its callback came once" if kind.sends == 1 else f"its callback came {kind.sends} times")
    return ", ".join(parts)


def _callback(seen: _Seen, redelivery: Redelivery) -> Iterator[str]:
    kind = seen.kind
    playable = {2, 7} if seen.channel is None else {1, 2, 7}
    progress = sorted(playable.intersection(kind.progress))
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
        waits = [gap.summary() for gap in seen.story.gaps[kind.copies - 1 :] if gap.count]
        if waits:
            yield f"wait: {wait_list(waits)}"
    edits = dict(call_edits(kind)) if seen.channel is None else {}
    if edits:
        yield f"set: {json.dumps(edits)}"


def _population(calls: Sequence[_Seen], messages: Sequence[_Seen]) -> Iterator[str]:
    """A scenario for every phone, which draws how a call or a message ends as often as was seen."""
    counts = [f"{_total(stories)} {what}" for stories, what in ((calls, "calls"), (messages, "messages")) if stories]
    yield f"{WRITTEN}: the whole population, {' and '.join(counts)}."
    yield "title: What was seen, drawn as often as it was seen"
    yield "description: >"
    yield "  How each ends is drawn. How its callback is sent depends on the receiver, as always; the other scenarios,"
    ends = f"{CALL_PHONES} or {MESSAGE_PHONES}"
    yield f"  chosen by phones that end with {ends} and their number, repeat it as it was seen."
    yield 'match: {phone: "*"}'
    if calls:
        yield "dials:"
        yield "  - choose:"
        alike: dict[tuple[str, str], Story] = {}
        for seen in calls:
            alike.setdefault((seen.kind.outcome, seen.kind.detail), Story()).join(seen.story)
        for (outcome, key), story in alike.items():
            yield f"      - {{weight: {story.count}, {dial(outcome, key, story)}}}"
    if messages:
        yield "message:"
    for channel in dict.fromkeys(seen.channel for seen in messages if seen.channel is not None):
        yield f"  {channel}:"
        yield "    choose:"
        weights: dict[str, int] = {}
        for seen in messages:
            if seen.channel == channel:
                text = message_outcome(seen.kind, channel)
                weights[text] = weights.get(text, 0) + seen.story.count
        for text, weight in weights.items():
            yield f"      - {{weight: {weight}, {text}}}"


def _total(stories: Sequence[_Seen]) -> int:
    return sum(seen.story.count for seen in stories)
