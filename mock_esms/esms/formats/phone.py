"""Phone numbers: what eSMS takes for one, and its national form (FACTS 4 for the prefixes; 108 is in FACTS 2).

Accepted are ``0…``, ``84…`` and ``+84…`` in ASCII digits, for Vietnamese mobile and landline numbers. Everything else
is 108: spaces, dots, ``00``, other countries, short, premium and toll-free numbers. An un-encoded ``+84…`` in a query
arrives as `` 84…`` with a space and is 108 too; ``request_warnings`` says how to write it.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple


class Carrier(NamedTuple):
    """A mobile network: its name, and the number that it has in callbacks (FACTS 4)."""

    name: str
    telcoid: int


_BY_CARRIER: Final = {
    Carrier("Viettel", 1): "032 033 034 035 036 037 038 039 086 096 097 098",
    Carrier("MobiFone", 2): "070 076 077 078 079 089 090 093",
    Carrier("VinaPhone", 3): "081 082 083 084 085 088 091 094",
    Carrier("Vietnamobile", 4): "052 056 058 092",
    Carrier("Gmobile", 5): "059 099",
    Carrier("Itel", 6): "087",
    Carrier("Reddi", 7): "055",
}
CARRIERS: Final[Mapping[str, Carrier]] = {
    prefix: carrier for carrier, prefixes in _BY_CARRIER.items() for prefix in prefixes.split()
}
"""Vietnamese mobile prefixes and whose they are."""

_MOBILE_LENGTH: Final = 10
_LANDLINE_LENGTH: Final = 11


@lru_cache(maxsize=1024)
def national(phone: str) -> str | None:
    """The number in national form, ``0…`` and digits only, or None when eSMS would answer 108.

    Cached, because a request's phone is looked up when it is read and again when it is checked.
    """
    digits = phone.removeprefix("+") if phone.startswith("+84") else phone
    if not (digits.isdigit() and digits.isascii()):
        return None
    if digits[0] != "0":
        if not digits.startswith("84"):
            return None
        digits = f"0{digits[2:]}"
    if len(digits) == _MOBILE_LENGTH and digits[:3] in CARRIERS:
        return digits
    # No Vietnamese number of another length is a mobile or a landline one: that needs no library to know.
    if len(digits) not in (_MOBILE_LENGTH, _LANDLINE_LENGTH) or digits[1] == "0":
        return None
    return digits if _is_listed(digits) else None


def is_among(phone: str, phones: tuple[str, ...]) -> bool:
    """Whether a phone, given in national form, is one of these, in whichever form they are written."""
    return phone in _national_forms(phones)


@lru_cache(maxsize=64)
def _national_forms(phones: tuple[str, ...]) -> frozenset[str]:
    return frozenset(national(phone) or phone for phone in phones)


def carrier(phone: str) -> Carrier | None:
    """Whose number it is, by its prefix, in national form; None for a landline."""
    return CARRIERS.get(phone[:3]) if len(phone) == _MOBILE_LENGTH else None


def _is_listed(digits: str) -> bool:
    """Whether the numbering plan has it as a mobile or a landline number; the library takes 20 ms to load."""
    import phonenumbers  # only for the few numbers that the table does not settle

    try:
        number = phonenumbers.parse(digits, "VN")
    except phonenumbers.NumberParseException:
        return False
    kinds = (
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    )
    return phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in kinds
