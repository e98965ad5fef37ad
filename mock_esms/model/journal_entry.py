"""What the journal keeps: everything that an SMSID, or another id of eSMS's, stands for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from mock_esms.model.application import Application, series_of_applications
from mock_esms.model.calls import Call
from mock_esms.model.inbound import Inbound, series_of
from mock_esms.model.message import Message

JournalEntry = Call | Message | Inbound | Application

EntryName = Literal["call", "message", "inbound", "application"]
ENTRY_TYPES: Final[Mapping[EntryName, type[JournalEntry]]] = MappingProxyType(
    {"call": Call, "message": Message, "inbound": Inbound, "application": Application}
)
"""The name of each kind in the control API."""
ADDRESS_OF: Final[Mapping[type, str]] = MappingProxyType(
    {Call: "calls", Message: "messages", Inbound: "inbound", Application: "applications"}
)
"""Under which address of the control API each kind is found."""


def counted_as(entry: JournalEntry) -> tuple[str, ...]:
    """The series of draws that an entry counts in: the phones that it went to, and others for what went to none."""
    match entry:
        case Inbound():
            return (series_of(entry.request.phone),)
        case Application():
            return (series_of_applications(entry.request.operation),)
        case _:
            return entry.phones
