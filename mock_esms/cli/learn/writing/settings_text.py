"""A settings file that makes the sandbox behave as was observed: `callback:` and `quirks:`, with what each rests on."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from mock_esms._text import printable
from mock_esms.cli.learn.comparing.redelivery import Wait
from mock_esms.cli.learn.comparing.value_rows import appends
from mock_esms.cli.learn.findings import Findings, KindFindings
from mock_esms.cli.learn.observing.duration_sample import DurationSample, Summary
from mock_esms.cli.learn.observing.observer import Observer, shown_agent
from mock_esms.cli.learn.observing.response_statuses import is_success, status_name
from mock_esms.cli.learn.reading.log_entries import GET, POSTED
from mock_esms.esms.callbacks.callback_kinds import VOICE
from mock_esms.esms.voice.voice import NO_ANSWER
from mock_esms.model.times import MAX_DURATION, SECOND, Duration, format_duration

WRITTEN: Final = "# Written by mock-esms learn"
"""How every file begins that learn has written, and may write anew."""
_MOST_RETRIES: Final = 1_000
_OTP: Final = "voice-otp"


def settings_text(learnt: Findings, observer: Observer) -> str:
    """The file; only what was seen is in it. Where kinds of callbacks differ, calls count."""
    ranked = list(learnt.kinds.values())  # calls first
    callback = list(_callback(ranked, observer))
    quirks = list(_quirks(learnt.kinds, observer))
    lines = [
        f"{WRITTEN} from logs of a receiver: what was seen, and nothing else.",
        "# What is not here was not seen: there the sandbox does what it does without this file.",
    ]
    for name, keys in (("callback", callback), ("quirks", quirks)):
        if all(key.startswith("#") for key in keys):
            lines += keys  # or nothing would stand where keys must
        else:
            lines += [f"{name}:", *(f"  {line}" for line in keys)]
    if all(line.startswith("#") for line in lines):
        lines.append("{}")
    return "\n".join(lines) + "\n"


def _callback(ranked: list[KindFindings], observer: Observer) -> Iterator[str]:
    delay = next((one.deliveries.delay for one in ranked if one.deliveries.delay.count), None)
    if delay is not None:
        yield from _timed("delay", delay, "from the end of the call to its first send")
    timeout = next((observer.timeouts[one.kind.name] for one in ranked if observer.timeouts[one.kind.name].count), None)
    if timeout is not None and timeout.summary().rounded:
        yield from _timed("timeout", timeout, "until the sender closed the connection")
    given_up = next((one for one in ranked if one.redelivery.retries is not None), None)
    if given_up is not None:
        retries = min(given_up.redelivery.retries or 0, _MOST_RETRIES)
        yield f"# {given_up.redelivery.exhausted} ids ({given_up.kind.title}) were sent until it gave up"
        yield f"retries: {retries}"
    waiting = next((one for one in ranked if one.redelivery.waits), None)
    if waiting is not None:
        yield from _wait(waiting.redelivery.waits)
    judged = next((one for one in ranked if one.redelivery.success is not None), None)
    if judged is not None:
        codes = ", ".join(status_name(code) for code in judged.redelivery.after if is_success(code))
        yield f"# {codes} were answered"
        yield f"success: {judged.redelivery.success}"
    sent_by = next((observer.sent_by[one.kind.name] for one in ranked if observer.sent_by[one.kind.name]), None)
    if sent_by is not None:
        yield from _sent_by(sent_by)
    yield from _unplayed(ranked)


def _sent_by(ways: Counter[str]) -> Iterator[str]:
    way, count = ways.most_common(1)[0]
    body = next((body for body, posted in POSTED.items() if way == posted), None)
    if body is None and way != GET:
        yield f"# {count} of {ways.total()} came by {printable(way)}, for which the sandbox has no setting"
        return
    yield f"# {count} of {ways.total()} callbacks"
    yield f"method: {GET if body is None else 'POST'}"
    if body is not None:
        yield f"body: {body}"


def _timed(name: str, sample: DurationSample, why: str) -> Iterator[str]:
    summary = sample.summary()
    yield f"# {summary.count} times, {why}: median {format_duration(summary.median)}"
    text = format_duration(summary.rounded)
    if summary.scattered:
        text = f"{format_duration(_floor(summary.low))}..{format_duration(_floor(summary.high) + SECOND)}"
    yield f"{name}: {text}"


def _wait(waits: Iterable[Wait]) -> Iterator[str]:
    spans: list[str] = []
    for wait in waits:
        seen = wait.observed
        low, high = format_duration(seen.low), format_duration(seen.high)
        yield f"# wait {wait.number}: {seen.count} times, median {format_duration(seen.median)}, {low} to {high}"
        spans.append(wait_span(seen))
    yield f"wait: [{', '.join(shortened(spans))}]"


def shortened(spans: list[str]) -> list[str]:
    """Waits without those that the last one repeats anyway."""
    end = len(spans)
    while end > 1 and spans[end - 1] == spans[end - 2]:
        end -= 1
    return spans[:end]


def wait_span(seen: Summary) -> str:
    """A wait as a scenario writes it: a duration, or the range over which it is scattered."""
    if not seen.scattered:
        return format_duration(min(seen.rounded, MAX_DURATION))
    return f"{format_duration(_floor(seen.low))}..{format_duration(min(_floor(seen.high) + SECOND, MAX_DURATION))}"


def _floor(duration: Duration) -> Duration:
    return duration // SECOND * SECOND


def _unplayed(ranked: list[KindFindings]) -> Iterator[str]:
    """What the sandbox has no setting for is said in a comment."""
    for one in ranked[:1]:
        ending = [
            status_name(code)
            for code, after in one.redelivery.after.items()
            if after.repeats is False and not is_success(code)
        ]
        if ending and any(after.repeats for after in one.redelivery.after.values()):
            yield f"# after {', '.join(ending)} it was not sent again; the sandbox sends it again all the same"


def _quirks(kinds: Mapping[str, KindFindings], observer: Observer) -> Iterator[str]:
    for name in kinds:
        agents = observer.agents[name]
        if agents:
            (agent, count), *others = agents.most_common()
            agent = shown_agent(agent)
            if agent.isascii() and agent.isprintable() and agent.strip():
                yield f"# {count} of {count + sum(more for _, more in others)} callbacks"
                yield f"user_agent: {json.dumps(agent)}"
            break
    voice = kinds.get(VOICE.name)
    if voice is not None:
        yield from _voice_quirks(voice, observer)
    if _OTP in kinds:
        type_ids = observer.shapes.values(_OTP, "TypeId")
        if type_ids:
            type_id, count = type_ids.most_common(1)[0]
            yield f"# {count} spoken one-time passwords"
            yield f"type_id: {json.dumps(type_id)}"


def _voice_quirks(voice: KindFindings, observer: Observer) -> Iterator[str]:
    statuses = observer.shapes.values(VOICE.name, "CallStatus")
    encoded = sum(count for value, count in statuses.items() if "%20" in value)
    plus = sum(count for value, count in statuses.items() if "+" in value)
    if encoded or plus:
        yield f"# {encoded} times %20, {plus} times +"
        yield f'callback_space: "{"+" if plus > encoded else "%20"}"'
    results = {"0": 0, "1": 0}
    for kind, story in voice.deliveries.stories.by_kind.items():
        if kind.ending == NO_ANSWER and kind.sent_result in results:
            results[kind.sent_result] += story.count
    if any(results.values()):
        yield f"# SentResult of NO ANSWER: {results['0']} times 0, {results['1']} times 1"
        yield f"no_answer_sent_result: {max(results, key=lambda result: results[result])}"
    appended = appends(VOICE, observer.shapes.of(VOICE.name))
    if appended is not None:
        yield "# the parameters came twice, empty and filled" if appended else "# others' parameters stand behind them"
        yield f"placeholders: {'append' if appended else 'fill'}"
