"""What happens to a request: one of the application goes to eSMS, a callback to the application, each answer back."""

import asyncio
import logging
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

from aiohttp import web

from mock_esms.cli.record.callback_routes import CALLBACK_PATH, CallbackRoutes
from mock_esms.cli.record.callback_url import in_body, in_query
from mock_esms.cli.record.forward import Forwarder, UpstreamResponse, passed_on
from mock_esms.cli.record.recording_lines import RecordingLines
from mock_esms.cli.record.recording_writer import RecordingWriter
from mock_esms.clock.clock import perf_counter, wall_instant
from mock_esms.model.times import SECOND

log: Final = logging.getLogger("mock_esms.cli")

NOT_FOUND: Final = 404


class Upstream(NamedTuple):
    """eSMS, or another sandbox: its origin (``https://voiceapi.esms.vn``).

    ``address`` is where its name leads, where the machine's own look-up leads here.
    """

    origin: str
    address: str | None = None

    @property
    def parts(self) -> SplitResult:
        """The origin in its parts."""
        return urlsplit(self.origin)

    @property
    def host(self) -> str:
        """What the header Host says."""
        return self.parts.netloc

    @property
    def name(self) -> str | None:
        """The name in the certificate, where the address is another one's."""
        return self.parts.hostname if self.address is not None else None

    def url(self, target: str) -> str:
        """The address of a target there."""
        if self.address is None:
            return f"{self.origin}{target}"
        split = self.parts
        host = f"[{self.address}]" if ":" in self.address else self.address
        port = f":{split.port}" if split.port else ""
        return f"{split.scheme}://{host}{port}{target}"


class Proxy:
    """Stands between an application and eSMS."""

    def __init__(
        self, upstream: Upstream, routes: CallbackRoutes, forwarder: Forwarder, recording: RecordingWriter
    ) -> None:
        self._upstream = upstream
        self._routes = routes
        self._forwarder = forwarder
        self._recording = recording
        self._lines = RecordingLines()
        self._passing: set[asyncio.Task[web.Response]] = set()
        self._ending = False

    async def close(self) -> None:
        """Let the requests to eSMS end that are on their way: each may have rung a phone, and is to be written down."""
        self._ending = True
        await asyncio.gather(*self._passing, return_exceptions=True)
        await self._forwarder.close()

    async def handle(self, request: web.BaseRequest) -> web.Response:
        """Answer a request of either side."""
        target = _target_of(request)
        _, found, token = target.partition("?")[0].rpartition(CALLBACK_PATH)
        if found and "/" not in token:
            return await self._callback(request, token, target)
        passing = asyncio.ensure_future(self._request(request, target, await request.read()))
        self._passing.add(passing)
        passing.add_done_callback(self._passing.discard)
        return await asyncio.shield(passing)  # an application that does not wait has placed its call all the same

    async def _request(self, request: web.BaseRequest, target: str, body: bytes) -> web.Response:
        """One of the application's, for eSMS."""
        time, begun = wall_instant(), perf_counter()
        path, mark, query = target.partition("?")
        sent_target = f"{path}{mark}{in_query(query, self._routes.through_us)}"
        sent_body = in_body(body, self._routes.through_us)
        headers = [("Host", self._upstream.host), *passed_on(request.headers.items())]
        upstream = await self._forwarder.send(
            request.method, self._upstream.url(sent_target), headers, sent_body, self._upstream.name
        )
        ms = (perf_counter() - begun) * SECOND
        self._recording.write(
            self._lines.request(time=time, method=request.method, target=target, body=body, answer=upstream, ms=ms)
        )
        return _response(upstream, self._upstream.origin, f"{request.scheme}://{request.host}")

    async def _callback(self, request: web.BaseRequest, token: str, target: str) -> web.Response:
        """One of eSMS's, for the application."""
        address = self._routes.address_of(token)
        if address is None:
            log.warning("a callback came for an address that no request of this run has named; it was answered 404")
            return web.Response(status=NOT_FOUND, text="no request of this run has named this address\n")
        time, begun = wall_instant(), perf_counter()
        body = await request.read()
        _, mark, query = target.partition("?")
        headers = [("Host", urlsplit(address).netloc.rpartition("@")[2]), *passed_on(request.headers.items())]
        status: int | None = None
        error: str | None = None
        try:
            upstream = await self._forwarder.send(request.method, f"{address}{mark}{query}", headers, body)
            status, error = upstream.status, upstream.error
        except asyncio.CancelledError:
            error = "interrupted" if self._ending else "timeout"  # eSMS has closed the connection
            raise
        finally:
            self._recording.write(
                self._lines.callback(
                    time=time,
                    method=request.method,
                    target=f"/callback{mark}{query}",
                    protocol=f"HTTP/{request.version.major}.{request.version.minor}",
                    user_agent=request.headers.get("User-Agent"),
                    headers=list(request.headers.keys()),
                    body=body,
                    status=status,
                    error=error,
                    ms=(perf_counter() - begun) * SECOND,
                )
            )
        return _response(upstream)


def _target_of(request: web.BaseRequest) -> str:
    """Path and query as they were on the wire, also where a client has written the address with its scheme and host."""
    raw = request.raw_path
    if raw.startswith("/"):
        return raw
    split = urlsplit(raw)
    return f"{split.path or '/'}{'?' if split.query else ''}{split.query}"


def _response(upstream: UpstreamResponse, from_origin: str = "", to_origin: str = "") -> web.Response:
    """An answer as it came; a redirect to eSMS itself leads through us, or what follows would pass us by."""
    response = web.Response(status=upstream.status, reason=upstream.reason or None, body=upstream.body)
    response.headers.clear()
    for name, value in upstream.headers:
        leads_around = from_origin and name.lower() == "location" and value.startswith(from_origin)
        response.headers.add(name, to_origin + value[len(from_origin) :] if leads_around else value)
    return response
