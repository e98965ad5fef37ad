"""Requests of the eSMS side that aiohttp has parsed: those that ``fast_path`` leaves to it."""

from aiohttp import HttpVersion11, hdrs, web
from aiohttp.typedefs import Handler, Middleware

from mock_esms.esms.requests.request import RawRequest
from mock_esms.server.bodies import BodyError, body_of
from mock_esms.server.relayed_connection import RelayedConnection


def respond_without_route(esms: Handler, control: str) -> Middleware:
    """Requests without a path (``OPTIONS *``, an absolute address that is a host alone) are of the eSMS side, too.

    aiohttp's router finds no route for them. What lies under the prefix of the control API is left to it.

    The connection of each request is told that it begins.
    """

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        relayed: object = None if request.transport is None else request.transport.get_protocol()
        if isinstance(relayed, RelayedConnection):
            relayed.request_begins()
        path = request.rel_url.raw_path
        if request.match_info.http_exception is None or path.startswith(control):
            return await handler(request)
        return await esms(request)

    return middleware


async def send_continue(request: web.Request) -> None:
    """Tell a client that waits with its body to go on; aiohttp by itself would refuse any other ``Expect``."""
    if request.headers.get(hdrs.EXPECT, "").lower() == "100-continue" and request.version >= HttpVersion11:
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0  # what counts begins with the response


async def raw_request(request: web.BaseRequest) -> RawRequest:
    """A request that aiohttp has parsed; the body of a POST is read, too."""
    get = request.headers.get
    return RawRequest(
        path=request.rel_url.raw_path,
        query=request.rel_url.raw_query_string,
        host=get(hdrs.HOST, ""),  # not request.host: without a Host header that asks the name server who we are
        accept=get(hdrs.ACCEPT),
        method=request.method,
        content_type=get(hdrs.CONTENT_TYPE, ""),
        body=await _body_of(request) if request.method == hdrs.METH_POST else b"",
        remote=request.remote,
        scheme=request.scheme,
    )


async def _body_of(request: web.BaseRequest) -> bytes | None:
    """The body; None when it is broken, late or larger than any operation takes."""
    try:
        return await body_of(request)
    except (BodyError, web.HTTPRequestEntityTooLarge):
        return None
