"""The eSMS door: every request that is not under ``/_mock/``, answered as eSMS would, and recorded.

The hot path of the sandbox: no middleware, no model, and for a GET no await; what it does is read the address, hand
the query to the exchange, and write down what was answered.
"""

from dataclasses import replace

from aiohttp import hdrs, web

from mock_esms.calls import CallWarning, ReceivedRequest
from mock_esms.clock import Clock
from mock_esms.esms.answers import Answer
from mock_esms.esms.body import UnreadableBodyError, query_of_path, read_body
from mock_esms.esms.operation import Operation
from mock_esms.esms.routing import Route, route
from mock_esms.esms.wire import (
    HELP_PATH,
    Query,
    endpoint_not_found,
    method_not_allowed,
    parse_query,
    redirect_to_slash,
    request_error,
)
from mock_esms.esms.xml import as_xml, wants_xml
from mock_esms.exchange import Exchange, Placed
from mock_esms.journal import Journal
from mock_esms.replies import Replies, response_of
from mock_esms.scheduler import Scheduler


class EsmsDoor:
    """Serves the addresses of eSMS on any host name."""

    def __init__(self, *, exchange: Exchange, journal: Journal, scheduler: Scheduler, clock: Clock) -> None:
        """Hand requests to this exchange and write them into this journal."""
        self._exchange = exchange
        self._journal = journal
        self._in_flight = scheduler.request_in_flight
        self._clock = clock
        self._replies = Replies(scheduler, journal)

    def close(self) -> None:
        """Let go of every answer that is held back."""
        self._replies.close()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        with self._in_flight:
            url = request.rel_url
            query = parse_query(url.raw_query_string)
            way = route(request.method, url.raw_path, request.host, query)
            if way.astray is None and way.operation is not None:
                placed, query_given = await self._served(request, way, way.operation, query)
            else:
                placed, query_given = Placed(_page(request, way)), query
            fault = placed.reply.fault if placed.reply is not None else None
            lost = placed.reply is not None and placed.reply.lost
            concerned = placed.call or placed.about
            self._journal.received(
                ReceivedRequest(
                    number=self._journal.next_request_number(),
                    at=self._clock.now(),
                    method=request.method,
                    path=way.path,
                    query=query.masked,
                    status=None if fault or lost else placed.answer.status,
                    operation=way.operation.name if way.operation is not None else None,
                    api_key=query_given.get("ApiKey"),
                    sms_id=concerned.sms_id if concerned is not None else None,
                    code=None if fault or lost else placed.answer.code,
                    warnings=placed.warnings,
                )
            )
            if not placed.held:
                return response_of(placed.answer)
        # While an answer is held back, the request does not count as in flight: else time could not pass for it.
        return await self._replies.play(request, placed)

    async def _served(
        self, request: web.Request, way: Route, operation: Operation, query: Query
    ) -> tuple[Placed, Query]:
        """What an operation answers, and the query, body or address that gave it its parameters."""
        noticed: tuple[CallWarning, ...] = ()
        if operation.method == "POST":
            try:
                raw = await request.read()
                query, noticed = read_body(operation, request.headers.get(hdrs.CONTENT_TYPE, ""), raw)
            except (UnreadableBodyError, web.HTTPRequestEntityTooLarge):
                return Placed(request_error()), query
        elif operation.in_path:
            query = query_of_path(operation, way.segments)
        serve = self._exchange.place if operation.does == "call" else self._exchange.ask
        placed = serve(operation, query, request.remote)
        if noticed:
            placed = replace(placed, warnings=(*noticed, *placed.warnings))
        accept = request.headers.get(hdrs.ACCEPT)
        if accept is not None and "xml" in accept and wants_xml(accept) and self._exchange.answers_xml(operation):
            placed = replace(placed, answer=as_xml(placed.answer, operation.answer.name))
        return placed, query


def _page(request: web.Request, way: Route) -> Answer:
    """The page for a request that reaches no operation."""
    origin = f"{request.scheme}://{request.host}"
    match way.astray:
        case "slash-missing":
            mark = "?" if request.rel_url.raw_query_string else ""
            return redirect_to_slash(f"{origin}{request.rel_url.raw_path}/{mark}{request.rel_url.raw_query_string}")
        case "method-not-allowed":
            return method_not_allowed(f"{origin}{HELP_PATH}", way.allow)
        case _:
            return endpoint_not_found(f"{origin}{HELP_PATH}")
