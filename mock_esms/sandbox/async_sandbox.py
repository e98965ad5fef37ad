"""A sandbox that runs: the application on a socket of its own. The command line and the fixtures use this class."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self, TypeVar, Unpack, overload

from aiohttp import web

from mock_esms.config.settings import Settings
from mock_esms.delivery import trusting
from mock_esms.errors import StoreLostError, UsageError
from mock_esms.exchange.exchange import Components, Exchange
from mock_esms.exchange.waits import Expected, Waits, duration_of, instant_of
from mock_esms.model.calls import Call
from mock_esms.model.goals import TIMEOUT, Goal
from mock_esms.model.message import Message
from mock_esms.model.times import DurationLike
from mock_esms.sandbox.base import SandboxBase
from mock_esms.sandbox.inbound_reply import InboundReply, write
from mock_esms.sandbox.own_loop import OwnLoop
from mock_esms.server.app import COMPONENTS, ESMS_HANDLER, EXCHANGE, create_app
from mock_esms.server.bad_requests import http_log
from mock_esms.server.listeners import Listeners
from mock_esms.server.tls import Tls

if TYPE_CHECKING:
    from mock_esms.delivery.receiver_check import CheckOptions, CheckResult, ReceiverCheck

T = TypeVar("T")

FOR_TESTS: Final = Settings(clock="auto", grace=0)
"""The settings of a sandbox that nobody gives any: tests neither wait for time to pass nor for the end."""

KEPT_ALIVE: Final = 120.0
"""Real seconds after which a connection is closed on which no whole request has come; IIS waits as long."""


class AsyncSandbox(SandboxBase):
    """A sandbox in the event loop that starts it: ``async with AsyncSandbox() as esms: … await esms.wait()``.

    It may be asked from any thread and awaited in any other asyncio loop as well.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        scenarios: Iterable[Path | str] = (),
        host: str = "127.0.0.1",
        port: int = 0,
        tls: Tls | bool = False,
    ) -> None:
        """Prepare a sandbox; port 0 takes any free one, ``scenarios`` are files and folders, the clock is ``auto``.

        With ``tls`` it speaks HTTPS as well; true is any free port and the authority in the user's own folder.
        Raises ``UsageError`` where the settings are impossible, ``DocumentError`` where a scenario is wrong.
        """
        self._app = create_app(settings or FOR_TESTS, scenarios=[Path(path) for path in scenarios])
        self.own_loop: Final = OwnLoop(lambda: self.url)
        """The event loop that it lives in."""
        self.checks: Final[set[ReceiverCheck]] = set()
        """The receiver checks that are going on."""
        self._waits: Final = Waits(self._app[COMPONENTS], lambda: self.url)
        self._runner = web.AppRunner(
            self._app,
            access_log=None,
            handle_signals=False,
            handler_cancellation=True,
            logger=http_log(self.components.journal, self._app[ESMS_HANDLER]),
            keepalive_timeout=KEPT_ALIVE,
            auto_decompress=False,  # IIS does not unpack requests either, and nothing can swell
            shutdown_timeout=1.0,
        )
        self._listeners = Listeners(
            self._runner, host=host, port=port, tls=Tls() if tls is True else tls or None, kept_alive=KEPT_ALIVE
        )

    # --- beginning and end ----------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Listen. Raises ``AddressInUseError`` or ``UsageError`` when an address cannot be had."""
        await self._listeners.open()
        self.own_loop.start()

    async def stop(self) -> None:
        """Stop accepting, let callbacks in flight finish within the grace, write everything, and close.

        Raises ``StoreLostError`` when not everything could be written.
        """
        await self._listeners.close()

    async def lost(self) -> StoreLostError:
        """Wait until the store cannot be written any more, which may never happen; without a store it never does."""
        store = self.components.store
        return await (asyncio.get_running_loop().create_future() if store is None else store.lost())

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        await self.stop()

    # --- what waits -----------------------------------------------------------------------------------------------

    @overload
    async def wait(
        self,
        *,
        until: Goal = "settled",
        count: None = None,
        timeout: float = TIMEOUT,  # noqa: ASYNC109 - real seconds, after which what was found is told
        **match: object,
    ) -> Call: ...
    @overload
    async def wait(
        self,
        *,
        until: Goal = "settled",
        count: int,
        timeout: float = TIMEOUT,  # noqa: ASYNC109 - as above
        **match: object,
    ) -> tuple[Call, ...]: ...
    async def wait(
        self,
        *,
        until: Goal = "settled",
        count: int | None = None,
        timeout: float = TIMEOUT,  # noqa: ASYNC109 - as above
        **match: object,
    ) -> Call | tuple[Call, ...]:
        """The newest call that fits, as soon as every one that fits has got there.

        ``until`` is ``received``, ``ended``, ``delivered``, ``exhausted`` (the final callback), ``settled`` (nothing
        more will happen) or ``{"attempts": 3}``. With ``count`` it gives so many calls, oldest first. Raises
        ``UnmetError`` (an ``AssertionError``) with the evidence after ``timeout`` real seconds.
        """
        calls = await self.own_loop.outside(self.waits.wait(Expected.of(Call, match, until, count), timeout))
        return calls[-1] if count is None else calls

    @overload
    async def wait_message(
        self,
        *,
        until: Goal = "settled",
        count: None = None,
        timeout: float = TIMEOUT,  # noqa: ASYNC109 - as above
        **match: object,
    ) -> Message: ...
    @overload
    async def wait_message(
        self,
        *,
        until: Goal = "settled",
        count: int,
        timeout: float = TIMEOUT,  # noqa: ASYNC109 - as above
        **match: object,
    ) -> tuple[Message, ...]: ...
    async def wait_message(
        self,
        *,
        until: Goal = "settled",
        count: int | None = None,
        timeout: float = TIMEOUT,  # noqa: ASYNC109 - as above
        **match: object,
    ) -> Message | tuple[Message, ...]:
        """The newest message that fits, as ``wait`` gives calls; ``channel`` and ``brandname`` choose, too."""
        messages = await self.own_loop.outside(self.waits.wait(Expected.of(Message, match, until, count), timeout))
        return messages[-1] if count is None else messages

    async def otp(
        self,
        phone: str,
        *,
        api_key: str | None = None,
        timeout: float = TIMEOUT,  # noqa: ASYNC109 - as above
    ) -> str:
        """The newest code that the person with this phone was told, by any channel or call.

        Waits until all that is on its way to the phone is there; on a manual clock what is there by now counts. Raises
        ``UnmetError`` when there is no code.
        """
        newest = await self.own_loop.outside(self.waits.code(phone, api_key, timeout))
        return newest.code

    async def inbound(self, sender: str, to: str, content: str, *, api_key: str | None = None) -> InboundReply:
        """Write to a shortcode, as a person does; gives what your application answered to the first attempt.

        Raises ``WrongValueError``, and ``UnknownError`` where no account has such a shortcode.
        """
        return await self.own_loop.outside(write(self.exchange, self.components.journal, sender, to, content, api_key))

    async def settle(self, *, timeout: float = TIMEOUT) -> tuple[Call, ...]:  # noqa: ASYNC109 - as above
        """Let sandbox time pass until nothing is due any more, whatever the clock; gives all calls.

        Raises ``UnmetError`` when that takes more than ``timeout`` real seconds.
        """
        await self.own_loop.outside(self.waits.settle(timeout))
        return self.calls

    async def wait_never(self, span: DurationLike, *, until: Goal = "received", **match: object) -> None:
        """Let so much sandbox time pass, and see that no call that fits gets there: ``wait_never("10m")``.

        Raises ``UnmetError`` with those that did, also when it was before.
        """
        await self.own_loop.outside(self.waits.never(duration_of(span), Expected.of(Call, match, until)))

    async def wait_never_message(self, span: DurationLike, *, until: Goal = "received", **match: object) -> None:
        """Let so much sandbox time pass, and see that no message that fits gets there, as ``wait_never`` for calls."""
        await self.own_loop.outside(self.waits.never(duration_of(span), Expected.of(Message, match, until)))

    async def advance(self, by: DurationLike | None = None, *, to: str | datetime | None = None) -> None:
        """Move the clock by a duration or to a moment; without either, until nothing is due any more.

        Returns when all that was due has finished. Raises ``NotNowError`` for a moment that has passed.
        """
        if by is not None and to is not None:
            message = "advance moves by a duration or to a moment; leave one of the two out"
            raise UsageError(message)
        duration = None if by is None else duration_of(by)
        moment = None if to is None else instant_of(to)
        await self.own_loop.outside(self.components.scheduler.advance(by=duration, to=moment))

    async def reset(self, api_key: str | None = None) -> None:
        """Forget calls, requests, what is due and what was armed; the clock stays as it is.

        The accounts are those of the settings again. With ``api_key`` only what is that account's is forgotten; its
        settings stay. Raises ``UnknownError``.
        """
        await self.own_loop.outside(self.exchange.reset(api_key, accounts=api_key is None))

    async def check_receiver(self, url: str, **options: "Unpack[CheckOptions]") -> "CheckResult":
        """Play good and bad days against the receiver at ``url``, in real time; nothing of it becomes a call here.

        ``result.verify()`` fails with the evidence, ``result.ok`` and ``result.cases`` tell it as values. Egress rule
        and quirks are this sandbox's. Raises ``UsageError`` when nothing can be reached there, or may be.
        """
        from mock_esms.delivery.receiver_check import ReceiverCheck, target_of  # noqa: PLC0415 - only a check needs it

        settings = self.components.settings
        check = ReceiverCheck(
            target_of(url, options), self.components.egress, quirks=settings.quirks, trust=trusting(settings.egress.ca)
        )
        self.checks.add(check)
        try:
            return await self.own_loop.outside(check.run())
        finally:
            self.checks.discard(check)

    # --- where it lives -------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        """Where it listens, ``http://127.0.0.1:8080``; without a slash at the end."""
        return self._listeners.url

    @property
    def https_url(self) -> str:
        """Where it listens for HTTPS, ``https://127.0.0.1:8443``; raises ``UsageError`` without ``tls``."""
        return self._listeners.https_url

    @property
    def ca_file(self) -> Path:
        """The certificate that clients are told to trust; raises ``UsageError`` without ``tls``."""
        return self._listeners.ca_file

    @property
    def exchange(self) -> Exchange:
        """The exchange inside, for whoever lives in the same loop."""
        return self._app[EXCHANGE]

    @property
    def components(self) -> Components:
        """The components inside, for whoever lives in the same loop."""
        return self._app[COMPONENTS]

    @property
    def waits(self) -> Waits:
        """What can be waited for and what is evidence, for whoever lives in the same loop."""
        return self._waits

    def inside(self, ask: Callable[[], T]) -> T:
        """Call ``ask`` in the sandbox's own loop; at once where that is this one, or does not run."""
        return self.own_loop.inside(ask)
