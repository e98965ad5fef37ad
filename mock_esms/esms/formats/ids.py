"""Ids: those that eSMS gives to calls and messages, and the caller's own (FACTS 2 and 4)."""

import re
from typing import Final

LONGEST_REQUEST_ID: Final = 50
"""The documented length of a RequestId (FACTS 2)."""
_ID_BYTES: Final = 16
_DOCUMENTED: Final = re.compile(r"([0-9a-f]{8}-[0-9a-f]{4})([0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
_SUFFIXES: Final = range(10, 1000)


def call_id(id_bytes: bytes) -> str:
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
    """The id of a call as the documentation's page prints it: its second dash is lost, a space stands at the end.

    It is ``8eb2af6d-fb4c4814-b9cc-4c0e3ed32edf `` there (FACTS 2).
    """
    return f"{sms_id[:13]}{sms_id[14:]} "


def id_of_documented(printed: str) -> str:
    """The id that ``documented_id`` has printed, in any case, with or without the space; any other text as it is."""
    match = _DOCUMENTED.fullmatch(printed.strip().lower())
    return printed if match is None else f"{match[1]}-{match[2]}"


def message_id(id_bytes: bytes, *, suffix: bool = True) -> str:
    """The id of a message: 32 hexadecimal digits and then two or three decimal ones, from 16 bytes (FACTS 4).

    Advertisements, and Zalo messages by user id, have no decimal ones behind (FACTS-MESSAGES 1.3).
    """
    return f"{id_bytes.hex()}{_SUFFIXES[int.from_bytes(id_bytes) % len(_SUFFIXES)] if suffix else ''}"
