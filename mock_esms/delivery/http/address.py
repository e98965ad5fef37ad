"""Where a request goes: an address taken apart, each byte of its target as it was given."""

import re
from base64 import b64encode
from functools import lru_cache
from typing import Final, NamedTuple

from yarl import URL

from mock_esms.delivery.failures import UnusableAddressError

_ZONE: Final = re.compile(r"%25[^\]]*(?=\])")
"""The interface of an IPv6 address: it means something on this machine alone, so no server is told (RFC 6874)."""


class Origin(NamedTuple):
    """Scheme, host and port: what a connection is made for."""

    scheme: str
    host: str
    port: int


class Address(NamedTuple):
    """An http or https address; ``host_header`` names host and port, ``authorization`` is what userinfo comes to."""

    text: str
    origin: Origin
    target: str
    host_header: str
    authorization: str | None

    def joined(self, location: str) -> "Address":
        """The address that a ``Location`` leads to from here; raises as ``address_of``."""
        return read_address(url_of(self.text).join(url_of(location)))


def address_of(text: str) -> Address:
    """Take an address apart; raises ``UnusableAddressError`` or ``ValueError`` with a sentence."""
    plain = _PLAIN.fullmatch(text)
    if plain is None:
        return read_address(url_of(text))
    before, path, query = plain.groups()
    _, origin, _, host_header, authorization = _of_receiver(before)
    return Address(text, origin, f"{path or '/'}{query or ''}", host_header, authorization)


def read_address(url: URL) -> Address:
    """Take any address apart; raises as ``address_of``."""
    host, port = url.raw_host, url.port
    if url.scheme not in {"http", "https"} or not host or port is None:
        message = f"{url} is not an http or https address"
        raise UnusableAddressError(message)
    return Address(
        text=str(url),
        origin=Origin(url.scheme, host.replace("%25", "%", 1) if ":" in host else host, port),
        target=_one_line(url.raw_path_qs),
        host_header=_one_line(_ZONE.sub("", url.host_port_subcomponent or host, count=1)),
        authorization=_basic(url) if url.raw_user is not None or url.raw_password is not None else None,
    )


_PLAIN: Final = re.compile(r"(https?://[a-z0-9.-]+(?::\d{1,5})?)(/[!-\"$->@-~]*)?(\?[!-\"$-~]*)?", re.ASCII)
"""What a CallbackUrl is nearly always: no userinfo, no fragment, a host in small letters, nothing to encode."""


@lru_cache(maxsize=256)
def _of_receiver(before: str) -> Address:
    """The address of a receiver without path and query, read once; those are taken over byte by byte.

    Promised by "attempts, keep-alive" (docs/performance.md); a property test holds it to ``read_address``.
    """
    return read_address(url_of(before))


def url_of(text: str) -> URL:
    """The text as a URL of which no byte is changed; raises ``ValueError``."""
    try:
        return URL(text, encoded=True)
    except IndexError:  # yarl 1.25 of "http://[::1]@"
        message = f"{text} is no address"
        raise ValueError(message) from None


def _basic(url: URL) -> str:
    """RFC 7617, with its charset UTF-8."""
    credentials = f"{url.user or ''}:{url.password or ''}".encode(errors="surrogateescape")
    return f"Basic {b64encode(credentials).decode()}"


def _one_line(text: str) -> str:
    """The text with what would end the request line, or is no ASCII, percent-encoded; all else as it is."""
    if text.isascii() and text.isprintable() and " " not in text:
        return text
    octets = text.encode(errors="surrogateescape")
    return "".join(chr(octet) if 0x20 < octet < 0x7F else f"%{octet:02X}" for octet in octets)  # noqa: PLR2004 - ASCII
