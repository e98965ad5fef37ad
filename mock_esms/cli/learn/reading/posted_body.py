"""What a callback by POST says in its body, as a query; eSMS sends GET, but other providers and settings do not."""

import json
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from mock_esms.cli.learn.reading.log_entries import LoggedRequest
from mock_esms.esms.callbacks.callback_kinds import ID_NAMES, kind_of
from mock_esms.model.delivery_plan import BodyFormat

_ESCAPED: Final = {ord(sign): f"%{ord(sign):02X}" for sign in "%&=#?+"}
"""What would end a value in a query; a space stays one, for a JSON object does not say how it would be encoded."""
_ID_IN_FORM: Final = tuple(f"{name}=" for name in ID_NAMES)


class PostedBody(NamedTuple):
    """The parameters of a body, in their order, and how it was written."""

    query: str
    format: BodyFormat


def read_body(content: object) -> PostedBody | None:
    """The callback in a body, given as its text or as the object that a log has made of it; None when it is none."""
    if isinstance(content, Mapping):
        return _of_members(content.items())
    if not isinstance(content, str):
        return None
    text = content.strip()
    if not text.startswith("{"):
        return PostedBody(text, "form") if _is_form(text) else None
    try:
        members = json.loads(text, object_pairs_hook=tuple)
    except (ValueError, RecursionError):
        return None
    return _of_members(members)


def with_posted(request: LoggedRequest, posted: PostedBody | None) -> LoggedRequest:
    """A request that says what was posted with it, where something was."""
    return request if posted is None else request._replace(target=posted.query, posted=posted.format)


def _is_form(text: str) -> bool:
    lower = text.lower()
    return any(name in lower for name in _ID_IN_FORM) and not any(sign in text for sign in "?/ ")


def _of_members(members: Iterable[tuple[object, object]]) -> PostedBody | None:
    """An object's; what is no text and no number in it belongs to no callback of eSMS's."""
    texts = [
        (str(name), value if isinstance(value, str) else str(value))
        for name, value in members
        if isinstance(value, str | int | float) and not isinstance(value, bool)
    ]
    if kind_of({name.lower() for name, _ in texts}) is None:
        return None
    pieces = (f"{name.translate(_ESCAPED)}={value.translate(_ESCAPED)}" for name, value in texts)
    return PostedBody("&".join(pieces), "json")
