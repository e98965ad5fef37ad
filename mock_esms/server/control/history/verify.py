"""``/_mock/verify``: whether as many calls or messages match as should."""

from typing import Annotated, Literal, TypedDict

from aiohttp import web

from mock_esms.config.documents import WrongKeysError
from mock_esms.config.documents.field_types import integer
from mock_esms.exchange.expectations.failure_report import miscounted
from mock_esms.exchange.expectations.waits import Bounds
from mock_esms.journal.filter import Entry
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
from mock_esms.server.control.serving.responses import DetailedError, EvidenceJson, error_json


class VerifyBody(ExpectedBody):
    """How many calls or messages should match: exactly ``times``, or within bounds; nothing said is exactly one."""

    times: Annotated[int, integer(0, MAX_COUNT)] | None = None
    at_least: Annotated[int, integer(0, MAX_COUNT)] | None = None
    at_most: Annotated[int, integer(0, MAX_COUNT)] | None = None

    def __post_init__(self) -> None:
        """Refuse bounds beside an exact number, too."""
        super().__post_init__()
        if self.times is not None and (self.at_least, self.at_most) != (None, None):
            message = "stands alone; leave it out where at_least or at_most is given"
            raise WrongKeysError([("times", message)])

    @property
    def bounds(self) -> Bounds:
        """How many that is."""
        return Bounds.of(self.times, self.at_least, self.at_most)


class VerifiedJson(TypedDict):
    """As many match as should."""

    ok: Literal[True]
    count: int


class MiscountedJson(EvidenceJson):
    """More or fewer calls match than should; the nearest ones."""

    count: int
    nearest: list[CallJson]


class MiscountedMessagesJson(EvidenceJson):
    """More or fewer messages match than should; the nearest ones."""

    count: int
    nearest: list[MessageJson]


class VerifyControl(ControlGroup):
    """Counts what the journal has."""

    async def verify(self, request: web.Request, body: VerifyBody) -> VerifiedJson:
        """Whether as many calls or messages match as should.

        409 with the nearest ones and the evidence when not.
        """
        return self._verify(CALLS, body, request) if body.what == "call" else self._verify(MESSAGES, body, request)

    def _verify(self, kind: EntryKind[Entry], body: VerifyBody, request: web.Request) -> VerifiedJson:
        journal, match = self._journal, body.match
        count = len(journal.matching(kind.type, match))
        bounds = body.bounds
        if bounds.allow(count):
            return VerifiedJson(ok=True, count=count)
        message = (
            f"{count} {kind.plural}{that_match(match)}, expected {bounds.words}. The nearest {kind.plural} are listed."
        )
        text = miscounted(count, bounds.words, match, kind.type)
        answer = {
            **error_json("not-verified", message),
            "count": count,
            "nearest": [kind.serialize(entry) for entry in nearest_to(match, kind, journal)],
            "evidence": waits_of(request, self._components).evidence(text, match, kind.type),
        }
        raise DetailedError(409, answer)

    endpoints = (Endpoint("post", "/verify", verify, error_answers={409: MiscountedJson | MiscountedMessagesJson}),)
