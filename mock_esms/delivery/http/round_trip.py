"""One request and the answer to it, as bytes come in; one class of end for whatever can happen to it."""

from typing import TYPE_CHECKING

from mock_esms.clock.clock import perf_counter
from mock_esms.delivery.failures import Failure, lost_connection
from mock_esms.delivery.http.phase_timer import PhaseTimer
from mock_esms.delivery.http.response_body import BodyReader
from mock_esms.delivery.http.response_head import HeadReader, NotHttpError
from mock_esms.model.delivery_plan import ANSWER_LIMIT

if TYPE_CHECKING:
    import asyncio

    from mock_esms.delivery.http.response_body import Framing
    from mock_esms.model.callback import WireResponse


class RoundTrip:
    """Reads the answer to ``request``; a complete head decides, and whatever comes after it is only told.

    ``done`` is set when nothing further has to be read, or can be; ``failure`` tells why there is no head then.
    """

    __slots__ = (
        "_answer_limit",
        "_body",
        "_framing",
        "_head",
        "_last",
        "_late",
        "_notes",
        "done",
        "failure",
        "request",
        "response",
        "reused",
        "timer",
        "written",
    )

    def __init__(
        self, request: bytes, timer: PhaseTimer, done: "asyncio.Future[None]", answer_limit: int = ANSWER_LIMIT
    ) -> None:
        """Nothing has been sent yet; so many bytes of the body will be read, ``answer_limit``."""
        self.request = request
        self.timer = timer
        self.done = done
        self.written = False
        """Whether any of it has been given to the connection."""
        self.reused = False
        """Whether the connection had been used before."""
        self.response: WireResponse | None = None
        self.failure: Failure | None = None
        self._answer_limit = answer_limit
        self._head = HeadReader()
        self._framing: Framing | None = None
        self._body: BodyReader | None = None
        self._notes: list[str] = []
        self._last: float | None = None
        self._late = False

    @property
    def status(self) -> int:
        """The status of the answer, 0 without one."""
        return 0 if self.response is None else self.response.status

    @property
    def answer(self) -> bytes:
        """What was read of the body: its first KiB, where nothing else was asked for."""
        return b"" if self._body is None else self._body.answer

    @property
    def notes(self) -> tuple[str, ...]:
        """What is odd about the answer."""
        interim = (
            [f"interim answers came first: {', '.join(map(str, self._head.interim))}"] if self._head.interim else []
        )
        return (*interim, *self._notes, *(self._body.notes if self._body is not None else ()))

    @property
    def leaves_clean(self) -> bool:
        """Whether the connection can be used for another request."""
        framing, body = self._framing, self._body
        return framing is not None and body is not None and framing.keeps_open and body.leaves_clean and not self._late

    def note(self, *notes: str) -> None:
        """Tell of something that changes nothing."""
        self._notes += notes

    def receive(self, data: bytes) -> None:
        """Take bytes of the answer."""
        if self.done.done():
            self._late = True
            return
        now = perf_counter()
        body = self._body
        if body is None:
            try:
                found = self._head.feed(data)
            except NotHttpError as error:
                self.fail(Failure("bad-answer", str(error), error.diagnosis))
                return
            if found is None:
                return
            (self.response, self._framing, notes), data = found
            self.note(*notes)
            self._body = body = BodyReader(self.response, self._framing, self._answer_limit)
            self.timer.enter("receive")
        if data:
            body.feed(data)
        self._last = now
        if body.enough:
            self._end()

    def lose(self, error: Exception | None) -> None:
        """The connection has ended, by itself or by ``error``."""
        if self.done.done():
            return
        if self._body is None:
            self.fail(lost_connection(error, began=self._head.began, reused=self.reused))
        else:
            self._body.lose()
            self._end()

    def run_out(self, failure: Failure) -> None:
        """The time is over: a failure, or where the head has come only the end of reading."""
        if self.done.done():
            return
        if self._body is None:
            self.fail(failure)
        else:
            self._end()

    def fail(self, failure: Failure) -> None:
        """There will be no head."""
        self.failure = failure
        self._end()

    def _end(self) -> None:
        self.timer.leave(self._last if self._body is not None else None)
        self.done.set_result(None)
