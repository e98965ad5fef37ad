"""A client for programs without an event loop: what waits blocks."""

from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack, cast, overload

from mock_esms.client import waiting
from mock_esms.client.base import ClientBase
from mock_esms.client.connection import ControlRequest
from mock_esms.client.reading import OwnAccount, Session
from mock_esms.model.goals import TIMEOUT, Goal

if TYPE_CHECKING:
    from mock_esms.client.asynchronous import AsyncClient
    from mock_esms.delivery.receiver_check import CheckOptions, CheckResult
    from mock_esms.model.calls import Call
    from mock_esms.model.codec import JsonObject
    from mock_esms.model.message import Message
    from mock_esms.model.times import DurationLike
    from mock_esms.sandbox.inbound_reply import InboundReply


class Client(ClientBase):
    """A sandbox that runs elsewhere, with or without ``with``: ``esms = Client("http://127.0.0.1:8080")``.

    It offers to a test what ``Sandbox`` offers, in the same words; the clock is the sandbox's, and everybody's who uses
    it. Any thread may use it.
    """

    @property
    def asynchronous(self) -> "AsyncClient":
        """The same for ``async def`` tests: what waits is awaited."""
        from mock_esms.client.asynchronous import AsyncClient

        return AsyncClient.of(self.session)

    def own_account(self, name: str = "test", **fields: object) -> "Client":
        """A client for which only one account counts, which it opens now and forgets at its end.

        So several suites share a sandbox: ``with Client(url).own_account() as esms:``. Its ApiKey begins with ``name``;
        ``fields`` are those of the settings file.
        """
        from secrets import token_hex

        own = OwnAccount(f"{name}-{token_hex(6)}", token_hex(8), fields)
        self._do(waiting.open_account(own.api_key, own.text()))
        return Client.of(Session(self.session.connection, own))

    def close(self) -> None:
        """Forget the own account, and what is its; without one there is nothing to do."""
        for request in self._ends():
            self._do(request)

    def __enter__(self) -> Self:
        """Go on as before."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    # --- what waits: each is Sandbox's method of that name --------------------------------------------------------

    @overload
    def wait(
        self, *, until: Goal = "settled", count: None = None, timeout: float = TIMEOUT, **match: object
    ) -> "Call": ...
    @overload
    def wait(
        self, *, until: Goal = "settled", count: int, timeout: float = TIMEOUT, **match: object
    ) -> "tuple[Call, ...]": ...
    def wait(
        self, *, until: Goal = "settled", count: int | None = None, timeout: float = TIMEOUT, **match: object
    ) -> "Call | tuple[Call, ...]":
        """The newest call that fits, as soon as every one that fits has got there; see ``Sandbox.wait``."""
        __tracebackhide__ = True  # test runners show the test's own line
        request = waiting.wait("call", self._own(match), until=until, count=count, timeout=timeout)
        calls = cast("tuple[Call, ...]", self._got_there(request, self._do(request)))
        return calls[-1] if count is None else calls

    @overload
    def wait_message(
        self, *, until: Goal = "settled", count: None = None, timeout: float = TIMEOUT, **match: object
    ) -> "Message": ...
    @overload
    def wait_message(
        self, *, until: Goal = "settled", count: int, timeout: float = TIMEOUT, **match: object
    ) -> "tuple[Message, ...]": ...
    def wait_message(
        self, *, until: Goal = "settled", count: int | None = None, timeout: float = TIMEOUT, **match: object
    ) -> "Message | tuple[Message, ...]":
        """The newest message that fits, as ``wait`` gives calls; ``channel`` and ``brandname`` choose, too."""
        __tracebackhide__ = True
        request = waiting.wait("message", self._own(match), until=until, count=count, timeout=timeout)
        messages = cast("tuple[Message, ...]", self._got_there(request, self._do(request)))
        return messages[-1] if count is None else messages

    def otp(self, phone: str, *, api_key: str | None = None, timeout: float = TIMEOUT) -> str:
        """The newest code that the person with this phone was told, by any channel or call; see ``Sandbox.otp``."""
        __tracebackhide__ = True
        return str(self._do(waiting.code(phone, self._own_key(api_key), timeout))["code"])

    def inbound(self, sender: str, to: str, content: str, *, api_key: str | None = None) -> "InboundReply":
        """Write to a shortcode, as a person does, and get what your application answers; see ``Sandbox.inbound``."""
        __tracebackhide__ = True
        return self._reply(self._do(waiting.inbound(sender, to, content, self._own_key(api_key))))

    def settle(self, *, timeout: float = TIMEOUT) -> "tuple[Call, ...]":
        """Let sandbox time pass until nothing is due any more, and give all calls; see ``Sandbox.settle``."""
        __tracebackhide__ = True
        self._do(waiting.settle(timeout))
        return self.calls

    def wait_never(self, span: "DurationLike", *, until: Goal = "received", **match: object) -> None:
        """Let sandbox time pass, and see that no call that fits gets there; see ``Sandbox.wait_never``."""
        __tracebackhide__ = True
        self._do(waiting.never("call", span, self._own(match), until))

    def wait_never_message(self, span: "DurationLike", *, until: Goal = "received", **match: object) -> None:
        """Let so much sandbox time pass, and see that no message that fits gets there, as ``wait_never`` for calls."""
        __tracebackhide__ = True
        self._do(waiting.never("message", span, self._own(match), until))

    def check_receiver(self, url: str, **options: "Unpack[CheckOptions]") -> "CheckResult":
        """Play good and bad days against the receiver at ``url``, in real time, from where the test runs.

        ``result.verify()`` fails with the evidence, ``result.ok`` and ``result.cases`` tell it as values. Egress rule
        and quirks are the usual ones. Raises ``UsageError`` when nothing can be reached there, or may be.
        """
        __tracebackhide__ = True
        import asyncio
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1) as elsewhere:  # a loop may run in this thread
            return elsewhere.submit(lambda: asyncio.run(self._checked(url, **options))).result()

    def advance(self, by: "DurationLike | None" = None, *, to: str | datetime | None = None) -> None:
        """Move the clock by a duration or to a moment, else until nothing is due; see ``Sandbox.advance``."""
        __tracebackhide__ = True
        self._do(waiting.advance(by, to))

    def reset(self, api_key: str | None = None) -> None:
        """Forget calls, requests, what is due and what was armed; the clock stays as it is.

        The accounts are those of the settings again. With ``api_key`` only what is that account's is forgotten; its
        settings stay. Where one account counts it is that one, which is then as it was opened. Raises ``UnknownError``.
        """
        __tracebackhide__ = True
        for request in self._resets(api_key):
            self._do(request)

    def _do(self, request: ControlRequest) -> "JsonObject":
        __tracebackhide__ = True
        return self.session.connection.send(request)
