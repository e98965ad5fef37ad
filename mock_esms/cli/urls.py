"""Addresses of a sandbox as URLs: where it listens by default, and how what it is bound to is reached."""

from typing import Final

LOOPBACK: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8080
_WILDCARDS: Final = {"": LOOPBACK, "0.0.0.0": LOOPBACK, "::": "::1"}  # noqa: S104 - what a bind to everywhere is reached by


def reachable(host: str) -> str:
    """The address by which a server that is bound to ``host`` is reached from the same machine."""
    return _WILDCARDS.get(host.strip("[]"), host)


def listening_url(host: str, port: int, scheme: str = "http") -> str:
    """``http://127.0.0.1:8080``, with brackets around an IPv6 address."""
    host = host.strip("[]")
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
