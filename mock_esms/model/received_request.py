"""A request of the eSMS side, as the journal records it."""

from typing import NamedTuple

from mock_esms.model.calls import RequestWarning
from mock_esms.model.times import Instant


class ReceivedRequest(NamedTuple):
    """One request of the eSMS side, refused and unknown ones included; ``query`` has its secrets masked.

    ``operation`` is None when the address is no operation's, ``code`` when the answer is no JSON of eSMS, ``status``
    when a scenario lets no answer come.
    """

    number: int
    at: Instant
    method: str
    path: str
    query: str
    status: int | None
    operation: str | None = None
    api_key: str | None = None
    sms_id: str | None = None
    code: str | None = None
    warnings: tuple[RequestWarning, ...] = ()
