"""Where callbacks may go: loopback, private networks, and what the user allowed (CONTRACT 10).

A sandbox that reports a made-up ANSWERED to a production endpoint does real damage. So the rule is judged on the
address that the connection really uses: each address that a name leads to is judged before a socket is made for it, and
there is no look-up after that.
"""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from mock_esms.config.settings import Egress
from mock_esms.errors import UsageError
from mock_esms.model.calls import RequestWarning

_Network = IPv4Network | IPv6Network
_ALWAYS: Final[tuple[_Network, ...]] = tuple(
    ip_network(network)
    for network in ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)
_MAPPED: Final = IPv6Network("::ffff:0:0/96")
_PARTS: Final = re.compile(
    r"(?P<before>https?://(?:[^/?#]*@)?)(?P<host>\[[^\]/?#]*\]|[^:/?#]*)(?::(?P<port>\d*))?(?=[/?#]|\Z)", re.IGNORECASE
)
"""An address up to the end of its port; what does not fit is called by nobody."""
_ADDRESS_LIKE: Final = re.compile(r"(?=.*\d)[\d.*?]+", re.ASCII)
"""A glob that was meant for addresses."""


class EgressBlockedError(Exception):
    """The egress rule forbids the address; ``str()`` is the sentence for the record."""


class EgressRule:
    """Judges hosts and addresses; pure."""

    def __init__(self, egress: Egress) -> None:
        """Read the allowed patterns: networks (``203.0.113.0/24``, an address) or host globs (``*.example.com``).

        Raises ``UsageError`` for a pattern or a rewrite that can never fit anything.
        """
        self._networks: list[_Network] = list(_ALWAYS)
        self._hosts: list[str] = []
        for pattern in egress.allow:
            self._allow(pattern.strip().lower())
        self._rewrite = {_host(old, "rewrite"): _host(new, "rewrite") for old, new in egress.rewrite.items()}
        # Remembered for the latest URLs: one comes with every call of an application.
        self._blocks = lru_cache(maxsize=256)(self._judged)

    def _allow(self, pattern: str) -> None:
        try:
            self._networks.append(_unmapped_network(pattern.strip("[]")))
        except ValueError as error:
            if "/" in pattern or ":" in pattern or not pattern:
                message = (
                    f"--allow-callback {pattern!r} is neither a network ({error}) nor a host glob; "
                    "write 203.0.113.0/24, an address, or *.example.com"
                )
                raise UsageError(message) from None
            if _ADDRESS_LIKE.fullmatch(pattern):
                message = (
                    f"--allow-callback {pattern!r} would fit the names of strangers, such as 10.0.evil.example; "
                    "write the network, as in 203.0.113.0/24"
                )
                raise UsageError(message) from None
            self._hosts.append(pattern.rstrip("."))

    def rewritten(self, url: str) -> str:
        """The URL with its host replaced as ``--rewrite-callback`` says; every other byte stays."""
        parts = _PARTS.match(url) if self._rewrite else None
        if parts is None:
            return url
        host, port = parts["host"].lower(), parts["port"] or ""
        for old, kept_port in ((f"{host}:{port}", ""), (host, port), (_bare(host), port)):
            new = self._rewrite.get(old)
            if new is not None:
                authority = new if _has_port(new) or not kept_port else f"{new}:{kept_port}"
                return f"{parts['before']}{authority}{url[parts.end() :]}"
        return url

    def allows(self, host: str, address: str) -> bool:
        """Whether a connection to ``address``, to which ``host`` was resolved, may be made."""
        if _in(self._networks, address):
            return True
        name = _bare(host.lower())
        return any(fnmatchcase(name, pattern) for pattern in self._hosts)

    def blocks(self, url: str) -> str | None:
        """The sentence that says why this URL will be blocked, if that is certain without a look-up."""
        return self._blocks(url)

    def warnings(self, *urls: str | None) -> tuple[RequestWarning, ...]:
        """Warnings of callbacks that are certain to be blocked; a host name is only judged when it is looked up."""
        reasons: dict[str, None] = {}
        for url in urls:
            if url is not None and (why := self.blocks(url)) is not None:
                reasons[why] = None
        if not reasons:
            return ()  # as nearly always
        return tuple([RequestWarning("callback-will-be-blocked", why) for why in reasons])

    def _judged(self, url: str) -> str | None:
        parts = _PARTS.match(self.rewritten(url))
        host = _bare(parts["host"]) if parts is not None else ""
        try:
            ip_address(host)
        except ValueError:
            return None  # a name, or nothing that can be called
        return None if self.allows(host, host) else egress_refusal(host, (host,))


def egress_refusal(host: str, addresses: Iterable[str]) -> str:
    """The sentence that tells what was blocked and which option would allow it."""
    where = ", ".join(addresses)
    at = host if where == host else f"{host} ({where})"
    return (
        f"callbacks go only to loopback and private networks, and {at} is neither; "
        f"if it is really meant, start with --allow-callback {_bare(host)}"
    )


@lru_cache(maxsize=1024)
def _unmapped(address: str) -> IPv4Address | IPv6Address | None:
    """The address itself, without ``::ffff:``; None for what is no address in its usual form."""
    try:
        ip = ip_address(address)
    except ValueError:
        return None
    mapped = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
    return mapped or ip


def _unmapped_network(text: str) -> _Network:
    """A network as addresses are held against it; raises ``ValueError``."""
    network = ip_network(text)
    if isinstance(network, IPv6Network) and network.subnet_of(_MAPPED):
        return IPv4Network((network.network_address.packed[-4:], network.prefixlen - _MAPPED.prefixlen))
    return network


def _in(networks: Iterable[_Network], address: str) -> bool:
    ip = _unmapped(address)
    return ip is not None and any(ip.version == network.version and ip in network for network in networks)


def _bare(host: str) -> str:
    """A host without the brackets and the zone of IPv6, and without the dot at the end of a full name."""
    return host.strip("[]").partition("%")[0].removesuffix(".")


def _host(text: str, what: str) -> str:
    host = text.strip().lower()
    if not host or any(letter in host for letter in "/@?# "):
        message = f"--{what}-callback: {text!r} is not a host; write localhost=host.docker.internal"
        raise UsageError(message)
    return host


def _has_port(host: str) -> bool:
    return host.rpartition("]")[2].find(":") >= 0 if host.startswith("[") else host.count(":") == 1
