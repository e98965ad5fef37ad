"""How many segments an SMS has: what its price is counted by (FACTS-MESSAGES 2, S1, seen; CONTRACT 12)."""

from typing import Final

GSM_7: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The letters of the GSM 7-bit alphabet (3GPP 23.038), of which one segment holds 160."""
EXTENDED: Final = frozenset("^{}\\[~]|€\f")
"""Letters that take the place of two."""
_EITHER: Final = GSM_7 | EXTENDED


def is_gsm_7(text: str) -> bool:
    """Whether a text needs no Unicode."""
    return _EITHER.issuperset(text)


def segments_of(text: str, *, unicode: bool) -> int:
    """How many segments a text has: 160 letters in one, else 153 in each; of Unicode 70, else 67.

    ``unicode`` is the request's IsUnicode; a text that needs Unicode has it in any case. An empty text has one.
    """
    if unicode or not is_gsm_7(text):
        length, alone, each = len(text.encode("utf-16-le", "surrogatepass")) // 2, 70, 67
    else:
        extended = 0 if EXTENDED.isdisjoint(text) else sum(letter in EXTENDED for letter in text)
        length, alone, each = len(text) + extended, 160, 153
    return 1 if length <= alone else -(-length // each)
