"""Passes one request on, exactly once and byte for byte, and gives the answer back as it came.

aiohttp by itself would repeat a GET (``cli/send_once``), quote addresses anew, follow redirects, unpack answers and add
headers of its own.
"""

import ssl
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import aiohttp
from yarl import URL

from mock_esms.cli.send_once import LostConnectionError, send_once
from mock_esms.model.callback import AttemptError

LONGEST: Final = 100.0
"""Real seconds for an answer: the longest that web servers in front of applications usually wait."""

_OWN: Final = ("User-Agent", "Accept", "Accept-Encoding", "Content-Type")
"""Headers that aiohttp would add."""
_HOP_BY_HOP: Final = frozenset(
    [
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "host",
        "content-length",
        "expect",
    ]
)
"""What is said to the next one only (RFC 9110, 7.6.1), and what the client writes anew."""

Headers = Sequence[tuple[str, str]]


class ForwardError(Exception):
    """No answer came; ``error`` is its class (CONTRACT 4)."""

    def __init__(self, error: AttemptError, detail: str) -> None:
        """``detail`` is the sentence behind it."""
        super().__init__(detail)
        self.error: AttemptError = error


class UpstreamResponse(NamedTuple):
    """The response of the upstream, before it is passed on."""

    status: int
    reason: str
    headers: Headers
    body: bytes


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
            timeout=aiohttp.ClientTimeout(total=LONGEST),
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._session.close()

    async def send(
        self, method: str, url: str, headers: Headers, body: bytes, server_name: str | None = None
    ) -> UpstreamResponse:
        """Send it, once. ``server_name`` is the name in the certificate where the address has another.

        Raises ``ForwardError`` when no answer comes.
        """
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
            raise _failure(error) from None


_FAILURES: Final[tuple[tuple[type[Exception], AttemptError, str], ...]] = (
    (TimeoutError, "timeout", f"no answer came within {LONGEST:g} s"),
    (aiohttp.ClientConnectorDNSError, "dns", "the name leads nowhere"),
    (aiohttp.ClientSSLError, "tls", "the certificate or the handshake failed"),
    (aiohttp.ClientConnectorError, "connection-refused", "no connection came about"),
    (LostConnectionError, "closed", "the connection was lost without an answer"),
    (aiohttp.InvalidURL, "bad-url", "the address cannot be called"),
    (UnicodeError, "bad-url", "the address cannot be called"),
    (Exception, "bad-answer", "the answer is no HTTP"),
)
"""Why no answer came; the first that fits counts."""


def _failure(error: Exception) -> ForwardError:
    name, sentence = next((name, sentence) for kind, name, sentence in _FAILURES if isinstance(error, kind))
    return ForwardError(name, f"{sentence}: {error}" if str(error) else sentence)


def passed_on(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers that are not for the next one alone."""
    headers = list(headers)
    named = {
        word.strip().lower() for name, value in headers if name.lower() == "connection" for word in value.split(",")
    }
    return [(name, value) for name, value in headers if name.lower() not in _HOP_BY_HOP | named]
