"""How callbacks were delivered, beside what the sandbox does: sends, waits, statuses, delay, timeout, sender."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from mock_esms._text import printable
from mock_esms.cli.learn.comparing.comparison_row import ComparisonRow, row
from mock_esms.cli.learn.comparing.redelivery import Redelivery
from mock_esms.cli.learn.observing.deliveries import Deliveries
from mock_esms.cli.learn.observing.duration_sample import DurationSample, Summary
from mock_esms.cli.learn.observing.response_statuses import status_name
from mock_esms.cli.learn.observing.senders import Senders
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


def delivery_rows(deliveries: Deliveries, redelivery: Redelivery, timeouts: DurationSample) -> Iterator[ComparisonRow]:
    """The rows of one kind, in the order in which a callback lives."""
    counts = deliveries.counts
    yield row(
        "sends for one id",
        _counted(sorted(counts.items())),
        counts.total(),
        f"1 to {ESMS.retries + 1}",
        fits=max(counts, default=0) <= ESMS.retries + 1,
        ledger=RETRIES,
    )
    retries = redelivery.retries
    yield row(
        "retries", str(retries), redelivery.exhausted, str(ESMS.retries), fits=retries == ESMS.retries, ledger=RETRIES
    )
    yield from _waits(redelivery.waits)
    yield from _after(redelivery)
    delay = BUILT_IN_CALLBACK.delay.shortest if BUILT_IN_CALLBACK.delay is not None else 0
    yield _duration("delay from the end to the first send", deliveries.delay, delay, DELAY)
    yield _since_due(deliveries.since_due)
    yield _duration("timeout", timeouts, ESMS.timeout.shortest, TIMEOUT)


def sender_rows(senders: Senders) -> Iterator[ComparisonRow]:
    """Who sends, and how, as far as the log tells it."""
    for name, seen, assumed, ledger in (
        ("method", senders.ways, GET, METHOD),
        ("User-Agent", senders.agents, Quirks().user_agent, AGENT),
        ("protocol", senders.protocols, _PROTOCOL, ""),
    ):
        text = _counted(seen.most_common(_MOST_SHOWN))
        yield row(name, text, seen.total(), assumed, fits=set(seen) == {assumed}, ledger=ledger)


def _waits(waits: tuple[Summary, ...]) -> Iterator[ComparisonRow]:
    """Each wait that was seen, and those that the sandbox has beyond."""
    for number, (wait, assumed) in enumerate(zip_longest(waits, _ASSUMED_WAITS), 1):
        yield row(
            f"wait {number}",
            "" if wait is None else _with_spread(wait),
            0 if wait is None else wait.count,
            "none: it is not sent again" if assumed is None else format_duration(assumed),
            fits=wait is not None and wait.rounded == assumed,
            ledger=WAITS,
        )


def _after(redelivery: Redelivery) -> Iterator[ComparisonRow]:
    for code, after in redelivery.after.items():
        seen = after.seen
        is_redirect = 300 <= code <= 399  # noqa: PLR2004 - as it is written
        yield row(
            f"after {status_name(code)}",
            f"sent again ({after.again} of {seen})" if after.again else f"not sent again ({seen} of {seen})",
            seen,
            "not sent again" if code == _OK else "sent again",
            fits=after.repeats is not (code == _OK),
            ledger=CONFIRMS if code == _OK else REDIRECTS if is_redirect else AGAIN,
        )


def _since_due(sample: DurationSample) -> ComparisonRow:
    """The sandbox reads SendDate as Vietnamese time; had eSMS another zone, callbacks would come hours off."""
    summary = sample.summary() if sample.count else None
    return row(
        "from the request or its SendDate to the first send, without CallDuration",
        "" if summary is None else _with_spread(summary),
        sample.count,
        "ringing and the delay: minutes",
        fits=summary is not None and summary.median < HOUR,
        ledger=SEND_DATE,
    )


def _duration(name: str, sample: DurationSample, assumed: Duration, ledger: str) -> ComparisonRow:
    summary = sample.summary() if sample.count else None
    return row(
        name,
        "" if summary is None else _with_spread(summary),
        sample.count,
        format_duration(assumed),
        fits=summary is not None and summary.rounded == assumed,
        ledger=ledger,
    )


def _with_spread(summary: Summary) -> str:
    """The round duration, the median, and where eight of ten lie."""
    rounded, median, low, high = map(format_duration, (summary.rounded, summary.median, summary.low, summary.high))
    return f"{rounded} (median {median}, {low} to {high})"


def _counted(counts: Sequence[tuple[object, int]]) -> str:
    shown = [f"{printable(str(what))} ({count})" for what, count in counts[:_MOST_SHOWN]]
    more = len(counts) - _MOST_SHOWN
    return ", ".join([*shown, *([f"{more} more"] if more > 0 else [])])
