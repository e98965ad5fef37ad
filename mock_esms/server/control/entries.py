"""``/_mock/entries``: calls and messages as values of mock-esms itself, for ``mock_esms.Client``.

CALL and MESSAGE are for people and for programs in any language. A test in Python is given the very values that it has
when the sandbox runs in its own process; they are written as the store writes them, and ``model.codec`` reads them.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple, TypedDict

from aiohttp import web

from mock_esms.journal import Journal, fits
from mock_esms.journal.filter import FILTERS
from mock_esms.model.calls import Call
from mock_esms.model.codec import encoded
from mock_esms.model.journal_entry import KINDS, EntryName, JournalEntry
from mock_esms.model.message import Message
from mock_esms.server.control.decode import decode_globs, decode_query
from mock_esms.server.control.json_types import JsonFields
from mock_esms.server.control.responses import json_response


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


class EntriesControl:
    """Reads values from the journal."""

    def __init__(self, journal: Journal) -> None:
        """Serve the entries of this journal."""
        self._journal = journal

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The addresses."""
        return (web.get("/entries", self.entries),)

    async def entries(self, request: web.Request) -> web.Response:
        """Every call and message that fits the filters."""
        own = {name: value for name, value in request.query.items() if name == "what"}
        query = decode_query(own, EntriesQuery)
        filters = {name: value for name, value in request.query.items() if name != "what"}
        kind: Any = JournalEntry if query.what is None else KINDS[query.what]
        match = decode_globs(filters, FILTERS[Message if query.what is None else KINDS[query.what]])
        found = [entry for entry in self._journal if isinstance(entry, kind) and fits(match, entry)]
        return json_response(EntriesJson(entries=[serialize_entry(entry) for entry in found]))


def serialize_entry(entry: JournalEntry) -> EntryJson:
    """A call or message with all its fields; what calls share in memory is written out."""
    what = next(name for name, kind in KINDS.items() if isinstance(entry, kind))
    if isinstance(entry, Call):
        request = entry.request
        entry = entry._replace(request=request._replace(raw_parameters=request.parameters, content=""))
    elif isinstance(entry, Message):
        entry = entry.written_out()
    return {"what": what, "value": encoded(entry)}
