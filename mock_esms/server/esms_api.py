"""The eSMS door: every request that is not under ``/_mock/``, answered as eSMS would, and recorded.

The hot path of the sandbox: no middleware, no model, and for a GET no await; what it does is read the address, hand
the query to the exchange, and write down what was answered. Plain requests come here from ``express``, all others by
way of aiohttp.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from aiohttp import HttpVersion11, hdrs, web

from mock_esms.clock.clock import Clock
from mock_esms.clock.scheduler import Scheduler
from mock_esms.clock.task_pool import InFlightRequest
from mock_esms.errors import StoreLostError
from mock_esms.esms.answers import TEXT, EsmsResponse
from mock_esms.esms.body import UnreadableBodyError, query_of_path, read_body
from mock_esms.esms.operation import Operation
from mock_esms.esms.routing import Route, route
from mock_esms.esms.wcf_json import (
    HELP_PATH,
    Query,
    endpoint_not_found,
    method_not_allowed,
    parse_query,
    redirect_to_slash,
    request_error,
)
from mock_esms.exchange.exchange import Exchange, PlacementResult
from mock_esms.journal import Journal
from mock_esms.model.calls import CallWarning, ReceivedRequest
from mock_esms.server.bodies import BodyError, body_of
from mock_esms.server.fast_path.parse import ParsedRequest
from mock_esms.server.response_faults import ResponseFaults, response_of

Written = Callable[[], "asyncio.Future[None] | None"]
"""When all that has changed so far is on disk: a future that many share, and nobody may cancel. None: it is already.

