"""A settings file that makes the sandbox behave as was observed: `callback:` and `quirks:`, with what each rests on."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from mock_esms._text import printable
from mock_esms.cli.learn.comparing.value_rows import appends, no_answer_results, space_encodings
from mock_esms.cli.learn.findings import Findings, KindFindings
from mock_esms.cli.learn.observing.callback_shapes import values_of
from mock_esms.cli.learn.observing.duration_sample import DurationSample, Summary
from mock_esms.cli.learn.observing.response_statuses import is_success, status_name
from mock_esms.cli.learn.reading.log_entries import GET, POSTED
from mock_esms.esms.callbacks.callback_kinds import VOICE, VOICE_OTP
from mock_esms.model.times import MAX_DURATION, SECOND, Duration, format_duration

WRITTEN: Final = "# Written by mock-esms learn"
"""How every file begins that learn has written, and may write anew."""
_MOST_RETRIES: Final = 1_000

_Lines = Iterator[str]


def settings_text(learnt: Findings) -> str:
    """The file; only what was seen is in it. Where kinds of callbacks differ, calls count."""
    lines = [
        f"{WRITTEN} from logs of a receiver: what was seen, and nothing else.",
        "# What is not here was not seen: there the sandbox does what it does without this file.",
    ]
    for name, keys in (("callback", list(_callback(learnt.kinds))), ("quirks", list(_quirks(learnt.kinds)))):
        if all(key.startswith("#") for key in keys):
            lines += keys  # or nothing would stand where keys must
        else:
            lines += [f"{name}:", *(f"  {line}" for line in keys)]
    if all(line.startswith("#") for line in lines):
        lines.append("{}")
    return "\n".join(lines) + "\n"


def _callback(kinds: Mapping[str, KindFindings]) -> _Lines:
    for told_by in (_delay, _timeout, _retries, _wait, _success, _method):
        yield from _first(told_by, kinds)
    for one in list(kinds.values())[:1]:
        yield from _not_sent_again(one)


def _first(told_by: Callable[[KindFindings], _Lines], kinds: Mapping[str, KindFindings]) -> Sequence[str]:
    """What the first kind of callback tells that tells anything; calls come first."""
    return next((lines for one in kinds.values() if (lines := list(told_by(one)))), [])


def _delay(one: KindFindings) -> _Lines:
    if one.deliveries.delay.count:
        yield from _timed("delay", one.deliveries.delay, "from the end of the call to its first send")


def _timeout(one: KindFindings) -> _Lines:
    timeouts = one.senders.timeouts
    if timeouts.count and timeouts.summary().rounded:
        yield from _timed("timeout", timeouts, "until the sender closed the connection")


def _retries(one: KindFindings) -> _Lines:
    if one.redelivery.retries is not None:
        yield f"# {one.redelivery.exhausted} ids ({one.kind.title}) were sent until it gave up"
        yield f"retries: {min(one.redelivery.retries, _MOST_RETRIES)}"


def _wait(one: KindFindings) -> _Lines:
    for number, wait in enumerate(one.redelivery.waits, 1):
        low, high = format_duration(wait.low), format_duration(wait.high)
        yield f"# wait {number}: {wait.count} times, median {format_duration(wait.median)}, {low} to {high}"
    if one.redelivery.waits:
        yield f"wait: {wait_list(one.redelivery.waits)}"


def _success(one: KindFindings) -> _Lines:
    if one.redelivery.success is not None:
        codes = ", ".join(status_name(code) for code in one.redelivery.after if is_success(code))
        yield f"# {codes} were answered"
        yield f"success: {one.redelivery.success}"


def _method(one: KindFindings) -> _Lines:
    ways = one.senders.ways
    for way, count in ways.most_common(1):
        body = next((body for body, posted in POSTED.items() if way == posted), None)
        if body is None and way != GET:
            yield f"# {count} of {ways.total()} came by {printable(way)}, for which the sandbox has no setting"
            return
        yield f"# {count} of {ways.total()} callbacks"
        yield f"method: {GET if body is None else 'POST'}"
        if body is not None:
            yield f"body: {body}"


def _not_sent_again(one: KindFindings) -> _Lines:
    """What the sandbox has no setting for is said in a comment."""
    after = one.redelivery.after
    ended = [status_name(code) for code, seen in after.items() if seen.repeats is False and not is_success(code)]
    if ended and any(seen.repeats for seen in after.values()):
        yield f"# after {', '.join(ended)} it was not sent again; the sandbox sends it again all the same"


def _timed(name: str, sample: DurationSample, why: str) -> _Lines:
    summary = sample.summary()
    yield f"# {summary.count} times, {why}: median {format_duration(summary.median)}"
    yield f"{name}: {_span(summary)}"


def wait_list(waits: Sequence[Summary]) -> str:
    """Waits as settings and scenarios have them, without those that the last one repeats anyway."""
    spans = [_span(wait) for wait in waits]
    while spans[-2:-1] == spans[-1:]:
        spans.pop()
    return f"[{', '.join(spans)}]"


def _span(seen: Summary) -> str:
    """A duration, or the range over which it is scattered."""
    if not seen.scattered:
        return format_duration(min(seen.rounded, MAX_DURATION))
    return f"{format_duration(_floor(seen.low))}..{format_duration(min(_floor(seen.high) + SECOND, MAX_DURATION))}"


def _floor(duration: Duration) -> Duration:
    return duration // SECOND * SECOND


def _quirks(kinds: Mapping[str, KindFindings]) -> _Lines:
    yield from _first(_user_agent, kinds)
    if VOICE.name in kinds:
        yield from _voice_quirks(kinds[VOICE.name])
    if VOICE_OTP.name in kinds:
        for type_id, count in values_of(kinds[VOICE_OTP.name].shapes, "TypeId").most_common(1):
            yield f"# {count} spoken one-time passwords"
            yield f"type_id: {json.dumps(type_id)}"


def _user_agent(one: KindFindings) -> _Lines:
    for agent, count in one.senders.agents.most_common(1):
        if agent.isascii() and agent.isprintable() and agent.strip():
            yield f"# {count} of {one.senders.agents.total()} callbacks"
            yield f"user_agent: {json.dumps(agent)}"


def _voice_quirks(voice: KindFindings) -> _Lines:
    spaces = space_encodings(voice.shapes)
    if any(spaces.values()):
        yield f"# {spaces['%20']} times %20, {spaces['+']} times +"
        yield f'callback_space: "{"+" if spaces["+"] > spaces["%20"] else "%20"}"'
    results = no_answer_results(voice.deliveries)
    if results["0"] or results["1"]:
        yield f"# SentResult of NO ANSWER: {results['0']} times 0, {results['1']} times 1"
        yield f"no_answer_sent_result: {1 if results['1'] > results['0'] else 0}"
    appended = appends(voice.shapes)
    if appended is not None:
        yield "# the parameters came twice, empty and filled" if appended else "# others' parameters stand behind them"
        yield f"placeholders: {'append' if appended else 'fill'}"
