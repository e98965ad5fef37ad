"""The eSMS side over HTTP: every request that is not under ``/_mock/``, answered as eSMS would, and recorded.

The handler only carries: ``esms/requests/request`` makes an ``EsmsRequest`` of what came, ``exchange/exchange`` a
``RequestOutcome`` of that, and ``esms/responses/response`` the response; here it is written into the journal, and held
back where it may not go out yet. Plain requests come from ``fast_path``, all others by way of aiohttp.
"""

import asyncio
from typing import Final, NamedTuple

from aiohttp import web

from mock_esms.clock.task_pool import InFlightRequest
from mock_esms.esms.requests.masking import shown_path
from mock_esms.esms.requests.posted_cache import read_posted_cached
from mock_esms.esms.requests.query_string import parse_query
from mock_esms.esms.requests.request import EsmsRequest, RawRequest, RefusedRequest, read_request, trace_context_of
from mock_esms.esms.requests.request_cache import read_request_cached
from mock_esms.esms.responses.response import PLAIN_TEXT, EsmsResponse, write_page, write_response
from mock_esms.exchange.components import Components
from mock_esms.exchange.exchange import Exchange
from mock_esms.exchange.request_outcome import RequestOutcome
from mock_esms.model.received_request import ReceivedRequest
from mock_esms.server.aiohttp_requests import raw_request
from mock_esms.server.cors import opened_to_pages
from mock_esms.server.request_lines import RequestLine
from mock_esms.server.response_faults import ResponseFaults, http_response

_CHANGES: Final = frozenset({"call", "message", "messages", "apply", "check-code"})
"""What operations do whose responses wait until it is on disk."""


class DeferredResponse(NamedTuple):
    """A response that may not go out yet: its call is to be on disk first, or a scenario holds it back.

    ``stored`` is when the call is on disk, None where that is not waited for. Until then, or until the response begins
    to be held back, the request is ``in_flight``.
    """

    response: EsmsResponse
    outcome: RequestOutcome
    in_flight: InFlightRequest
    stored: "asyncio.Future[None] | None" = None

    def due(self) -> EsmsResponse:
        """The response, now that it is known whether the call is on disk."""
        lost = None if self.stored is None else self.stored.exception()
        if lost is None:
            return self.response
        return EsmsResponse(status=503, body=f"{lost}\n".encode(errors="replace"), content_type=PLAIN_TEXT)


