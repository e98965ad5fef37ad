"""Which address of ours stands for which address of the application's; nothing else is ever called.

The query of a CallbackUrl stays where it is: eSMS fills its placeholders, or appends parameters, as it would have done,
and what comes with a callback is passed on byte for byte.
"""

import re
import secrets
from typing import Final

CALLBACK_PATH: Final = "/_record/"
"""Callbacks come to this path, and the token behind it."""
MOST_ADDRESSES: Final = 100_000
"""So many addresses are remembered; beyond, the oldest is forgotten, and its callbacks can no longer be passed on."""

_ADDRESS: Final = re.compile(r"(https?://[^?#]+)(.*)", re.IGNORECASE | re.DOTALL)
_TOKEN_BYTES: Final = 16


class CallbackRoutes:
    """The addresses that requests have named."""

    def __init__(self, public_url: str) -> None:
        """``public_url`` is where eSMS reaches us."""
        self._base = public_url.rstrip("/") + CALLBACK_PATH
        self._addresses: dict[str, str] = {}
        self._tokens: dict[str, str] = {}

    def through_us(self, callback_url: str) -> str | None:
        """The address that eSMS is given in the place of the application's; None when that is none to be called."""
        found = _ADDRESS.fullmatch(callback_url)
        if found is None or found[1].startswith(self._base):
            return None
        address, rest = found[1], found[2]
        token = self._tokens.get(address)
        if token is None:
            if len(self._tokens) >= MOST_ADDRESSES:
                oldest = next(iter(self._tokens))
                del self._addresses[self._tokens.pop(oldest)]
            token = self._tokens[address] = secrets.token_urlsafe(_TOKEN_BYTES)
            self._addresses[token] = address
        return f"{self._base}{token}{rest}"

    def address_of(self, token: str) -> str | None:
        """The application's address for a token; None when no request of this run has named one."""
        return self._addresses.get(token)
