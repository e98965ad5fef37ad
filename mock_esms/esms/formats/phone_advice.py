"""What is probably wrong with a phone that eSMS refuses: a leading 0 that is missing, or a number of before 2018.

What eSMS answers to such a phone is 108 all the same. Mobile numbers of eleven digits became numbers of ten from
15 September 2018 on, network by network; this is public, and none of eSMS's own rules (Vietnam's numbering plan,
Circular 22/2014/TT-BTTTT).
"""

import re
from collections.abc import Mapping
from typing import Final

from mock_esms.esms.formats.phone import national
from mock_esms.model.calls import RequestWarning

SINCE_2018: Final[Mapping[str, str]] = {
    "0120": "070",
    "0121": "079",
    "0122": "077",
    "0126": "076",
    "0128": "078",  # MobiFone
    "0123": "083",
    "0124": "084",
    "0125": "085",
    "0127": "081",
    "0129": "082",  # VinaPhone
    "0162": "032",
    "0163": "033",
    "0164": "034",
    "0165": "035",  # Viettel
    "0166": "036",
    "0167": "037",
    "0168": "038",
    "0169": "039",
    "0186": "056",
    "0188": "058",  # Vietnamobile
    "0199": "059",  # Gmobile
}
"""What each prefix of eleven digits has become; the seven digits after it stay."""

_OLD: Final = re.compile(r"(?:\+?84|0)?(1\d{2})(\d{7})", re.ASCII)
"""A number of eleven digits, with or without what stands before its first 1."""


def advice_on_phone(phone: str) -> RequestWarning | None:
    """How a refused phone was probably meant; None where nothing is known of it, or nothing is wrong with it."""
    if national(phone) is not None:
        return None
    old = _OLD.fullmatch(phone)
    since = None if old is None else SINCE_2018.get(f"0{old[1]}")
    if old is not None and since is not None:
        message = f"{phone} is a mobile number of before 2018, when it became {since}{old[2]}; write that."
        return RequestWarning("phone-of-before-2018", message)
    if national(f"0{phone}") is not None:
        return RequestWarning("phone-without-zero", f"{phone} lacks its leading 0; write 0{phone}, or 84{phone}.")
    return None
