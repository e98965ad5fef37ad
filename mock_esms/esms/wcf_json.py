"""JSON as WCF's DataContractJsonSerializer writes it, and the spelling of money that goes with it (FACTS 1)."""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

JsonScalar = str | int | bool | Decimal | None
JsonValue = JsonScalar | tuple[Mapping[str, JsonScalar], ...]
"""What a member of a response may be; None is left out, and a tuple holds objects."""

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


class InOrder(dict[str, JsonScalar]):
    """An object whose members are written in the order in which they stand, as a page has them."""


def json_body(fields: Mapping[str, JsonValue]) -> bytes:
    r"""Compact JSON as WCF writes it: names in ordinal order, None left out, ``\/``, raw UTF-8 (FACTS 1).

    A Decimal is a number with exactly four places. Half a surrogate pair is escaped, so that nothing ever raises.
    """
    return _object(fields).encode()


def four_places(amount: Decimal) -> str:
    """An amount with four decimals and a dot, half a unit rounded up: ``450.0000`` (FACTS 1 and 3)."""
    return f"{amount.quantize(_PLACES, context=_MONEY):f}"


def _object(fields: Mapping[str, JsonValue]) -> str:
    items = fields.items() if isinstance(fields, InOrder) else sorted(fields.items())
    members = [f'"{_text(name)}":{_value(value)}' for name, value in items if value is not None]
    return f"{{{','.join(members)}}}"


def _value(value: str | int | Decimal | tuple[Mapping[str, JsonScalar], ...]) -> str:
    if isinstance(value, str):
        return f'"{_text(value)}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{','.join([_object(each) for each in value])}]"
    return four_places(value) if isinstance(value, Decimal) else str(value)


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
