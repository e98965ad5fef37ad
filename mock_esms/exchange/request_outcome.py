"""What came of a request: to call somebody, to send a message, or a question; and what all of them have in common.

That is how a refusal is written, and that nothing more is taken when too much is pending.
"""

import logging
from typing import Final, NamedTuple

from mock_esms.errors import FullError
from mock_esms.esms.responses.operation_result import Accepted, Objection, OperationResult, Refusal, Verbatim
from mock_esms.esms.responses.response import PLAIN_TEXT
from mock_esms.esms.responses.result_codes import text_of
from mock_esms.exchange.calls.lines import Lines
from mock_esms.exchange.components import Components
from mock_esms.model.calls import RequestWarning
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.scenarios.reply import ReplyPlan

log: Final = logging.getLogger("mock_esms.exchange")


class RequestOutcome(NamedTuple):
    """What came of a request. ``placed`` is the call or message that it placed, ``about`` the one that it asked about.

    ``reply`` says when the response is late, wrong, or never comes.
    """

    result: OperationResult
    warnings: tuple[RequestWarning, ...] = ()
    placed: JournalEntry | None = None
    reply: ReplyPlan | None = None
    about: JournalEntry | None = None

    @property
    def awaited(self) -> JournalEntry | None:
        """What it placed, where the response is held until the first attempt of its final callback has finished."""
        placed = self.placed
        return placed if placed is not None and placed.callback_plan.before_reply and placed.callbacks else None

    @property
    def held(self) -> bool:
        """Whether the response goes out otherwise than at once and complete."""
        return self.reply is not None or self.awaited is not None


def refused(
    objection: Objection, warnings: tuple[RequestWarning, ...], *, phone: str = "", sms_id: str = ""
) -> RequestOutcome:
    """A request that is refused for this; ``sms_id`` is the id that the refusal has all the same."""
    text = text_of(objection.code, phone=phone, of_message=True) if objection.text is None else objection.text
    if objection.warning is not None:
        warnings = (*warnings, objection.warning)
    return RequestOutcome(Refusal(objection.code, text, sms_id), warnings)


def instead_of(reply: ReplyPlan, phone: str, sms_id: str, *, of_message: bool = False) -> OperationResult:
    """What is answered where the scenario makes no call or message; a fault spoils one that would be accepted."""
    if reply.code is not None:
        text = text_of(reply.code, phone=phone, of_message=of_message) if reply.message is None else reply.message
        return Refusal(reply.code, text)
    if reply.status is not None:
        return Verbatim(reply.status, reply.body.encode(errors="replace"), reply.content_type)
    return Accepted(sms_id)


class PendingLimit:
    """How much may be pending in the sandbox; that it is reached is logged once, until there is room again."""

    def __init__(self, components: Components, lines: Lines) -> None:
        """Let so much be due, on its way or waiting for a line as the settings say."""
        self._scheduler: Final = components.scheduler
        self._lines: Final = lines
        self._limit: Final = components.settings.pending_limit
        self._is_logged = False

    def is_reached(self) -> bool:
        """Whether so much is pending that nothing more is taken."""
        full = self._scheduler.pending + self._lines.waiting >= self._limit
        if full and not self._is_logged:
            log.error(
                "FULL: %d events and attempts are pending; until there are fewer, calls are answered 503 "
                "(--pending-limit)",
                self._limit,
            )
        self._is_logged = full
        return full

    def refusal(self, noun: str) -> Verbatim:
        """The sandbox's own word that it takes nothing more."""
        sentence = (
            f"The sandbox is full: {self._limit:,} events and attempts are pending. The {noun} was not placed. "
            "Move the clock, reset, or raise --pending-limit."
        )
        return Verbatim(503, f"{sentence}\n".encode(), PLAIN_TEXT)

    def require_room(self) -> None:
        """Raise ``FullError`` where so much is pending."""
        if self.is_reached():
            message = f"{self._limit:,} events and attempts are pending; wait, or reset"
            raise FullError(message)
