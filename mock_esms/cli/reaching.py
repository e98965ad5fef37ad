"""The options that say which receivers a command may call: those of CONTRACT 10, for ``serve`` and ``check``."""

from collections.abc import Callable
from typing import TypeVar

from mock_esms.cli.options import FROM_TO, TEXT, option

_F = TypeVar("_F", bound=Callable[..., object])


def egress_options(command: _F) -> _F:
    """Where callbacks may go, in whose place, and whose certificates they trust."""
    allow = option(
        "--allow-callback",
        TEXT,
        "Host glob or network to which callbacks may go, beside loopback and private ones; repeatable.",
        metavar="PATTERN",
        multiple=True,
    )
    rewrite = option("--rewrite-callback", FROM_TO, "Host to be called in another's place; repeatable.", multiple=True)
    trust = option(
        "--callback-ca",
        TEXT,
        "Certificates (PEM) of authorities that callbacks over https trust, beside the system's.",
        metavar="FILE",
    )
    return allow(rewrite(trust(command)))
