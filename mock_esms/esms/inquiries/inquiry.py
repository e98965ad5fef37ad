"""A question about what an account has or has sent, with everything that its checks and its answer look at."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple, Protocol

from mock_esms.config.account import Account
from mock_esms.config.settings import Quirks
from mock_esms.esms.formats.dates import read_instant
from mock_esms.esms.messages.message_draft import MessageDraft
from mock_esms.esms.operation import Operation
from mock_esms.model.calls import Call
from mock_esms.model.message import Message
from mock_esms.model.times import Instant

_ALSO: Final[Mapping[str, str]] = {"Count": "Limit"}
"""The sample of R14 has Count where its table has Limit."""
_MOST_DIGITS: Final = 9


class AccountEntries(Protocol):
    """The calls and messages that an account knows of."""

    def get(self, sms_id: str) -> Call | Message | None:
        """The one of that id, in any case; None when there is none, or status operations do not know it yet."""

    def between(self, first: Instant, last: Instant) -> Iterator[Call | Message]:
        """Those accepted from ``first`` to ``last``, both included, newest first."""


class Inquiry(NamedTuple):
    """A question on its way through the checks of eSMS to its answer; ``now`` is when it arrived.

    ``values`` are the parameters by their names in FACTS' spelling. ``draft`` is the message whose price is asked.
    """

    operation: Operation
    values: Mapping[str, str]
    account: Account
    now: Instant
    entries: AccountEntries
    quirks: Quirks
    draft: MessageDraft | None = None

    def value(self, name: str) -> str:
        """What was given for a parameter; empty when nothing was."""
        given = self.values.get(name, "")
        return given or self.values.get(_ALSO.get(name, ""), "")

    def number(self, name: str) -> int | None:
        """The whole number that was given for a parameter; None when it is none, or beyond what that takes."""
        text, parameter = self.value(name), self.operation.find(name)
        if not (text.isdigit() and text.isascii()) or len(text) > _MOST_DIGITS or parameter is None:
            return None
        number = int(text)
        fits = parameter.least <= number and (parameter.most is None or number <= parameter.most)
        return number if fits else None

    def moment(self, name: str) -> Instant | None:
        """The date that was given for a parameter; None when it is none."""
        parameter = self.operation.find(name)
        return None if parameter is None else read_instant(self.value(name), parameter.kind)
