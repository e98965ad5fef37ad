"""A query string as the server reads it: WCF on .NET Framework (FACTS 1).

Names match without regard to case, a repeated name's values are joined by a comma, a name without ``=`` is null, and
percent-escapes are UTF-8. What cannot be decoded stays as it is, or becomes U+FFFD; nothing here ever raises.
"""

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote_plus

from mock_esms.esms.masking import MASK, is_secret, shown_piece
from mock_esms.esms.operations import SPELLING
from mock_esms.esms.query_cache import OWN, CachedQuery, Named, Values, cut

_NEVER_SECRET: Final = frozenset(key for key in SPELLING if not is_secret(key))
_Read = tuple[str, str | None, str, tuple[str, str] | None]


class Argument(NamedTuple):
    """One piece of a query, between two ``&``: its name and value decoded, and the piece as it was on the wire.

    ``value`` is None for a name without ``=``.
    """

    name: str
    value: str | None
    raw: str

    @property
    def raw_value(self) -> str:
        """The value as it was on the wire; empty for a name without ``=``."""
        return self.raw.partition("=")[2]


class Query:
    """A query string, read as far as somebody asks.

    ``raw`` is the string as it was on the wire. Where it was read by its ``frame``, ``phone`` and ``request_id`` are
    what it has beside that, None when there is no RequestId.
    """

    def __init__(
        self, raw: str, frame: CachedQuery | None = None, phone: str = "", request_id: str | None = None
    ) -> None:
        """Read nothing yet."""
        self.raw = raw
        self.frame = frame
        self.phone = phone
        self.request_id = request_id

    def __repr__(self) -> str:
        """Without its secrets."""
        return f"Query(masked={self.masked!r})"

    @property
    def masked(self) -> str:
        """``raw`` with every value of SecretKey and PassCode replaced by ``***``, however the name is written."""
        return self._whole[0] if self.frame is None else self.frame.masked_with(self.phone, self.request_id)

    @cached_property
    def values(self) -> Values:
        """The decoded values by lower-case name in the order of arrival; None for a name that came without ``=``."""
        return self._whole[1] if self.frame is None else self.frame.values_with(self.phone, self.request_id)

    @cached_property
    def named(self) -> Named:
        """Those that any operation has, by the name in FACTS' spelling, with secrets masked."""
        return self._whole[2] if self.frame is None else self.frame.named_with(self.phone, self.request_id)

    def get(self, name: str) -> str | None:
        """The decoded value of a parameter, its name in any case; None when it is missing or came without ``=``."""
        key = name.lower()
        if self.frame is not None and key not in OWN:
            return self.frame.values.get(key)  # without putting this query's values together
        return self.values.get(key)

    @property
    def names(self) -> tuple[Argument, ...]:
        """Every piece in the order in which it arrived, repeated ones included; made anew each time it is asked for."""
        arguments = []
        for piece in self.raw.split("&"):
            if piece:
                name, equals, text = piece.partition("=")
                arguments.append(Argument(unquote_plus(name), unquote_plus(text) if equals else None, piece))
        return tuple(arguments)

    @cached_property
    def _whole(self) -> tuple[str, Values, Named]:
        """What may be shown, the values and the named ones, read piece by piece."""
        read = list(map(_read, self.raw.split("&")))
        keys, values, shown, pairs = zip(*read, strict=True)
        found = dict(zip(keys, values, strict=True))
        if len(found) < len(keys) or "" in found:
            found = _joined(read)
            pairs = tuple(named(key, value) for key, value in found.items())
        return "&".join(shown), found, pairs if all(pairs) else tuple(filter(None, pairs))


def parse_query(raw: str) -> Query:
    """Read the part of an address after its first ``?``, percent-encoded as it was on the wire (FACTS 1).

    Bytes outside ASCII may stand in it as text or as surrogate escapes, as an HTTP library hands them over.
    """
    if not raw.isascii():
        raw = _clean(raw)
    found = cut(raw)
    if found is not None:
        text, phone, request_id = found
        frame = _frame(text)
        if frame is not None:
            return Query(raw, frame, phone, request_id)
    return Query(raw)


@lru_cache(maxsize=256)
def _frame(text: str) -> CachedQuery | None:
    query = Query(text)
    return CachedQuery.of(text, query.values, query.named, query.masked)


def _joined(read: Iterable[_Read]) -> dict[str, str | None]:
    """The values by name where a name came twice, or a piece had none."""
    values: dict[str, str | None] = {}
    for key, value, _, _ in read:
        if value is None:
            # .NET turns `?name` into a name whose value is null: it neither sets nor changes anything.
            if key:
                values.setdefault(key, None)
        else:
            earlier = values.get(key)
            values[key] = value if earlier is None else f"{earlier},{value}"
    return values


@lru_cache(maxsize=1024)
def _read(piece: str) -> _Read:
    """A piece's lower-case name and value, both decoded, the piece as it may be shown, and the parameter that it is.

    Remembered, because most pieces come with every call of an application: its keys, its recording, its CallbackUrl.
    Calls then share them, and a pending one is a quarter smaller without its own.
    """
    name, equals, text = piece.partition("=")
    key = name.lower()
    if key in _NEVER_SECRET and equals and not ("%" in piece or "+" in piece or ";" in piece):
        return key, text, piece, (SPELLING[key], text)  # as a phone and a RequestId come, new in each request
    key = _decoded(name).lower()
    value = _decoded(text) if equals else None
    return key, value, shown_piece(piece, key), named(key, value)


def named(key: str, value: str | None) -> tuple[str, str] | None:
    """The parameter that is meant by a lower-case name, in FACTS' spelling, with its value as it may be shown.

    None when no operation has such a parameter, or no value came.
    """
    name = SPELLING.get(key)
    if name is None or value is None:
        return None
    return name, MASK if is_secret(key) else value


def _decoded(text: str) -> str:
    """``unquote_plus``, which takes its time even where there is nothing to do."""
    return unquote_plus(text) if "%" in text or "+" in text else text


def _clean(raw: str) -> str:
    """Text that can be encoded again: bytes that are no UTF-8, and lone surrogates, become U+FFFD."""
    try:
        octets = raw.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        octets = raw.encode("utf-8", "surrogatepass")
    return octets.decode("utf-8", "replace")
