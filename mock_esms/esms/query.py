"""A query string as the server reads it: WCF on .NET Framework (FACTS 1).

Names match without regard to case, a repeated name's values are joined by a comma, a name without ``=`` is null, and
percent-escapes are UTF-8. What cannot be decoded stays as it is, or becomes U+FFFD; nothing here ever raises.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote, unquote_plus

SECRET_NAMES: Final = ("secretkey", "passcode")
"""The parameters that are masked wherever they are shown, in lower case."""
MASK: Final = "***"

_ENCODED_EQUALS: Final = re.compile("%3D", re.IGNORECASE)


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


@dataclass(frozen=True, slots=True)
class Query:
    """A query string that has been read.

    ``masked`` is ``raw`` with every value of SecretKey and PassCode replaced by ``***``, however the name is written.
    ``values`` are decoded, by lower-case name in the order of arrival, None for a name that only came without ``=``.
    """

    raw: str = field(repr=False)
    masked: str
    values: dict[str, str | None] = field(repr=False)

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


def parse_query(raw: str) -> Query:
    """Read the part of an address after its first ``?``, percent-encoded as it was on the wire (FACTS 1).

    Bytes outside ASCII may stand in it as text or as surrogate escapes, as an HTTP library hands them over.
    """
    if not raw.isascii():
        raw = _clean(raw)
    pieces = raw.split("&")
    values: dict[str, str | None] = {}
    for position, piece in enumerate(pieces):
        name, equals, text = piece.partition("=")
        key = name.lower()
        if "%" in key or "+" in key:
            key = unquote_plus(name).lower()
            # `SecretKey%3Dabc` has its secret in what is formally a name.
            if any(map(is_secret, key.split("="))):
                pieces[position] = _masked(piece)
        elif key.endswith(SECRET_NAMES):
            pieces[position] = _masked(piece)
        if not equals:
            # .NET turns `?name` into a name whose value is null: it neither sets nor changes anything.
            if key:
                values.setdefault(key, None)
            continue
        if "+" in text:
            text = text.replace("+", " ")
        if "%" in text:
            text = _unquote(text)
        earlier = values.get(key)
        values[key] = text if earlier is None else f"{earlier},{text}"
    return Query(raw, "&".join(pieces), values)


def is_secret(name: str) -> bool:
    """Whether the value of a parameter is to be masked, by its decoded name.

    Names that only end so count too: a client that wrote ``&amp;SecretKey=`` must not find its key in a log.
    """
    return name.strip().lower().endswith(SECRET_NAMES)


@lru_cache(maxsize=256)
def _unquote(text: str) -> str:
    # Remembered, because one CallbackUrl comes with every call and has an escape for each of its placeholders.
    return unquote(text)


def _masked(piece: str) -> str:
    """A piece with a secret in it, without the secret; a bare name has nothing to hide and stays."""
    name = _ENCODED_EQUALS.split(piece.partition("=")[0], maxsplit=1)[0]
    return piece if name == piece else f"{name}={MASK}"


def _clean(raw: str) -> str:
    """Text that can be encoded again: bytes that are no UTF-8, and lone surrogates, become U+FFFD."""
    try:
        octets = raw.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        octets = raw.encode("utf-8", "surrogatepass")
    return octets.decode("utf-8", "replace")
