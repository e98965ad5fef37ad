"""Where a request goes: an address taken apart, each byte of its target as it was given."""

import re
from base64 import b64encode
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

    url: URL
    origin: Origin
    target: str
    host_header: str
    authorization: str | None

    def joined(self, location: str) -> "Address":
        """The address that a ``Location`` leads to from here; raises as ``address_of``."""
        return _address(self.url.join(URL(location, encoded=True)))


def address_of(text: str) -> Address:
    """Take an address apart; raises ``UnusableAddressError`` or ``ValueError`` with a sentence."""
    return _address(URL(text, encoded=True))


def _address(url: URL) -> Address:
    host, port = url.raw_host, url.port
    if url.scheme not in {"http", "https"} or not host or port is None:
        message = f"{url} is not an http or https address"
        raise UnusableAddressError(message)
    return Address(
        url=url,
        origin=Origin(url.scheme, host.replace("%25", "%", 1) if ":" in host else host, port),
        target=_one_line(url.raw_path_qs),
        host_header=_one_line(_ZONE.sub("", url.host_port_subcomponent or host, count=1)),
        authorization=_basic(url) if url.raw_user is not None or url.raw_password is not None else None,
    )


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
