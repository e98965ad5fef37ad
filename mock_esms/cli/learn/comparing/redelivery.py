"""The policy of redelivery that fits what was observed: after which statuses, after which waits, how often.

A log ends somewhere: a callback whose next send would have come after that end says nothing about how often it is
sent. And a log has accidents: what most of the callbacks did counts.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple

from mock_esms.cli.learn.observing.deliveries import Deliveries, FollowedSends
from mock_esms.cli.learn.observing.duration_sample import DurationSample, Summary
from mock_esms.cli.learn.observing.response_statuses import UNKNOWN, gave_up, is_success
from mock_esms.cli.learn.observing.stories import AT_ONCE
from mock_esms.model.times import MINUTE, Duration, Instant

_MOST: Final = 0.5
_LATER: Final = 1.5
"""A send is taken for missing when it has not come after so many times its wait, and a minute."""
_OK: Final = 200


class AfterStatus(NamedTuple):
    """What followed the sends that were answered with one status, where more could follow."""

    again: int
    not_again: int

    @property
    def seen(self) -> int:
        """How many there were."""
        return self.again + self.not_again

    @property
    def repeats(self) -> bool | None:
        """Whether it is sent again after this status; None where nothing tells."""
        return self.again / self.seen >= _MOST if self.seen else None


class Redelivery(NamedTuple):
    """What was learnt; None is what nothing tells.

    ``waits`` are those after the first send, after the second, and so on; ``exhausted`` is how many callbacks were sent
    until the sender gave up.
    """

    waits: tuple[Summary, ...]
    after: dict[int, AfterStatus]
    retries: int | None
    exhausted: int

    @property
    def success(self) -> Literal["200", "2xx"] | None:
        """Which statuses acknowledge, where another one of 2xx than 200 was answered."""
        others = {after.repeats for code, after in self.after.items() if is_success(code) and code != _OK}
        others.discard(None)
        return None if len(others) != 1 else "200" if others == {True} else "2xx"


def redelivery_of(deliveries: Deliveries, last: Instant) -> Redelivery:
    """The policy behind these callbacks; ``last`` is the time of the latest line of all logs."""
    most = max((number for number, _ in deliveries.followed), default=0)
    waits = tuple(_waits(deliveries, most))
    longest = max((wait.rounded for wait in waits), default=0)
    missing = {
        (number, status): _missing(found, waits[number - 1].rounded if number <= len(waits) else longest, last)
        for (number, status), found in deliveries.followed.items()
        if status != UNKNOWN
    }
    after: dict[int, AfterStatus] = {}
    for (number, status), count in missing.items():
        again, not_again = after.get(status, AfterStatus(0, 0))
        if number < most or is_success(status):  # a last send that failed may be the last of all
            again += deliveries.followed[number, status].again
            not_again += count
        after[status] = AfterStatus(again, not_again)
    failing = _failing(after)
    given_up: Counter[int] = Counter()
    for (number, status), count in missing.items():
        given_up[number] += count if status in failing else 0
    exhausted = given_up.total()
    retries = max(given_up, key=lambda number: (given_up[number], number)) - 1 if exhausted else None
    return Redelivery(waits, dict(sorted(after.items())), retries, exhausted)


def _failing(after: Mapping[int, AfterStatus]) -> frozenset[int]:
    """The statuses that do not end a redelivery: those that repeat it; where none does, all that are no success."""
    if any(one.repeats for one in after.values()):
        return frozenset(
            code
            for code, one in after.items()
            if code != _OK and (one.repeats or (one.repeats is None and not is_success(code)))
        )
    return frozenset(code for code in after if not is_success(code))


def _waits(deliveries: Deliveries, most: int) -> Iterable[Summary]:
    """Wait after wait, from the first on."""
    for number in range(1, most):
        found = {status: each for (place, status), each in deliveries.followed.items() if place == number}
        wait = _telling_most(found)
        if wait is None:
            return
        yield wait.summary()


def _telling_most(found: Mapping[int, FollowedSends]) -> DurationSample | None:
    """The waits after answers that failed, else after timeouts, else after what was acknowledged."""
    failed = [each.gaps for status, each in found.items() if not is_success(status) and not gave_up(status)]
    timed_out = [each.gaps for status, each in found.items() if gave_up(status)]
    acknowledged = [each.gaps for status, each in found.items() if is_success(status)]
    samples = map(DurationSample.merged, (failed, timed_out, acknowledged))
    return next((sample for sample in samples if sample.count), None)


def _missing(found: FollowedSends, wait: Duration, last: Instant) -> int:
    """After how many of the last sends another one would be in the log, had there been one."""
    until = last - int(_LATER * wait) - (MINUTE if wait > AT_ONCE else 0)
    return round(found.last.count * (1 - found.last.share(until + 1)))
