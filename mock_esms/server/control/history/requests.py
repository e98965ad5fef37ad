"""``/_mock/requests``: what has come to the eSMS side."""

from typing import Annotated, Literal, NamedTuple, TypedDict

from mock_esms.model.received_request import ReceivedRequest
from mock_esms.model.times import format_instant
from mock_esms.server.control.entries.entry_json import Moment, WarningJson, serialize_warning
from mock_esms.server.control.entries.listing import MAX_LIMIT, Order
from mock_esms.server.control.serving.decode import digits
from mock_esms.server.control.serving.endpoint import ControlGroup, Endpoint


class RequestsQuery(NamedTuple):
    """Which requests of the eSMS side are listed; ``matched``: those that reached an operation, or the others."""

    matched: Literal["true", "false"] | None = None
    api_key: str | None = None
    limit: Annotated[int, digits(0, MAX_LIMIT)] = MAX_LIMIT
    order: Order = "oldest"


class RequestJson(TypedDict):
    """One request of the eSMS side."""

    number: int
    at: Moment
    method: str
    path: str
    query: str
    status: int | None
    operation: str | None
    sms_id: str | None
    code: str | None
    api_key: str | None
    warnings: list[WarningJson]


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


def serialize_request(request: ReceivedRequest) -> RequestJson:
    """One request of the eSMS side."""
    return {
        "number": request.number,
        "at": format_instant(request.at),
        "method": request.method,
        "path": request.path,
        "query": request.query,
        "status": request.status,
        "operation": request.operation,
        "sms_id": request.sms_id,
        "code": request.code,
        "api_key": request.api_key,
        "warnings": [serialize_warning(warning) for warning in request.warnings],
    }
