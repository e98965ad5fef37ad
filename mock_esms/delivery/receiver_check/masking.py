"""Secrets of a check, the headers that it sends and a password in the address, taken out of everything that is shown.

A receiver may repeat them in its answer, whole or cut off, as they are or decoded.
"""

from base64 import b64decode
from binascii import Error
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from mock_esms.model.callback import Attempt

MASKED: Final = "***"
SHORTEST: Final = 4
"""Shorter values are no secrets, and masking them would make every text unreadable."""
_PUBLIC: Final = frozenset({"accept", "accept-language", "host", "user-agent"})
"""Headers in which no secret is sent."""


class Mask:
    """Knows what must not be shown."""

    def __init__(self, url: str, headers: Iterable[str]) -> None:
        """Mask the values of these headers (``Name: value``), and the password of the URL."""
        found = {secret for header in headers for secret in _secrets_of(header)}
        password = urlsplit(url).password or ""
        found |= {password, unquote(password)}
        spellings = {spelling for secret in found for spelling in (secret, quote(secret, safe=""))}
        # The longest first: one secret may be a part of another.
        self._secrets = sorted((text for text in spellings if len(text) >= SHORTEST), key=len, reverse=True)
        self._password = password

    def over(self, text: str) -> str:
        """The text without secrets, also without one that the end of the text has cut off."""
        for secret in self._secrets:
            text = text.replace(secret, MASKED)
        for secret in self._secrets:
            for length in range(len(secret) - 1, SHORTEST - 1, -1):
                if text.endswith(secret[:length]):
                    return text[:-length] + MASKED
        return text

    def over_attempt(self, attempt: Attempt) -> Attempt:
        """An attempt without them; the headers of its request are masked already."""
        request, response = attempt.request, attempt.response
        return attempt._replace(
            url=self.over_address(attempt.url),
            detail=self.over(attempt.detail),
            advice=self.over(attempt.advice),
            answer=self.over(attempt.answer),
            request=request and request._replace(target=self.over(request.target)),
            response=response
            and response._replace(
                reason=self.over(response.reason),
                headers=tuple((name, self.over(value)) for name, value in response.headers),
            ),
        )

    def over_address(self, url: str) -> str:
        """The address without its password, however short that is."""
        return url.replace(f":{self._password}@", f":{MASKED}@", 1) if self._password else url


def _secrets_of(header: str) -> Iterator[str]:
    name, _, value = header.partition(":")
    value = value.strip()
    if name.strip().lower() in _PUBLIC:
        return
    yield value
    scheme, _, credentials = value.partition(" ")
    yield credentials.strip()
    if scheme.lower() == "basic":
        try:
            decoded = b64decode(credentials).decode(errors="replace")
        except (Error, ValueError):
            return
        yield decoded
        yield decoded.partition(":")[2]
    for pair in value.split(";"):  # as cookies are written
        yield pair.partition("=")[2].strip()
