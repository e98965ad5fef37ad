"""A client for ``async def`` tests under asyncio: what waits is awaited, and all else has happened when it returns."""

from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack, cast, overload

from mock_esms.client import waiting
from mock_esms.client.base import ClientBase
from mock_esms.client.connection import ControlRequest
from mock_esms.model.goals import TIMEOUT, Goal

if TYPE_CHECKING:
    from mock_esms.delivery.receiver_check import CheckOptions, CheckResult
    from mock_esms.model.calls import Call
    from mock_esms.model.codec import JsonObject
    from mock_esms.model.message import Message
    from mock_esms.model.times import DurationLike
    from mock_esms.sandbox.inbound_reply import InboundReply


class AsyncClient(ClientBase):
    """A sandbox that runs elsewhere, for an event loop: ``esms = AsyncClient(url)``, ``await esms.wait()``.

    It offers what ``AsyncSandbox`` offers, in the same words. What is not awaited blocks for as long as one request
    takes: the sandbox must live in another thread, process or machine.
    """

    async def close(self) -> None:
        """Forget the own account, and what is its; without one there is nothing to do."""
        for request in self._ends():
            await self._do(request)

    async def __aenter__(self) -> Self:
        """Go on as before."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        await self.close()

    # --- what waits: each is AsyncSandbox's method of that name---------------------------------------------------

    @overload
    async def wait(
        self, *, until: Goal = "settled", count: None = None, timeout: float = TIMEOUT, **match: object
    ) -> "Call": ...
    @overload
    async def wait(
        self, *, until: Goal = "settled", count: int, timeout: float = TIMEOUT, **match: object
    ) -> "tuple[Call, ...]": ...
    async def wait(
        self, *, until: Goal = "settled", count: int | None = None, timeout: float = TIMEOUT, **match: object
    ) -> "Call | tuple[Call, ...]":
        """The newest call that fits, as soon as every one that fits has got there; see ``Sandbox.wait``."""
        __tracebackhide__ = True  # test runners show the test's own line
        request = waiting.wait("call", self._own(match), until=until, count=count, timeout=timeout)
        calls = cast("tuple[Call, ...]", self._got_there(request, await self._do(request)))
        return calls[-1] if count is None else calls

    @overload
    async def wait_message(
        self, *, until: Goal = "settled", count: None = None, timeout: float = TIMEOUT, **match: object
    ) -> "Message": ...
    @overload
    async def wait_message(
        self, *, until: Goal = "settled", count: int, timeout: float = TIMEOUT, **match: object
    ) -> "tuple[Message, ...]": ...
    async def wait_message(
        self, *, until: Goal = "settled", count: int | None = None, timeout: float = TIMEOUT, **match: object
    ) -> "Message | tuple[Message, ...]":
        """The newest message that fits, as ``wait`` gives calls; ``channel`` and ``brandname`` choose, too."""
        __tracebackhide__ = True
        request = waiting.wait("message", self._own(match), until=until, count=count, timeout=timeout)
        messages = cast("tuple[Message, ...]", self._got_there(request, await self._do(request)))
        return messages[-1] if count is None else messages

    async def otp(self, phone: str, *, api_key: str | None = None, timeout: float = TIMEOUT) -> str:
        """The newest code that the person with this phone was told, by any channel or call; see ``Sandbox.otp``."""
        __tracebackhide__ = True
        return str((await self._do(waiting.code(phone, self._own_key(api_key), timeout)))["code"])

    async def inbound(self, sender: str, to: str, content: str, *, api_key: str | None = None) -> "InboundReply":
        """Write to a shortcode, as a person does, and get what your application answers; see ``Sandbox.inbound``."""
        return self._reply(await self._do(waiting.inbound(sender, to, content, self._own_key(api_key))))

    async def settle(self, *, timeout: float = TIMEOUT) -> "tuple[Call, ...]":
        """Let sandbox time pass until nothing is due any more, and give all calls; see ``Sandbox.settle``."""
        __tracebackhide__ = True
        await self._do(waiting.settle(timeout))
        return self.calls

    async def wait_never(self, span: "DurationLike", *, until: Goal = "received", **match: object) -> None:
        """Let sandbox time pass, and see that no call that fits gets there; see ``Sandbox.wait_never``."""
        __tracebackhide__ = True
        await self._do(waiting.never("call", span, self._own(match), until))

    async def wait_never_message(self, span: "DurationLike", *, until: Goal = "received", **match: object) -> None:
        """Let so much sandbox time pass, and see that no message that fits gets there, as ``wait_never`` for calls."""
        __tracebackhide__ = True
        await self._do(waiting.never("message", span, self._own(match), until))

    async def check_receiver(self, url: str, **options: "Unpack[CheckOptions]") -> "CheckResult":
        """Play good and bad days against the receiver at ``url``, in real time, from where the test runs.

        ``result.verify()`` fails with the evidence, ``result.ok`` and ``result.cases`` tell it as values. Egress rule
        and quirks are the usual ones. Raises ``UsageError`` when nothing can be reached there, or may be.
        """
        return await self._checked(url, **options)

    async def advance(self, by: "DurationLike | None" = None, *, to: str | datetime | None = None) -> None:
        """Move the clock by a duration or to a moment, else until nothing is due; see ``Sandbox.advance``."""
        __tracebackhide__ = True
        await self._do(waiting.advance(by, to))

    async def reset(self, api_key: str | None = None) -> None:
        """Forget calls, requests, what is due and what was armed; the clock stays as it is.

        The accounts are those of the settings again. With ``api_key`` only what is that account's is forgotten; its
        settings stay. Where one account counts it is that one, which is then as it was opened. Raises ``UnknownError``.
        """
        __tracebackhide__ = True
        for request in self._resets(api_key):
            await self._do(request)

    async def _do(self, request: ControlRequest) -> "JsonObject":
        __tracebackhide__ = True
        return await self.session.connection.send_without_blocking(request)
