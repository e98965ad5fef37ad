"""How many calls or messages there should be."""

from typing import NamedTuple, Self

from mock_esms.errors import WrongValueError


class Bounds(NamedTuple):
    """How many there should be, and how that is said: ``at least 1 and at most 3``."""

    least: int
    most: int | None
    words: str

    @classmethod
    def of(cls, times: int | None, at_least: int | None, at_most: int | None) -> Self:
        """What a test wrote; without a number exactly one. Raises ``WrongValueError``."""
        if times is not None and (at_least is not None or at_most is not None):
            message = "times: stands alone; leave it out where at_least or at_most is given"
            raise WrongValueError(message)
        if at_least is None and at_most is None:
            exactly = 1 if times is None else times
            return cls(exactly, exactly, f"exactly {exactly}")
        given = (("at least", at_least), ("at most", at_most))
        return cls(at_least or 0, at_most, " and ".join(f"{word} {n}" for word, n in given if n is not None))

    def allow(self, count: int) -> bool:
        """Whether it is as many as should be."""
        return self.least <= count and (self.most is None or count <= self.most)
