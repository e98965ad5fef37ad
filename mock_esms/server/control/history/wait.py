"""``/_mock/wait``: until calls or messages have got somewhere."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Annotated, Final, NamedTuple, TypedDict, cast

from aiohttp import web

from mock_esms.config.documents import build
from mock_esms.config.documents.annotations import About, Reads
from mock_esms.config.documents.field_types import integer, number
from mock_esms.errors import NotNowError, UnknownError
from mock_esms.exchange.components import Components
from mock_esms.exchange.exchange import Exchange
from mock_esms.exchange.expectations.waits import Expected, Waits, timed_out
from mock_esms.journal import wait_until
from mock_esms.journal.filter import Entry
from mock_esms.model.goals import STAGES, TIMEOUT, Until
from mock_esms.server.control.entries.calls import CallJson
from mock_esms.server.control.entries.messages import MessageJson
from mock_esms.server.control.history.expected import (
    CALLS,
    MESSAGES,
    EntryKind,
    ExpectedBody,
    nearest_to,
    that_match,
    waits_of,
)
from mock_esms.server.control.serving.decode import MAX_COUNT
from mock_esms.server.control.serving.endpoint import ControlGroup, Endpoint
from mock_esms.server.control.serving.limits import ConcurrencyLimit
from mock_esms.server.control.serving.responses import DetailedError, EvidenceJson, error_json, unmet

MAX_TIMEOUT: Final = 3_600.0
MAX_WAITS: Final = 1_000
"""So many requests may wait at one time: each looks at every event."""


_ATTEMPTS: Final = integer(1, MAX_COUNT)


class UntilAttempts(NamedTuple):
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


# Written out: what makes schemas of types is loaded when somebody asks for the document, and not at each start.
UNTIL: Final = Reads(
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


class WaitBody(ExpectedBody):
    """How many calls or messages are waited for, how far they are to get, and for how many real seconds."""

    until: Annotated[Until, UNTIL] = "settled"
    count: Annotated[
        Annotated[int, integer(1, MAX_COUNT)] | None,
        About("How many; null: every one that is there and still can get there, and one at least."),
    ] = 1
    timeout: Annotated[float, number(0, MAX_TIMEOUT)] = TIMEOUT


class WaitedJson(TypedDict):
    """The calls that have got there."""

    calls: list[CallJson]


class WaitedMessagesJson(TypedDict):
    """The messages that have got there."""

    messages: list[MessageJson]


class TimedOutJson(EvidenceJson):
    """Calls have not got there in time; the nearest ones."""

    calls: list[CallJson]


class TimedOutMessagesJson(EvidenceJson):
    """Messages have not got there in time; the nearest ones."""

    messages: list[MessageJson]


class WaitControl(ControlGroup):
    """Waits on the journal."""

    def __init__(self, exchange: Exchange, components: Components) -> None:
        """Wait for what the journal of these components publishes."""
        super().__init__(exchange, components)
        self._limit = ConcurrencyLimit(MAX_WAITS, "requests that wait")

    async def wait(self, request: web.Request, body: WaitBody) -> WaitedJson | WaitedMessagesJson:
        """Wait until calls or messages have got somewhere.

        Answers as soon as ``count`` that match have got there, or 408 with the nearest ones and the evidence.
        """
        waits = waits_of(request, self._components)
        return await (self._wait(CALLS, body, waits) if body.what == "call" else self._wait(MESSAGES, body, waits))

    async def _wait(self, kind: EntryKind[Entry], body: WaitBody, waits: Waits) -> WaitedJson | WaitedMessagesJson:
        journal, match = self._journal, body.match
        expected = Expected(kind=kind.type, match=match, until=body.until, count=body.count)
        wanted = waits.wanted(expected)
        try:
            with self._limit.slot():
                waited = await wait_until(journal, kind.type, match, body.until, count=wanted, timeout=body.timeout)
        except (NotNowError, UnknownError) as error:
            raise unmet(waits.evidence(str(error), match, kind.type), error.code, error.status) from None
        if waited.in_time:
            return cast("WaitedJson", {kind.plural: [kind.serialize(entry) for entry in waited.entries]})
        goal = body.until if isinstance(body.until, str) else f"{body.until} attempts"
        still = " The clock is manual: advance it." if self._components.clock.mode == "manual" else ""
        message = (
            f"{len(waited.entries)} of {wanted} {kind.plural}{that_match(match)} had reached {goal} "
            f"after {body.timeout:g} s.{still} The nearest {kind.plural} are listed."
        )
        near = _distinct(waited.entries, nearest_to(match, kind, journal))
        text = timed_out(len(waited.entries), wanted, expected, body.timeout)
        answer = {
            **error_json("timed-out", message),
            kind.plural: [kind.serialize(entry) for entry in near],
            "evidence": waits.evidence(text, match, kind.type),
        }
        raise DetailedError(408, answer)

    endpoints = (
        Endpoint(
            "post",
            "/wait",
            wait,
            errors=(503,),
            error_answers={408: TimedOutJson | TimedOutMessagesJson, 404: EvidenceJson, 409: EvidenceJson},
        ),
    )


def _distinct(entries: Iterable[Entry], more: Iterable[Entry]) -> list[Entry]:
    """Both without repetition."""
    return list({entry.sms_id: entry for entry in chain(entries, more)}.values())
