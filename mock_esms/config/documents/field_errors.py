"""The error of a value that knows which of its keys is wrong."""

from collections.abc import Iterable
from typing import NamedTuple

Path = tuple[str | int, ...]
"""The keys and list positions that lead to a value."""
Key = str | int | Path
"""A key of the value, a list's position, or the path to something deeper in it."""


class Clash(NamedTuple):
    """Two keys that exclude each other, and why; the sentence must fit either of them, as either may stand first."""

    one: Key
    other: Key
    why: str

    def sentence(self, about: Key) -> str:
        """What is reported at one of the two about the other."""
        beside = self.other if about == self.one else self.one
        return f"this cannot stand beside `{key_text(beside)}`: {self.why}"


class WrongKeysError(ValueError):
    """Keys inside a value are wrong; each with a sentence, so that the place of the very key can be reported.

    Raised where a value is made (``__post_init__``, ``parse``). Whoever knows no places reads ``str()``.
    """

    def __init__(self, wrong: Iterable[tuple[Key, str]] = (), *, clashes: Iterable[Clash] = ()) -> None:
        """Keep pairs of key and sentence; of two keys that clash, the one that stands second is reported."""
        self.wrong = tuple(wrong)
        self.clashes = tuple(clashes)
        reported = [*self.wrong, *((clash.other, clash.sentence(clash.other)) for clash in self.clashes)]
        super().__init__("; ".join(f"{key_text(key)}: {sentence}".removeprefix(": ") for key, sentence in reported))


def refuse(wrong: Iterable[tuple[Key, str]] = (), clashes: Iterable[Clash] = ()) -> None:
    """Raise ``WrongKeysError`` when there is anything to report."""
    error = WrongKeysError(wrong, clashes=clashes)
    if error.wrong or error.clashes:
        raise error


def wrong_in(data: object, error: ValueError) -> list[tuple[Path, str]]:
    """What ``error`` says of ``data``: paths and sentences; of two keys that clash, the one that stands second."""
    if not isinstance(error, WrongKeysError):
        return [((), str(error))]
    found = [(_path(key), sentence) for key, sentence in error.wrong]
    for clash in error.clashes:
        second = max((clash.one, clash.other), key=lambda key: position(data, _path(key)))
        found.append((_path(second), clash.sentence(second)))
    return found


def position(data: object, path: Path) -> tuple[int, ...]:
    """Where a key stands in its mapping, after where that one stands; of a missing key, where its mapping does."""
    found: list[int] = []
    for key in path:
        if isinstance(data, dict) and key in data:
            found.append([*data].index(key))
            data = data[key]
        elif isinstance(data, list) and isinstance(key, int) and key < len(data):
            found.append(key)
            data = data[key]
        else:
            break
    return tuple(found)


def key_text(key: Key) -> str:
    """A key as people write it: ``dials[0].answered.ring``."""
    text = ""
    for part in _path(key):
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _path(key: Key) -> Path:
    return key if isinstance(key, tuple) else (key,)
