"""``/_mock/requests``: what has come to the eSMS side."""

from typing import Annotated, Literal, NamedTuple, TypedDict

from mock_esms.server.control.decode import digits
from mock_esms.server.control.endpoint import ControlGroup, Endpoint
from mock_esms.server.control.json_types import RequestJson
from mock_esms.server.control.listing import MAX_LIMIT, Order
from mock_esms.server.control.serializers import serialize_request


class RequestsQuery(NamedTuple):
    """Which requests of the eSMS side are listed; ``matched``: those that reached an operation, or the others."""

    matched: Literal["true", "false"] | None = None
    api_key: str | None = None
    limit: Annotated[int, digits(0, MAX_LIMIT)] = MAX_LIMIT
    order: Order = "oldest"


class RequestsJson(TypedDict):
    """Requests of the eSMS side; ``unreadable`` counts what names no method and target, and cannot be listed."""

    requests: list[RequestJson]
    total: int
    unreadable: int


class RequestsControl(ControlGroup):
    """Reads requests from the journal."""

    async def requests(self, query: RequestsQuery) -> RequestsJson:
        """Every request of the eSMS side, refused and unknown ones included."""
        found = self._journal.requests(matched=None if query.matched is None else query.matched == "true")
        if query.order == "newest":
            found = found[::-1]
        if query.api_key is not None:
            found = [entry for entry in found if entry.api_key == query.api_key]
        return RequestsJson(
            requests=[serialize_request(entry) for entry in found[: query.limit]],
            total=len(found),
            unreadable=self._journal.unreadable,
        )

    endpoints = (Endpoint("get", "/requests", requests),)
