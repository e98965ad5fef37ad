"""The courier makes one attempt: exactly one HTTP request, judged, timed, and reported with its class of error.

Three habits of HTTP clients would make its reports lies, so they are switched off: aiohttp repeats a GET once when the
receiver drops the connection (``send_once``), re-quotes URLs (``encoded=True``), and reuses a connection that the
receiver may be closing at that moment (``force_close``, unless a quirk wants it otherwise).
"""

import asyncio
import math
import os
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

import aiohttp
from aiohttp import ClientHandlerType, ClientRequest, ClientResponse, hdrs
from yarl import URL

from mock_esms.clock.clock import perf_counter
from mock_esms.delivery.container_detection import Environment, detect_environment
from mock_esms.delivery.diagnosis import REDIRECTS, SENT, Diagnosis, advice, advice_on
from mock_esms.delivery.egress import EgressBlockedError, EgressRule, called_host
from mock_esms.delivery.failures import ConnectionLostError, Failure, UnusableAddressError, failure_of
from mock_esms.delivery.sent import MarkingRequest, SentMark, going_out
from mock_esms.model.calls import AttemptError, Hop
from mock_esms.model.times import SECOND, Duration, format_duration

ANSWER_LIMIT: Final = 1024
"""How much of a receiver's answer is read and kept, in bytes (CONTRACT 4.5)."""
MAX_HOPS: Final = 10
KEPT_FOR: Final = 1.0
"""Seconds after which a connection is not used again: servers close theirs after two and more."""
_TO_ANSWER: Final = 0.25
"""Seconds of the timeout, at most, in which no connection can come about any more."""


@dataclass(frozen=True, slots=True)
class AttemptOutcome:
    """How an attempt ended; ``ms`` is real time, ``advice`` what the doctor says of a failure.

    ``trouble`` is what it says that of, and ``reached`` whether a connection came about, so that the request can have
    been sent at all.
    """

    ms: float
    status: int | None = None
    error: AttemptError | None = None
    detail: str = ""
    advice: str = ""
    trouble: Diagnosis | None = None
    answer: str = ""
    acknowledged: bool = False
    hops: tuple[Hop, ...] = ()
    reached: bool = True


