"""The application of a sandbox on sockets of its own: what ``serve`` and both kinds of sandbox run."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aiohttp import web

from mock_esms.config.settings import Settings
from mock_esms.errors import StoreLostError
from mock_esms.sandbox.own_loop import OwnLoop
from mock_esms.server.app import COMPONENTS, ESMS_HANDLER, EXCHANGE, create_app
from mock_esms.server.bad_requests import http_log
from mock_esms.server.listeners import Listeners
from mock_esms.server.tls import Tls

if TYPE_CHECKING:
    from mock_esms.delivery.receiver_check import ReceiverCheck

FOR_TESTS: Final = Settings(clock="auto", grace=0)
"""The settings of a sandbox that nobody gives any: tests neither wait for time to pass nor for the end."""

KEPT_ALIVE: Final = 120.0
"""Real seconds after which a connection is closed on which no whole request has come; IIS waits as long."""


class HostedApp:
    """The application, what is inside, and the event loop that it lives in from ``start`` on."""

    def __init__(
        self, settings: Settings | None, scenarios: Iterable[Path | str], *, host: str, port: int, tls: Tls | bool
    ) -> None:
        """Prepare it. Raises ``UsageError`` and ``DocumentError``."""
        app = create_app(settings or FOR_TESTS, scenarios=[Path(path) for path in scenarios])
        self.exchange: Final = app[EXCHANGE]
        self.components: Final = app[COMPONENTS]
        self.checks: Final[set[ReceiverCheck]] = set()
        """The receiver checks that are going on."""
        self.own_loop: Final = OwnLoop(lambda: self.listeners.url)
        runner = web.AppRunner(
            app,
            access_log=None,
            handle_signals=False,
            handler_cancellation=True,
            logger=http_log(self.components.journal, app[ESMS_HANDLER]),
            keepalive_timeout=KEPT_ALIVE,
            auto_decompress=False,  # IIS does not unpack requests either, and nothing can swell
            shutdown_timeout=1.0,
        )
        self.listeners: Final = Listeners(
            runner, host=host, port=port, tls=Tls() if tls is True else tls or None, kept_alive=KEPT_ALIVE
        )

    async def start(self) -> None:
        """Listen, in the event loop that runs now. Raises ``AddressInUseError`` and ``UsageError``."""
        await self.listeners.open()
        self.own_loop.start()

    async def stop(self) -> None:
        """Stop accepting, let callbacks in flight finish within the grace, write everything, and close.

        Raises ``StoreLostError`` when not everything could be written.
        """
        await self.listeners.close()

    async def lost(self) -> StoreLostError:
        """Wait until the store cannot be written any more, which may never happen; without a store it never does."""
        store = self.components.store
        return await (asyncio.get_running_loop().create_future() if store is None else store.lost())
