"""What the requests of one application have in common: everything but the phone and the RequestId, read once.

To read and to understand a query took a fifth of what a request takes (docs/performance.md), and came to the same each
time. A frame is a query without those two values; who has one puts them in, and has what reading the whole query would
have given. Only values that mean what they are, without escapes, are cut out; a property test holds both ways against
each other.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Self

from mock_esms.config.settings import Account
from mock_esms.model.calls import CallRequest

_PHONE: Final = "Phone="
_REQUEST_ID: Final = "RequestId="
OWN: Final = frozenset({"phone", "requestid"})
"""The lower-case names of what is no part of a frame."""
_PLAIN: Final = re.compile(r"[A-Za-z0-9_.:-]{1,50}", re.ASCII)
"""A RequestId that nothing has to be said of: no escape, and not too long."""

Values = dict[str, str | None]
Named = tuple[tuple[str, str], ...]


def cut(raw: str) -> tuple[str, str, str | None] | None:
    """Cut phone and RequestId out of a query: what is left, and the two; None when either is not written as usual.

    The RequestId is None when there was none.
    """
    begin = raw.find(_PHONE)
    start = begin + len(_PHONE)
    end = raw.find("&", start)
    if end < 0:
        end = len(raw)
    phone = raw[start:end]
    if begin < 0 or (begin and raw[begin - 1] != "&") or not (phone.isdigit() and phone.isascii()):
        return None
    begin = raw.find(_REQUEST_ID)
    if begin < 0:
        return raw[:start] + raw[end:], phone, None
    first = begin + len(_REQUEST_ID)
    last = raw.find("&", first)
    if last < 0:
        last = len(raw)
    request_id = raw[first:last]
    if (begin and raw[begin - 1] != "&") or _PLAIN.fullmatch(request_id) is None:
        return None
    if start < first:
        return raw[:start] + raw[end:first] + raw[last:], phone, request_id
    return raw[:first] + raw[last:start] + raw[end:], phone, request_id


@dataclass(slots=True)
class SharedRequest:
    """What the requests of one frame ask of an operation, whomever they call.

    ``request`` has an empty phone. ``welcome`` is the account whose checks they have passed, but for those that concern
    phone, RequestId or money.
    """

    request: CallRequest
    welcome: Account | None = None


@dataclass(frozen=True, slots=True, eq=False)
class CachedQuery:
    """A frame that has been read: its ``text``, and the parts of a ``Query`` with their places for phone and RequestId.

    ``shown`` is what may be shown of it, cut where the values belong; with ``phone_first`` the phone's is the first.
    ``common`` is what was found out about it, by operation: None where each request is to be looked at by itself.
    """

    text: str
    values: Values
    named: Named
    shown: tuple[str, str, str]
    phone_first: bool
    phone_at: int
    request_id_at: int | None
    common: dict[str, SharedRequest | None] = field(default_factory=dict)

    @classmethod
    def of(cls, frame: str, values: Values, named: Named, masked: str) -> Self | None:
        """The frame of this text, from what reading it has given; None when a name comes twice, or none is there."""
        pieces, shown = frame.split("&"), masked.split("&")
        names = [name for name, _ in named]
        if not len(pieces) == len(values) == len(shown) or "Phone" not in names:
            return None
        own = [place for place, piece in enumerate(pieces) if piece in {_PHONE, _REQUEST_ID}]
        holes = ["&".join(shown[: own[0] + 1])]
        holes += ["&" + "&".join(shown[before + 1 : place + 1]) for before, place in pairwise(own)]
        rest = "&".join(["", *shown[own[-1] + 1 :]])
        return cls(
            frame,
            values,
            named,
            (holes[0], holes[1] if len(holes) > 1 else "", rest),
            pieces[own[0]] == _PHONE,
            names.index("Phone"),
            names.index("RequestId") if _REQUEST_ID in pieces else None,
        )

    def masked_with(self, phone: str, request_id: str | None) -> str:
        """What may be shown of a query of this frame."""
        first, between, rest = self.shown
        if request_id is None:
            return f"{first}{phone}{rest}"
        if self.phone_first:
            return f"{first}{phone}{between}{request_id}{rest}"
        return f"{first}{request_id}{between}{phone}{rest}"

    def values_with(self, phone: str, request_id: str | None) -> Values:
        """The values of a query of this frame, by lower-case name."""
        values = {**self.values, "phone": phone}
        if request_id is not None:
            values["requestid"] = request_id
        return values

    def named_with(self, phone: str, request_id: str | None) -> Named:
        """The same by the names in FACTS' spelling."""
        named = list(self.named)
        named[self.phone_at] = ("Phone", phone)
        if self.request_id_at is not None and request_id is not None:
            named[self.request_id_at] = ("RequestId", request_id)
        return tuple(named)
