"""Passes one request on, exactly once and byte for byte, and gives the answer back as it came.

aiohttp by itself would repeat a GET (``cli/send_once``), quote addresses anew, follow redirects, unpack answers and add
headers of its own.
"""

import logging
import ssl
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from mock_esms.cli.send_once import LostConnectionError, send_once
from mock_esms.model.callback import AttemptError

log: Final = logging.getLogger("mock_esms.cli")

ANSWER_WITHIN: Final = 100.0
"""Real seconds for an answer: the longest that web servers in front of applications usually wait."""
BAD_GATEWAY: Final = 502

_OWN: Final = ("User-Agent", "Accept", "Accept-Encoding", "Content-Type")
"""Headers that aiohttp would add."""
_HOP_BY_HOP: Final = frozenset(
    (
        *("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection"),
        *("te", "trailer", "transfer-encoding", "upgrade", "host", "content-length", "expect"),
    )
)
"""What is said to the next one only (RFC 9110, 7.6.1), and what the client writes anew."""

Headers = Sequence[tuple[str, str]]


class UpstreamResponse(NamedTuple):
    """The response of the upstream, before it is passed on.

    Where no answer came, it is ours, a 502, and ``error`` is the class of error (CONTRACT 4).
    """

    status: int
    reason: str
    headers: Headers
    body: bytes
    error: AttemptError | None = None


class Forwarder:
    """Sends requests; open it in the event loop that runs, and close it there."""

    def __init__(self, trust: ssl.SSLContext | None = None) -> None:
        """``trust`` checks certificates; None: by the system's authorities."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(force_close=True, limit=0, ssl=trust or True, use_dns_cache=False),
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=_OWN,
            middlewares=(send_once,),
            auto_decompress=False,
            trust_env=False,
            timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN),
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._session.close()

    async def send(
        self, method: str, url: str, headers: Headers, body: bytes, server_name: str | None = None
    ) -> UpstreamResponse:
        """Send it, once. ``server_name`` is the name in the certificate where the address has another."""
        try:
            async with self._session.request(
                method,
                URL(url, encoded=True),
                headers=headers,
                data=body or None,
                allow_redirects=False,
                server_hostname=server_name,
            ) as response:
                body = await response.read()
                headers_back = tuple(passed_on(response.headers.items()))
                return UpstreamResponse(response.status, response.reason or "", headers_back, body)
        except (aiohttp.ClientError, TimeoutError, UnicodeError, ValueError) as error:
            return _no_answer(error, f"{method} {urlsplit(url).netloc.rpartition('@')[2]}")


_FAILURES: Final[tuple[tuple[type[Exception], AttemptError, str], ...]] = (
    (TimeoutError, "timeout", f"no answer came within {ANSWER_WITHIN:g} s"),
    (aiohttp.ClientConnectorDNSError, "dns", "the name leads nowhere"),
    (aiohttp.ClientSSLError, "tls", "the certificate or the handshake failed"),
    (aiohttp.ClientConnectorError, "connection-refused", "no connection came about"),
    (LostConnectionError, "closed", "the connection was lost without an answer"),
    (aiohttp.InvalidURL, "bad-url", "the address cannot be called"),
    (UnicodeError, "bad-url", "the address cannot be called"),
    (Exception, "bad-answer", "the answer is no HTTP"),
)
"""Why no answer came; the first that fits counts."""


def _no_answer(error: Exception, request: str) -> UpstreamResponse:
    name, sentence = next((name, sentence) for kind, name, sentence in _FAILURES if isinstance(error, kind))
    if str(error):
        sentence = f"{sentence}: {error}"
    log.warning("%s: %s", request, sentence)
    headers = (("Content-Type", "text/plain; charset=utf-8"),)
    return UpstreamResponse(BAD_GATEWAY, "Bad Gateway", headers, f"mock-esms record: {sentence}\n".encode(), name)


def passed_on(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers that are not for the next one alone."""
    headers = list(headers)
    named = {
        word.strip().lower() for name, value in headers if name.lower() == "connection" for word in value.split(",")
    }
    return [(name, value) for name, value in headers if name.lower() not in _HOP_BY_HOP | named]
