"""Who may use the control API: whoever has the token, calls it by a name of its own, and is no other site's page.

A page of another web site, open in the developer's browser, can send requests to 127.0.0.1. It cannot choose the Host,
the Origin or the Sec-Fetch headers that the browser sends with them, so these tell it apart: Origin and Sec-Fetch-Site
tell a page that calls this address, Host one whose own name was made to lead here (DNS rebinding).
See CONTRACT 10 and SECURITY.md.
"""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from hmac import compare_digest
from ipaddress import ip_address
from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from mock_esms.server.control.serving.responses import error_response

NO_TOKEN_NEEDED: Final = frozenset({"/_mock", "/_mock/", "/_mock/health"})
"""The page is the same for everybody: it asks for the token, and shows nothing without."""
_PAGE_FILES: Final = "/_mock/assets/"

_HOST: Final = re.compile(r"(?:\[(?P<address>[0-9A-Fa-f:.%]+)\]|(?P<name>[^\s:\[\]/?#@]+))(?::\d*)?", re.ASCII)
_OWN_SITE: Final = frozenset({"same-origin", "none"})
"""Sec-Fetch-Site of our own page, and of an address that somebody typed."""


class Guard:
    """Lets requests in, or refuses them."""

    def __init__(self, *, token: str | None, allow_hosts: Iterable[str]) -> None:
        """Let in whoever has the token (None: anybody) and calls this server by an allowed name."""
        self._token = token
        self._allow_hosts = tuple(host.lower().removesuffix(".") for host in allow_hosts)

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse a request before anything reads it."""
        refusal = self._refuse(request)
        return await handler(request) if refusal is None else refusal

    def _refuse(self, request: web.Request) -> web.Response | None:
        # Not request.host: without a Host header that asks the name server who we are.
        host_header = request.headers.get(hdrs.HOST, "")
        host = _host_name(host_header)
        if not host:
            message = "the control API wants a Host header that names it, such as 127.0.0.1:8080"
            return error_response(403, "host-not-allowed", message)
        if not self._is_allowed(host):
            message = f"the control API does not answer to the name {host}; allow it with --allow-host {host}"
            return error_response(403, "host-not-allowed", message)
        origin = request.headers.get(hdrs.ORIGIN)
        if origin is not None and origin.lower() != f"{request.scheme}://{host_header}".lower():
            message = f"the control API does not answer pages of another origin ({origin})"
            return error_response(403, "origin-not-allowed", message)
        if _is_cross_site(request):
            message = "the control API does not answer pages of another site, nor what they embed"
            return error_response(403, "origin-not-allowed", message)
        if self._token is not None and not _is_public(request.path) and not self._has_token(request):
            message = "the control API wants the header Authorization: Bearer, with the value of --control-token"
            response = error_response(401, "token-required", message)
            response.headers[hdrs.WWW_AUTHENTICATE] = "Bearer"
            return response
        return None

    def _is_allowed(self, host: str) -> bool:
        """Whether it is an address, a name without a dot, or an allowed one.

        ``com.`` has a dot: the names of top-level domains can be made to lead here.
        """
        if "." not in host and ":" not in host:
            return True
        try:
            ip_address(host)
        except ValueError:
            return any(fnmatchcase(host.removesuffix("."), pattern) for pattern in self._allow_hosts)
        return True

    def _has_token(self, request: web.Request) -> bool:
        scheme, _, given = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
        return (
            self._token is not None
            and scheme.lower() == "bearer"
            and compare_digest(_raw_bytes(given.strip()), _raw_bytes(self._token.strip()))
        )


def _is_public(path: str) -> bool:
    return path in NO_TOKEN_NEEDED or path.startswith(_PAGE_FILES)


def _is_cross_site(request: web.Request) -> bool:
    """Whether a browser says that a page of another site asks; a link to us that somebody follows is no such thing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is None or site in _OWN_SITE:
        return False
    return not (
        request.method == hdrs.METH_GET
        and request.headers.get("Sec-Fetch-Mode") == "navigate"
        and request.headers.get("Sec-Fetch-Dest") == "document"
    )


def _raw_bytes(text: str) -> bytes:
    """Text of a header or of the command line as it was there; both may hold bytes that are no UTF-8."""
    return text.encode("utf-8", "surrogateescape")


def _host_name(host: str) -> str:
    """The name in a Host header, without its port and the brackets of IPv6; empty for what is none."""
    found = _HOST.fullmatch(host)
    return "" if found is None else (found["address"] or found["name"]).lower()
