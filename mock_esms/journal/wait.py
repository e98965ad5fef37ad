"""Waiting until calls have reached a stage, without polling (CONTRACT 7, ``POST /_mock/wait``)."""

import asyncio
from dataclasses import dataclass
from typing import Final, Literal

from mock_esms.config.match import Match
from mock_esms.errors import NotNowError, UnknownError
from mock_esms.journal.events import Event
from mock_esms.journal.filter import fits
from mock_esms.journal.journal import Journal
from mock_esms.model.calls import Call

Stage = Literal["received", "ended", "delivered", "exhausted", "settled"]
STAGES: Final[tuple[Stage, ...]] = ("received", "ended", "delivered", "exhausted", "settled")
Until = Stage | int
"""A stage, or how many attempts have finished over all callbacks of a call."""


@dataclass(frozen=True, slots=True)
class Waited:
    """What came of waiting: whether ``count`` calls got there in time, and the calls that did."""

    in_time: bool
    calls: tuple[Call, ...]


def reached(call: Call, until: Until) -> bool:
    """Whether the call has got there."""
    match until:
        case "received":
            return True
        case "ended":
            return call.state == "ended"
        case "settled":
            return call.settled
        case "delivered" | "exhausted":
            callback = call.final_callback
            return callback is not None and callback.state == until
        case _:
            return sum(not attempt.under_way for attempt in call.attempts) >= until


def out_of_reach(call: Call, until: Until) -> bool:
    """Whether the call can no longer get there by itself."""
    if reached(call, until):
        return False
    if call.settled:
        return True
    callback = call.final_callback
    return until in ("delivered", "exhausted") and (callback is None or callback.state != "pending")


async def wait_until(
    journal: Journal,
    match: Match,
    until: Until,
    *,
    count: int,
    timeout: float,  # noqa: ASYNC109 - real seconds, after which what was found is returned
) -> Waited:
    """Wait until ``count`` fitting calls have got there, at most ``timeout`` real seconds.

    Raises ``UnknownError`` when the match names a single call that does not exist, and ``NotNowError`` as soon as that
    call can no longer get there.
    """
    watch = _Watch(journal, match, until, count)
    if watch.is_over():
        return Waited(in_time=True, calls=watch.found())
    unsubscribe = journal.events.subscribe(watch.on_event, watch.on_close)
    try:
        async with asyncio.timeout(timeout):
            await watch.over
    except TimeoutError:
        return Waited(in_time=False, calls=watch.found())
    finally:
        unsubscribe()
    return Waited(in_time=True, calls=watch.found())


class _Watch:
    """Holds the calls that fit and have got there, and knows when there are enough of them."""

    def __init__(self, journal: Journal, match: Match, until: Until, count: int) -> None:
        self._journal = journal
        self._match = match
        self._until = until
        self._count = count
        self._there: dict[str, Call] = {}
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        for call in journal.calls(match):
            self._look(call)

    def found(self) -> tuple[Call, ...]:
        """The calls that have got there, oldest first."""
        return tuple(sorted(self._there.values(), key=lambda call: call.number))

    def is_over(self) -> bool:
        """Whether enough calls are there; raises when a single named one never will be."""
        sms_id = self._match.exact("sms_id")
        if sms_id is not None and sms_id not in self._there:
            _raise_if_out_of_reach(self._journal, sms_id, self._until)
        return len(self._there) >= self._count

    def on_event(self, event: Event) -> None:
        """Look at the call that something happened to."""
        if event.kind == "reset":
            for gone in [sms_id for sms_id in self._there if self._journal.get(sms_id) is None]:
                del self._there[gone]
        elif event.call is not None:
            self._look(event.call)
        if self.over.done():
            return
        try:
            if self.is_over():
                self.over.set_result(None)
        except (NotNowError, UnknownError) as error:
            self.over.set_exception(error)

    def on_close(self) -> None:
        """Nothing more will happen."""
        if not self.over.done():
            message = "the sandbox is ending"
            self.over.set_exception(NotNowError(message))

    def _look(self, call: Call) -> None:
        if fits(self._match, call) and reached(call, self._until):
            self._there[call.sms_id] = call
        else:
            self._there.pop(call.sms_id, None)


def _raise_if_out_of_reach(journal: Journal, sms_id: str, until: Until) -> None:
    call = journal.get(sms_id)
    if call is None:
        message = f"no call has the sms_id {sms_id}"
        raise UnknownError(message)
    if out_of_reach(call, until):
        stage = f"{until} attempts" if isinstance(until, int) else until
        state = "settled" if call.settled else call.state
        callbacks = ", ".join(callback.state for callback in call.callbacks) or "none"
        message = f"the call {sms_id} can no longer reach {stage}: it is {state}, its callbacks: {callbacks}"
        raise NotNowError(message)
