"""What a test gets that writes to a shortcode: what its application was told, and what it answered (CONTRACT 14)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from mock_esms.errors import NotNowError
from mock_esms.esms.messages.shortcode import reply_of
from mock_esms.journal import Journal
from mock_esms.journal.wait import first_attempt
from mock_esms.model.callback import Attempt
from mock_esms.model.inbound import Inbound

if TYPE_CHECKING:
    from mock_esms.exchange.exchange import Exchange


class InboundReply(NamedTuple):
    """What came of writing to a shortcode, when the first attempt to tell the partner had ended.

    ``reply`` is the text that stands in the person's inbox now, None when there is none: then ``problem`` says why.
    Else ``problem`` says what is odd about the answer, and is empty when nothing is. ``request`` are the parameters
    that the partner was told, by eSMS's names.
    """

    sms_id: str
    request: Mapping[str, str]
    reply: str | None
    problem: str
    attempts: tuple[Attempt, ...]


async def write(  # noqa: PLR0913, PLR0917 - what it works with, and what a person writes
    exchange: "Exchange", journal: Journal, sender: str, to: str, content: str, api_key: str | None
) -> InboundReply:
    """Write, and wait for the first attempt. Raises as ``InboundIntake.take``, and ``NotNowError`` after a reset."""
    written = exchange.inbound.take(sender, to, content, api_key)
    await first_attempt(journal, written)
    inbound = journal.get(written.sms_id)
    if not isinstance(inbound, Inbound):
        message = "the sandbox was reset before the partner had answered"
        raise NotNowError(message)
    return reply_to(inbound)


def reply_to(inbound: Inbound) -> InboundReply:
    """What a test gets of what was written, as it stands."""
    reply = reply_of(inbound)
    return InboundReply(
        sms_id=inbound.sms_id,
        request=dict(inbound.request.parameters),
        reply=None if reply is None else reply.text,
        problem="" if reply is None else reply.problem,
        attempts=inbound.attempts,
    )
