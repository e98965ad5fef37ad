"""A sandbox that runs: the application on a socket of its own. The command line and the fixtures use this class."""

import errno
import logging
from types import TracebackType
from typing import Final, Self

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from mock_esms.app import EXCHANGE, PARTS, create_app
from mock_esms.errors import AddressInUseError, UsageError
from mock_esms.exchange import Exchange, Parts
from mock_esms.scenario import Library
from mock_esms.settings import Settings

BACKLOG: Final = 1024
"""Connections that may wait to be accepted; a burst of clients must not be turned away."""


log: Final = logging.getLogger("mock_esms.http")


def _in_one_line(record: logging.LogRecord) -> bool:
    """A log filter: bytes that are no HTTP are the client's mistake, and deserve a sentence instead of a traceback."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, HttpProcessingError):
        what = " ".join(error.message.split())
        record.msg, record.args = "a request that is not HTTP was answered %s: %s", (error.code, what)
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.exc_info = record.exc_text = None
    return True


class AsyncSandbox:
    """A sandbox in the running event loop: ``async with AsyncSandbox() as esms: … esms.url``."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        library: Library | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        """Prepare a sandbox; port 0 takes any free one. Raises ``UsageError`` where the settings are impossible."""
        self._app = create_app(settings, library=library)
        self._host = host
        self._port = port
        log.addFilter(_in_one_line)  # the same function each time, so it is added once
        self._runner = web.AppRunner(self._app, access_log=None, handle_signals=False, logger=log)

    async def start(self) -> None:
        """Listen. Raises ``AddressInUseError`` or ``UsageError`` when the address cannot be had."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port, backlog=BACKLOG)
        try:
            await site.start()
        except OSError as error:
            await self._runner.cleanup()
            raise _cannot_listen(self._host, self._port, error) from None

    async def stop(self) -> None:
        """Stop accepting, let callbacks in flight finish within the grace, and close."""
        await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        await self.stop()

    @property
    def url(self) -> str:
        """Where it listens, ``http://127.0.0.1:8080``; without a slash at the end."""
        host, port = self._runner.addresses[0][:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @property
    def exchange(self) -> Exchange:
        """The exchange inside, for whoever lives in the same loop."""
        return self._app[EXCHANGE]

    @property
    def parts(self) -> Parts:
        """The parts inside, for whoever lives in the same loop."""
        return self._app[PARTS]


def _cannot_listen(host: str, port: int, error: OSError) -> UsageError:
    if error.errno == errno.EADDRINUSE:
        return AddressInUseError(
            f"port {port} of {host} is in use by another process; choose another with --port (0 = any free one)"
        )
    reason = error.strerror or str(error)
    return UsageError(f"cannot listen on {host} port {port}: {reason}; see --host and --port")
