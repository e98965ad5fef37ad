"""The courier makes one attempt: exactly one HTTP request, judged, timed, and reported with its class of error.

Three habits of HTTP clients would make its reports lies, so they are switched off: aiohttp repeats a GET once when the
receiver drops the connection (``send_once``), re-quotes URLs (``encoded=True``), and reuses a connection that the
receiver may be closing at that moment (``force_close``).
"""

import asyncio
import ssl
from dataclasses import dataclass
from typing import Final, Literal

import aiohttp
from aiohttp import ClientHandlerType, ClientRequest, ClientResponse, hdrs
from yarl import URL

from mock_esms.calls import AttemptError, Hop
from mock_esms.clock import perf_counter
from mock_esms.delivery.egress import EgressBlockedError, EgressRule, refusal
from mock_esms.times import SECOND, Duration

ANSWER_LIMIT: Final = 1024
"""How much of a receiver's answer is read and kept, in bytes (CONTRACT 4.5)."""
MAX_HOPS: Final = 10
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


class _ConnectionLostError(aiohttp.ClientError):
    """The receiver dropped the connection after the request was sent; of a class that aiohttp does not retry on."""

    def __init__(self, kind: AttemptError, detail: str) -> None:
        super().__init__(detail)
        self.kind: AttemptError = kind


class _UnusableAddressError(Exception):
    """A URL that cannot be called, found on the way."""


@dataclass(frozen=True, slots=True)
class Report:
    """How an attempt ended; ``ms`` is real time."""

    ms: float
    status: int | None = None
    error: AttemptError | None = None
    detail: str = ""
    answer: str = ""
    acknowledged: bool = False
    hops: tuple[Hop, ...] = ()


