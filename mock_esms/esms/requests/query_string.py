"""A query string as the server reads it: WCF on .NET Framework (FACTS 1).

Names match without regard to case, a repeated name's values are joined by a comma, a name without ``=`` is null, and
percent-escapes are UTF-8. What cannot be decoded stays as it is, or becomes U+FFFD; nothing here ever raises.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote, unquote_plus

from mock_esms.esms.operations import SPELLING
from mock_esms.esms.requests.masking import MASK, is_secret, shown_piece

Values = dict[str, str | None]
Named = tuple[tuple[str, str], ...]
_Piece = tuple[str, str | None, str, tuple[str, str] | None]


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
    """A query string, read as far as it is needed; or what says the same and came decoded, from a body or a path."""

    def __init__(self, raw: str | None, decoded: Named = ()) -> None:
        """Read nothing yet; without ``raw``, of these names and values."""
        self._raw = raw
        self._decoded = decoded

    def __repr__(self) -> str:
        """Without its secrets."""
        return f"Query(masked={self.masked!r})"

    @property
    def raw(self) -> str:
        """The string as it was on the wire, or would be: what came decoded is encoded when somebody asks for this."""
        if self._raw is None:
            self._raw = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in self._decoded)
        return self._raw

    def has_unencoded(self, mark: str) -> bool:
        """Whether this mark, ``+`` or ``?``, stood in it as it is; never in what came decoded."""
        return not self._decoded and mark in self.raw

    @property
    def masked(self) -> str:
        """``raw`` with every value of SecretKey and PassCode replaced by ``***``, however the name is written."""
        return parse_query(self.raw).masked if self._decoded else self._parts[0]

    @property
    def values(self) -> Values:
        """The decoded values by lower-case name in the order of arrival; None for a name that came without ``=``."""
        return self._parts[1]

    @property
    def named(self) -> Named:
        """Those that any operation has, by the name in FACTS' spelling, with secrets masked."""
        return self._parts[2]

    def get(self, name: str) -> str | None:
        """The decoded value of a parameter, its name in any case; None when it is missing or came without ``=``."""
        return self.values.get(name.lower())

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
    def _parts(self) -> tuple[str, Values, Named]:
        """What may be shown, the values and the named ones, read piece by piece; of decoded ones without the first."""
        if self._decoded:
            keys = [encodable(name).lower() for name, _ in self._decoded]
            values = [encodable(value) for _, value in self._decoded]
            if "" not in keys and len(set(keys)) == len(keys):
                return "", dict(zip(keys, values, strict=True)), tuple(filter(None, map(_named, keys, values)))
        pieces = list(map(_read_piece, self.raw.split("&")))
        names, texts, shown, pairs = zip(*pieces, strict=True)
        found = dict(zip(names, texts, strict=True))
        if len(found) < len(names) or "" in found:
            found = _joined(pieces)
            pairs = tuple(_named(key, value) for key, value in found.items())
        return "&".join(shown), found, tuple(filter(None, pairs))


def parse_query(raw: str) -> Query:
    """Read the part of an address after its first ``?``, percent-encoded as it was on the wire (FACTS 1).

    Bytes outside ASCII may stand in it as text or as surrogate escapes, as an HTTP library hands them over.
    """
    return Query(raw if raw.isascii() else _clean(raw))


def query_of(decoded: Iterable[tuple[str, str]]) -> Query:
    """The query that these names and values, which were never percent-encoded, would be written as."""
    pairs = tuple(decoded)
    return Query(None, pairs) if pairs else Query("")


def _joined(pieces: Iterable[_Piece]) -> dict[str, str | None]:
    """The values by name where a name came twice, or a piece had none."""
    values: dict[str, str | None] = {}
    for key, value, _, _ in pieces:
        if value is None:
            # .NET turns `?name` into a name whose value is null: it neither sets nor changes anything.
            if key:
                values.setdefault(key, None)
        else:
            earlier = values.get(key)
            values[key] = value if earlier is None else f"{earlier},{value}"
    return values


def _read_piece(piece: str) -> _Piece:
    """A piece's lower-case name and value, both decoded, the piece as it may be shown, and the parameter that it is."""
    name, equals, text = piece.partition("=")
    key = _decoded(name).lower()
    value = _decoded(text) if equals else None
    return key, value, shown_piece(piece, key), _named(key, value)


def _named(key: str, value: str | None) -> tuple[str, str] | None:
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


def encodable(text: str) -> str:
    """Text that can be encoded: each lone surrogate, which JSON may hold, becomes a question mark."""
    return text if text.isascii() else text.encode(errors="replace").decode()


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")


def _clean(raw: str) -> str:
    """Text that can be encoded again: bytes that are no UTF-8, and lone surrogates, become U+FFFD."""
    try:
        octets = raw.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        octets = raw.encode("utf-8", "surrogatepass")
    return octets.decode("utf-8", "replace")
