"""What came of a request, before anybody has written it: the exchange makes it, ``response`` writes it."""

from typing import NamedTuple, TypeAlias

from mock_esms.esms.responses.response_shapes import ResponseMembers
from mock_esms.model.calls import RequestWarning


class Accepted(NamedTuple):
    """Code 100: it will be done, which says nothing about how it ends (FACTS 2)."""

    sms_id: str


class Refusal(NamedTuple):
    """A result code other than 100, and the text that goes with it; ``sms_id`` where it has one all the same (146)."""

    code: str
    message: str
    sms_id: str = ""


class Objection(NamedTuple):
    """Why eSMS refuses what was asked for: the code, and a warning with what to change.

    There is no warning where the code says it all. ``text`` takes the place of the code's usual text.
    """

    code: str
    warning: RequestWarning | None = None
    text: str | None = None


def objection(code: str, warning: str, message: str, text: str | None = None) -> Objection:
    """An objection with a warning, made of its code and its sentence."""
    return Objection(code, RequestWarning(warning, message), text)


class Found(NamedTuple):
    """What a status operation has found: all members of its response, the code 100 among them."""

    members: ResponseMembers


class Verbatim(NamedTuple):
    """A response that is none of eSMS's: a scenario's ``reply``, or the sandbox's own word that it is full."""

    status: int
    body: bytes
    content_type: str


OperationResult: TypeAlias = Accepted | Refusal | Found | Verbatim
