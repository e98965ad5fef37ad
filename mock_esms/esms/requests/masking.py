"""What may be shown of an address: everything but secrets, however they were written into it.

Whoever mistypes SecretKey, or puts it where it does not belong, has not given it away: what looks like the name of a
secret is masked, and in an address like ``GetBalance/key/secret`` everything behind the key.
"""

import re
from typing import Final
from urllib.parse import unquote

MASK: Final = "***"

_SECRET: Final = re.compile("secret|passcode|password")
"""What the lower-case name of a secret has in it: SecretKey, PassCode, and what they are mistyped as."""
_GIVEN: Final = re.compile(r"((?:secret|passcode|password)[^=&;/]*(?:=|%3d))[^&;/]+", re.IGNORECASE)
_EQUALS: Final = re.compile("=|%(?:25)*3d", re.IGNORECASE)
_IN_PATH: Final = ("getbalance", "getlistbrandname")
"""How the names of operations begin in whose addresses a secret stands."""
_OWN: Final = "callbackurl"


def is_secret(name: str) -> bool:
    """Whether the value of a parameter is to be masked, by its decoded name in lower case."""
    return _SECRET.search(name) is not None


def bare_name(name: str) -> str:
    """A name without what somebody has written into it: ``SecretKey%3Dabc`` has a value in its name."""
    return _EQUALS.split(name, maxsplit=1)[0]


def shown_piece(piece: str, name: str) -> str:
    """A piece of a query as it may be shown; ``name`` is its name, decoded and in lower case.

    A CallbackUrl is its user's and is shown as it came.
    """
    if is_secret(name):
        bare = bare_name(piece)
        return piece if bare == piece else f"{bare}={MASK}"
    if ";" in piece and name != _OWN:
        return _GIVEN.sub(rf"\1{MASK}", piece)
    return piece


def shown_path(path: str) -> str:
    """A path as it may be shown: without what is given as a secret, and without what stands behind a key."""
    decoded = unquote(path)
    lower = decoded.lower()
    if not any(name in lower for name in _IN_PATH) and not is_secret(lower):
        return path
    if decoded.count("/") == path.count("/") and is_secret(path.lower()) is is_secret(lower):
        decoded = path  # nothing hides behind its escapes, so it is shown as it came
    parts = _GIVEN.sub(rf"\1{MASK}", decoded).split("/")
    hidden = len(parts)
    for position, part in enumerate(parts):
        name = unquote(part).lower()
        if name.startswith(_IN_PATH):
            hidden = position + 2  # the key stands in between
            break
        if is_secret(name):
            hidden = position + 1
            break
    return "/".join([*parts[:hidden], *(MASK if part else "" for part in parts[hidden:])])
