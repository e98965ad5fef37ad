"""Where a sandbox listens: a door for HTTP, and one for HTTPS beside it, with one application behind both."""

import asyncio
import errno
import ssl
from pathlib import Path
from typing import Final, cast

from aiohttp import web

from mock_esms.clock.clock import wall_instant
from mock_esms.errors import AddressInUseError, UsageError
from mock_esms.server.app import ESMS_DOOR
from mock_esms.server.fast_path.connection import FastPathServer
from mock_esms.server.tls import Https, Tls, open_https

BACKLOG: Final = 1024
"""Connections that may wait to be accepted; a burst of clients must not be turned away."""


class Listeners:
    """The doors of one sandbox; they are open while its runner lives."""

    def __init__(self, runner: web.AppRunner, *, host: str, port: int, tls: Tls | None, kept_alive: float) -> None:
        """Prepare them; port 0 takes any free one, a connection may be idle for ``kept_alive`` real seconds."""
        self._runner = runner
        self._host = host
        self._port = port
        self._tls = tls
        self._https: Https | None = None
        self._https_port = 0
        self._kept_alive = kept_alive
        self._express: FastPathServer | None = None
        self._listeners: list[asyncio.Server] = []

    async def open(self) -> None:
        """Listen. Raises ``AddressInUseError`` or ``UsageError`` when that is impossible; then no door is open."""
        self._https = None if self._tls is None else open_https(self._tls, wall_instant())
        await self._runner.setup()
        server = cast("web.Server", self._runner.server)  # a runner that is set up has one
        self._express = FastPathServer(server, self._runner.app[ESMS_DOOR], kept_alive=self._kept_alive)
        await self._listen(self._express, self._port, "--port")
        if self._tls is not None and self._https is not None:
            self._https_port = await self._listen(self._express, self._tls.port, "--tls-port", self._https.context)

    async def _listen(
        self, express: FastPathServer, port: int, option: str, context: ssl.SSLContext | None = None
    ) -> int:
        loop = asyncio.get_running_loop()
        try:
            listener = await loop.create_server(express, self._host, port, ssl=context, backlog=BACKLOG)
        except (OSError, UnicodeError) as error:
            await self.close()
            raise _cannot_listen(self._host, port, option, error) from None
        self._listeners.append(listener)
        return _address(listener)[1]

    async def close(self) -> None:
        """Listen no more, let everything end that is in flight, and close every connection."""
        listeners, self._listeners = self._listeners, []  # from now on there is no address
        for listener in listeners:
            listener.close()
        if self._express is not None:
            self._express.close()
        await self._runner.cleanup()
        if self._express is not None:
            await self._express.end()

    @property
    def url(self) -> str:
        """Where it listens for HTTP."""
        host, port = self._address()
        return f"http://{host}:{port}"

    @property
    def https_url(self) -> str:
        """Where it listens for HTTPS; raises ``UsageError`` without that door."""
        host, _ = self._address()
        self._spoken()
        return f"https://{host}:{self._https_port}"

    @property
    def ca_file(self) -> Path:
        """The certificate that clients are told to trust; raises ``UsageError`` without HTTPS."""
        return self._spoken().ca_file

    def _spoken(self) -> Https:
        if self._https is None:
            message = "this sandbox speaks no HTTPS; make it with tls=True, and ask after its start"
            raise UsageError(message)
        return self._https

    def _address(self) -> tuple[str, int]:
        if not self._listeners:
            message = "the sandbox does not run: it has no address before start() and after stop()"
            raise UsageError(message)
        host, port = _address(self._listeners[0])
        return f"[{host}]" if ":" in host else host, port


def _address(listener: asyncio.Server) -> tuple[str, int]:
    """Host and port of what listens; where it is several addresses, of the first."""
    host, port = listener.sockets[0].getsockname()[:2]
    return host, port


def _cannot_listen(host: str, port: int, option: str, error: OSError | UnicodeError) -> UsageError:
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
