"""The ids of voice calls: how they are made, and how the documentation's page prints one (FACTS 2)."""

import re
from typing import Final

_ID_BYTES: Final = 16
_DOCUMENTED: Final = re.compile(r"([0-9a-f]{8}-[0-9a-f]{4})([0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")


def sms_id(id_bytes: bytes) -> str:
    """The id of a call: a GUID of the version-4 shape, in lower case, from 16 bytes (FACTS 2).

    It is one and the same in the journal and in the callback's ReferenceId; only a response may print it otherwise.
    """
    if len(id_bytes) != _ID_BYTES:
        message = f"an SMSID is made of {_ID_BYTES} bytes, not of {len(id_bytes)}"
        raise ValueError(message)
    digits = id_bytes.hex()
    variant = "89ab"[id_bytes[8] >> 4 & 3]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def documented_id(sms_id: str) -> str:
    """The id as the documentation's page prints it: without its second dash, and with a space at the end.

    It is ``8eb2af6d-fb4c4814-b9cc-4c0e3ed32edf `` there (FACTS 2).
    """
    return f"{sms_id[:13]}{sms_id[14:]} "


def id_of_documented(printed: str) -> str:
    """The id that ``documented_id`` has printed, in any case, with or without the space; any other text as it is."""
    match = _DOCUMENTED.fullmatch(printed.strip().lower())
    return printed if match is None else f"{match[1]}-{match[2]}"
