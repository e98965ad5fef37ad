"""``/_mock/wait`` and ``/_mock/verify``: until something has happened, and whether it did; and how many may wait."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import Annotated, Final, Generic, Literal, TypedDict

from aiohttp import web

from mock_esms.clock.clock import Clock
from mock_esms.config.documents import WrongKeysError, build
from mock_esms.config.documents.annotations import Reads
from mock_esms.config.documents.field_types import number, whole
from mock_esms.config.match import Match
from mock_esms.errors import FullError
from mock_esms.journal import STAGES, Journal, Until, nearest, wait_until
from mock_esms.journal.filter import Entry
from mock_esms.journal.journal import EVERY
from mock_esms.model.calls import Call
from mock_esms.model.message import Message
from mock_esms.server.control.decode import MAX_COUNT, EntryMatch, decode_body
from mock_esms.server.control.json_types import CallJson, ErrorJson
from mock_esms.server.control.message_serializers import MessageJson, serialize_message
from mock_esms.server.control.responses import error_json, json_response
from mock_esms.server.control.serializers import serialize_call

MAX_TIMEOUT: Final = 3_600.0
MAX_WAITS: Final = 1_000
"""So many requests may wait at one time: each looks at every event."""


_ATTEMPTS: Final = whole(1, MAX_COUNT)


@dataclass(frozen=True, slots=True, kw_only=True)
class UntilAttempts:
    """So many attempts have finished, over all callbacks of a call or message."""

    attempts: Annotated[int, _ATTEMPTS]


def _parse_until(value: object) -> Until:
    if isinstance(value, Mapping):
        return build(UntilAttempts, value).attempts
    for stage in STAGES:
        if value == stage:
            return stage
    message = f'must be one of {", ".join(STAGES)}, or {{"attempts": 3}}'
    raise ValueError(message)


# Written out: what makes schemas of dataclasses is loaded when somebody asks for the document, and not at each start.
_UNTIL: Final = Reads(
    _parse_until,
    {
        "anyOf": [
            {"enum": [*STAGES]},
            {
                "type": "object",
                "properties": {"attempts": _ATTEMPTS.schema},
                "required": ["attempts"],
                "additionalProperties": False,
            },
        ]
    },
)


What = Literal["call", "message"]


def _refuse_channel_of_call(what: What, match: Match) -> None:
    """Raise ``WrongKeysError`` where calls are to be told apart by what only messages have."""
    if what == "call" and any(name == "channel" for name, _ in match.pairs):
        message = 'messages have channels, calls have none; add {"what": "message"}'
        raise WrongKeysError([(("match", "channel"), message)])


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitBody:
    """How many calls or messages are waited for, how far they are to get, and for how many real seconds."""

    what: What = "call"
    match: EntryMatch = field(default_factory=Match)
    until: Annotated[Until, _UNTIL] = "settled"
    count: Annotated[int, whole(1, MAX_COUNT)] = 1
    timeout: Annotated[float, number(0, MAX_TIMEOUT)] = 10.0

    def __post_init__(self) -> None:
        """Refuse what calls do not have."""
        _refuse_channel_of_call(self.what, self.match)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyBody:
    """How many calls or messages should match: exactly ``times``, or within bounds; nothing said is exactly one."""

    what: What = "call"
    match: EntryMatch = field(default_factory=Match)
    times: Annotated[int, whole(0, MAX_COUNT)] | None = None
    at_least: Annotated[int, whole(0, MAX_COUNT)] | None = None
    at_most: Annotated[int, whole(0, MAX_COUNT)] | None = None

    def __post_init__(self) -> None:
        """Refuse bounds beside an exact number, and what calls do not have."""
        _refuse_channel_of_call(self.what, self.match)
        if self.times is not None and (self.at_least, self.at_most) != (None, None):
            message = "stands alone; leave it out where at_least or at_most is given"
            raise WrongKeysError([("times", message)])

    def fits(self, count: int) -> bool:
        """Whether it is as many as should be."""
        if self.at_least is None and self.at_most is None:
            return count == self._exactly
        return (self.at_least or 0) <= count and (self.at_most is None or count <= self.at_most)

    def __str__(self) -> str:
        """As people say it: ``at least 1 and at most 3``."""
        bounds = (("at least", self.at_least), ("at most", self.at_most))
        words = [f"{word} {bound}" for word, bound in bounds if bound is not None]
        return " and ".join(words) or f"exactly {self._exactly}"

    @property
    def _exactly(self) -> int:
        return 1 if self.times is None else self.times


class WaitedJson(TypedDict):
    """The calls that have got there."""

    calls: list[CallJson]


class WaitedMessagesJson(TypedDict):
    """The messages that have got there."""

    messages: list[MessageJson]


class TimedOutJson(ErrorJson):
    """Calls have not got there in time; the nearest ones."""

    calls: list[CallJson]


class TimedOutMessagesJson(ErrorJson):
    """Messages have not got there in time; the nearest ones."""

    messages: list[MessageJson]


class VerifiedJson(TypedDict):
    """As many match as should."""

    ok: Literal[True]
    count: int


class MiscountedJson(ErrorJson):
    """More or fewer calls match than should; the nearest ones."""

    count: int
    nearest: list[CallJson]


class MiscountedMessagesJson(ErrorJson):
    """More or fewer messages match than should; the nearest ones."""

    count: int
    nearest: list[MessageJson]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind(Generic[Entry]):
    """Calls or messages: what they are called in answers, and how each is shown."""

    type: type[Entry]
    plural: Literal["calls", "messages"]
    serialize: Callable[[Entry], Mapping[str, object]]


_CALLS: Final = _Kind(type=Call, plural="calls", serialize=serialize_call)
_MESSAGES: Final = _Kind(type=Message, plural="messages", serialize=serialize_message)


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
        """Wait for what this journal publishes."""
        self._journal = journal
        self._clock = clock
        self._limit = ConcurrencyLimit(MAX_WAITS, "requests that wait")

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The addresses."""
        return (web.post("/wait", self.wait), web.post("/verify", self.verify))

    async def wait(self, request: web.Request) -> web.Response:
        """Answer as soon as ``count`` that match have got there, or 408 with the nearest ones."""
        body = await decode_body(request, WaitBody)
        return await (self._wait(_CALLS, body) if body.what == "call" else self._wait(_MESSAGES, body))

    async def _wait(self, kind: _Kind[Entry], body: WaitBody) -> web.Response:
        with self._limit.slot():
            waited = await wait_until(
                self._journal, kind.type, body.match, body.until, count=body.count, timeout=body.timeout
            )
        if waited.in_time:
            return json_response({kind.plural: [kind.serialize(entry) for entry in waited.entries]})
        goal = body.until if isinstance(body.until, str) else f"{body.until} attempts"
        still = " The clock is manual: advance it." if self._clock.mode == "manual" else ""
        message = (
            f"{len(waited.entries)} of {body.count} {kind.plural}{_that_match(body.match)} had reached {goal} "
            f"after {body.timeout:g} s.{still} The nearest {kind.plural} are listed."
        )
        near = _distinct(waited.entries, self._nearest(kind, body.match))
        shown = [kind.serialize(entry) for entry in near]
        return json_response({**error_json("timed-out", message), kind.plural: shown}, status=408)

    async def verify(self, request: web.Request) -> web.Response:
        """Whether as many match as should."""
        body = await decode_body(request, VerifyBody)
        return self._verify(_CALLS, body) if body.what == "call" else self._verify(_MESSAGES, body)

    def _verify(self, kind: _Kind[Entry], body: VerifyBody) -> web.Response:
        count = len(self._journal.matching(kind.type, body.match))
        if body.fits(count):
            return json_response(VerifiedJson(ok=True, count=count))
        message = (
            f"{count} {kind.plural}{_that_match(body.match)}, expected {body}. The nearest {kind.plural} are listed."
        )
        near = [kind.serialize(entry) for entry in self._nearest(kind, body.match)]
        return json_response({**error_json("not-verified", message), "count": count, "nearest": near}, status=409)

    def _nearest(self, kind: _Kind[Entry], match: Match) -> list[Entry]:
        return nearest(match, self._journal.matching(kind.type, EVERY))


def _that_match(match: Match) -> str:
    return f" that match {match}" if match.pairs else ""


def _distinct(entries: Iterable[Entry], more: Iterable[Entry]) -> list[Entry]:
    """Both without repetition."""
    return list({entry.sms_id: entry for entry in chain(entries, more)}.values())
