"""Which calls or messages are meant: globs over a request and over what became of it (CONTRACT 7 and 13)."""

from collections.abc import Iterable, Mapping
from heapq import nlargest
from types import MappingProxyType
from typing import Final, TypeVar

from mock_esms.config.match import (
    APPLICATION_NAMES,
    CALL_NAMES,
    INBOUND_NAMES,
    MESSAGE_NAMES,
    Match,
    request_value,
)
from mock_esms.model.application import Application
from mock_esms.model.calls import Call
from mock_esms.model.inbound import Inbound
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.message import Message

Entry = TypeVar("Entry", Call, Message, Inbound, Application)
AnyEntry = TypeVar("AnyEntry", bound=JournalEntry)

FILTERS: Final[Mapping[type[JournalEntry], tuple[str, ...]]] = MappingProxyType(
    {Call: CALL_NAMES, Message: MESSAGE_NAMES, Inbound: INBOUND_NAMES, Application: APPLICATION_NAMES}
)
"""By which names entries of each kind can be found."""


def fits(match: Match, entry: JournalEntry) -> bool:
    """Whether a call or message fits all globs; of several receivers and channels one must fit."""
    return not misfits(match, entry)


def misfits(match: Match, entry: JournalEntry) -> tuple[str, ...]:
    """The names of the globs that a call or message does not fit."""
    return match.misfits(lambda name: _values(entry, name))


def entry_text(entry: JournalEntry, name: str) -> str | None:
    """What a call or message has under a name, for people to read; several values in one row."""
    given = [value for value in _values(entry, name) if value is not None]
    return ", ".join(given) if given else None


def _values(entry: JournalEntry, name: str) -> Iterable[str | None]:  # noqa: PLR0911 - one for each name
    """The texts of which a glob of that name (one of ``FILTERS``) must fit one."""
    match name:
        case "sms_id":
            return (entry.sms_id,)
        case "scenario":
            return (entry.scenario,)
        case "state":
            return (entry.state,)
        case "settled":
            return ("true" if entry.settled else "false",)
        case "phone" if isinstance(entry, Message):
            return entry.phones
        case "channel" if isinstance(entry, Message):
            return [leg.channel for leg in entry.own_schedule.legs[: entry.turn + 1]]
        case "brandname" if isinstance(entry, Message):
            return [leg.sender for leg in entry.own_schedule.legs if leg.channel != "zalo"]
        case _:
            return (request_value(entry.request, name),)


def nearest(match: Match, entries: Iterable[AnyEntry], limit: int = 3) -> list[AnyEntry]:
    """Those that fit most of the globs, the newest first among equals; evidence for what did not come."""
    ranked = ((-len(misfits(match, entry)), entry.number, entry) for entry in entries)
    return [entry for _, _, entry in nlargest(limit, ranked, key=lambda ranking: ranking[:2])]
