"""The values that a check is written in: a case is a row, what is sent and what a receiver proves that answers it."""

from dataclasses import dataclass
from typing import Final, Literal

from mock_esms.delivery.receiver_check.message_report import MessageReport
from mock_esms.model.calls import CallResult
from mock_esms.model.delivery_plan import CallbackEdits

CheckKind = Literal["voice", "sms", "zalo", "viber"]
"""Whose callbacks are sent: those of calls, or of messages over one channel (CONTRACT 16)."""

Report = CallResult | MessageReport
"""What a callback of a check reports: how a call ended or how far it has come, or the same of a message."""

BURST: Final = 100
"""So many callbacks at once are a burst."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSend:
    """One callback: it reports the ``call``-th call, or message, of its case.

    ``what`` names it in a verdict ("the second copy"), where a case has several. ``space`` is how a space is sent,
    None as the quirk says.
    """

    report: Report
    call: int = 1
    what: str = ""
    edits: CallbackEdits | None = None
    space: Literal["%20", "+"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One row; ``rounds`` follow each other, and what is in one round goes out at the same moment.

    ``copies``: what is sent is one callback again and again, and every answer must be the same. ``unknown_id``: the
    call or message is one that the receiver can never have heard of.
    """

    name: str
    title: str
    proves: str
    rounds: tuple[tuple[CaseSend, ...], ...]
    copies: bool = False
    unknown_id: bool = False

    @property
    def sends(self) -> tuple[CaseSend, ...]:
        """Everything that is sent, in order."""
        return tuple(send for round_ in self.rounds for send in round_)


def single(name: str, title: str, proves: str, report: Report, edits: CallbackEdits | None = None) -> Case:
    """A case of a single callback."""
    return Case(name=name, title=title, proves=proves, rounds=((CaseSend(report=report, edits=edits),),))
