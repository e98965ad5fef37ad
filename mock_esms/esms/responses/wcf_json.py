"""JSON as WCF's DataContractJsonSerializer writes it, and the spelling of money that goes with it (FACTS 1)."""

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final, TypeAlias

JsonScalar = str | int | bool | Decimal | None
JsonValue: TypeAlias = "JsonScalar | Mapping[str, JsonValue] | tuple[JsonValue, ...]"
"""What a member of a response may be; None is left out, a mapping is an object, and a tuple an array."""

# Which characters DataContractJsonSerializer escapes is seen in its published source: both slashes and the quote,
# control characters, line ends that JavaScript would stumble over, both halves of a surrogate pair, U+FFFE and U+FFFF.
_ESCAPED: Final = re.compile('["\\\\/\x00-\x1f\x85\u2028\u2029\ud800-\udfff\ufffe\uffff\U00010000-\U0010ffff]')
_SHORT: Final = {
    '"': r"\"",
    "\\": r"\\",
    "/": r"\/",
    "\b": r"\b",
    "\t": r"\t",
    "\n": r"\n",
    "\f": r"\f",
    "\r": r"\r",
}
_LAST_OF_UTF16_UNIT: Final = 0xFFFF

_PLACES: Final = Decimal("0.0001")
_MONEY: Final = Context(prec=60, rounding=ROUND_HALF_UP)


class InOrder(dict[str, JsonValue]):
    """An object whose members are written in the order in which they stand, as a page has them."""


class WithNulls(dict[str, JsonValue]):
    """An object whose members that are None are written as null (FACTS-MESSAGES 1.3, of R16's Data)."""


class OnePlace(Decimal):
    """An amount that is written with one place, or as many as it needs: ``345.0`` (FACTS-MESSAGES 1.3)."""


def json_body(fields: Mapping[str, JsonValue]) -> bytes:
    r"""Compact JSON as WCF writes it: names in ordinal order, None left out, ``\/``, raw UTF-8 (FACTS 1).

    A Decimal is a number with exactly four places, but for ``OnePlace``. Half a surrogate pair is escaped, so that
    nothing ever raises.
    """
    return _object(fields).encode()


def four_places(amount: Decimal) -> str:
    """An amount with four decimals and a dot, half a unit rounded up: ``450.0000`` (FACTS 1 and 3)."""
    return f"{amount.quantize(_PLACES, context=_MONEY):f}"


def short_number(amount: Decimal) -> str:
    """An amount with one place, or as many as it needs."""
    return f"{amount:.1f}" if amount == round(amount, 1) else f"{amount.normalize():f}"


def _object(fields: Mapping[str, JsonValue]) -> str:
    items: Iterable[tuple[str, JsonValue]] = fields.items() if isinstance(fields, InOrder) else sorted(fields.items())
    if not isinstance(fields, WithNulls):
        items = [(name, value) for name, value in items if value is not None]
    members = [f'"{_text(name)}":{_value(value)}' for name, value in items]
    return f"{{{','.join(members)}}}"


def _value(value: JsonValue) -> str:
    match value:
        case str():
            return f'"{_text(value)}"'
        case bool():
            return "true" if value else "false"
        case tuple():
            return f"[{','.join([_value(each) for each in value])}]"
        case Mapping():
            return _object(value)
        case Decimal():
            return short_number(value) if isinstance(value, OnePlace) else four_places(value)
        case _:
            return "null" if value is None else str(value)


def _text(text: str) -> str:
    return _ESCAPED.sub(_escape, text) if _ESCAPED.search(text) else text


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    short = _SHORT.get(character)
    if short is not None:
        return short
    code = ord(character)
    if code > _LAST_OF_UTF16_UNIT:
        high, low = divmod(code - 0x10000, 0x400)
        return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
    return f"\\u{code:04x}"
