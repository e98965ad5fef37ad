"""The one step from a raw request to a typed one: what eSMS makes of it, or why it reaches no operation (FACTS 1).

``read_request`` finds the operation, reads the parameters from where they are (query, address, body), chooses among
the rows of one address, and understands the values. Nothing of what an HTTP server handed over is needed afterwards.
"""

import re
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from mock_esms.esms.operation import Operation
from mock_esms.esms.requests.body import ParameterSources, UnreadableBodyError, read_parameters
from mock_esms.esms.requests.call_request import read_call
from mock_esms.esms.requests.query_string import Query, parse_query
from mock_esms.esms.requests.routing import Route, find_route, select_operation
from mock_esms.model.calls import CallRequest, RequestWarning, TraceContext
from mock_esms.model.times import Instant

RequestFault = Literal["not-found", "method-not-allowed", "slash-missing", "body-unreadable"]
"""Why a request reaches no operation: 404, 405, 307, 400."""
_TRACEPARENT: Final = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}", re.ASCII)
_TRACESTATE: Final = re.compile(r"[\x20-\x7e]{1,512}", re.ASCII)


class RawRequest(NamedTuple):
    """A request as it came over the wire; ``query`` is what follows the first ``?``, percent-encoded as it was.

    ``host`` is the Host header, ``accept`` is None when the client does not say what it wants. ``body`` is None when
    it could not be read: it is broken, late or too large. ``remote`` is the client's address, None when it has none.
    ``trace_context`` is empty unless the settings ask for it.
    """

    path: str
    query: str
    host: str
    accept: str | None = None
    method: str = "GET"
    content_type: str = ""
    body: bytes | None = b""
    remote: str | None = None
    scheme: str = "http"
    trace_context: TraceContext = ()

    def __repr__(self) -> str:
        """Without what may hold a secret."""
        return f"RawRequest(method={self.method!r}, host={self.host!r})"


class EsmsRequest(NamedTuple):
    """A request that reaches an operation, understood.

    ``call_request`` is what it asks to be done, in the words of a call whatever the operation: of one that sends,
    ``messages/message_draft`` makes a ``MessageRequest``. ``sms_id`` is the id that it asks about, as it arrived, empty
    where it asks about none. ``api_key`` and ``secret_key`` are None when they did not arrive. ``path`` and ``query``
    are what may be shown of the address; ``in_xml`` tells that it is one that answers XML whatever the client accepts.
    """

    operation: Operation
    received_at: Instant
    call_request: CallRequest
    api_key: str | None
    secret_key: str | None
    sms_id: str
    warnings: tuple[RequestWarning, ...]
    path: str
    query: str
    accept: str | None
    remote: str | None
    in_xml: bool = False

    def __repr__(self) -> str:
        """Without the secret."""
        return f"EsmsRequest(operation={self.operation.name!r}, path={self.path!r}, query={self.query!r})"


class RefusedRequest(NamedTuple):
    """A request that reaches no operation, and why. ``operation`` is the one that it would have reached, if any.

    ``allow`` are the methods that would be right, ``location`` is the address with the slash that is missing, and
    ``origin`` is where the server stands, as the client called it.
    """

    error: RequestFault
    operation: Operation | None
    api_key: str | None
    path: str
    query: str
    origin: str
    method: str = "GET"
    allow: str = ""
    location: str = ""


def read_request(raw: RawRequest, *, now: Instant) -> EsmsRequest | RefusedRequest:
    """What a client asks of which operation; ``now`` is the sandbox's time. Never raises, whatever came."""
    query = parse_query(raw.query)
    route = find_route(raw.method, raw.path)
    if route.error is not None:
        return _refused(raw, query, route, route.error)
    sources = ParameterSources(query, route.segments, raw.content_type, _bounded(raw.body, route))
    try:
        parameters, body_warnings = read_parameters(route.operations, sources)
    except UnreadableBodyError:
        return _refused(raw, query, route, "body-unreadable")
    operation = select_operation(route.operations, raw.host, parameters)
    call_request, warnings = read_call(operation, parameters, now=now)
    if raw.trace_context:
        call_request = call_request._replace(trace_context=raw.trace_context)
    return EsmsRequest(
        operation=operation,
        received_at=now,
        call_request=call_request,
        api_key=parameters.get("ApiKey"),
        secret_key=parameters.get("SecretKey"),
        sms_id="" if operation.asks_about is None else parameters.get(operation.asks_about) or "",
        warnings=(*body_warnings, *warnings) if body_warnings else warnings,
        path=route.path,
        query=query.masked,
        accept=raw.accept,
        remote=raw.remote,
        in_xml=route.in_xml,
    )


def _bounded(body: bytes | None, route: Route) -> bytes | None:
    """The body, or None when it is larger than any operation of its address takes."""
    largest = max(operation.largest_body for operation in route.operations)
    return body if body is not None and len(body) <= largest else None


def _refused(raw: RawRequest, query: Query, route: Route, error: RequestFault) -> RefusedRequest:
    origin = f"{raw.scheme}://{raw.host or 'localhost'}"
    return RefusedRequest(
        error=error,
        operation=route.operations[0] if route.operations else None,
        api_key=query.get("ApiKey"),
        path=route.path,
        query=query.masked,
        origin=origin,
        method=raw.method,
        allow=route.allow,
        location=f"{origin}{raw.path}/{'?' if raw.query else ''}{raw.query}",
    )


def trace_context_of(traceparent: Sequence[str], tracestate: Sequence[str]) -> TraceContext:
    """The headers to send on, from the values of the two that came; none where they say no trace.

    eSMS knows nothing of it (W3C Trace Context); ``quirks.trace_context`` asks for it, so that a tracing system shows a
    request and its callback as one trace.
    """
    if len(traceparent) != 1 or _TRACEPARENT.fullmatch(traceparent[0]) is None:
        return ()
    parent = ("traceparent", traceparent[0])
    state = ",".join(value.strip() for value in tracestate)
    return (parent, ("tracestate", state)) if _TRACESTATE.fullmatch(state) else (parent,)
