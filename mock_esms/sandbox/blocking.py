"""A sandbox for programs without an event loop: it lives in a thread of its own, and waiting for it blocks."""

import asyncio
import selectors
import socket
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from datetime import datetime
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, Unpack, overload

from mock_esms.clock.machine_loop import MachineTimeLoop
from mock_esms.errors import StoreLostError, UsageError
from mock_esms.exchange.expectations.waits import Expected
from mock_esms.model.calls import Call
from mock_esms.model.goals import TIMEOUT, Goal
from mock_esms.model.message import Message
from mock_esms.model.times import DurationLike
from mock_esms.sandbox.async_sandbox import AsyncSandbox
from mock_esms.sandbox.base import SandboxBase
from mock_esms.sandbox.blocking_wait import outcome_of, wait_where_a_loop_stands_still
from mock_esms.sandbox.inbound_reply import InboundReply
from mock_esms.sandbox.own_loop import running_loop

if TYPE_CHECKING:
    from mock_esms.delivery.receiver_check import CheckOptions, CheckResult

T = TypeVar("T")


class Sandbox(SandboxBase):
    """A sandbox in a thread of its own: ``with Sandbox() as esms: … esms.wait()``. Any thread may use it."""

    _loop: asyncio.AbstractEventLoop
    _ending: asyncio.Event
    _ended: Future[None]
    _thread: threading.Thread | None = None

    @cached_property
    def asynchronous(self) -> AsyncSandbox:
        """The same for ``async def`` tests: what waits is awaited."""
        return AsyncSandbox.of(self.hosted)

    # --- beginning and end ----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Listen. Raises ``AddressInUseError`` or ``UsageError`` when the address cannot be had.

        What else keeps a loop from starting (no descriptor left, a tool that forbids sockets) is raised as it came.
        """
        started: Future[None] = Future()
        self._ended = Future()
        self._thread = threading.Thread(target=self._live, args=(started,), name="mock-esms", daemon=True)
        self._thread.start()
        started.result()

    def stop(self) -> None:
        """Stop accepting, let callbacks in flight finish within the grace, write everything, and end the thread.

        Raises ``StoreLostError`` when not everything could be written.
        """
        thread, self._thread = self._thread, None
        if thread is None or not thread.is_alive():
            return
        self._loop.call_soon_threadsafe(self._ending.set)
        thread.join()
        self._ended.result()

    def _live(self, started: "Future[None]") -> None:
        try:
            _try_what_a_loop_needs()
            with asyncio.Runner(loop_factory=MachineTimeLoop) as runner:
                runner.run(self._serve(started))
        except BaseException as error:
            if started.done():
                raise
            error.add_note("mock-esms could not start the event loop of its sandbox")
            started.set_exception(error)

    async def _serve(self, started: "Future[None]") -> None:
        self._loop, self._ending = asyncio.get_running_loop(), asyncio.Event()
        try:
            await self.asynchronous.start()
        except BaseException as error:  # noqa: BLE001 - whoever started it raises it
            started.set_exception(error)
            return
        started.set_result(None)
        await self._ending.wait()
        try:
            await self.asynchronous.stop()
        except StoreLostError as error:
            self._ended.set_exception(error)
        else:
            self._ended.set_result(None)

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    # --- what waits: each blocks, and is otherwise AsyncSandbox's method of that name -----------------------------

    @overload
    def wait(
        self, *, until: Goal = "settled", count: None = None, timeout: float = TIMEOUT, **match: object
    ) -> Call: ...
    @overload
    def wait(
        self, *, until: Goal = "settled", count: int, timeout: float = TIMEOUT, **match: object
    ) -> tuple[Call, ...]: ...
    def wait(
        self, *, until: Goal = "settled", count: int | None = None, timeout: float = TIMEOUT, **match: object
    ) -> Call | tuple[Call, ...]:
        """The newest call that fits, as soon as every one that fits has got there.

        ``until`` is ``received``, ``ended``, ``delivered``, ``exhausted`` (the final callback), ``settled`` (nothing
        more will happen) or ``{"attempts": 3}``. With ``count`` it gives so many calls, oldest first. Raises
        ``UnmetError`` (an ``AssertionError``) with the evidence after ``timeout`` real seconds.
        """
        __tracebackhide__ = True  # test runners show the test's own line
        calls = self._block(self._waits.wait(Expected.of(Call, match, until, count), timeout))
        return calls[-1] if count is None else calls

    @overload
    def wait_message(
        self, *, until: Goal = "settled", count: None = None, timeout: float = TIMEOUT, **match: object
    ) -> Message: ...
    @overload
    def wait_message(
        self, *, until: Goal = "settled", count: int, timeout: float = TIMEOUT, **match: object
    ) -> tuple[Message, ...]: ...
    def wait_message(
        self, *, until: Goal = "settled", count: int | None = None, timeout: float = TIMEOUT, **match: object
    ) -> Message | tuple[Message, ...]:
        """The newest message that fits, as ``wait`` gives calls; ``channel`` and ``brandname`` choose, too."""
        __tracebackhide__ = True
        expected = Expected.of(Message, match, until, count)
        messages = self._block(self._waits.wait(expected, timeout))
        return messages[-1] if count is None else messages

    def otp(self, phone: str, *, api_key: str | None = None, timeout: float = TIMEOUT) -> str:
        """The newest code that the person with this phone was told, by any channel or call.

        Waits until all that is on its way to the phone is there; on a manual clock what is there by now counts. Raises
        ``UnmetError`` when there is no code.
        """
        __tracebackhide__ = True
        return self._block(self._waits.code(phone, api_key, timeout)).code

    def inbound(self, sender: str, to: str, content: str, *, api_key: str | None = None) -> InboundReply:
        """Write to a shortcode, as a person does; gives what your application answered to the first attempt."""
        __tracebackhide__ = True
        return self._block(self.asynchronous.inbound(sender, to, content, api_key=api_key))

    def settle(self, *, timeout: float = TIMEOUT) -> tuple[Call, ...]:
        """Let sandbox time pass until nothing is due any more, whatever the clock; gives all calls.

        Raises ``UnmetError`` when that takes more than ``timeout`` real seconds.
        """
        __tracebackhide__ = True
        return self._block(self.asynchronous.settle(timeout=timeout))

    def wait_never(self, span: DurationLike, *, until: Goal = "received", **match: object) -> None:
        """Let so much sandbox time pass, and see that no call that fits gets there: ``wait_never("10m")``.

        Raises ``UnmetError`` with those that did, also when it was before.
        """
        __tracebackhide__ = True
        self._block(self.asynchronous.wait_never(span, until=until, **match))

    def wait_never_message(self, span: DurationLike, *, until: Goal = "received", **match: object) -> None:
        """Let so much sandbox time pass, and see that no message that fits gets there, as ``wait_never`` for calls."""
        __tracebackhide__ = True
        self._block(self.asynchronous.wait_never_message(span, until=until, **match))

    def check_receiver(self, url: str, **options: "Unpack[CheckOptions]") -> "CheckResult":
        """Play good and bad days against the receiver at ``url``, in real time; nothing of it becomes a call here.

        ``result.verify()`` fails with the evidence, ``result.ok`` and ``result.cases`` tell it as values. Egress rule
        and quirks are this sandbox's. Raises ``UsageError`` when nothing can be reached there, or may be.
        """
        __tracebackhide__ = True
        return self._block(self.asynchronous.check_receiver(url, **options))

    def advance(self, by: DurationLike | None = None, *, to: str | datetime | None = None) -> None:
        """Move the clock by a duration or to a moment; without either, until nothing is due any more.

        Returns when all that was due has finished. Raises ``NotNowError`` for a moment that has passed.
        """
        __tracebackhide__ = True
        self._block(self.asynchronous.advance(by, to=to))

    def reset(self, api_key: str | None = None) -> None:
        """Forget calls, requests, what is due and what was armed; the clock stays as it is.

        The accounts are those of the settings again. With ``api_key`` only what is that account's is forgotten; its
        settings stay. Raises ``UnknownError``.
        """
        __tracebackhide__ = True
        self._block(self.asynchronous.reset(api_key))

    def _block(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for work of the sandbox's loop. Raises ``UsageError`` where it does not run, or never can end."""
        __tracebackhide__ = True
        if self._thread is None:
            work.close()
            message = "the sandbox does not run; use it inside `with Sandbox() as esms:`, or call start() first"
            raise UsageError(message)
        try:
            self.hosted.own_loop.refuse_child_process()
        except UsageError:
            work.close()
            raise
        here = running_loop()
        if here is self._loop and threading.current_thread() is not self._thread:
            here = None  # gevent and eventlet run all their threads in one of the system's, whose loop is ours
        if here is self._loop:
            work.close()
            message = "this would block the sandbox's own event loop; await the asynchronous sandbox there"
            raise UsageError(message)
        coming = asyncio.run_coroutine_threadsafe(work, self._loop)
        if here is None:
            return outcome_of(coming)
        return wait_where_a_loop_stands_still(coming, lambda: self.inside(self._on_the_wire))

    def _on_the_wire(self) -> set[tuple[str, int, int]]:
        # Of a check any callback will do that ends: one receiver may take long for a hundred, and still live.
        checks = {("check", id(check), check.finished) for check in self.hosted.checks if check.on_the_wire}
        return checks | {
            (entry.sms_id, index, attempt.number)
            for entry in self.components.journal
            for index, callback in enumerate(entry.callbacks)
            for attempt in callback.attempts
            if attempt.under_way
        }


def _try_what_a_loop_needs() -> None:
    """Raise what keeps an event loop from starting; a loop that is half made complains when it is thrown away."""
    selectors.DefaultSelector().close()
    for end in socket.socketpair():
        end.close()
