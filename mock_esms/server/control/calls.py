"""``/_mock/health``, ``/_mock/calls`` and ``/_mock/requests``: what happened, and sending a callback again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal, TypedDict

from aiohttp import web

from mock_esms._version import __version__
from mock_esms.config.documents import WrongKeysError
from mock_esms.config.match import CALL_NAMES
from mock_esms.exchange.call_progress import PersonAction
from mock_esms.exchange.exchange import Exchange
from mock_esms.journal import Journal
from mock_esms.model.calls import Call
from mock_esms.server.control.decode import NoBody, decode_body, decode_query, digits
from mock_esms.server.control.json_types import CallJson, RequestJson
from mock_esms.server.control.listing import MAX_LIMIT, Order, list_entries, read_list_query
from mock_esms.server.control.responses import json_response
from mock_esms.server.control.serializers import serialize_call, serialize_request

PhoneKey = Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsQuery:
    """Which requests of the eSMS side are listed; ``matched``: those that reached an operation, or the others."""

    matched: Literal["true", "false"] | None = None
    api_key: str | None = None
    limit: Annotated[int, digits(0, MAX_LIMIT)] = MAX_LIMIT
    order: Order = "oldest"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActBody:
    """What the called person of an interactive call does; a key goes with ``press``, and with nothing else."""

    do: PersonAction
    key: PhoneKey | None = None

    def __post_init__(self) -> None:
        """Refuse a key without a press, and a press without a key."""
        if (self.do == "press") is (self.key is None):
            raise WrongKeysError([("key", 'goes with {"do": "press"}, and with nothing else')])


class HealthJson(TypedDict):
    """The sandbox runs."""

    status: Literal["ok"]
    version: str


class CallsJson(TypedDict):
    """The calls that fit; ``total`` counts them before the limit, ``last_event`` is the newest that they know of."""

    calls: list[CallJson]
    total: int
    dropped: int
    last_event: int


class RequestsJson(TypedDict):
    """Requests of the eSMS side; ``unreadable`` counts what names no method and target, and cannot be listed."""

    requests: list[RequestJson]
    total: int
    unreadable: int


class CallsControl:
    """Reads calls and requests from the journal."""

    def __init__(self, exchange: Exchange, journal: Journal) -> None:
        """Serve the calls and requests of this journal."""
        self._exchange = exchange
        self._journal = journal

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The addresses."""
        return (
            web.get("/health", self.health),
            web.get("/calls", self.calls),
            web.get("/calls/{sms_id}", self.call),
            web.post("/calls/{sms_id}/redeliver", self.redeliver),
            web.post("/calls/{sms_id}/retry", self.retry),
            web.post("/calls/{sms_id}/give_up", self.give_up),
            web.post("/calls/{sms_id}/act", self.act),
            web.get("/requests", self.requests),
        )

    async def health(self, _request: web.Request) -> web.Response:
        """The sandbox runs."""
        return json_response(HealthJson(status="ok", version=__version__))

    async def calls(self, request: web.Request) -> web.Response:
        """The calls that fit the filters, oldest first unless ``order`` says newest.

        ``total`` counts them before the limit. ``last_event`` is the id of the newest event that they contain:
        a client that follows the events from there on misses nothing and sees nothing twice.
        """
        found, total = list_entries(self._journal, Call, read_list_query(request, CALL_NAMES))
        return json_response(
            CallsJson(
                calls=[serialize_call(call) for call in found],
                total=total,
                dropped=self._journal.dropped_calls,
                last_event=self._journal.events.last_id,
            )
        )

    async def call(self, request: web.Request) -> web.Response:
        """One call."""
        return self._response(request)

    async def redeliver(self, request: web.Request) -> web.Response:
        """Send the final callback once more."""
        await decode_body(request, NoBody)
        self._exchange.manual_delivery.redeliver(self._call_of(request))
        return self._response(request)

    async def retry(self, request: web.Request) -> web.Response:
        """Make the attempt now that is due next."""
        await decode_body(request, NoBody)
        self._exchange.manual_delivery.retry(self._call_of(request))
        return self._response(request)

    async def give_up(self, request: web.Request) -> web.Response:
        """Make no further attempt of what is due."""
        await decode_body(request, NoBody)
        self._exchange.manual_delivery.give_up(self._call_of(request))
        return self._response(request)

    async def act(self, request: web.Request) -> web.Response:
        """Do what the called person of an interactive call does."""
        body = await decode_body(request, ActBody)
        return json_response(serialize_call(self._exchange.act(request.match_info["sms_id"], body.do, body.key)))

    def _call_of(self, request: web.Request) -> Call:
        """The call that the address names."""
        return self._exchange.call(request.match_info["sms_id"])

    def _response(self, request: web.Request) -> web.Response:
        """The call as it stands now."""
        return json_response(serialize_call(self._call_of(request)))

    async def requests(self, request: web.Request) -> web.Response:
        """Every request of the eSMS side, or those with one ApiKey; ``matched`` = it reached an operation.

        Oldest first unless ``order`` says newest.
        """
        query = decode_query(request.query, RequestsQuery)
        found = self._journal.requests(matched=None if query.matched is None else query.matched == "true")
        if query.order == "newest":
            found = found[::-1]
        if query.api_key is not None:
            found = [entry for entry in found if entry.api_key == query.api_key]
        return json_response(
            RequestsJson(
                requests=[serialize_request(entry) for entry in found[: query.limit]],
                total=len(found),
                unreadable=self._journal.unreadable,
            )
        )
