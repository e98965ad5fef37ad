"""A message as the two texts of its row, and back: what never changes about it, and what has happened until now. Pure.

Its row stands among those of calls, in the order of acceptance; what never changes is one object, ``message``.
"""

import json
from typing import Final

from mock_esms.journal.store.codec import decoded, encoded, text_of_json
from mock_esms.model.message import Message

HAPPENS: Final = frozenset({"turn_at", "played_to", "state", "turn", "result", "callbacks"})
"""The fields that change on a message's way, and stand in the second text."""
_DECIDED: Final = frozenset(Message._fields) - HAPPENS

_BEGINS: Final = '{"message":'
"""How the first text of a message begins, and that of no call."""


def message_immutable_text(message: Message) -> str:
    """What is decided about a message once: its request, and what will become of it."""
    return f"{_BEGINS}{text_of_json(encoded(message, leave_out=HAPPENS | {'number'}))}}}"


def message_mutable_text(message: Message) -> str:
    """What has happened to a message until now."""
    return text_of_json(encoded(message, leave_out=_DECIDED))


def is_message(immutable: str) -> bool:
    """Whether the first text of a row is a message's."""
    return immutable.startswith(_BEGINS)


def message_of(number: int, immutable: str, mutable: str) -> Message:
    """The message of a row. Raises what ``load`` takes for damage for any other texts."""
    return decoded(Message, {**json.loads(immutable)["message"], **json.loads(mutable), "number": number})
