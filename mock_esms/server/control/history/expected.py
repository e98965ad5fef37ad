"""The calls or messages that a request waits for, counts, or wants none of."""

from collections.abc import Callable, Mapping
from typing import Final, Generic, Literal, NamedTuple

from aiohttp import web

from mock_esms.config.documents import WrongKeysError
from mock_esms.config.match import Match
from mock_esms.exchange.components import Components
from mock_esms.exchange.expectations.waits import Waits
from mock_esms.journal import Journal, nearest
from mock_esms.journal.filter import Entry
from mock_esms.journal.journal import EVERY_ENTRY
from mock_esms.model.calls import Call
from mock_esms.model.message import Message
from mock_esms.model.value import Struct
from mock_esms.server.control.entries.calls import serialize_call
from mock_esms.server.control.entries.messages import serialize_message
from mock_esms.server.control.serving.decode import EntryMatch


class ExpectedBody(Struct):
    """Which calls, or which messages."""

    what: Literal["call", "message"] = "call"
    match: EntryMatch = Match()

    def __post_init__(self) -> None:
        """Refuse to tell calls apart by what only messages have."""
        if self.what == "call" and any(name == "channel" for name, _ in self.match.pairs):
            message = 'messages have channels, calls have none; add {"what": "message"}'
            raise WrongKeysError([(("match", "channel"), message)])


class EntryKind(NamedTuple, Generic[Entry]):
    """Calls or messages: what they are called in answers, and how each is shown."""

    type: type[Entry]
    plural: Literal["calls", "messages"]
    serialize: Callable[[Entry], Mapping[str, object]]


CALLS: Final = EntryKind(type=Call, plural="calls", serialize=serialize_call)
MESSAGES: Final = EntryKind(type=Message, plural="messages", serialize=serialize_message)


def waits_of(request: web.Request, components: Components) -> Waits:
    """What can be waited for; hints name the address by which the sandbox was asked."""
    return Waits(components, lambda: f"{request.scheme}://{request.host}")


def nearest_to(match: Match, kind: EntryKind[Entry], journal: Journal) -> list[Entry]:
    """Those of a kind that fit most of the globs."""
    return nearest(match, journal.matching(kind.type, EVERY_ENTRY))


def that_match(match: Match) -> str:
    """What is asked for, behind a noun; empty for everything."""
    return f" that match {match}" if match.pairs else ""
