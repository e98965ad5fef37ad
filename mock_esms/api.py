"""The eSMS door: every request that is not under ``/_mock/``, answered as eSMS would, and recorded.

The hot path of the sandbox: no middleware, no model, no await; what it does is read the address, hand the query to
the exchange, and write down what was answered.
"""

from typing import Final

from aiohttp import hdrs, web

from mock_esms.calls import ReceivedRequest
from mock_esms.clock import Clock
from mock_esms.esms.answers import Answer
from mock_esms.esms.operations import Operation, operation_named
from mock_esms.esms.wire import HELP_PATH, Query, endpoint_not_found, method_not_allowed, operation_of, parse_query
from mock_esms.exchange import Exchange, Placed
from mock_esms.journal import Journal
from mock_esms.scheduler import Scheduler

SERVER: Final = "mock-esms"
"""The Server header says plainly who answers; nothing else of eSMS's headers is known (FACTS 1)."""


class EsmsDoor:
    """Serves the addresses of eSMS on any host name."""

    def __init__(self, *, exchange: Exchange, journal: Journal, scheduler: Scheduler, clock: Clock) -> None:
        """Hand requests to this exchange and write them into this journal."""
        self._exchange = exchange
        self._journal = journal
        self._in_flight = scheduler.request_in_flight
        self._clock = clock

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request."""
        with self._in_flight:
            url = request.rel_url
            query = parse_query(url.raw_query_string)
            operation = _operation_at(url.raw_path)
            placed = self._answer(request, operation, query)
            self._journal.received(
                ReceivedRequest(
                    number=self._journal.next_request_number(),
                    at=self._clock.now(),
                    method=request.method,
                    path=url.raw_path,
                    query=query.masked,
                    status=placed.answer.status,
                    operation=operation.name if operation is not None else None,
                    api_key=query.get("ApiKey"),
                    sms_id=placed.call.sms_id if placed.call is not None else None,
                    code=placed.answer.code,
                    warnings=placed.warnings,
                )
            )
            return _response(placed.answer)

    def _answer(self, request: web.Request, operation: Operation | None, query: Query) -> Placed:
        if operation is None:
            return Placed(endpoint_not_found(_help_url(request)), ())
        if request.method != operation.method:
            return Placed(method_not_allowed(_help_url(request), operation.method), ())
        return self._exchange.place(operation, query, request.remote)


def _operation_at(path: str) -> Operation | None:
    """The operation of an address; one that is called by GET has no slash at the end (FACTS 1)."""
    address = operation_of(path)
    operation = operation_named(address.operation) if address is not None else None
    if address is None or operation is None or (address.slash and operation.method == "GET"):
        return None
    return operation


def _help_url(request: web.Request) -> str:
    return f"{request.scheme}://{request.host}{HELP_PATH}"


def _response(answer: Answer) -> web.Response:
    response = web.Response(status=answer.status, body=answer.body, headers=answer.headers)
    response.headers[hdrs.CONTENT_TYPE] = answer.content_type
    response.headers[hdrs.SERVER] = SERVER
    return response
