"""The eSMS door: every request that is not under ``/_mock/``, answered as eSMS would, and recorded.

The hot path of the sandbox: no middleware, no model, and for a GET no await; what it does is read the address, hand
the query to the exchange, and write down what was answered.
"""

from typing import Final

from aiohttp import hdrs, web

from mock_esms.bodies import BodyError, body_of
from mock_esms.calls import CallWarning, ReceivedRequest
from mock_esms.changes import Kept
from mock_esms.clock import Clock
from mock_esms.errors import StoreLostError
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
from mock_esms.exchange import Exchange, Placed
from mock_esms.journal import Journal
from mock_esms.replies import Replies, response_of
from mock_esms.scheduler import Scheduler

MAX_MESSAGE: Final = 1 << 16
"""The largest body of an eSMS request, in bytes: what WCF takes where nothing is configured."""


class EsmsDoor:
    """Serves the addresses of eSMS on any host name."""

    def __init__(
        self, *, exchange: Exchange, journal: Journal, scheduler: Scheduler, clock: Clock, kept: Kept | None = None
    ) -> None:
        """Hand requests to this exchange and write them into this journal.

        With a store, no call is answered before ``kept`` has waited until it is on disk.
        """
        self._kept = kept
        self._exchange = exchange
        self._journal = journal
        self._in_flight = scheduler.request_in_flight
        self._clock = clock
        self._replies = Replies(scheduler, journal)

    def close(self) -> None:
        """Let go of every answer that is held back."""
        self._replies.close()

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        url = request.rel_url
        query = parse_query(url.raw_query_string)
        # Not request.host: without a Host header that asks the name server who we are.
        way = route(request.method, url.raw_path, request.headers.get(hdrs.HOST, ""), query)
        raw: bytes | None = b""
        if way.astray is None and request.method == hdrs.METH_POST:
            raw = await _body_of(request)
        with self._in_flight:  # from the last byte on: who sends half a body must not hold up the clock
            if way.astray is None and way.operation is not None:
                placed, query_given = self._served(request, way, way.operation, query, raw)
            else:
                placed, query_given = Placed(_page(request, way)), query
            whole = placed.reply is None or not (placed.reply.fault or placed.reply.lost)
            concerned = placed.call or placed.about
            self._journal.received(
                ReceivedRequest(  # by position, see calls.py
                    self._journal.next_request_number(),
                    self._clock.now(),
                    request.method,
                    way.path,
                    query.masked,
                    placed.answer.status if whole else None,
                    way.operation.name if way.operation is not None else None,
                    query_given.get("ApiKey"),
                    concerned.sms_id if concerned is not None else None,
                    placed.answer.code if whole else None,
                    placed.warnings,
                )
            )
            if self._kept is not None and way.operation is not None and way.operation.does == "call":
                await _until_kept(self._kept)
            if not placed.held:
                return response_of(placed.answer, request)
        # While an answer is held back, the request does not count as in flight: else time could not pass for it.
        return await self._replies.play(request, placed)

    def _served(
        self, request: web.BaseRequest, way: Route, operation: Operation, query: Query, raw: bytes | None
    ) -> tuple[Placed, Query]:
        """What an operation answers, and the query, body or address that gave it its parameters."""
        noticed: tuple[CallWarning, ...] = ()
        if operation.method == "POST":
            try:
                query, noticed = read_body(operation, request.headers.get(hdrs.CONTENT_TYPE, ""), raw)
            except UnreadableBodyError:
                return Placed(request_error()), query
        elif operation.in_path:
            query = query_of_path(operation, way.segments)
        serve = self._exchange.place if operation.does == "call" else self._exchange.ask
        placed = serve(operation, query, request.remote)
        if noticed:
            placed = placed._replace(warnings=(*noticed, *placed.warnings))
        accept = request.headers.get(hdrs.ACCEPT)
        may_be_xml = placed.answer.code is not None and self._exchange.answers_xml(operation)
        if accept is not None and "xml" in accept and may_be_xml:
            placed = placed._replace(answer=_in_xml(placed.answer, accept, operation))
        return placed, query


def _in_xml(answer: Answer, accept: str, operation: Operation) -> Answer:
    """The answer in XML where the client wants that most (CONTRACT 2)."""
    from mock_esms.esms.xml import as_xml, wants_xml  # noqa: PLC0415 - few clients do, and no start shall wait for it

    return as_xml(answer, operation.answer.name) if wants_xml(accept) else answer


async def _until_kept(kept: Kept) -> None:
    try:
        await kept()
    except StoreLostError as error:
        raise web.HTTPServiceUnavailable(text=str(error)) from None


async def _body_of(request: web.BaseRequest) -> bytes | None:
    """The body; None when it is broken, late or too large."""
    try:
        raw = await body_of(request)
    except (BodyError, web.HTTPRequestEntityTooLarge):
        return None
    return raw if len(raw) <= MAX_MESSAGE else None


def _page(request: web.BaseRequest, way: Route) -> Answer:
    """The page for a request that reaches no operation."""
    origin = f"{request.scheme}://{request.headers.get(hdrs.HOST, 'localhost')}"
    match way.astray:
        case "slash-missing":
            mark = "?" if request.rel_url.raw_query_string else ""
            return redirect_to_slash(f"{origin}{request.rel_url.raw_path}/{mark}{request.rel_url.raw_query_string}")
        case "method-not-allowed":
            return method_not_allowed(f"{origin}{HELP_PATH}", way.allow)
        case _:
            return endpoint_not_found(f"{origin}{HELP_PATH}")
