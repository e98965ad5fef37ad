"""What an unquoted word in a document is: as in YAML 1.2 and JSON, not as in YAML 1.1.

YAML 1.1 reads ``0123`` as 83, ``1:30`` as 90, ``no`` as false and ``2026-01-05`` as a date. Here all of them are text,
so that a phone number stays the phone number it is.
"""

import math
import re
from typing import Final

Scalar = str | int | float | bool | None

_WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,39})")
"""At most 40 digits: a longer row of digits is no quantity, and Python limits how long a number it converts."""
_DECIMAL: Final = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,5})?")
_STARTS: Final = frozenset("0123456789+-.~nNtTfF")


def scalar_of(word: str) -> Scalar:
    """The value of an unquoted word; numbers that cannot be represented exactly or are not finite stay text."""
    if word and word[0] not in _STARTS:
        return word
    if word in _WORDS:
        return _WORDS[word]
    if _INTEGER.fullmatch(word):
        return int(word)
    if _DECIMAL.fullmatch(word) and not word.lstrip("+-").isdigit():
        number = float(word)
        return number if math.isfinite(number) else word
    return word
