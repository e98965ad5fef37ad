"""The page at ``/_mock/``: files as they are, without a build step and without anything from the network.

It only serves them. What the page shows and does goes through the control API, as everybody's scripts do.
``static/page.html`` is the page, ``static/app`` its modules (``main.js`` begins with their plan), ``static/style`` its
looks.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

from aiohttp import hdrs, web

from mock_esms.errors import UnknownError

STATIC: Final = Path(__file__).parent / "static"
_PAGE: Final = "page.html"

# Said here and not left to `mimetypes`, which believes what the machine's registry says.
_TYPES: Final[Mapping[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
}

POLICY: Final = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "connect-src 'self'; "
    "img-src 'self' data:; "
    "form-action 'none'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'; "
    # What came from outside can never become markup or code, not even by a mistake in a module.
    "require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
"""The Content-Security-Policy: only this server's own files, no inline code, no frame, no form that is sent away."""

_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Asked again each time, and answered 304: a sandbox of tomorrow may have another page at this address.
    hdrs.CACHE_CONTROL: "no-cache",
}


class Page:
    """Serves the page and its files; its addresses lie beside those of the control API."""

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The addresses, without the prefix of the control API."""
        return (
            web.get("", self.moved, allow_head=False),
            web.get("/", self.page),
            web.get("/assets/{path:.+}", self.asset),
        )

    async def moved(self, request: web.Request) -> web.Response:
        """Redirect the address without a slash at its end to the page."""
        return web.Response(status=308, headers={hdrs.LOCATION: f"{request.path}/"})

    async def page(self, _request: web.Request) -> web.FileResponse:
        """The page."""
        return _file(_PAGE)

    async def asset(self, request: web.Request) -> web.FileResponse:
        """A module, a style sheet, or a picture."""
        path = request.match_info["path"]
        if path not in self._assets:
            message = f"the page has no file {path}"
            raise UnknownError(message)
        return _file(path)

    @cached_property
    def _assets(self) -> frozenset[str]:
        """The files that exist, looked up once: nothing else is served, however the path is written."""
        files = (file.relative_to(STATIC).as_posix() for file in STATIC.rglob("*") if file.suffix in _TYPES)
        return frozenset(files) - {_PAGE}


def _file(path: str) -> web.FileResponse:
    file = STATIC / path
    return web.FileResponse(file, headers={**_HEADERS, hdrs.CONTENT_TYPE: _TYPES[file.suffix]})
