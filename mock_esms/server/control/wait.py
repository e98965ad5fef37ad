"""``/_mock/wait`` and ``/_mock/verify``: until something has happened, and whether it did; and how many may wait."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from aiohttp import web

from mock_esms.clock.clock import Clock
from mock_esms.config.match import CALL_NAMES, Match
from mock_esms.errors import FullError, WrongValueError
from mock_esms.journal import STAGES, Journal, Until, nearest, wait_until
from mock_esms.model.calls import Call
from mock_esms.server.control.json_types import MiscountedJson, TimedOutJson, VerifiedJson, WaitedJson
from mock_esms.server.control.parse import as_match, as_number, as_whole, read_object, refuse_unknown, take
from mock_esms.server.control.responses import error_json, json_response
from mock_esms.server.control.serializers import serialize_call

MAX_TIMEOUT: Final = 3_600.0
MAX_WAITS: Final = 1_000
"""So many requests may wait at one time: each looks at every event."""
_MANY: Final = 1_000_000


class ConcurrencyLimit:
    """So many requests of a kind may wait at one time: each holds a connection, and memory with it."""

    def __init__(self, limit: int, what: str) -> None:
        """``what`` names the requests in the plural."""
        self._limit = limit
        self._what = what
        self._taken = 0

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Take a slot for the block. Raises ``FullError`` at once when none is free."""
        if self._taken >= self._limit:
            message = f"there are {self._limit:,} {self._what} already, and no more are served; end one and try again"
            raise FullError(message)
        self._taken += 1
        try:
            yield
        finally:
            self._taken -= 1


class WaitControl:
    """Waits and verifies on the journal."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        """Wait for what this journal tells."""
        self._journal = journal
        self._clock = clock
        self._limit = ConcurrencyLimit(MAX_WAITS, "requests that wait")

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The addresses."""
        return (web.post("/wait", self.wait), web.post("/verify", self.verify))

    async def wait(self, request: web.Request) -> web.Response:
        """Answer as soon as ``count`` matching calls have got there, or 408 with the nearest calls."""
        data = await read_object(request, allowed=("match", "until", "count", "timeout"))
        match = take(data, "match", as_match(CALL_NAMES), Match())
        settled: Until = "settled"
        until = take(data, "until", _as_until, settled)
        count = take(data, "count", as_whole(1, _MANY), 1)
        timeout = take(data, "timeout", as_number(0, MAX_TIMEOUT), 10.0)
        with self._limit.slot():
            waited = await wait_until(self._journal, match, until, count=count, timeout=timeout)
        if waited.in_time:
            return json_response(WaitedJson(calls=[serialize_call(call) for call in waited.calls]))
        goal = until if isinstance(until, str) else f"{until} attempts"
        still = " The clock is manual: advance it." if self._clock.mode == "manual" else ""
        message = (
            f"{len(waited.calls)} of {count} calls{_that_match(match)} had reached {goal} after {timeout:g} s."
            f"{still} The nearest calls are listed."
        )
        near = _distinct(waited.calls, nearest(match, self._journal))
        calls = [serialize_call(call) for call in near]
        return json_response(TimedOutJson(**error_json("timed-out", message), calls=calls), status=408)

    async def verify(self, request: web.Request) -> web.Response:
        """Whether as many calls match as should."""
        data = await read_object(request, allowed=("match", "times", "at_least", "at_most"))
        match = take(data, "match", as_match(CALL_NAMES), Match())
        least, most, wanted = _bounds(data)
        count = len(self._journal.calls(match))
        if least <= count <= most:
            return json_response(VerifiedJson(ok=True, count=count))
        near = nearest(match, self._journal)
        message = f"{count} calls{_that_match(match)}, expected {wanted}. The nearest calls are listed."
        calls = [serialize_call(call) for call in near]
        answer = MiscountedJson(**error_json("not-verified", message), count=count, nearest=calls)
        return json_response(answer, status=409)


def _that_match(match: Match) -> str:
    return f" that match {match}" if match.pairs else ""


def _bounds(data: Mapping[str, object]) -> tuple[int, int, str]:
    """How many calls there may be, from ``times`` or from ``at_least`` and ``at_most``."""
    read = as_whole(0, _MANY)
    if "times" in data:
        if "at_least" in data or "at_most" in data:
            message = "times: stands alone; leave it out where at_least or at_most is given"
            raise WrongValueError(message)
        times = take(data, "times", read, 1)
        return times, times, f"exactly {times}"
    if "at_least" not in data and "at_most" not in data:
        return 1, 1, "exactly 1"
    least, most = take(data, "at_least", read, 0), take(data, "at_most", read, _MANY)
    words = [f"at least {least}"] * ("at_least" in data) + [f"at most {most}"] * ("at_most" in data)
    return least, most, " and ".join(words)


def _as_until(value: object) -> Until:
    if isinstance(value, Mapping):
        refuse_unknown(value, ("attempts",), "field in until")
        return as_whole(1, _MANY)(value.get("attempts"))
    for stage in STAGES:
        if value == stage:
            return stage
    message = f'must be one of {", ".join(STAGES)}, or {{"attempts": 3}}'
    raise ValueError(message)


def _distinct(calls: Iterable[Call], more: Iterable[Call]) -> list[Call]:
    """Both without repetition."""
    return list({call.sms_id: call for call in (*calls, *more)}.values())
