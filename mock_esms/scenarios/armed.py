"""What is armed: scenarios that wait for the requests they are meant for, the first armed first."""

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from mock_esms.config.match import Match, MatchedRequest
from mock_esms.errors import FullError, NotNowError, WrongValueError
from mock_esms.journal.changes import ArmedState, ChangeTracker
from mock_esms.model.inbound import INBOUND

MAX_ARMED: Final = 10_000
"""So many may be armed at one time; each of them is looked at for each request."""

_log: Final = logging.getLogger("mock_esms.scenarios")


class Armed:
    """A scenario that waits for the requests it is meant for; ``left`` None means that it is never used up.

    ``number`` rises in the order of arming.
    """

    __slots__ = ("left", "match", "name", "number", "used")

    def __init__(self, name: str, match: Match, left: int | None, used: int = 0, number: int = 0) -> None:
        self.name = name
        self.match = match
        self.left = left
        self.used = used
        self.number = number


class ArmedQueue:
    """Everything that is armed and not used up: ``waiting``, by number."""

    __slots__ = ("_changes", "_last_number", "waiting")

    def __init__(self, changes: ChangeTracker | None = None) -> None:
        """Nothing is armed; note in ``changes`` what becomes of what will be."""
        self.waiting: dict[int, Armed] = {}
        self._last_number = 0
        self._changes = changes

    def __iter__(self) -> Iterator[Armed]:
        """What is armed, the first armed first."""
        return iter(self.waiting.values())

    def __len__(self) -> int:
        """How many are armed."""
        return len(self.waiting)

    def use(self, request: MatchedRequest) -> Armed | None:
        """The first that is meant for a request, used by this; None when there is none.

        What a person writes is no request: it is meant only where ``operation`` says so, lest it use up what was armed
        for the call or message with which an application answers.
        """
        for armed in self.waiting.values():
            if armed.match.fits_request(request) and _is_meant(armed, request):
                armed.used += 1
                if armed.left is not None:
                    armed.left -= 1
                    if armed.left == 0:
                        del self.waiting[armed.number]
                self._note(armed)
                return armed
        return None

    def add(self, name: str, match: Match, times: int | None) -> Armed:
        """Arm a scenario. Raises ``WrongValueError`` for ``times`` below 1, ``FullError`` when too many are armed."""
        if times is not None and times < 1:
            message = f"times: {times} is less than one request; arm a scenario for 1 or more"
            raise WrongValueError(message)
        if len(self.waiting) >= MAX_ARMED:
            message = f"{MAX_ARMED:,} scenarios are armed, and no more are kept; use them up, or reset"
            raise FullError(message)
        return self._append(Armed(name, match, times))

    def set_times(self, name: str, times: int | None) -> None:
        """Let what was armed last under a name decide so many requests in all (None: all until reset).

        Those that used it already are included. Raises ``NotNowError`` when nothing of that name is armed any more,
        ``WrongValueError`` when that many have used it.
        """
        armed = next((armed for armed in reversed(self.waiting.values()) if armed.name == name), None)
        if armed is None:
            message = f"times({times}): {name} is not armed any more; every request that it was armed for has used it"
            raise NotNowError(message)
        if times is not None and times <= armed.used:
            message = (
                f"times({times}): it must be 1 or more, and more than the {armed.used} requests that used it already"
            )
            raise WrongValueError(message)
        armed.left = None if times is None else times - armed.used
        self._note(armed)

    def forget(self, which: Callable[[Armed], bool]) -> tuple[Armed, ...]:
        """Disarm those of which this is true; gives those that were never used."""
        gone = [armed for armed in self.waiting.values() if which(armed)]
        for armed in gone:
            del self.waiting[armed.number]
            self._note(armed)
        return tuple(armed for armed in gone if not armed.used)

    def restore(self, earlier: Iterable[tuple[int, ArmedState]], knows: Callable[[str], bool]) -> None:
        """Put what was armed in an earlier sandbox before what is armed here already.

        What is a scenario no more, as ``knows`` tells, is given up, loudly.
        """
        here, self.waiting = tuple(self.waiting.values()), {}
        for number, state in earlier:
            self._last_number = number
            armed = Armed(state.name, Match(state.match), state.left, state.used, number)
            if knows(state.name):
                self.waiting[number] = armed
            else:
                what = str(armed.match) or "any call"
                _log.error("%s was armed for %s, and there is no such scenario any more", state.name, what)
                self._note(armed)
        for armed in here:
            self._append(armed)

    def _append(self, armed: Armed) -> Armed:
        self._last_number += 1
        armed.number = self._last_number
        self.waiting[armed.number] = armed
        self._note(armed)
        return armed

    def _note(self, armed: Armed) -> None:
        if self._changes is not None:
            state = ArmedState(armed.name, armed.match.pairs, armed.left, armed.used)
            self._changes.armed(armed.number, state if armed.number in self.waiting else None)


def _is_meant(armed: Armed, request: MatchedRequest) -> bool:
    return request.operation != INBOUND or any(name == "operation" for name, _ in armed.match.pairs)
