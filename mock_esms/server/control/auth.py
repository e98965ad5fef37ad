"""Who may use the control API, and how it answers when something is wrong (CONTRACT 7 and 10).

A page of another web site, open in the developer's browser, can send requests to 127.0.0.1. It cannot choose the Host,
the Origin or the Sec-Fetch headers that the browser sends with them, so these tell it apart: Origin and Sec-Fetch-Site
tell a page that calls this address, Host one whose own name was made to lead here (DNS rebinding). See SECURITY.md.
"""

import json
import logging
import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from hmac import compare_digest
from ipaddress import ip_address
from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from mock_esms.errors import RequestError, UsageError
from mock_esms.journal.changes import WaitUntilStored
from mock_esms.server.bodies import BodyError

log: Final = logging.getLogger("mock_esms.control")

NO_TOKEN_NEEDED: Final = frozenset({"/_mock", "/_mock/", "/_mock/health"})
"""The page is the same for everybody: it asks for the token, and shows nothing without."""
_PAGE_FILES: Final = "/_mock/assets/"

_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",  # JSON is never taken for a script
    "Cross-Origin-Resource-Policy": "same-origin",  # nor put into another site's page
    "Referrer-Policy": "no-referrer",
    hdrs.CACHE_CONTROL: "no-store",
}
"""What every answer of the control API carries, where it does not say it otherwise."""
_HOST: Final = re.compile(r"(?:\[(?P<address>[0-9A-Fa-f:.%]+)\]|(?P<name>[^\s:\[\]/?#@]+))(?::\d*)?", re.ASCII)
_OWN_SITE: Final = frozenset({"same-origin", "none"})
"""Sec-Fetch-Site of our own page, and of an address that somebody typed."""


def error_response(status: int, code: str, message: str, **more: object) -> web.Response:
    """``{"error": {"code": …, "message": …}}``, with further fields beside it."""
    return json_response({"error": {"code": code, "message": message}, **more}, status=status)


def json_response(data: object, *, status: int = 200) -> web.Response:
    """JSON as every control answer is written: UTF-8, nothing escaped that need not be."""
    body = json.dumps(data, ensure_ascii=False).encode(errors="replace")
    return web.Response(body=body, status=status, content_type="application/json", charset="utf-8")


class Guard:
    """The middleware of the control API."""

    def __init__(self, *, token: str | None, allow_hosts: Iterable[str], kept: WaitUntilStored | None = None) -> None:
        """Let in whoever has the token (None: anybody) and calls this server by an allowed name.

        Whatever may have changed something is answered when ``kept`` has waited for the change to be on disk. Raises
        ``UsageError`` for a token of nothing, which anybody has.
        """
        if token is not None and not token.strip():
            message = "--control-token is empty, so that it would keep nobody out; give one, or leave the option away"
            raise UsageError(message)
        self._kept = kept
        self._token = token
        self._allow_hosts = tuple(host.lower().removesuffix(".") for host in allow_hosts)

    @web.middleware
    async def middleware(  # noqa: PLR0911 - one return for each class of error
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """Refuse strangers; answer every error as JSON."""
        refused = self._refuse(request)
        if refused is not None:
            return refused
        try:
            return await self._answered(request, handler)
        except RequestError as error:
            return error_response(error.status, error.code, str(error))
        except BodyError as error:
            return error_response(400, "unparsable", str(error))
        except web.HTTPRequestEntityTooLarge:
            return error_response(413, "too-large", f"the body is larger than {request.client_max_size} bytes")
        except web.HTTPMethodNotAllowed as error:
            allowed = ", ".join(sorted(error.allowed_methods))
            response = error_response(
                405, "method-not-allowed", f"{request.path} takes {allowed}, not {request.method}"
            )
            response.headers[hdrs.ALLOW] = allowed
            return response
        except web.HTTPNotFound:
            return error_response(404, "unknown", f"the control API has no address {request.path}")
        except Exception:
            log.exception("internal error at %s %s; this is a defect of mock-esms", request.method, request.path)
            return error_response(500, "internal", "internal error; the log of the sandbox says more")

    async def _answered(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await handler(request)
        if self._kept is not None and request.method != hdrs.METH_GET:
            await self._kept()
        return response

    async def add_headers(self, _request: web.Request, response: web.StreamResponse) -> None:
        """Signal of each answer that is about to begin: give it the headers that all of them have."""
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers[hdrs.SERVER] = "mock-esms"

    def _refuse(self, request: web.Request) -> web.Response | None:
        # Not request.host: without a Host header that asks the name server who we are.
        named = request.headers.get(hdrs.HOST, "")
        host = _name_of(named)
        if not host:
            message = "the control API wants a Host header that names it, such as 127.0.0.1:8080"
            return error_response(403, "host-not-allowed", message)
        if not self._is_ours(host):
            message = f"the control API does not answer to the name {host}; allow it with --allow-host {host}"
            return error_response(403, "host-not-allowed", message)
        origin = request.headers.get(hdrs.ORIGIN)
        if origin is not None and origin.lower() != f"{request.scheme}://{named}".lower():
            message = f"the control API does not answer pages of another origin ({origin})"
            return error_response(403, "origin-not-allowed", message)
        if _comes_from_another_site(request):
            message = "the control API does not answer pages of another site, nor what they embed"
            return error_response(403, "origin-not-allowed", message)
        if self._token is not None and not _is_public(request.path) and not self._has_token(request):
            message = "the control API wants the header Authorization: Bearer, with the value of --control-token"
            response = error_response(401, "token-required", message)
            response.headers[hdrs.WWW_AUTHENTICATE] = "Bearer"
            return response
        return None

    def _is_ours(self, host: str) -> bool:
        """Whether it is an address, a name without a dot, or an allowed one.

        ``com.`` has a dot: the names of whole domains can be made to lead here.
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
            and compare_digest(_octets(given.strip()), _octets(self._token.strip()))
        )


def _is_public(path: str) -> bool:
    return path in NO_TOKEN_NEEDED or path.startswith(_PAGE_FILES)


def _comes_from_another_site(request: web.Request) -> bool:
    """Whether a browser says that a page of another site asks; a link to us that somebody follows is no such thing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is None or site in _OWN_SITE:
        return False
    return not (
        request.method == hdrs.METH_GET
        and request.headers.get("Sec-Fetch-Mode") == "navigate"
        and request.headers.get("Sec-Fetch-Dest") == "document"
    )


def _octets(text: str) -> bytes:
    """A text of a header or of the command line as it was there; both may hold bytes that are no UTF-8."""
    return text.encode("utf-8", "surrogateescape")


def _name_of(host: str) -> str:
    """The name in a Host header, without its port and the brackets of IPv6; empty for what is none."""
    found = _HOST.fullmatch(host)
    return "" if found is None else (found["address"] or found["name"]).lower()