Raises ``StoreLostError`` where it never will be.
"""

MAX_MESSAGE: Final = 1 << 16
"""The largest body of an eSMS request, in bytes: what WCF takes where nothing is configured."""


@dataclass(frozen=True, slots=True)
class DeferredResponse:
    """What came of a request that cannot be answered yet: it is to be on disk first, or its answer is held back.

    ``written`` is when it is on disk, None where it is not waited for. Until then, or until its answer begins to be
    held back, it is ``in_flight``. ``lost`` is why it can never be on disk.
    """

    placed: PlacementResult
    in_flight: InFlightRequest
    written: "asyncio.Future[None] | None" = None
    lost: StoreLostError | None = None

    def answer(self) -> EsmsResponse:
        """The answer, now that it may go out."""
        lost = self.lost
        if self.written is not None and isinstance(error := self.written.exception(), StoreLostError):
            lost = error
        if lost is None:
            return self.placed.answer
        return EsmsResponse(503, f"{lost}\n".encode(errors="replace"), content_type=TEXT)


class EsmsHandler:
    """Serves the addresses of eSMS on any host name."""

    def __init__(
        self,
        *,
        exchange: Exchange,
        journal: Journal,
        scheduler: Scheduler,
        clock: Clock,
        written: Written | None = None,
    ) -> None:
        """Hand requests to this exchange and write them into this journal.

        With a store, no call is answered before it is ``written`` on disk.
        """
        self._written = written
        self._exchange = exchange
        self._journal = journal
        self._scheduler = scheduler
        self._clock = clock
        self._replies = ResponseFaults(scheduler, journal)

    def close(self) -> None:
        """Let go of every answer that is held back."""
        self._replies.close()

    def serve(self, asked: ParsedRequest, remote: str | None) -> EsmsResponse | DeferredResponse | None:
        """Answer a GET in this very step of the loop, or say that it is to be waited for.

        None, and nothing has happened, where the address is no operation's that is called so: that is for ``handle``.
        """
        query = parse_query(asked.query)
        way = route(asked.method, asked.path, asked.host, query)
        if way.astray is not None or way.operation is None:
            return None
        return self._soon(self._served(asked, remote, way, way.operation, query), way.operation)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer any request."""
        asked = _asked(request)
        query = parse_query(asked.query)
        way = route(asked.method, asked.path, asked.host, query)
        if way.astray is not None or way.operation is None:
            served = self._soon(self._recorded(asked, way, query, query, PlacementResult(_page(request, way))), None)
        else:
            # From the last byte on a request is in flight: who sends half a body must not hold up the clock.
            body = await _body_of(request) if asked.method == hdrs.METH_POST else b""
            placed = self._served(asked, request.remote, way, way.operation, query, body)
            served = self._soon(placed, way.operation)
        answer = served if isinstance(served, EsmsResponse) else await self.answer_of(served, request.transport)
        return response_of(answer) if answer is not None else web.Response()  # on a connection that has ended

    def _soon(self, placed: PlacementResult, operation: Operation | None) -> EsmsResponse | DeferredResponse:
        """The answer, where it may go out at once."""
        written: asyncio.Future[None] | None = None
        if self._written is not None and operation is not None and operation.does == "call":
            try:
                written = self._written()
            except StoreLostError as error:
                return DeferredResponse(placed, self._scheduler.request_begun(), lost=error)
        if written is not None or placed.held:
            return DeferredResponse(placed, self._scheduler.request_begun(), written)
        self._scheduler.request_answered()
        return placed.answer

    async def answer_of(self, waiting: DeferredResponse, transport: asyncio.Transport | None) -> EsmsResponse | None:
        """The answer to a request, when it may go out; None when it never will, because its connection has ended."""
        try:
            if waiting.written is not None:
                await asyncio.wait((waiting.written,))
        finally:
            waiting.in_flight.done()
        # While an answer is held back, its request is not in flight: else time could not pass for it.
        answer, placed = waiting.answer(), waiting.placed
        return await self._replies.play(transport, placed) if placed.held and answer is placed.answer else answer

    def _recorded(
        self, asked: ParsedRequest, way: Route, query: Query, given: Query, placed: PlacementResult
    ) -> PlacementResult:
        """Write a request down, with what came of it; ``given`` is the query, body or path that had its parameters."""
        whole = placed.reply is None or not (placed.reply.fault or placed.reply.lost)
        concerned = placed.call or placed.about
        self._journal.received(
            ReceivedRequest(  # by position, see calls.py
                self._journal.next_request_number(),
                self._clock.now(),
                asked.method,
                way.path,
                query.masked,
                placed.answer.status if whole else None,
                way.operation.name if way.operation is not None else None,
                given.get("ApiKey"),
                concerned.sms_id if concerned is not None else None,
                placed.answer.code if whole else None,
                placed.warnings,
            )
        )
        return placed

    def _served(  # noqa: PLR0913, PLR0917 - a request, where it leads, and what it brings
        self,
        asked: ParsedRequest,
        remote: str | None,
        way: Route,
        operation: Operation,
        query: Query,
        body: bytes | None = b"",
    ) -> PlacementResult:
        """What an operation answers; ``body`` is None when it could not be read."""
        given = query
        noticed: tuple[CallWarning, ...] = ()
        if operation.method == "POST":
            try:
                given, noticed = read_body(operation, asked.content_type, body)
            except UnreadableBodyError:
                return self._recorded(asked, way, query, query, PlacementResult(request_error()))
        elif operation.in_path:
            given = query_of_path(operation, way.segments)
        serve = self._exchange.place if operation.does == "call" else self._exchange.ask
        placed = serve(operation, given, remote)
        if noticed:
            placed = placed._replace(warnings=(*noticed, *placed.warnings))
        accept = asked.accept
        may_be_xml = placed.answer.code is not None and self._exchange.answers_xml(operation)
        if accept is not None and "xml" in accept and may_be_xml:
            placed = placed._replace(answer=_in_xml(placed.answer, accept, operation))
        return self._recorded(asked, way, query, given, placed)


async def go_on(request: web.Request) -> None:
    """Tell a client that waits with its body to go on; aiohttp by itself would refuse any other ``Expect``."""
    if request.headers.get(hdrs.EXPECT, "").lower() == "100-continue" and request.version >= HttpVersion11:
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0  # what counts begins with the answer


def _asked(request: web.BaseRequest) -> ParsedRequest:
    """A request that aiohttp has read."""
    get = request.headers.get
    # Not request.host: without a Host header that asks the name server who we are.
    return ParsedRequest(
        request.rel_url.raw_path,
        request.rel_url.raw_query_string,
        get(hdrs.HOST, ""),
        get(hdrs.ACCEPT),
        request.method,
        get(hdrs.CONTENT_TYPE, ""),
    )


def _in_xml(answer: EsmsResponse, accept: str, operation: Operation) -> EsmsResponse:
    """The answer in XML where the client wants that most (CONTRACT 2)."""
    from mock_esms.esms.xml import as_xml, wants_xml  # noqa: PLC0415 - few clients do, and no start shall wait for it

    return as_xml(answer, operation.answer.name) if wants_xml(accept) else answer


async def _body_of(request: web.BaseRequest) -> bytes | None:
    """The body; None when it is broken, late or too large."""
    try:
        raw = await body_of(request)
    except (BodyError, web.HTTPRequestEntityTooLarge):
        return None
    return raw if len(raw) <= MAX_MESSAGE else None


def _page(request: web.BaseRequest, way: Route) -> EsmsResponse:
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
