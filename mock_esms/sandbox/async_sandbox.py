"""A sandbox in the event loop of whoever starts it: what waits is awaited."""

from collections.abc import Coroutine
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, Unpack, overload

from mock_esms.delivery import trusting
from mock_esms.errors import UsageError
from mock_esms.exchange.expectations.waits import Expected, duration_of, instant_of
from mock_esms.model.calls import Call
from mock_esms.model.goals import TIMEOUT, Goal
from mock_esms.model.message import Message
from mock_esms.model.times import DurationLike
from mock_esms.sandbox.base import SandboxBase
from mock_esms.sandbox.inbound_reply import InboundReply, write

if TYPE_CHECKING:
    from mock_esms.delivery.receiver_check import CheckOptions, CheckResult

T = TypeVar("T")


class AsyncSandbox(SandboxBase):
    """A sandbox in the event loop that starts it: ``async with AsyncSandbox() as esms: … await esms.wait()``.

    It may be asked from any thread and awaited in any other asyncio loop as well.
    """

    # --- beginning and end ----------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Listen. Raises ``AddressInUseError`` or ``UsageError`` when an address cannot be had."""
        await self.hosted.start()

    async def stop(self) -> None:
        """Stop accepting, let callbacks in flight finish within the grace, write everything, and close.

        Raises ``StoreLostError`` when not everything could be written.
        """
        await self.hosted.stop()

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        await self.stop()

    async def _outside(self, work: Coroutine[Any, Any, T]) -> T:
        return await self.hosted.own_loop.outside(work)

    # --- what waits -----------------------------------------------------------------------------------------------

    @overload
    async def wait(
        self, *, until: Goal = "settled", count: None = None, timeout: float = TIMEOUT, **match: object
    ) -> Call: ...
    @overload
    async def wait(
        self, *, until: Goal = "settled", count: int, timeout: float = TIMEOUT, **match: object
    ) -> tuple[Call, ...]: ...
    async def wait(
        self, *, until: Goal = "settled", count: int | None = None, timeout: float = TIMEOUT, **match: object
    ) -> Call | tuple[Call, ...]:
        """The newest call that fits, as soon as every one that fits has got there; see ``Sandbox.wait``."""
        calls = await self._outside(self._waits.wait(Expected.of(Call, match, until, count), timeout))
        return calls[-1] if count is None else calls

    @overload
    async def wait_message(
        self, *, until: Goal = "settled", count: None = None, timeout: float = TIMEOUT, **match: object
    ) -> Message: ...
    @overload
    async def wait_message(
        self, *, until: Goal = "settled", count: int, timeout: float = TIMEOUT, **match: object
    ) -> tuple[Message, ...]: ...
    async def wait_message(
        self, *, until: Goal = "settled", count: int | None = None, timeout: float = TIMEOUT, **match: object
    ) -> Message | tuple[Message, ...]:
        """The newest message that fits, as ``wait`` gives calls; ``channel`` and ``brandname`` choose, too."""
        messages = await self._outside(self._waits.wait(Expected.of(Message, match, until, count), timeout))
        return messages[-1] if count is None else messages

    async def otp(self, phone: str, *, api_key: str | None = None, timeout: float = TIMEOUT) -> str:
        """The newest code that the person with this phone was told, by any channel or call; see ``Sandbox.otp``."""
        newest = await self._outside(self._waits.code(phone, api_key, timeout))
        return newest.code

    async def inbound(self, sender: str, to: str, content: str, *, api_key: str | None = None) -> InboundReply:
        """Write to a shortcode, as a person does, and get what your application answers; see ``Sandbox.inbound``."""
        return await self._outside(write(self.exchange, self.components.journal, sender, to, content, api_key))

    async def settle(self, *, timeout: float = TIMEOUT) -> tuple[Call, ...]:
        """Let sandbox time pass until nothing is due any more, and give all calls; see ``Sandbox.settle``."""
        await self._outside(self._waits.settle(timeout))
        return self.calls

    async def wait_never(self, span: DurationLike, *, until: Goal = "received", **match: object) -> None:
        """Let sandbox time pass, and see that no call that fits gets there; see ``Sandbox.wait_never``."""
        await self._outside(self._waits.never(duration_of(span), Expected.of(Call, match, until)))

    async def wait_never_message(self, span: DurationLike, *, until: Goal = "received", **match: object) -> None:
        """Let so much sandbox time pass, and see that no message that fits gets there, as ``wait_never`` for calls."""
        await self._outside(self._waits.never(duration_of(span), Expected.of(Message, match, until)))

    async def advance(self, by: DurationLike | None = None, *, to: str | datetime | None = None) -> None:
        """Move the clock by a duration or to a moment, else until nothing is due; see ``Sandbox.advance``."""
        if by is not None and to is not None:
            message = "advance moves by a duration or to a moment; leave one of the two out"
            raise UsageError(message)
        duration = None if by is None else duration_of(by)
        moment = None if to is None else instant_of(to)
        await self._outside(self.components.scheduler.advance(by=duration, to=moment))

    async def reset(self, api_key: str | None = None) -> None:
        """Forget calls, requests, what is due and what was armed; the clock stays as it is; see ``Sandbox.reset``."""
        await self._outside(self.exchange.reset(api_key, accounts=api_key is None))

    async def check_receiver(self, url: str, **options: "Unpack[CheckOptions]") -> "CheckResult":
        """Play good and bad days against the receiver at ``url``; see ``Sandbox.check_receiver``."""
        from mock_esms.delivery.receiver_check import ReceiverCheck, target_of  # noqa: PLC0415 - only a check needs it

        settings = self.components.settings
        check = ReceiverCheck(
            target_of(url, options), self.components.egress, quirks=settings.quirks, trust=trusting(settings.egress.ca)
        )
        self.hosted.checks.add(check)
        try:
            return await self._outside(check.run())
        finally:
            self.hosted.checks.discard(check)
