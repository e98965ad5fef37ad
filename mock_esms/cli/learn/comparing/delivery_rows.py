"""How callbacks were delivered, beside what the sandbox does: sends, waits, statuses, delay, timeout, sender."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from mock_esms._text import printable
from mock_esms.cli.learn.comparing.comparison_row import ComparisonRow, row
from mock_esms.cli.learn.comparing.redelivery import Redelivery, Wait
from mock_esms.cli.learn.observing.deliveries import Deliveries
from mock_esms.cli.learn.observing.duration_sample import DurationSample, Summary
from mock_esms.cli.learn.observing.observer import shown_agent
from mock_esms.cli.learn.observing.response_statuses import status_name
from mock_esms.cli.learn.reading.log_entries import GET
from mock_esms.config.retry_presets import ESMS
from mock_esms.config.settings import BUILT_IN_CALLBACK, Quirks
from mock_esms.model.times import HOUR, Duration, format_duration

RETRIES: Final = '"At most 5 times" means five more after the first'
WAITS: Final = "The waits between the sends"
DELAY: Final = "The first send follows one second after the end of the call"
TIMEOUT: Final = "The receiver has ten seconds to answer"
CONFIRMS: Final = "The receiver confirms with status 200, exactly"
AGAIN: Final = "A callback that was not confirmed is sent again"
REDIRECTS: Final = "Redirects are not followed"
METHOD: Final = "It is an HTTP GET to the CallbackUrl"
AGENT: Final = "The User-Agent is `mock-esms`"
SEND_DATE: Final = "SendDate is Vietnamese time"

_OK: Final = 200
_MOST_SHOWN: Final = 8
_PROTOCOL: Final = "HTTP/1.1"
_ASSUMED_WAITS: Final = tuple(span.shortest for span in ESMS.wait)


def delivery_rows(
    deliveries: Deliveries, redelivery: Redelivery, last_sends: DurationSample
) -> Iterator[ComparisonRow]:
    """The rows of one kind, in the order in which a callback lives; ``last_sends`` are those that got no answer."""
    most = max(deliveries.counts, default=0)
    yield row(
        "sends for one id",
        _counted({str(number): count for number, count in sorted(deliveries.counts.items())}),
        deliveries.counts.total(),
        f"1 to {ESMS.retries + 1}",
        fits=most <= ESMS.retries + 1,
        ledger=RETRIES,
    )
    retries = redelivery.retries
    yield row(
        "retries", str(retries), redelivery.exhausted, str(ESMS.retries), fits=retries == ESMS.retries, ledger=RETRIES
    )
    yield from _waits(redelivery.waits)
    yield from _after(redelivery)
    assumed = BUILT_IN_CALLBACK.delay.shortest if BUILT_IN_CALLBACK.delay is not None else 0
    yield _duration("delay from the end to the first send", deliveries.delay, assumed, DELAY)
    yield _since_due(deliveries.since_due)
    yield _duration("timeout", last_sends, ESMS.timeout.shortest, TIMEOUT)


def sender_rows(agents: Counter[str], protocols: Counter[str], sent_by: Counter[str]) -> Iterator[ComparisonRow]:
    """Who sends, and how, as far as the log tells it."""
    assumed = Quirks().user_agent
    yield row(
        "method",
        _counted({printable(way): count for way, count in sent_by.most_common(_MOST_SHOWN)}),
        sent_by.total(),
        GET,
        fits=set(sent_by) == {GET},
        ledger=METHOD,
    )
    yield row(
        "User-Agent",
        _counted({printable(shown_agent(agent)): count for agent, count in agents.most_common(_MOST_SHOWN)}),
        agents.total(),
        assumed,
        fits=set(agents) == {assumed},
        ledger=AGENT,
    )
    yield row(
        "protocol",
        _counted({printable(name): count for name, count in protocols.most_common(_MOST_SHOWN)}),
        protocols.total(),
        _PROTOCOL,
        fits=set(protocols) == {_PROTOCOL},
    )


def _waits(waits: tuple[Wait, ...]) -> Iterator[ComparisonRow]:
    """Each wait that was seen, and those that the sandbox has beyond."""
    seen = {wait.number: wait for wait in waits}
    for number in range(1, max([*seen, len(_ASSUMED_WAITS)]) + 1):
        name = f"wait {number}"
        assumed = _ASSUMED_WAITS[number - 1] if number <= len(_ASSUMED_WAITS) else None
        expected = "none: it is not sent again" if assumed is None else format_duration(assumed)
        if number in seen:
            wait = seen[number]
            text = f"{format_duration(wait.fits)} {_spread(wait.observed)}"
            yield row(name, text, wait.observed.count, expected, fits=wait.fits == assumed, ledger=WAITS)
        else:
            yield row(name, "", 0, expected, fits=False, ledger=WAITS)


def _after(redelivery: Redelivery) -> Iterator[ComparisonRow]:
    for code, after in redelivery.after.items():
        repeats = after.repeats
        seen = after.again + after.not_again
        is_redirect = 300 <= code <= 399  # noqa: PLR2004 - as it is written
        text = f"sent again ({after.again} of {seen})" if after.again else f"not sent again ({seen} of {seen})"
        yield row(
            f"after {status_name(code)}",
            text,
            seen,
            "not sent again" if code == _OK else "sent again",
            fits=repeats is not (code == _OK),
            ledger=CONFIRMS if code == _OK else REDIRECTS if is_redirect else AGAIN,
        )


def _since_due(sample: DurationSample) -> ComparisonRow:
    """The sandbox reads SendDate as Vietnamese time; had eSMS another zone, callbacks would come hours off."""
    summary = sample.summary() if sample.count else None
    return row(
        "from the request or its SendDate to the first send, without CallDuration",
        f"{format_duration(summary.rounded)} {_spread(summary)}" if summary is not None else "",
        sample.count,
        "ringing and the delay: minutes",
        fits=summary is not None and summary.median < HOUR,
        ledger=SEND_DATE,
    )


def _duration(name: str, sample: DurationSample, assumed: Duration, ledger: str) -> ComparisonRow:
    summary = sample.summary() if sample.count else None
    return row(
        name,
        f"{format_duration(summary.rounded)} {_spread(summary)}" if summary is not None else "",
        sample.count,
        format_duration(assumed),
        fits=summary is not None and summary.rounded == assumed,
        ledger=ledger,
    )


def _spread(summary: Summary) -> str:
    """The median and where eight of ten lie."""
    median, low, high = (format_duration(part) for part in (summary.median, summary.low, summary.high))
    return f"(median {median}, {low} to {high})"


def _counted(counts: dict[str, int]) -> str:
    shown = [f"{text} ({count})" for text, count in list(counts.items())[:_MOST_SHOWN]]
    more = len(counts) - _MOST_SHOWN
    return ", ".join([*shown, *([f"{more} more"] if more > 0 else [])])