async def send_once(request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
    """Client middleware that keeps aiohttp from silently sending a request again when the connection is lost."""
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise  # nothing was sent; aiohttp does not retry these either
    except aiohttp.ServerDisconnectedError as error:
        lost: AttemptError = "closed"
        detail = "the receiver closed the connection without an answer"
        raise ConnectionLostError(lost, detail) from error
    except aiohttp.ClientOSError as error:
        lost = "reset"
        detail = f"the receiver reset the connection ({error.strerror or error})"
        raise ConnectionLostError(lost, detail) from error


class CallbackSender:
    """Sends attempts; owns the HTTP client between ``open`` and ``close``."""

    def __init__(  # noqa: PLR0913 - all but the first are given by name
        self,
        rule: EgressRule,
        *,
        user_agent: str,
        keep_alive: bool = False,
        headers: Iterable[str] = (),
        trust: ssl.SSLContext | None = None,
        around: Environment | None = None,
    ) -> None:
        """Make connections that obey ``rule``; ``headers``, each ``Name: value``, are sent with each attempt.

        One of them may take the place of the User-Agent; empty ones are none. With ``keep_alive`` a connection that was
        used a moment ago is used again. ``trust`` checks certificates; None: by the authorities of the system.
        ``around`` is where this runs, as far as it matters to advice; None looks around.
        """
        self._rule = rule
        self._trust = trust
        self._keep_alive = keep_alive
        self._around = around or detect_environment(os.environ)
        self._headers = [_pair(header) for header in headers if header]
        if not any(name.lower() == "user-agent" for name, _ in self._headers):
            self._headers.append((hdrs.USER_AGENT, user_agent))
        self._session: aiohttp.ClientSession

    async def open(self) -> None:
        """Begin to send, in the event loop that runs now."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=self._rule.resolver(),
                socket_factory=self._rule.socket_for,
                use_dns_cache=False,
                force_close=not self._keep_alive,
                keepalive_timeout=KEPT_FOR if self._keep_alive else None,
                ssl=self._trust or True,
                limit=0,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=self._headers,
            skip_auto_headers=(hdrs.ACCEPT_ENCODING,),
            middlewares=(send_once,),
            request_class=MarkingRequest,
            auto_decompress=False,
            trust_env=False,
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
    ) -> AttemptOutcome:
        """Make one attempt and tell how it ended; never raises for anything that a receiver can do.

        Acknowledged means: complete response headers with a status of ``success`` within ``timeout`` milliseconds of
        real time; the body may be anything (CONTRACT 4.5).
        """
        start = perf_counter()
        hops: list[Hop] = []
        sent = SentMark()
        going_out.set(sent)
        try:
            async with asyncio.timeout(timeout / SECOND) as deadline:
                response = await self._get(url, hops, timeout / SECOND, follow_redirects=follow_redirects)
                async with response:
                    answer = (await _first_bytes(response, deadline)).decode(errors="replace")
        except aiohttp.ConnectionTimeoutError:
            failure = Failure("timeout", f"no connection came about within {timeout / SECOND:g} s", "no-way")
        except TimeoutError:
            failure = _in_vain(sent, timeout)
        except (
            aiohttp.ClientError,
            EgressBlockedError,
            UnusableAddressError,
            ssl.SSLError,
            OSError,
            ValueError,
        ) as error:
            failure = failure_of(error)
        else:
            status, acknowledged = response.status, _is_success(response.status, success)
            location = response.headers.get(hdrs.LOCATION)
            return AttemptOutcome(
                ms=_ms_since(start),
                status=status,
                advice="" if acknowledged else advice_on(status, answer, location),
                answer=answer,
                acknowledged=acknowledged,
                hops=tuple(hops),
            )
        return AttemptOutcome(
            ms=_ms_since(start),
            error=failure.error,
            detail=failure.detail,
            # Behind a redirect the failure is not at the address that whoever reads it knows.
            advice="" if hops or failure.trouble is None else advice(failure.trouble, url, self._around),
            trouble=failure.trouble,
            hops=tuple(hops),
            reached=bool(hops) or failure.trouble in SENT,
        )

    async def _get(self, url: str, hops: list[Hop], seconds: float, *, follow_redirects: bool) -> ClientResponse:
        target = URL(url, encoded=True)
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=_to_connect(seconds), ceil_threshold=math.inf)
        while True:
            called_host.set(_host_of(target))
            response = await self._session.get(target, allow_redirects=False, timeout=timeout)
            location = response.headers.get(hdrs.LOCATION)
            if not (follow_redirects and location and response.status in REDIRECTS):
                return response
            response.close()
            hops.append(Hop(url=str(target), status=response.status))
            if len(hops) > MAX_HOPS:
                message = f"the receiver redirected more than {MAX_HOPS} times"
                raise UnusableAddressError(message)
            target = target.join(URL(location, encoded=True))


def _to_connect(seconds: float) -> float:
    """Less than all the time, so that an attempt without a connection is told from one without an answer.

    A receiver that takes that long to accept has no time left to answer.
    """
    return seconds - min(_TO_ANSWER, seconds / 4)


def _host_of(target: URL) -> str:
    host = target.host
    if target.scheme not in {"http", "https"} or not host:
        message = f"{target} is not an http or https address"
        raise UnusableAddressError(message)
    return host


def _in_vain(sent: SentMark, timeout: Duration) -> Failure:
    """The time was over: before there was an answer, or before the request had even gone out."""
    if sent.out:
        return Failure("timeout", f"no answer within {format_duration(timeout)}", "silent")
    return Failure("timeout", f"the request could not be sent within {format_duration(timeout)}", "unsent")


def _pair(header: str) -> tuple[str, str]:
    name, _, value = header.partition(":")
    return name.strip(), value.strip()


def _ms_since(start: float) -> float:
    return round((perf_counter() - start) * SECOND, 3)


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
