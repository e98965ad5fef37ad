"""What the requests of one application have in common: everything but the phone and the RequestId, read once.

To read and to understand a query took a fifth of what a request takes (docs/performance.md), and came to the same each
time. A frame is a query without those two values; who has one puts them in, and has what reading the whole query would
have given. Only values that mean what they are, without escapes, are cut out; a property test holds both ways against
each other.
"""

import re
from itertools import pairwise
from typing import Final, NamedTuple, Self

_PHONE: Final = "Phone="
_REQUEST_ID: Final = "RequestId="
_PLAIN: Final = re.compile(r"[A-Za-z0-9_.:-]{1,50}", re.ASCII)
"""A RequestId that nothing has to be said of: no escape, and not too long."""

Values = dict[str, str | None]
Named = tuple[tuple[str, str], ...]


class Cut(NamedTuple):
    """A query that was cut: its ``frame``, and what stood in it; ``request_id`` is None when there was none."""

    frame: str
    phone: str
    request_id: str | None


def cut(raw: str) -> Cut | None:
    """Cut phone and RequestId out of a query; None when either is not written as usual."""
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
        return Cut(raw[:start] + raw[end:], phone, None)
    first = begin + len(_REQUEST_ID)
    last = raw.find("&", first)
    if last < 0:
        last = len(raw)
    request_id = raw[first:last]
    if (begin and raw[begin - 1] != "&") or _PLAIN.fullmatch(request_id) is None:
        return None
    if start < first:
        return Cut(raw[:start] + raw[end:first] + raw[last:], phone, request_id)
    return Cut(raw[:first] + raw[last:start] + raw[end:], phone, request_id)


class Frame(NamedTuple):
    """A frame that has been read: the parts of a ``Query`` with their places for phone and RequestId.

    ``shown`` is what may be shown of it, cut where the values belong; with ``phone_first`` the phone's is the first.
    """

    values: Values
    named: Named
    shown: tuple[str, str, str]
    phone_first: bool
    phone_at: int
    request_id_at: int | None

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
            values,
            named,
            (holes[0], holes[1] if len(holes) > 1 else "", rest),
            pieces[own[0]] == _PHONE,
            names.index("Phone"),
            names.index("RequestId") if _REQUEST_ID in pieces else None,
        )

    def filled(self, phone: str, request_id: str | None) -> tuple[str, Values, Named]:
        """What may be shown, the values and the named ones of the query that was cut to this frame."""
        values, named = self.values.copy(), list(self.named)
        values["phone"] = phone
        named[self.phone_at] = ("Phone", phone)
        first, between, rest = self.shown
        if self.request_id_at is None or request_id is None:
            return f"{first}{phone}{rest}", values, tuple(named)
        values["requestid"] = request_id
        named[self.request_id_at] = ("RequestId", request_id)
        if self.phone_first:
            return f"{first}{phone}{between}{request_id}{rest}", values, tuple(named)
        return f"{first}{request_id}{between}{phone}{rest}", values, tuple(named)
