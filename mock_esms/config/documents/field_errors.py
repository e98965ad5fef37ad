"""The error of a value that knows which of its own keys is wrong."""

from collections.abc import Iterable
from typing import NamedTuple

Key = str | int | tuple[str | int, ...]
"""A key of the value, a list's position, or the path to something deeper in it."""


class Clash(NamedTuple):
    """Two keys that exclude each other, and why; the sentence must fit either of them, as either may stand first."""

    one: Key
    other: Key
    why: str

    def sentence(self, about: Key) -> str:
        """What is told at one of the two about the other."""
        beside = self.other if about == self.one else self.one
        return f"this cannot stand beside `{key_text(beside)}`: {self.why}"


class WrongKeysError(ValueError):
    """Keys inside a value are wrong; each with a sentence, so that the place of the very key can be told.

    Raised where a value is made (``__post_init__``, ``parse``). Whoever knows no places reads ``str()``.
    """

    def __init__(self, wrong: Iterable[tuple[Key, str]] = (), *, clashes: Iterable[Clash] = ()) -> None:
        """Keep pairs of key and sentence; of two keys that clash, the one that stands second is told."""
        self.wrong = tuple(wrong)
        self.clashes = tuple(clashes)
        told = [*self.wrong, *((clash.other, clash.sentence(clash.other)) for clash in self.clashes)]
        super().__init__("; ".join(f"{key_text(key)}: {sentence}" for key, sentence in told))


def refuse(wrong: Iterable[tuple[Key, str]] = (), clashes: Iterable[Clash] = ()) -> None:
    """Raise ``WrongKeysError`` when there is anything to tell."""
    error = WrongKeysError(wrong, clashes=clashes)
    if error.wrong or error.clashes:
        raise error


def key_text(key: Key) -> str:
    """A key as people write it: ``dials[0].answered.ring``."""
    text = ""
    for part in key if isinstance(key, tuple) else (key,):
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
