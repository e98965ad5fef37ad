"""Everything that is drawn for one call: the same on every run, machine and version of Python (CONTRACT 3)."""

from collections.abc import Sequence
from decimal import Decimal
from hashlib import blake2b
from typing import Final, Protocol, Self, TypeVar

from mock_esms.model.times import Duration, Span

_BITS: Final = 64
_DIGITS: Final = "0123456789"


class Weighted(Protocol):
    """What is drawn by its weight beside others."""

    @property
    def weight(self) -> Decimal:
        """Four decimals at most; 0 is never drawn."""


Option = TypeVar("Option", bound=Weighted)


class SeededRandom:
    """The draws of one call: they depend on the seed, the account, the phone, and on ``number``, nothing else.

    ``number`` tells how many calls that account has made to that phone before. Draws come from a hash of these and of
    a counter. Unlike ``random.Random`` that costs nothing until something is drawn, and its values can never change
    with the version of Python.
    """

    __slots__ = ("_drawn", "_state", "_stream")

    def __init__(self, seed: str, api_key: str, phone: str, number: int) -> None:
        # Lengths first, so that no two calls have one state. Lone surrogates may come with a request.
        state = f"{len(seed)} {len(api_key)} {len(phone)} {number} {seed}{api_key}{phone}"
        self._state = state.encode("utf-8", "surrogatepass")
        self._stream = b""
        self._drawn = 0

    @classmethod
    def from_state(cls, state: bytes) -> Self:
        """The draws of a call, from the ``state`` that an earlier object gave."""
        rng = object.__new__(cls)
        rng._state = state
        rng._stream = b""
        rng._drawn = 0
        return rng

    @property
    def state(self) -> bytes:
        """What everything is drawn from, to be stored for ``from_state``."""
        return self._state

    def stream(self, name: str) -> Self:
        """The draws of one part of the call (``dial 2``): they do not depend on what is drawn for the others.

        Asking again begins them anew. The name has at most 64 bytes.
        """
        stream = object.__new__(type(self))
        stream._state = self._state
        stream._stream = name.encode()
        stream._drawn = 0
        return stream

    def id_bytes(self) -> bytes:
        """Sixteen bytes for the call's id; they are not a draw, so asking again gives the same."""
        return blake2b(self._state, digest_size=16, person=b"id").digest()

    def below(self, limit: int) -> int:
        """A whole number from 0 to ``limit`` - 1, each equally likely."""
        self._drawn += 1
        salt = self._drawn.to_bytes(8, "big")
        digest = blake2b(self._state, digest_size=_BITS // 8, key=self._stream, salt=salt, person=b"draw").digest()
        return int.from_bytes(digest, "big") * limit >> _BITS

    def duration(self, span: Span) -> Duration:
        """A duration from the span, both ends included, in milliseconds; a fixed one is no draw."""
        if span.shortest == span.longest:
            return span.shortest
        return span.shortest + self.below(span.longest - span.shortest + 1)

    def key(self) -> str:
        """A digit of the phone's keypad."""
        return _DIGITS[self.below(len(_DIGITS))]

    def option(self, options: Sequence[Option]) -> Option:
        """One of the options, drawn by its weight; not all weights are 0."""
        weights = [int(option.weight * 10_000) for option in options]
        left = self.below(sum(weights))
        for option, weight in zip(options, weights, strict=True):
            if left < weight:
                return option
            left -= weight
        message = "there is nothing to draw from"
        raise ValueError(message)


class RandomnessNeededError(LookupError):
    """Something was drawn where nothing is to be drawn."""


class FixedOnly(SeededRandom):
    """Tells whether anything is drawn: the first draw raises ``RandomnessNeededError``."""

    def __init__(self) -> None:
        super().__init__("", "", "", 0)

    def below(self, limit: int) -> int:
        """There is nothing to draw from."""
        raise RandomnessNeededError(limit)
