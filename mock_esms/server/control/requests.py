"""``/_mock/health`` and ``/_mock/requests``: whether the sandbox runs, and what has come to its eSMS side."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal, TypedDict

from aiohttp import web

from mock_esms._version import __version__
from mock_esms.journal import Journal
from mock_esms.server.control.decode import decode_query, digits
from mock_esms.server.control.json_types import RequestJson
from mock_esms.server.control.listing import MAX_LIMIT, Order
from mock_esms.server.control.responses import json_response
from mock_esms.server.control.serializers import serialize_request


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsQuery:
    """Which requests of the eSMS side are listed; ``matched``: those that reached an operation, or the others."""

    matched: Literal["true", "false"] | None = None
    api_key: str | None = None
    limit: Annotated[int, digits(0, MAX_LIMIT)] = MAX_LIMIT
    order: Order = "oldest"


class HealthJson(TypedDict):
    """The sandbox runs."""

    status: Literal["ok"]
    version: str


class RequestsJson(TypedDict):
    """Requests of the eSMS side; ``unreadable`` counts what names no method and target, and cannot be listed."""

    requests: list[RequestJson]
    total: int
    unreadable: int


class RequestsControl:
    """Reads requests from the journal."""

    def __init__(self, journal: Journal) -> None:
        """Serve the requests of this journal."""
        self._journal = journal

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The addresses."""
        return (web.get("/health", self.health), web.get("/requests", self.requests))

    async def health(self, _request: web.Request) -> web.Response:
        """The sandbox runs."""
        return json_response(HealthJson(status="ok", version=__version__))

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
