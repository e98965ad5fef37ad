"""HTTPS: the options of the local authority, shared by ``serve`` and ``ca``, and what ``serve`` logs about it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import click

from mock_esms.cli.options import HOST_NAME, option
from mock_esms.cli.urls import listening_url, reachable
from mock_esms.errors import UsageError

if TYPE_CHECKING:
    from mock_esms.server.listeners import Listeners
    from mock_esms.server.tls import Tls

_F = TypeVar("_F", bound=Callable[..., object])


def authority_options(command: _F) -> _F:
    """The options that choose the authority, and the names that it must be able to vouch for."""
    with_names = option(
        "--tls-name",
        HOST_NAME,
        "Further name or address for HTTPS, beside eSMS's hosts and this machine; repeatable.",
        multiple=True,
    )
    with_folder = option(
        "--ca-dir",
        click.Path(path_type=Path),
        "Folder of the local authority; it is made if it is not there.  [default: one of your user's own]",
        metavar="DIR",
    )
    return with_folder(with_names(command))


def tls_of(port: int, tls_port: int | None, ca_dir: Path | None, names: tuple[str, ...]) -> "Tls | None":
    """HTTPS as the options want it; ``ca_dir`` alone asks for none, its twin may stand in any environment.

    Raises ``UsageError`` where the options contradict each other.
    """
    if tls_port is None:
        if names:
            message = "--tls-name is a name for HTTPS, and without --tls-port there is none; give both"
            raise UsageError(message)
        return None
    if tls_port == port != 0:
        message = f"--port and --tls-port are both {port}; HTTP and HTTPS need a port each"
        raise UsageError(message)

    from mock_esms.server.tls import Tls

    return Tls(port=tls_port, ca_dir=ca_dir, names=names)


def https_greeting(listeners: "Listeners", tls: "Tls") -> Iterator[str]:
    """Where HTTPS is, for which names, and whom clients must trust."""
    split = urlsplit(listeners.https_url)
    url = listening_url(reachable(split.hostname or ""), split.port or 443, "https")
    yield f"https: {url}, with a certificate for {', '.join(tls.hosts)}"
    yield f"clients must trust {listeners.ca_file}; how to make them, and how to lead them here: mock-esms ca"
