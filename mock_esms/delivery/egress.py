"""Where callbacks may go: loopback, private networks, and what the user allowed (CONTRACT 10).

A sandbox that reports a made-up ANSWERED to a production endpoint does real damage. So the rule is judged on the
address that the connection really uses: the resolver that aiohttp connects by gives out allowed addresses only, and
there is no second look-up between the judgement and the connection.
"""

import socket
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from aiohttp import ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult

from mock_esms.errors import UsageError
from mock_esms.settings import Egress

_Network = IPv4Network | IPv6Network
_ALWAYS: Final[tuple[_Network, ...]] = tuple(
    ip_network(network)
    for network in ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)


class EgressBlockedError(Exception):
    """The egress rule forbids the address; ``str()`` is the sentence for the record."""


class EgressRule:
    """Judges hosts and addresses; pure but for the resolver that it makes."""

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
            self._networks.append(ip_network(pattern.strip("[]")))
        except ValueError as error:
            if "/" in pattern or ":" in pattern or not pattern:
                message = (
                    f"--allow-callback {pattern!r} is neither a network ({error}) nor a host glob; "
                    "write 203.0.113.0/24, an address, or *.example.com"
                )
                raise UsageError(message) from None
            self._hosts.append(pattern)

    def rewritten(self, url: str) -> str:
        """The URL with its host replaced as ``--rewrite-callback`` says; every other byte stays."""
        if not self._rewrite:
            return url
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        for old, port in ((f"{host}:{parts.port}", ""), (host, f":{parts.port}" if parts.port else "")):
            new = self._rewrite.get(old)
            if new is not None:
                user, at, _ = parts.netloc.rpartition("@")
                authority = f"{user}{at}{new}{'' if _has_port(new) else port}"
                return url.replace(parts.netloc, authority, 1)
        return url

    def allows(self, host: str, address: str) -> bool:
        """Whether a connection to ``address``, to which ``host`` was resolved, may be made."""
        return _in(self._networks, address) or any(fnmatchcase(host.lower(), pattern) for pattern in self._hosts)

    def blocks(self, url: str) -> str | None:
        """The sentence that says why this URL will be blocked, if that is certain without a look-up."""
        return self._blocks(url)

    def _judged(self, url: str) -> str | None:
        host = urlsplit(self.rewritten(url)).hostname or ""
        try:
            ip_address(host)
        except ValueError:
            return None
        return None if self.allows(host, host) else refusal(host, (host,))

    def resolver(self) -> AbstractResolver:
        """A resolver for aiohttp that gives out allowed addresses only."""
        return _JudgingResolver(self)


def refusal(host: str, addresses: Iterable[str]) -> str:
    """The sentence that tells what was blocked and which option would allow it."""
    where = ", ".join(addresses)
    at = host if where == host else f"{host} ({where})"
    return (
        f"callbacks go only to loopback and private networks, and {at} is neither; "
        f"if it is really meant, start with --allow-callback {host}"
    )


@lru_cache(maxsize=1024)
def _unmapped(address: str) -> IPv4Address | IPv6Address:
    ip = ip_address(address)
    mapped = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
    return mapped or ip


def _in(networks: Iterable[_Network], address: str) -> bool:
    ip = _unmapped(address)
    return any(ip.version == network.version and ip in network for network in networks)


def _host(text: str, what: str) -> str:
    host = text.strip().lower()
    if not host or any(letter in host for letter in "/@?# "):
        message = f"--{what}-callback: {text!r} is not a host; write localhost=host.docker.internal"
        raise UsageError(message)
    return host


def _has_port(host: str) -> bool:
    return host.rpartition("]")[2].find(":") >= 0 if host.startswith("[") else host.count(":") == 1


class _JudgingResolver(AbstractResolver):
    """Looks names up as usual and drops what the rule forbids, so that aiohttp cannot connect to it."""

    def __init__(self, rule: EgressRule) -> None:
        self._rule = rule
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        allowed = [result for result in found if self._rule.allows(host, result["host"])]
        if found and not allowed:
            raise EgressBlockedError(refusal(host, sorted({result["host"] for result in found})))
        return allowed

    async def close(self) -> None:
        await self._inner.close()
