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
    parameter_value,
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


def entry_value(entry: JournalEntry, name: str) -> str | None:  # noqa: PLR0911 - one for each name
    """The text that a glob of that name (one of ``match.CALL_NAMES``) is held against."""
    match name:
        case "sms_id":
            return entry.sms_id
        case "scenario":
            return entry.scenario
        case "state":
            return entry.state
        case "settled":
            return "true" if entry.settled else "false"
        case _ if isinstance(entry, Call):
            return request_value(entry.request, name)
        case "phone":
            return entry.request.phone
        case "api_key":
            return entry.request.api_key
        case "operation":
            return entry.request.operation
        case _:
            return parameter_value(entry.request.parameters, name)


def fits(match: Match, entry: JournalEntry) -> bool:
    """Whether a call or message fits all globs; of several receivers and channels one must fit."""
    if isinstance(entry, Call):
        return match.fits(lambda name: entry_value(entry, name))
    return all(match.fits_one(name, _values(entry, name)) for name, _ in match.pairs)


def _values(entry: Message | Inbound | Application, name: str) -> Iterable[str | None]:
    if not isinstance(entry, Message):
        return (entry_value(entry, name),)
    match name:
        case "phone":
            return entry.phones
        case "channel":
            return [leg.channel for leg in entry.own_schedule.legs[: entry.turn + 1]]
        case "brandname":
            return [leg.sender for leg in entry.own_schedule.legs if leg.channel != "zalo"]
        case _:
            return (entry_value(entry, name),)


def entry_text(entry: JournalEntry, name: str) -> str | None:
    """What a call or message has under a name, for people to read; several values in one row."""
    if isinstance(entry, Call):
        return entry_value(entry, name)
    given = [value for value in _values(entry, name) if value is not None]
    return ", ".join(given) if given else None


def misfits(match: Match, entry: JournalEntry) -> tuple[str, ...]:
    """The names of the globs that a call or message does not fit."""
    if isinstance(entry, Call):
        return match.misfits(lambda name: entry_value(entry, name))
    return tuple(name for name, _ in match.pairs if not match.fits_one(name, _values(entry, name)))


def nearest(match: Match, entries: Iterable[AnyEntry], limit: int = 3) -> list[AnyEntry]:
    """Those that fit most of the globs, the newest first among equals; evidence for what did not come."""
    ranked = ((-len(misfits(match, entry)), entry.number, entry) for entry in entries)
    return [entry for _, _, entry in nlargest(limit, ranked, key=lambda ranking: ranking[:2])]
