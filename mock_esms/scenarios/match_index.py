"""The first scenario whose match fits, without asking each: nearly all are chosen by the phone's last digits.

It exists for speed; skip it the first time. To ask each of the hundred that ship takes longer than ten requests in all,
and a request is promised to take 1.3 times a bare handler's instructions (docs/performance.md). A property test holds
what it finds to asking each in turn.
"""

import re
from collections.abc import Iterable
from typing import Final, Protocol

from mock_esms.config.match import Match, MatchedRequest

_ENDING: Final = re.compile(r"\*([0-9]+)", re.ASCII)


class Matching(Protocol):
    """What has a name, a priority, and maybe a match."""

    @property
    def name(self) -> str:
        """Decides among those of one priority."""

    @property
    def priority(self) -> int:
        """The highest is tried first."""

    @property
    def match(self) -> Match | None:
        """None never fits."""


_Ranked = tuple[int, str, Match]


class MatchIndex:
    """Scenarios that have a match, in the order in which they are tried: priority, then name.

    One whose only glob is ``phone: "*555101"`` is filed under these digits; the others are asked one by one.
    """

    __slots__ = ("_by_ending", "_lengths", "_others")

    def __init__(self, scenarios: Iterable[Matching]) -> None:
        self._others: list[_Ranked] = []
        self._by_ending: dict[str, _Ranked] = {}
        tried = sorted(scenarios, key=lambda scenario: (-scenario.priority, scenario.name))
        for rank, scenario in enumerate(tried):
            if scenario.match is None:
                continue
            filed = (rank, scenario.name, scenario.match)
            if (ending := _ending(scenario.match)) is None:
                self._others.append(filed)
            else:
                self._by_ending.setdefault(ending, filed)
        self._lengths = tuple({len(ending) for ending in self._by_ending})

    def first(self, request: MatchedRequest) -> tuple[str, Match] | None:
        """The name of the scenario that is tried first among those that fit, and its match."""
        best: _Ranked | None = None
        phone = request.phone
        for length in self._lengths:
            filed = self._by_ending.get(phone[-length:])
            if filed is not None and (best is None or filed[0] < best[0]):
                best = filed
        for other in self._others:
            if best is not None and best[0] < other[0]:
                break
            if other[2].fits_request(request):
                best = other
                break
        return None if best is None else (best[1], best[2])


def _ending(match: Match) -> str | None:
    if len(match.pairs) != 1 or match.pairs[0][0] != "phone":
        return None
    found = _ENDING.fullmatch(match.pairs[0][1])
    return found[1] if found else None
