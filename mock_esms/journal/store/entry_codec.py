"""An entry as the two texts of its row, and back: what never changes about it, and what has happened. Pure.

Of what is no call, what never changes is one object, named by its kind; calls have texts of their own (``call_codec``).
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from mock_esms.journal.store.call_codec import CACHE_SIZE, call_of, immutable_text, mutable_text, shared
from mock_esms.model.application import Application
from mock_esms.model.calls import Call
from mock_esms.model.codec import JsonObject, decoded, encoded, stored_fields, text_of_json
from mock_esms.model.inbound import Inbound
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.message import Message
from mock_esms.model.message_plan import MessageSchedule

OtherEntry = Message | Inbound | Application


class StoredKind(NamedTuple):
    """A kind of entry: its class, and the fields that change on its way, and stand in the second text."""

    type: Any
    happens: frozenset[str]


STORED_KINDS: Final[Mapping[str, StoredKind]] = MappingProxyType(
    {
        "message": StoredKind(Message, frozenset({"turn_at", "played_to", "state", "turn", "result", "callbacks"})),
        "inbound": StoredKind(Inbound, frozenset({"callbacks"})),
        "application": StoredKind(Application, frozenset({"decision", "decided_at", "callbacks"})),
    }
)
"""By the name of the object in the first text; that of a call begins with no such name."""


def entry_immutable_text(entry: JournalEntry) -> str:
    """What is decided about an entry once."""
    if isinstance(entry, Call):
        return immutable_text(entry)
    name, kind = _kind_of(entry)
    return f'{{"{name}":{text_of_json(encoded(entry, leave_out=kind.happens | {"number"}))}}}'


def entry_mutable_text(entry: JournalEntry) -> str:
    """What has happened to an entry until now."""
    if isinstance(entry, Call):
        return mutable_text(entry)
    kind = _kind_of(entry)[1]
    every = frozenset([field.name for field in stored_fields(kind.type)])
    return text_of_json(encoded(entry, leave_out=every - kind.happens))


def entry_of(number: int, immutable: str, mutable: str) -> JournalEntry:
    """The entry of a row. Raises what ``load`` takes for damage for any other texts."""
    name = immutable[2 : immutable.find('"', 2)]  # the first in the text
    if name not in STORED_KINDS:
        return call_of(number, immutable, mutable)
    data: JsonObject = {**json.loads(immutable)[name], **json.loads(mutable), "number": number}
    if name == "message":
        return _message_of(data)
    entry: JournalEntry = decoded(STORED_KINDS[name].type, data)
    return entry


def _message_of(data: JsonObject) -> Message:
    message = decoded(Message, data, schedule=_message_schedule_of(text_of_json(data.pop("schedule"))))
    request = message.request
    return message._replace(request=request._replace(raw_parameters=shared(request.raw_parameters)))


@lru_cache(CACHE_SIZE)
def _message_schedule_of(text: str) -> MessageSchedule:
    """Cached by its text, and not by its value: two that are equal may write one price in two ways."""
    return decoded(MessageSchedule, json.loads(text))


def _kind_of(entry: OtherEntry) -> tuple[str, StoredKind]:
    return next((name, kind) for name, kind in STORED_KINDS.items() if isinstance(entry, kind.type))
