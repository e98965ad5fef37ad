"""Types for fields whose values are read in our own way, so that a wrong one gets our sentence."""

import ipaddress
import re
import types
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Final, Literal

from mock_esms.config.documents.annotations import Reads
from mock_esms.model.delivery_plan import SuccessRule


def checked_integer(value: object, *, least: int, most: int) -> int:
    """A whole number within bounds; texts, true and 1.0 are none."""
    if isinstance(value, bool) or not isinstance(value, int):
        message = f"{shown(value)} is not a whole number; write one from {least} to {most}"
        raise ValueError(message)  # noqa: TRY004 - callers catch one class, whatever was wrong
    if not least <= value <= most:
        message = f"{value} is out of range; write a whole number from {least} to {most}"
        raise ValueError(message)
    return value


def integer(least: int, most: int) -> Reads:
    """The annotation of whole numbers within bounds."""
    return Reads(
        lambda value: checked_integer(value, least=least, most=most),
        {"type": "integer", "minimum": least, "maximum": most},
    )


def number(least: float, most: float) -> Reads:
    """The annotation of numbers within bounds."""

    def parse(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            message = f"{shown(value)} is not possible here; write a number from {least:.10g} to {most:.10g}"
            raise ValueError(message)
        return float(value)

    return Reads(parse, {"type": "number", "minimum": least, "maximum": most})


def truth(value: object) -> bool:
    """``true`` or ``false``; words such as yes and no are text in a document."""
    if not isinstance(value, bool):
        message = f"{shown(value)} is neither true nor false; write one of the two"
        raise ValueError(message)  # noqa: TRY004 - callers catch one class, whatever was wrong
    return value


_AMOUNT: Final = re.compile(r"\d{1,15}(?:\.\d{1,4}0*)?", re.ASCII)


def money(value: object) -> Decimal:
    """An amount of VND from 0, with at most the four decimals that eSMS writes (FACTS 1)."""
    hint = "is not an amount; write a number such as 450 or 450.5, with at most four decimals"
    return _amount(value, "an amount is 0 or more", hint)


def _amount(value: object, least: str, hint: str) -> Decimal:
    text = "" if isinstance(value, bool) or not isinstance(value, int | float | str) else str(value).strip()
    if text.startswith("-"):
        message = f"{text} is negative; {least}"
        raise ValueError(message)
    if not _AMOUNT.fullmatch(text):
        message = f"{shown(value)} {hint}"
        raise ValueError(message)
    return Decimal(text)


def any_text(value: object) -> str:
    """Text, which may be empty. A wrong value is never repeated: it may be a secret."""
    if not isinstance(value, str):
        hint = "; put the value in quotes" if isinstance(value, int | float) else f", not {kind(value)}"
        message = f"this must be text{hint}"
        raise ValueError(message)  # noqa: TRY004 - callers catch one class, whatever was wrong
    return value


def filled_text(value: object) -> str:
    """Text that says something."""
    text = any_text(value)
    if not text.strip():
        message = "this must not be empty"
        raise ValueError(message)
    return text


def one_of_words(value: object, words: Sequence[str]) -> str:
    """One of some words."""
    if isinstance(value, str) and value in words:
        return value
    quoted = [repr(word) for word in words]
    possible = " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
    message = f"{shown(value)} is not possible here; write {possible}"
    raise ValueError(message)


def header_value(value: object) -> str:
    """What can be sent as the value of an HTTP header: one line of printable ASCII."""
    text = filled_text(value)
    if not (text.isascii() and text.isprintable()):
        message = "this is sent as an HTTP header; write one line of plain ASCII"
        raise ValueError(message)
    return text


_HEADER: Final = re.compile(r"[\w!#$%&'*+.^`|~-]+: ?\S.*", re.ASCII)


def header(value: object) -> str:
    """An HTTP header, ``Name: value``; empty text is none."""
    if value == "":
        return ""
    text = header_value(value)
    if not _HEADER.fullmatch(text):
        message = "this is no HTTP header; write a name, a colon and a value, as in `X-Signature: abc`"
        raise ValueError(message)
    return text


def network(value: object) -> str:
    """An IP address or a network (``10.0.0.0/8``)."""
    text = filled_text(value).strip()
    try:
        ipaddress.ip_network(text)
    except ValueError as error:
        if "host bits" in str(error):
            right = ipaddress.ip_network(text, strict=False)
            message = f"{text} is an address inside of a network; write the network {right}, or the address alone"
        else:
            message = f"{text} is no IP address and no network; write 192.168.1.7 or 10.0.0.0/8"
        raise ValueError(message) from None
    return text


def success(value: object) -> str:
    """Which statuses acknowledge a callback: 200, any of 2xx, or any at all."""
    if isinstance(value, int | str) and not isinstance(value, bool) and str(value) in {"200", "2xx", "any"}:
        return str(value)
    message = f"{shown(value)} does not say what acknowledges; write 200, 2xx or any"
    raise ValueError(message)


def zero_or_one(value: object) -> int:
    """0 or 1, as eSMS writes SentResult; true and 1.0 are neither."""
    if isinstance(value, int) and not isinstance(value, bool) and value in {0, 1}:
        return value
    message = f"{shown(value)} is not possible here; write 0 or 1"
    raise ValueError(message)


def weight(value: object) -> Decimal:
    """How much something counts beside others of its kind: a number from 0."""
    return _amount(value, "a weight is 0 or more", "is not a weight; write a number such as 70 or 0.5")


def kind(value: object) -> str:
    """What sort of thing a value is; for places where the value itself may be a secret."""
    named = {bool: "true or false", str: "text", dict: "a mapping", list: "a list", types.NoneType: "nothing"}
    return next((name for sort, name in named.items() if isinstance(value, sort)), "a number")


def shown(value: object) -> str:
    """A value as its writer knows it, shortened."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, dict | list):
        return kind(value)
    written = value if isinstance(value, str) else repr(value)
    text = "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in written[:41])
    return f"`{text[:39]}…`" if len(text) > 40 else f"`{text}`"  # noqa: PLR2004 - as much as fits a sentence


_NUMBER: Final = {"type": ["number", "string"], "minimum": 0, "pattern": r"^\s*\d{1,15}(\.\d{1,4}0*)?\s*$"}

Count = Annotated[int, integer(0, 1_000)]
"""How often something happens; the bound keeps a slip from filling the memory."""
Copies = Annotated[int, integer(1, 100)]
"""How often one thing is sent; the bound keeps a slip from becoming a flood."""
Rank = Annotated[int, integer(-1_000_000, 1_000_000)]
"""A number that only orders things."""
Truth = Annotated[bool, Reads(truth, {"type": "boolean"})]
Money = Annotated[Decimal, Reads(money, _NUMBER)]
Weight = Annotated[Decimal, Reads(weight, _NUMBER)]
FilledText = Annotated[str, Reads(filled_text, {"type": "string", "minLength": 1})]
HeaderValue = Annotated[str, Reads(header_value, {"type": "string", "minLength": 1})]
Header = Annotated[str, Reads(header, {"type": "string"})]
Network = Annotated[str, Reads(network, {"type": "string"})]
Success = Annotated[SuccessRule, Reads(success, {"enum": [200, "200", "2xx", "any"]})]
ZeroOrOne = Annotated[Literal[0, 1], Reads(zero_or_one, {"enum": [0, 1]})]
