"""A message that is to be checked, with everything that its checks look at."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from mock_esms.config.account import Account
from mock_esms.config.settings import Quirks
from mock_esms.esms.messages.message_draft import MessageDraft
from mock_esms.esms.operation import MessageKind, Operation
from mock_esms.esms.responses.operation_result import Objection


class Submission(NamedTuple):
    """A message on its way through the checks of eSMS.

    ``sends`` says which checks there are. ``values`` are the parameters by their names in FACTS' spelling.
    ``balance`` is what the account has now, in VND; ``request_id_used`` tells whether the RequestId blocks.
    """

    operation: Operation
    sends: MessageKind
    draft: MessageDraft
    values: Mapping[str, str]
    account: Account
    balance: Decimal
    request_id_used: bool
    quirks: Quirks

    @property
    def spared(self) -> bool:
        """Whether Sandbox is 1, and some checks are left out for that (FACTS-MESSAGES 1.4, seen)."""
        return self.draft.trial and self.quirks.sandbox_checks == "some"

    @property
    def channels(self) -> tuple["Submission", ...]:
        """Each channel of a request that has several, as if it were asked for by itself."""
        if not self.draft.parts:
            return ()
        return tuple(
            self._replace(sends=part.sends, values=part.values, draft=self.draft._replace(legs=(leg,), parts=()))
            for part, leg in zip(self.draft.parts, self.draft.legs, strict=True)
        )

    def value(self, name: str) -> str:
        """What was given for a parameter; empty when nothing was."""
        return self.values.get(name, "")


Check = Callable[[Submission], Objection | None]
"""One thing that eSMS looks at before it accepts a message; None: nothing is against it."""
