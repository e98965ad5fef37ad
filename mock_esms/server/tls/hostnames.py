"""For which hosts the sandbox speaks HTTPS, and which ones its authority may vouch for at all."""

import re
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Final, NamedTuple

HOSTS: Final = ("voiceapi.esms.vn", "rest.esms.vn", "status-sms.esms.vn", "localhost", "127.0.0.1", "::1")
"""What every certificate of the sandbox is for: eSMS's hosts (FACTS 1, FACTS-MESSAGES 1.1) and this machine."""

DOMAINS: Final = ("esms.vn", "localhost", "test", "internal", "local", "home.arpa")
"""The domains, with all that is below them, of which an authority may vouch: eSMS's, and those that nobody can own."""

NETWORKS: Final = tuple(
    ip_network(text) for text in ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)
"""The networks of which it may vouch: those to which callbacks may go as well (CONTRACT 10)."""

_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME: Final = re.compile(rf"(?:\*\.)?{_LABEL}(?:\.{_LABEL})*")
_LONGEST: Final = 253


class Tls(NamedTuple):
    """That a sandbox speaks HTTPS too: on which port (0 is any free one), with whose authority, by which further names.

    ``ca_dir`` is the authority's folder, None the user's own one.
    """

    port: int = 0
    ca_dir: Path | None = None
    names: tuple[str, ...] = ()

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every name and address that the certificate is for."""
        return tuple(dict.fromkeys((*HOSTS, *self.names)))


def read_name(text: str) -> str:
    """A host name, one with ``*.`` before it, or an address, as certificates write it; raises ``ValueError``."""
    try:
        return str(ip_address(text.strip("[]")))
    except ValueError:
        pass
    try:
        name = text.lower().encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    if _NAME.fullmatch(name) is None or len(name) > _LONGEST:
        message = f"{text!r} is no host name; write it as in an address, without https:// and port: esms.shop.test"
        raise ValueError(message)
    return name


def domains_for(names: Iterable[str]) -> tuple[str, ...]:
    """The domains of which a new authority may vouch, when these names are wanted at its beginning."""
    outside = names_outside((name for name in names if ip_address_of(name) is None), DOMAINS, ())
    return (*DOMAINS, *dict.fromkeys(name.removeprefix("*.") for name in outside))


def networks_for(names: Iterable[str]) -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks of which it may vouch, as ``domains_for``."""
    outside = names_outside((name for name in names if ip_address_of(name) is not None), (), NETWORKS)
    return (*NETWORKS, *dict.fromkeys(ip_network(address) for address in outside))


def names_outside(
    names: Iterable[str], domains: Iterable[str], networks: Iterable[IPv4Network | IPv6Network]
) -> Iterator[str]:
    """The names that lie in none of the domains and networks."""
    domains, networks = tuple(domains), tuple(networks)
    for name in names:
        address = ip_address_of(name)
        if address is not None:
            within = any(address in network for network in networks)
        else:
            within = any(f".{name.removeprefix('*.')}".endswith(f".{domain}") for domain in domains)
        if not within:
            yield name


def ip_address_of(name: str) -> IPv4Address | IPv6Address | None:
    """The address that a name is, None where it is a name."""
    try:
        return ip_address(name)
    except ValueError:
        return None
