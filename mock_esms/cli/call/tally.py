"""The sum of many calls: how many were accepted, how many refused and why, how they ended."""

from collections import Counter
from collections.abc import Iterator

from mock_esms._text import printable
from mock_esms.cli.call.follow_many import CallEnd
from mock_esms.cli.call.load import PlacementOutcome
from mock_esms.cli.call.request import ACCEPTED

_STATES = ("delivered", "exhausted", "blocked", "dropped", "pending")


class Tally:
    """Adds up outcomes and ends; every order gives one sum."""

    def __init__(self) -> None:
        """Nothing has happened yet."""
        self.accepted: list[str] = []
        self._without_id = 0
        self._refused: Counter[tuple[str, str]] = Counter()
        self._errors: Counter[str] = Counter()
        self._ends: Counter[str | None] = Counter()
        self._callbacks: Counter[str] = Counter()

    @property
    def placed(self) -> int:
        """How many have an outcome."""
        return self.count_accepted + self._refused.total() + self._errors.total()

    @property
    def count_accepted(self) -> int:
        """How many were accepted."""
        return len(self.accepted) + self._without_id

    @property
    def all_well(self) -> bool:
        """Whether every call was accepted, and every callback that has been followed was delivered."""
        undelivered = self._callbacks.total() - self._callbacks["delivered"]
        return not (self._refused or self._errors or undelivered)

    def add(self, outcome: PlacementOutcome) -> None:
        """Count what came of a request."""
        if isinstance(outcome, str):
            self._errors[outcome] += 1
        elif outcome.code != ACCEPTED:
            self._refused[outcome.code or "", outcome.message] += 1
        elif outcome.sms_id:
            self.accepted.append(outcome.sms_id)
        else:
            self._without_id += 1

    def add_end(self, end: CallEnd) -> None:
        """Count how a call ended, and each of its callbacks."""
        self._ends[end.call_status] += 1
        self._callbacks.update(end.callbacks)

    def lines(self) -> Iterator[str]:
        """The sum, a line for each kind, in an order of its own."""
        yield _line("accepted", self.count_accepted)
        for (code, message), count in sorted(self._refused.items()):
            yield _line(f"refused {code}", count, message)
        for error, count in sorted(self._errors.items()):
            yield _line("no answer", count, error)
        for status, count in sorted(self._ends.items(), key=lambda item: str(item[0])):
            what = "unknown" if status is None else status or "empty"
            why = {None: "dropped from the journal before it was asked for", "": "CallStatus: the carrier failed"}
            yield _line(f"ended {what}", count, why.get(status, ""))
        for state in _STATES:
            if self._callbacks[state]:
                yield _line(f"callback {state}", self._callbacks[state])


def _line(what: str, count: int, more: str = "") -> str:
    return f"{printable(what):<20} {count:>7}  {printable(more)}".rstrip()
