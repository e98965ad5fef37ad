"""``/_mock/entries``: calls and messages as values of mock-esms itself, for ``mock_esms.Client``.

CALL and MESSAGE are for people and for programs in any language. A test in Python is given the very values that it has
when the sandbox runs in its own process; they are written as the store writes them, and ``model.codec`` reads them.
"""

from typing import Any, NamedTuple, TypedDict

from aiohttp import web

from mock_esms.journal import fits
from mock_esms.journal.filter import FILTERS
from mock_esms.model.codec import encoded
from mock_esms.model.journal_entry import ENTRY_TYPES, EntryName, JournalEntry
from mock_esms.model.message import Message
from mock_esms.server.control.entries.entry_json import JsonFields
from mock_esms.server.control.serving.decode import decode_globs, decode_query, split_query
from mock_esms.server.control.serving.endpoint import ControlGroup, Endpoint


class EntriesQuery(NamedTuple):
    """One kind, or all where that is left out; every other name in the query is a filter."""

    what: EntryName | None = None


class EntryJson(TypedDict):
    """A call or message with the fields that it has in this version of mock-esms; no other version need read it."""

    what: EntryName
    value: JsonFields


class EntriesJson(TypedDict):
    """The calls and messages that fit, oldest first."""

    entries: list[EntryJson]


class EntriesControl(ControlGroup):
    """Reads values from the journal."""

    async def entries(self, request: web.Request) -> EntriesJson:
        """Calls and messages as values of mock-esms itself, for its own client of the same version."""
        own, globs = split_query(request.query, EntriesQuery)
        what = decode_query(own, EntriesQuery).what
        kind: Any = JournalEntry if what is None else ENTRY_TYPES[what]
        match = decode_globs(globs, FILTERS[Message if what is None else ENTRY_TYPES[what]])
        found = [entry for entry in self._journal if isinstance(entry, kind) and fits(match, entry)]
        return EntriesJson(entries=[serialize_entry(entry) for entry in found])

    endpoints = (Endpoint("get", "/entries", entries, query=EntriesQuery, filters=FILTERS[Message]),)


def serialize_entry(entry: JournalEntry) -> EntryJson:
    """A call or message with all its fields."""
    what = next(name for name, kind in ENTRY_TYPES.items() if isinstance(entry, kind))
    return {"what": what, "value": encoded(entry)}
