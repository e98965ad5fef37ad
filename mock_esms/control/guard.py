"""Who may use the control API, and how it answers when something is wrong (CONTRACT 7 and 10).

A page of another web site, open in the developer's browser, can send requests to 127.0.0.1. It cannot choose the Host
or the Origin that the browser sends with them, so these two tell it apart.
"""

import json
import logging
from collections.abc import Iterable
from fnmatch import fnmatchcase
from hmac import compare_digest
from ipaddress import ip_address
from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from mock_esms.errors import RequestError

log: Final = logging.getLogger("mock_esms.control")

NO_TOKEN_NEEDED: Final = frozenset({"/_mock/health"})


def error_response(status: int, code: str, message: str, **more: object) -> web.Response:
    """``{"error": {"code": …, "message": …}}``, with further fields beside it."""
    return json_response({"error": {"code": code, "message": message}, **more}, status=status)


def json_response(data: object, *, status: int = 200) -> web.Response:
    """JSON as every control answer is written: UTF-8, nothing escaped that need not be."""
    body = json.dumps(data, ensure_ascii=False).encode(errors="replace")
    return web.Response(body=body, status=status, content_type="application/json", charset="utf-8")


class Guard:
    """The middleware of the control API."""

    def __init__(self, *, token: str | None, allow_hosts: Iterable[str]) -> None:
        """Let in whoever has the token (None: anybody) and calls this server by an allowed name."""
        self._token = token
        self._allow_hosts = tuple(host.lower() for host in allow_hosts)

    @web.middleware
    async def middleware(  # noqa: PLR0911 - one return for each class of error
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """Refuse strangers; answer every error as JSON."""
        refused = self._refuse(request)
        if refused is not None:
            return refused
        try:
            return await handler(request)
        except RequestError as error:
            return error_response(error.status, error.code, str(error))
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

    def _refuse(self, request: web.Request) -> web.Response | None:
        host = _name_of(request.host)
        if not self._is_ours(host):
            message = f"the control API does not answer to the name {host}; allow it with --allow-host {host}"
            return error_response(403, "host-not-allowed", message)
        origin = request.headers.get(hdrs.ORIGIN)
        if origin is not None and origin.lower() != f"{request.scheme}://{request.host}".lower():
            message = f"the control API does not answer pages of another origin ({origin})"
            return error_response(403, "origin-not-allowed", message)
        if self._token is not None and request.path not in NO_TOKEN_NEEDED and not self._has_token(request):
            message = "the control API wants the header Authorization: Bearer, with the value of --control-token"
            response = error_response(401, "token-required", message)
            response.headers[hdrs.WWW_AUTHENTICATE] = "Bearer"
            return response
        return None

    def _is_ours(self, host: str) -> bool:
        if "." not in host and ":" not in host:
            return True
        try:
            ip_address(host)
        except ValueError:
            return any(fnmatchcase(host, pattern) for pattern in self._allow_hosts)
        return True

    def _has_token(self, request: web.Request) -> bool:
        scheme, _, given = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
        return (
            self._token is not None
            and scheme.lower() == "bearer"
            and compare_digest(given.strip().encode(errors="replace"), self._token.encode())
        )


def _name_of(host: str) -> str:
    """The name in a Host header, without its port and the brackets of IPv6."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()
