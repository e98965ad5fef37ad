"""Warnings of what stands inside of Data: an entry for each channel (S6), or an item for each receiver (S7).

What stands beside Data is a parameter like any other, see ``request_warnings``.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from mock_esms.config.documents.suggest import nearest_name
from mock_esms.esms.callbacks.callback_url import callback_url_problem
from mock_esms.esms.formats.ids import LONGEST_REQUEST_ID
from mock_esms.model.calls import RequestWarning

MOST_NAMED: Final = 10
"""So many warnings of entries there are at most: five hundred items are wrong in the same way."""
_LONGEST_NAME: Final = 60


class EntryMembers(NamedTuple):
    """The members that an entry may have, by FACTS' spelling, and those that clients were seen to write."""

    documented: tuple[str, ...]
    seen: tuple[str, ...] = ()


def entry_warnings(place: str, entry: object, members: EntryMembers) -> Iterator[RequestWarning]:
    """What eSMS would swallow in one entry; ``place`` is how the body calls it, ``Data[0]``."""
    if not isinstance(entry, dict):
        return
    for name in entry:
        if name not in members.documented and name not in members.seen:
            yield _unknown(place, name, members)
    url, request_id = entry.get("CallbackUrl"), entry.get("RequestId")
    why = callback_url_problem(url) if isinstance(url, str) and url else None
    if why is not None:
        yield RequestWarning("callback-url-unusable", f"{place}: {why} No callback will be sent.")
    if isinstance(request_id, str) and len(request_id) > LONGEST_REQUEST_ID:
        message = f"{place}: RequestId has {len(request_id)} characters; eSMS documents at most {LONGEST_REQUEST_ID}."
        yield RequestWarning("request-id-too-long", f"{message} Make it shorter.")


def _unknown(place: str, name: str, members: EntryMembers) -> RequestWarning:
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in name[:_LONGEST_NAME])
    meant = next((each for each in members.documented if each.lower() == name.lower()), None)
    if meant is not None:
        message = f"The {shown!r} of {place} is ignored, since names in JSON are case-sensitive; write {meant}."
        return RequestWarning("json-name-in-another-case", message)
    near = nearest_name(name, members.documented)
    advice = f"did you mean {near}?" if near else "leave it out."
    return RequestWarning("unknown-parameter", f"{place} has no member {shown}; {advice}")