class EsmsHandler:
    """Serves the addresses of eSMS on any host name."""

    def __init__(self, exchange: Exchange, components: Components) -> None:
        """Hand requests to this exchange and write them into the journal.

        With a store, no call is answered before it is on disk.
        """
        self._exchange = exchange
        self._journal = components.journal
        self._scheduler = components.scheduler
        self._clock = components.clock
        self._store = components.store
        self._quirks = quirks = components.settings.quirks
        self._has_headers = quirks.cors == "any" or quirks.trace_context == "send"
        """Whether responses have headers of their own, or more of a request's are read: that is aiohttp's."""
        self._faults = ResponseFaults(components.scheduler, components.journal)

    def close(self) -> None:
        """Drop every response that is held back."""
        self._faults.close()

    def serve(self, raw: RawRequest) -> EsmsResponse | DeferredResponse | None:
        """Respond to a request in this very step of the loop, or say what is to be waited for.

        None, and nothing has happened, where it reaches no operation: that is for ``handle``.
        """
        if self._has_headers:
            return None
        read = read_posted_cached if raw.method == "POST" else read_request_cached
        request = read(raw, now=self._clock.now())
        return None if isinstance(request, RefusedRequest) else self._respond_or_defer(raw, request)

    async def handle(self, http_request: web.BaseRequest) -> web.StreamResponse:
        """Respond to any request."""
        raw = await raw_request(http_request)
        if self._quirks.trace_context == "send":
            values = http_request.headers.getall
            raw = raw._replace(trace_context=trace_context_of(values("traceparent", ()), values("tracestate", ())))
        # From the last byte on a request is in flight: who sends half a body must not hold up the clock.
        request = read_request(raw, now=self._clock.now())
        if isinstance(request, RefusedRequest):
            return http_response(self._refuse(raw, request))
        response = self._respond_or_defer(raw, request)
        if isinstance(response, DeferredResponse):
            deferred = await self.wait_for(response, http_request.transport)
            if deferred is None:
                return web.Response()  # on a connection that has ended
            response = deferred
        return http_response(response if self._quirks.cors == "none" else opened_to_pages(response))

    async def wait_for(self, deferred: DeferredResponse, transport: asyncio.Transport | None) -> EsmsResponse | None:
        """The response, when it may go out; None when it never will, because its connection has ended."""
        try:
            if deferred.stored is not None:
                await asyncio.wait((deferred.stored,))
        finally:
            deferred.in_flight.done()
        # While a response is held back, its request is not in flight: else time could not pass for it.
        response = deferred.due()
        if not deferred.outcome.held or response is not deferred.response:
            return response
        return await self._faults.play(transport, deferred.outcome, response)

    def _respond_or_defer(self, raw: RawRequest, request: EsmsRequest) -> EsmsResponse | DeferredResponse:
        """Do what is asked, and give the response where it may go out at once."""
        outcome = self._exchange.handle(request)
        response = write_response(request, outcome.result, self._quirks)
        self._record(raw, request, outcome, response)
        stored = None
        if self._store is not None and request.operation.does in _CHANGES:
            stored = self._store.when_stored()
        if stored is not None or outcome.held:
            in_flight = self._scheduler.request_begun()
            return DeferredResponse(response=response, outcome=outcome, in_flight=in_flight, stored=stored)
        self._scheduler.request_answered()
        return response

    def _record(self, raw: RawRequest, request: EsmsRequest, outcome: RequestOutcome, response: EsmsResponse) -> None:
        """Write a request into the journal, with what came of it."""
        arrives = outcome.reply is None or not (outcome.reply.fault or outcome.reply.lost)
        call = outcome.placed or outcome.about
        self._journal.received(
            ReceivedRequest(
                number=self._journal.next_request_number(),
                at=request.received_at,
                method=raw.method,
                path=request.path,
                query=request.query,
                status=response.status if arrives else None,
                operation=request.operation.name,
                api_key=request.api_key,
                sms_id=None if call is None else call.sms_id,
                code=response.code if arrives else None,
                warnings=outcome.warnings,
            )
        )

    def list_refused(self, line: RequestLine, status: int) -> None:
        """Write a request into the journal that has its response already, since nothing but its line could be read."""
        query = parse_query(line.query)
        self._record_refused(
            method=line.method,
            path=shown_path(line.path),
            query=query.masked,
            status=status,
            api_key=query.get("ApiKey"),
        )

    def _refuse(self, raw: RawRequest, refused: RefusedRequest) -> EsmsResponse:
        """The page for a request that reaches no operation; it is written into the journal, too."""
        page = write_page(refused)
        if self._quirks.cors == "any":
            page = opened_to_pages(page, raw.method)
        self._record_refused(
            method=raw.method,
            path=refused.path,
            query=refused.query,
            status=page.status,
            operation=None if refused.operation is None else refused.operation.name,
            api_key=refused.api_key,
        )
        return page

    def _record_refused(  # noqa: PLR0913 - each by its name
        self, *, method: str, path: str, query: str, status: int, api_key: str | None, operation: str | None = None
    ) -> None:
        self._journal.received(
            ReceivedRequest(
                number=self._journal.next_request_number(),
                at=self._clock.now(),
                method=method,
                path=path,
                query=query,
                status=status,
                operation=operation,
                api_key=api_key,
            )
        )
        self._scheduler.request_answered()
