"""Where a sandbox listens: HTTP, and HTTPS beside it, with one application behind both."""

import asyncio
import errno
import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from aiohttp import web

from mock_esms.clock.clock import wall_instant
from mock_esms.errors import AddressInUseError, UsageError
from mock_esms.server.app import ESMS_HANDLER
from mock_esms.server.fast_path.connection import FastPathServer
from mock_esms.server.sockets import listening_sockets
from mock_esms.server.tls import Https, Tls, open_https

if TYPE_CHECKING:
    import socket

BACKLOG: Final = 1024
"""Connections that may wait to be accepted; a burst of clients must not be turned away."""


class Listeners:
    """The listeners of one sandbox: for HTTP, and for HTTPS where that is wanted, at each address of the host."""

    def __init__(self, runner: web.AppRunner, *, host: str, port: int, tls: Tls | None, kept_alive: float) -> None:
        """Prepare them; port 0 takes any free one, a connection may be idle for ``kept_alive`` real seconds."""
        self._runner = runner
        self._host = host
        self._port = port
        self._tls = tls
        self._https: Https | None = None
        self._https_port = 0
        self._kept_alive = kept_alive
        self._fast_path: FastPathServer | None = None
        self._listeners: list[asyncio.Server] = []

    async def open(self) -> None:
        """Listen. Raises ``AddressInUseError`` or ``UsageError`` when that is impossible; then nothing listens."""
        self._https = None if self._tls is None else open_https(self._tls, wall_instant())
        await self._runner.setup()
        server = cast("web.Server", self._runner.server)  # a runner that is set up has one
        self._fast_path = FastPathServer(server, self._runner.app[ESMS_HANDLER], kept_alive=self._kept_alive)
        await self._listen(self._fast_path, self._port, "--port")
        if self._tls is not None and self._https is not None:
            self._https_port = await self._listen(self._fast_path, self._tls.port, "--tls-port", self._https.context)

    async def _listen(
        self, server: FastPathServer, port: int, option: str, context: ssl.SSLContext | None = None
    ) -> int:
        loop = asyncio.get_running_loop()
        sockets: list[socket.socket] = []
        try:
            sockets = await listening_sockets(self._host, port)
            for bound in sockets:
                self._listeners.append(await loop.create_server(server, sock=bound, ssl=context, backlog=BACKLOG))
        except (OSError, UnicodeError) as error:
            for bound in sockets:
                bound.close()
            await self.close()
            raise cannot_listen(self._host, port, option, error) from None
        port_of_all: int = sockets[0].getsockname()[1]
        return port_of_all

    async def close(self) -> None:
        """Listen no more, let everything end that is in flight, and close every connection."""
        listeners, self._listeners = self._listeners, []  # from now on there is no address
        for listener in listeners:
            listener.close()
        if self._fast_path is not None:
            self._fast_path.close()
        await self._runner.cleanup()
        if self._fast_path is not None:
            await self._fast_path.end()

    @property
    def url(self) -> str:
        """Where it listens for HTTP."""
        host, port = self._address()
        return f"http://{host}:{port}"

    @property
    def https_url(self) -> str:
        """Where it listens for HTTPS; raises ``UsageError`` without HTTPS."""
        host, _ = self._address()
        self._running_https()
        return f"https://{host}:{self._https_port}"

    @property
    def ca_file(self) -> Path:
        """The certificate that clients are told to trust; raises ``UsageError`` without HTTPS."""
        return self._running_https().ca_file

    def _running_https(self) -> Https:
        if self._https is None:
            message = "this sandbox speaks no HTTPS; make it with tls=True, and ask after its start"
            raise UsageError(message)
        return self._https

    def _address(self) -> tuple[str, int]:
        if not self._listeners:
            message = "the sandbox does not run: it has no address before start() and after stop()"
            raise UsageError(message)
        host, port = self._listeners[0].sockets[0].getsockname()[:2]
        return f"[{host}]" if ":" in host else host, port


def cannot_listen(host: str, port: int, option: str, error: OSError | UnicodeError) -> UsageError:
    """Why a port cannot be had, in a sentence that names the option by which another one is chosen."""
    if isinstance(error, UnicodeError):
        return UsageError(f"{host!r} cannot be the name of a host; see --host")
    if error.errno == errno.EADDRINUSE:
        return AddressInUseError(
            f"port {port} of {host} is in use by another process; choose another with {option} (0 = any free one)"
        )
    if error.errno == errno.EACCES:
        return UsageError(
            f"this user may not listen on port {port} of {host} (most systems keep ports below 1024 for root); "
            f"choose another with {option}"
        )
    reason = error.strerror or str(error)
    return UsageError(f"cannot listen on {host} port {port}: {reason}; see --host and {option}")