async def send_once(request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
    """Client middleware that keeps aiohttp from silently sending a request again when the connection is lost."""
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise  # nothing was sent; aiohttp does not retry these either
    except aiohttp.ServerDisconnectedError as error:
        lost: AttemptError = "closed"
        detail = "the receiver closed the connection without an answer"
        raise _ConnectionLostError(lost, detail) from error
    except aiohttp.ClientOSError as error:
        lost = "reset"
        detail = f"the receiver reset the connection ({error.strerror or error})"
        raise _ConnectionLostError(lost, detail) from error


class Courier:
    """Sends attempts; owns the HTTP client between ``open`` and ``close``."""

    def __init__(self, rule: EgressRule, *, user_agent: str, signature: str = "") -> None:
        """Make connections that obey ``rule``; ``signature`` is a header, ``Name: value``, sent with each attempt."""
        self._rule = rule
        self._headers: dict[str, str] = {hdrs.USER_AGENT: user_agent}
        if signature:
            name, _, value = signature.partition(":")
            self._headers[name] = value.strip()
        self._session: aiohttp.ClientSession

    async def open(self) -> None:
        """Begin to send, in the event loop that runs now."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=self._rule.resolver(), use_dns_cache=False, force_close=True, limit=0
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=self._headers,
            skip_auto_headers=(hdrs.ACCEPT_ENCODING,),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
            middlewares=(send_once,),
            auto_decompress=False,
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._session.close()

    async def send(
        self,
        url: str,
        *,
        timeout: Duration,  # noqa: ASYNC109 - of the callback plan, enforced here
        success: Literal["200", "2xx"],
        follow_redirects: bool,
    ) -> Report:
        """Make one attempt and tell how it ended; never raises for anything that a receiver can do.

        Acknowledged means: complete response headers with a status of ``success`` within ``timeout`` milliseconds of
        real time; the body may be anything (CONTRACT 4.5).
        """
        start = perf_counter()
        hops: list[Hop] = []

        def report(
            *, status: int | None = None, error: AttemptError | None = None, detail: str = "", answer: bytes = b""
        ) -> Report:
            return Report(
                ms=round((perf_counter() - start) * SECOND, 3),
                status=status,
                error=error,
                detail=detail,
                answer=answer.decode(errors="replace"),
                acknowledged=error is None and status is not None and _is_success(status, success),
                hops=tuple(hops),
            )

        try:
            async with asyncio.timeout(timeout / SECOND) as deadline:
                response = await self._get(url, hops, follow_redirects=follow_redirects)
                async with response:
                    answer = await _first_bytes(response, deadline)
                    return report(status=response.status, answer=answer)
        except TimeoutError:
            return report(error="timeout", detail=f"no answer within {timeout / SECOND:g} seconds")
        except (
            aiohttp.ClientError,
            EgressBlockedError,
            _UnusableAddressError,
            ssl.SSLError,
            OSError,
            ValueError,
        ) as error:
            return report(error=_class_of(error), detail=_detail_of(error))

    async def _get(self, url: str, hops: list[Hop], *, follow_redirects: bool) -> ClientResponse:
        target = URL(url, encoded=True)
        while True:
            self._judge_literal(target)
            response = await self._session.get(target, allow_redirects=False)
            location = response.headers.get(hdrs.LOCATION)
            if not (follow_redirects and location and response.status in _REDIRECTS):
                return response
            response.close()
            hops.append(Hop(url=str(target), status=response.status))
            if len(hops) > MAX_HOPS:
                message = f"the receiver redirected more than {MAX_HOPS} times"
                raise _UnusableAddressError(message)
            target = target.join(URL(location, encoded=True))

    def _judge_literal(self, target: URL) -> None:
        """The resolver never sees an address that stands in the URL itself, so it is judged here."""
        host = target.host
        if target.scheme not in {"http", "https"} or not host:
            message = f"{target} is not an http or https address"
            raise _UnusableAddressError(message)
        if (":" in host or host.replace(".", "").isdigit()) and not self._rule.allows(host, host):
            raise EgressBlockedError(refusal(host, (host,)))


def _is_success(status: int, success: Literal["200", "2xx"]) -> bool:
    return status == 200 if success == "200" else 200 <= status <= 299  # noqa: PLR2004 - HTTP's own numbers


async def _first_bytes(response: ClientResponse, deadline: asyncio.Timeout) -> bytes:
    """The first KiB of the body; the headers have decided already, so a body that fails or stalls just ends early."""
    content = response.content
    answer = b""
    try:
        if content.is_eof():  # the whole body has come with the headers: nothing can be late any more
            answer = await content.read(ANSWER_LIMIT)
        else:
            async with asyncio.timeout_at(deadline.when()):
                # From here on only the body can be late, and that is no timeout of the attempt.
                deadline.reschedule(None)
                while len(answer) < ANSWER_LIMIT and (chunk := await content.read(ANSWER_LIMIT - len(answer))):
                    answer += chunk
    except (TimeoutError, aiohttp.ClientError, OSError):
        pass
    if not content.at_eof():
        response.close()
    return answer


def _class_of(error: BaseException) -> AttemptError:  # noqa: PLR0911 - one line for each class
    match error:
        case EgressBlockedError():
            return "blocked"
        case _ConnectionLostError():
            return error.kind
        case aiohttp.ClientConnectorDNSError():
            return "dns"
        case aiohttp.ClientSSLError() | ssl.SSLError():  # before ValueError, which a bad certificate also is
            return "tls"
        case _UnusableAddressError() | aiohttp.InvalidURL() | ValueError():
            return "bad-url"
        case aiohttp.ClientConnectorError(os_error=ConnectionResetError()):
            return "reset"
        case aiohttp.ClientConnectorError(os_error=TimeoutError()):
            return "timeout"
        case aiohttp.ClientConnectorError():
            return "connection-refused"
        case aiohttp.ClientError():
            return "bad-answer"
        case _:
            return "reset"


def _detail_of(error: BaseException) -> str:
    """The sentence behind an error's class."""
    match error:
        case aiohttp.ClientConnectorDNSError():
            return f"the name {error.host} cannot be resolved: {error.os_error.strerror or error.os_error}"
        case aiohttp.ClientConnectorError(os_error=ConnectionRefusedError()):
            return f"nobody listens on {error.host} port {error.port}"
        case aiohttp.ClientConnectorCertificateError():
            return f"the certificate of {error.host} is not trusted: {error.certificate_error}"
        case aiohttp.ClientConnectorError():
            return f"no connection to {error.host} port {error.port}: {error.os_error.strerror or error.os_error}"
        case aiohttp.ClientResponseError():
            return f"the answer is not HTTP: {' '.join(error.message.split())}"
        case _:
            return str(error) or type(error).__name__
