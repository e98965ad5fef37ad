"""What may be written down of a value: numbers and words of eSMS's as they are; ids and phones replaced; the rest not.

One value is replaced alike throughout a run, by a key that is drawn for it and never written: two recordings cannot be
compared, and nobody can look a phone number up.
"""

import hmac
import secrets
from typing import Final
from uuid import UUID

from mock_esms.esms.requests.masking import MASK, is_secret

_REQUESTS: Final = (
    "senddate maxrepeat maxretry waitretry ivr timewaittoivr voice speed smstype isunicode unicode sandbox issandbox "
    "isjourney sendingmode"
)
_CALLBACKS: Final = (
    "callduration callstatus price sentresult sendstatus sendfailed sendsuccess totalprice totalreceiver totalsent "
    "typeid telcoid status"
)
_ANSWERS: Final = "coderesult coderesponse countregenerate totalsuccess"
_KEPT: Final = frozenset(f"{_REQUESTS} {_CALLBACKS} {_ANSWERS}".split())
"""Parameters whose values tell nothing of a person (FACTS 2 to 4, FACTS-MESSAGES 7)."""
_ID_NAMES: Final = (
    "smsid referenceid refid requestid apikey templateid tempid servicepreviewid messageid partnerids oaid brandname "
    "campaignid apicode userid"
)
_IDS: Final = frozenset(_ID_NAMES.split(" "))
_PHONE_NAMES: Final = "phone phones numberforward phonenumber cid zaloid zalouid user_id hashphone"
_PHONES: Final = frozenset(_PHONE_NAMES.split(" "))
_LONGEST: Final = 64
_DIGITS: Final = 8


class Pseudonyms:
    """Replaces values by a key of its own."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def shown(self, name: str, value: str) -> str:
        """A value as it may be written down, by the name of its parameter in lower case."""
        if not value:
            return ""
        if is_secret(name):
            return MASK
        if name in _IDS:
            return self.id_of(value)
        if name in _PHONES:
            return f"phone-{self._digest(value).hex()[:_DIGITS]}"
        return value if name in _KEPT and len(value) <= _LONGEST and value.isprintable() else MASK

    def id_of(self, value: str) -> str:
        """What stands for an id; in any case of its letters it is the same."""
        return str(UUID(bytes=self._digest(value.lower())[:16]))

    def _digest(self, value: str) -> bytes:
        return hmac.digest(self._key, value.encode("utf-8", "surrogatepass"), "sha256")
